package org.mlscale.engine.modelfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.table.Draws;

/** Whatever is wrong with a model file is its own fault: never another exception, a hang, or another prediction. */
@Timeout(120)
class DamagedModelTest {
    private static final ModelCase CASE = ModelCase.LEAVES;
    private static final long SEED = Long.getLong("tests.seed", 7);
    private static final String AGAIN = "copy or train it again";
    private static final String DANGER = "do not use this file: get the model from where it was trained";

    @TempDir
    private Path folder;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void writeModel() throws IOException {
        Path good = folder.resolve("good.zip");
        CASE.writeTo(good);
        whole = Files.readAllBytes(good);
        file = folder.resolve("model.zip");
    }

    private static Stream<Double> shares() {
        return Stream.concat(
                IntStream.range(0, 20).mapToObj(i -> i / 20.0),
                IntStream.range(0, 40).mapToObj(i -> Draws.unit(SEED, i)));
    }

    @ParameterizedTest
    @MethodSource("shares")
    void open_truncated_isAModelFault(double share) throws IOException {
        Files.write(file, Arrays.copyOf(whole, (int) (whole.length * share)));
        Fault fault = assertThrows(Fault.class, () -> ModelFile.open(file));
        assertModelFault(fault);
        assertTrue(
                fault.getMessage().startsWith(file + " is damaged, cut short, or not a model file ("),
                fault.getMessage());
        assertEquals(AGAIN, fault.hint());
    }

    /** The zip's own comments, dates and flags are nobody's; all else is covered by checksums. */
    @Test
    void open_oneBitFlippedAnywhere_isAModelFaultOrTheSameModel() throws IOException {
        ModelFile.Opened expected = ModelFile.open(folder.resolve("good.zip"));
        float[] predictions = expected.network().predict(expected.model().params(), CASE.batch(10));
        int faults = 0;
        for (int i = 0; i < 200; i++) {
            int bit = (int) (whole.length * 8L * Draws.unit(SEED, 1, i));
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            String where = "bit %d of byte %d; reproduce with: -Dtests.seed=%d".formatted(bit % 8, bit / 8, SEED);
            try {
                ModelFile.Opened opened = ModelFile.open(file);
                assertEquals(expected.model().schema(), opened.model().schema(), where);
                assertEquals(expected.model().net(), opened.model().net(), where);
                assertEquals(expected.from(), opened.from(), where);
                assertArrayEquals(
                        predictions, opened.network().predict(opened.model().params(), CASE.batch(10)), where);
            } catch (Fault fault) {
                assertModelFault(fault);
                faults++;
            } catch (RuntimeException other) {
                throw new AssertionError(where, other);
            }
        }
        assertTrue(faults > 150, "only " + faults + " of 200 flips were noticed");
    }

    /** The manifest has nobody who vouches for it but the zip itself. */
    @Test
    void open_manifestAlteredInPlace_isAModelFault() throws IOException {
        byte[] stored = stored(ZipEdit.of(whole));
        String text = new String(stored, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("\"rows_held\" : 1000") + "\"rows_held\" : ".length();
        assertTrue(at > 100, text);
        stored[at] = '9';
        Files.write(file, stored);
        assertFault("the model file is damaged: manifest.json: its bytes do not fit their check sum", AGAIN);
    }

    /** The same entries, not compressed, so that a byte of theirs is a byte of the file. */
    private static byte[] stored(ZipEdit edit) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            for (String name : Entries.ALL) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(edit.get(name));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void open_storedWithoutCompression_opens() throws IOException {
        Files.write(file, stored(ZipEdit.of(whole)));
        assertEquals(CASE.net(), ModelFile.open(file).model().net());
    }

    @Test
    void open_missingFile_saysHowToTrainOne() {
        assertFault("there is no model " + file, "mlscale train --data TABLE.csv --out " + file);
    }

    @Test
    void open_directory_namesTheFileInIt() throws IOException {
        Files.createDirectory(file);
        assertFault(file + " is a directory, not a model", "name the file: " + file.resolve("model.zip"));
    }

    @Test
    void open_emptyFile_isAModelFault() throws IOException {
        Files.write(file, new byte[0]);
        assertFault(file + " is damaged, cut short, or not a model file (zip file is empty)", AGAIN);
    }

    @Test
    void open_textFile_isAModelFault() throws IOException {
        Files.writeString(file, "a,b\n1,2\n".repeat(1000));
        assertFault(file + " is damaged, cut short, or not a model file (zip END header not found)", AGAIN);
    }

    @Test
    void open_zipOfSomethingElse_saysWhatIsInIt() throws IOException {
        new ZipEdit().put("word/document.xml", "<xml/>").writeTo(file);
        assertFault(file + " holds \"word/document.xml\", which no model of ours has", DANGER);
    }

    @Test
    void open_zipOfNothing_isAModelFault() throws IOException {
        new ZipEdit().writeTo(file);
        assertFault("the model file is damaged: manifest.json: it is not in the file", AGAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preprocessor.bin",
                "../evil",
                "/etc/evil",
                "a/b",
                "manifest.json/",
                "Net.json",
                "net.json ",
                "C:\\evil",
                ""
            })
    void open_unknownEntry_isRefused(String name) throws IOException {
        ZipEdit.of(whole).put(name, name.endsWith("/") ? "" : "x").sealed().writeTo(file);
        assertFault(file + " holds \"%s\", which no model of ours has".formatted(name), DANGER);
    }

    @Test
    void open_unknownEntryWithEscapeCodes_saysItsNameHarmlessly() throws IOException {
        ZipEdit.of(whole).put("\033[2Jx\n", "x").writeTo(file);
        assertFault(file + " holds \"?[2Jx?\", which no model of ours has", DANGER);
    }

    @Test
    void open_entryTwice_isRefused() throws IOException {
        byte[] bytes = ZipEdit.of(whole).put("golden.csX", "age\n1\n").bytes();
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("golden.csX", "golden.csv");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        assertFault(file + " holds \"golden.csv\" twice", DANGER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schema.json",
                "net.json",
                "params.f32",
                "metrics.json",
                "golden.csv",
                "MODEL_CARD.md",
                "coefficients.bin"
            })
    void open_entryMissing_isAModelFault(String name) throws IOException {
        ZipEdit.of(whole).remove(name).writeTo(file);
        assertFault("the model file is damaged: %s: it is not in the file".formatted(name), AGAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schema.json",
                "params.f32",
                "metrics.json",
                "golden.csv",
                "MODEL_CARD.md",
                "coefficients.bin",
                "updaterState.bin"
            })
    void open_entryChanged_saysBothChecksums(String name) throws IOException {
        ZipEdit edit = ZipEdit.of(whole);
        byte[] bytes = edit.get(name).clone();
        bytes[bytes.length / 2] ^= 1;
        edit.put(name, bytes).writeTo(file);
        Fault fault = assertThrows(Fault.class, () -> ModelFile.open(file));
        assertModelFault(fault);
        String expected =
                "the model file is damaged: " + name + ": sha256 is [0-9a-f]{64}, the manifest says [0-9a-f]{64}";
        assertTrue(fault.getMessage().matches(expected), fault.getMessage());
    }

    @Test
    void open_bomb_isRefusedBeforeItIsWhole() throws IOException {
        ZipEdit edit = ZipEdit.of(whole);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : Entries.ALL) {
                zip.putNextEntry(new ZipEntry(name));
                if (name.equals("MODEL_CARD.md")) {
                    byte[] zeros = new byte[1 << 20];
                    for (int mebibyte = 0; mebibyte < 65; mebibyte++) {
                        zip.write(zeros);
                    }
                } else {
                    zip.write(edit.get(name));
                }
            }
        }
        assertTrue(Files.size(file) < 1 << 20, "65 MiB in " + Files.size(file));
        assertFault("the model file is unsafe: MODEL_CARD.md unpacks to more than 67,108,864 bytes", DANGER);
    }

    /** Says if its bytes were ever made an object again. */
    static final class Planted implements Serializable {
        private static final long serialVersionUID = 1;
        private static volatile boolean ran;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            ran = true;
            in.defaultReadObject();
        }
    }

    private static byte[] planted() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Planted());
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preprocessor.bin",
                "schema.json",
                "net.json",
                "params.f32",
                "metrics.json",
                "golden.csv",
                "manifest.json"
            })
    void open_plantedObject_isRefusedAndNeverRuns(String name) throws IOException {
        Planted.ran = false;
        ZipEdit edit = ZipEdit.of(whole);
        (name.equals("manifest.json")
                        ? edit.put(name, planted())
                        : edit.put(name, planted()).sealed())
                .writeTo(file);
        assertModelFault(assertThrows(Fault.class, () -> ModelFile.open(file)));
        assertFalse(Planted.ran);
    }

    @ParameterizedTest
    @ValueSource(strings = {"configuration.json", "coefficients.bin", "updaterState.bin", "MODEL_CARD.md"})
    void open_plantedObjectWhereNobodyReads_neverRuns(String name) throws IOException {
        Planted.ran = false;
        ZipEdit.of(whole).put(name, planted()).sealed().writeTo(file);
        ModelFile.Opened opened = ModelFile.open(file);
        assertFalse(Planted.ran);
        assertArrayEquals(CASE.model().params(), opened.model().params());
    }

    private static Stream<Arguments> absurdNets() {
        String good = "\"head\":\"YES_NO\"";
        return Stream.of(
                Arguments.of("{}", "net.json: \"layers\" is not there"),
                Arguments.of("[]", "net.json: it is not a JSON object"),
                Arguments.of("", "net.json: it is not a JSON object"),
                Arguments.of("{\"layers\":", "net.json: it is not a JSON object"),
                Arguments.of("[".repeat(200_000), "net.json: it is not a JSON object"),
                Arguments.of("{\"layers\":" + "[".repeat(200_000), "net.json: it is not a JSON object"),
                Arguments.of("{\"layers\":[]," + good + "}", "net.json: a net begins and ends with a dense layer: []"),
                Arguments.of("{\"layers\":{}," + good + "}", "net.json: \"layers\" is not a list"),
                Arguments.of("{\"layers\":[7]," + good + "}", "net.json: \"layers\" is not a list of objects"),
                Arguments.of("{\"layers\":[null]," + good + "}", "net.json: \"layers\" is not a list of objects"),
                Arguments.of("{\"layers\":[{\"type\":\"lstm\"}]," + good + "}", "net.json: unknown layer lstm"),
                Arguments.of("{\"layers\":[{\"type\":3}]," + good + "}", "net.json: \"type\" is not a text"),
                Arguments.of(dense("8", "1") + "}", "net.json: \"head\" is not there"),
                Arguments.of(dense("8", "1") + ",\"head\":\"GUESS\"}", "net.json: unknown head GUESS"),
                Arguments.of(dense("8", "1") + ",\"head\":\"CLASSES\"}", "net.json: head CLASSES on 1 outputs"),
                Arguments.of(dense("8", "-1") + "," + good + "}", "net.json: \"outputs\" is not a count"),
                Arguments.of(dense("0", "1") + "," + good + "}", "net.json: a dense layer of 0 x 1"),
                Arguments.of(dense("8.5", "1") + "," + good + "}", "net.json: \"inputs\" is not a count"),
                Arguments.of(dense("\"8\"", "1") + "," + good + "}", "net.json: \"inputs\" is not a count"),
                Arguments.of(dense("true", "1") + "," + good + "}", "net.json: \"inputs\" is not a count"),
                Arguments.of(
                        dense("99999999999999999999", "1") + "," + good + "}", "net.json: \"inputs\" is not a count"),
                Arguments.of(dense("3000000000", "1") + "," + good + "}", "net.json: \"inputs\" is not a size"),
                Arguments.of(
                        dense("2147483647", "2147483647") + ",\"head\":\"CLASSES\"}",
                        "net.json: more params than a net may have"),
                Arguments.of(
                        dense("2000000000", "1") + "," + good + "}", "params.f32: 428 bytes, expected 8,000,000,004"));
    }

    private static String dense(String inputs, String outputs) {
        return "{\"layers\":[{\"type\":\"dense\",\"inputs\":%s,\"outputs\":%s}]".formatted(inputs, outputs);
    }

    @ParameterizedTest
    @MethodSource("absurdNets")
    void open_absurdNet_isAModelFault(String net, String expected) throws IOException {
        ZipEdit.of(whole).put("net.json", net).sealed().writeTo(file);
        assertFault("the model file is damaged: " + expected, AGAIN);
    }

    private static Stream<Arguments> absurdSchemas() {
        return Stream.of(
                edit("[ 2 ]", "[ 99 ]", "schema.json: targets at [99] of 7 columns"),
                edit("[ 2 ]", "[ -1 ]", "schema.json: \"target_indices\" is not a list of counts"),
                edit("[ 2 ]", "[ 9999999999 ]", "schema.json: \"target_indices\" is not a list of sizes"),
                edit("[ 2 ]", "[ 2, 3 ]", "schema.json: 1 targets at 2 places"),
                edit("\"classes\"", "\"dreams\"", "schema.json: unknown target type dreams"),
                edit("\"category\"", "\"dreams\"", "schema.json: unknown column type dreams"),
                edit("\"decimal\" : \".\"", "\"decimal\" : \"x\"", "schema.json: unknown decimal sign x"),
                edit("\"CONSTANT\"", "\"DREAMS\"", "schema.json: unknown reason DREAMS"),
                edit("\"header\" : true", "\"header\" : 1", "schema.json: \"header\" is not true or false"),
                edit("\"scale\" : 12.5", "\"scale\" : -12.5", "schema.json: column \"age\" has scale -12.5"),
                edit("\"scale\" : 12.5", "\"scale\" : NaN", "schema.json: it is not a JSON object"),
                edit("\"scale\" : 12.5", "\"scale\" : \"wide\"", "schema.json: \"scale\" is not a number"),
                edit("\"scale\" : 12.5", "\"scale\" : 1e999", "schema.json: \"scale\" is not a number"),
                edit("52000.5", "20000.0", "schema.json: knots do not ascend: [20000.0, 20000.0, 90000.0]"),
                edit("52000.5", "NaN", "schema.json: it is not a JSON object"),
                edit("52000.5", "1e999", "schema.json: \"knots\" is not a list of numbers"),
                edit("52000.5", "\"many\"", "schema.json: \"knots\" is not a list of numbers"),
                edit("52000.5, ", "", "schema.json: 2 knots, 2 means"),
                edit("[ 0.75, 0.375 ]", "[ 0.75 ]", "schema.json: 3 knots, 1 means"),
                edit("[ 0.75, 0.375 ]", "[ 0.75, 1.5 ]", "schema.json: the mean of a ramp is 1.5"),
                edit("\"means\"", "\"dreams\"", "schema.json: \"means\" is not there"),
                edit("\"gain\" : 0.3", "\"gain\" : -0.3", "schema.json: ramps with gain -0.3"),
                edit("\"gain\" : 0.3", "\"gain\" : 1e999", "schema.json: \"gain\" is not a number"),
                edit(
                        "\"knots\"",
                        "\"dreams\"",
                        "FILE: 8 inputs and 1 outputs do not fit the net 10-6-5-1 with the head YES_NO"),
                edit("\"yes\"", "7", "schema.json: \"labels\" is not a list of texts"),
                edit("[ 70, 30 ]", "[ 70 ]", "schema.json: 2 labels, 1 counts"),
                edit("[ 70, 30 ]", "[ 70, -30 ]", "schema.json: \"counts\" is not a list of counts"),
                edit(
                        "\"weight\" : \"importance\"",
                        "\"weight\" : \"dreams\"",
                        "schema.json: no column of weights is named dreams"),
                edit(
                        "\"Größe\"",
                        "\"Größe\", \"one more\"",
                        "FILE: 11 inputs and 1 outputs do not fit the net 10-6-5-1 with the head YES_NO"),
                edit(
                        "\"weight\" : \"importance\"",
                        "\"weight\" : \"income\"",
                        "schema.json: no column of weights is named income"));
    }

    private static Arguments edit(String from, String to, String expected) {
        return Arguments.of(from, to, expected);
    }

    @ParameterizedTest
    @MethodSource("absurdSchemas")
    void open_absurdSchema_isAModelFault(String from, String to, String expected) throws IOException {
        ZipEdit.of(whole).replace("schema.json", from, to).sealed().writeTo(file);
        assertFault("the model file is damaged: " + expected, AGAIN);
    }

    /** A number's net would give its output as a probability. */
    @Test
    void open_headOfAnotherTarget_isAModelFault() throws IOException {
        ZipEdit.of(whole).replace("net.json", "YES_NO", "NUMBER").sealed().writeTo(file);
        assertFault(
                "the model file is damaged: FILE: 10 inputs and 1 outputs do not fit the net 10-6-5-1 with the head"
                        + " NUMBER",
                AGAIN);
    }

    @Test
    void open_paramsChangedAndSealed_failsItsOwnCheckRows() throws IOException {
        Fault fault = openWithParams(params -> params.putFloat(4, params.getFloat(4) + 1));
        assertTrue(
                fault.getMessage()
                        .matches("the model does not give its own check rows: row [0-9]+ of golden.csv should give"
                                + " [0-9.E-]+ and gives [0-9.E-]+"),
                fault.getMessage());
        assertEquals(
                "train it again with this version, or score on the machine that wrote it and report the difference",
                fault.hint());
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void open_paramThatIsNoNumber_isAModelFault(float param) throws IOException {
        Fault fault = openWithParams(params -> params.putFloat(params.limit() - 4, param));
        assertEquals("the model file is damaged: params.f32: param 106 is " + param, fault.getMessage());
    }

    private Fault openWithParams(Consumer<ByteBuffer> change) throws IOException {
        ZipEdit edit = ZipEdit.of(whole);
        byte[] params = edit.get("params.f32").clone();
        change.accept(ByteBuffer.wrap(params).order(ByteOrder.LITTLE_ENDIAN));
        edit.put("params.f32", params).sealed().writeTo(file);
        Fault fault = assertThrows(Fault.class, () -> ModelFile.open(file));
        assertModelFault(fault);
        return fault;
    }

    @Test
    void open_paramsTooShort_isAModelFault() throws IOException {
        ZipEdit.of(whole).put("params.f32", new byte[424]).sealed().writeTo(file);
        assertFault("the model file is damaged: params.f32: 424 bytes, expected 428", AGAIN);
    }

    @Test
    void open_paramsTooLong_isAModelFault() throws IOException {
        ZipEdit.of(whole).put("params.f32", new byte[432]).sealed().writeTo(file);
        assertFault("the model file is unsafe: params.f32 unpacks to more than 428 bytes", DANGER);
    }

    private static Stream<Arguments> absurdGoldens() {
        return Stream.of(
                Arguments.of("", "golden.csv: the file is empty"),
                Arguments.of("age,plan,income,output_0\n", "golden.csv: it has no rows"),
                Arguments.of(
                        "age,plan,income,output_0\n1,2,3,4,5\n",
                        "golden.csv: 0 rows, expected 64, and 1 that cannot be read"),
                Arguments.of("age,plan,income,output_0\n1,\"2,3,4\n", "golden.csv: the file ends inside a quoted cell"),
                Arguments.of(
                        "age,plan,income,output_0\n" + "1,2,3,4\n".repeat(65),
                        "golden.csv: 65 rows, expected 64, and 0 that cannot be read"),
                Arguments.of(
                        "age,plan,income,output_0\n" + "1,2,3,4\n".repeat(63),
                        "golden.csv: 63 rows, expected 64, and 0 that cannot be read"),
                Arguments.of("age,age,income,output_0\n1,2,3,4\n", "golden.csv: two columns are named \"age\""),
                Arguments.of("age,income,output_0\n1,2,3\n", "golden.csv: column \"plan\" is missing"),
                Arguments.of("age,plan,income\n1,2,3\n", "golden.csv: column \"output_0\" is missing"));
    }

    @ParameterizedTest
    @MethodSource("absurdGoldens")
    void open_absurdGolden_isAModelFault(String golden, String expected) throws IOException {
        ZipEdit.of(whole).put("golden.csv", golden).sealed().writeTo(file);
        assertFault("the model file is damaged: " + expected, AGAIN);
    }

    @Test
    void open_goldenOutputThatIsNoNumber_failsItsOwnCheckRows() throws IOException {
        ZipEdit.of(whole)
                .put("golden.csv", "age,plan,income,output_0\n" + "1,2,3,high\n".repeat(64))
                .sealed()
                .writeTo(file);
        Fault fault = assertThrows(Fault.class, () -> ModelFile.open(file));
        assertModelFault(fault);
        assertTrue(
                fault.getMessage()
                        .matches("the model does not give its own check rows: row 1 of golden.csv should give high and"
                                + " gives 0[.][0-9]+"),
                fault.getMessage());
    }

    @Test
    void open_newerFormat_namesTheVersionNeeded() throws IOException {
        manifest("format", 2).writeTo(file);
        assertFault("the model file has format 2, this mlscale reads up to 1", "use mlscale 0.1.0 or newer");
    }

    /** What a newer format adds must not make its file look like an attack. */
    @Test
    void open_newerFormatWithNewEntries_namesTheVersionNeeded() throws IOException {
        manifest("format", 2).put("ensemble.json", "{}").sealed().writeTo(file);
        assertFault("the model file has format 2, this mlscale reads up to 1", "use mlscale 0.1.0 or newer");
    }

    private static Stream<Arguments> absurdManifests() {
        return Stream.of(
                Arguments.of("format", "one", "manifest.json: \"format\" is not a count"),
                Arguments.of("format", 0, "manifest.json: there is no format 0"),
                Arguments.of("sha256", List.of(), "manifest.json: \"sha256\" is not an object"),
                Arguments.of("seed", 1.5, "manifest.json: \"seed\" is not a whole number"),
                Arguments.of("rows_trained", -1, "manifest.json: \"rows_trained\" is not a count"),
                Arguments.of("command", "mlscale", "manifest.json: \"command\" is not a list"));
    }

    @ParameterizedTest
    @MethodSource("absurdManifests")
    void open_absurdManifest_isAModelFault(String name, Object value, String expected) throws IOException {
        manifest(name, value).writeTo(file);
        assertFault("the model file is damaged: " + expected, AGAIN);
    }

    private ZipEdit manifest(String name, Object value) {
        return ZipEdit.of(whole).manifest(manifest -> {
            manifest.put(name, value);
            return manifest;
        });
    }

    private void assertFault(String message, String hint) {
        Fault fault = assertThrows(Fault.class, () -> ModelFile.open(file));
        assertEquals(message.replace("FILE", file.toString()), fault.getMessage());
        assertEquals(hint, fault.hint());
        assertModelFault(fault);
    }

    private static void assertModelFault(Fault fault) {
        assertEquals(Fault.Kind.MODEL, fault.kind(), fault.getMessage());
        assertFalse(fault.hint().isBlank());
        assertFalse(
                fault.getMessage().contains("org.mlscale") || fault.getMessage().contains("Exception"),
                fault.getMessage());
    }
}
