package org.mlscale.engine.modelfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Ramps;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.schema.Unit;

class ModelFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void open_whatWasWritten_givesAllOfItBack(ModelCase one) {
        Path file = folder.resolve("model.zip");
        one.writeTo(file);
        ModelFile.Opened opened = ModelFile.open(file);
        assertEquals(one.schema(), opened.model().schema());
        assertEquals(one.net(), opened.model().net());
        assertArrayEquals(one.model().params(), opened.model().params());
        assertEquals(ModelCase.provenance(), opened.from());
        float[] expected = one.network().predict(one.model().params(), one.batch(100));
        assertArrayEquals(expected, opened.network().predict(opened.model().params(), one.batch(100)));
    }

    @Test
    void open_namesFullOfQuotesAndLineEnds_givesThemBack() {
        List<Column> columns = List.of(
                new Column.Numeric("a,\"b\"", 0, 1, 2, -1, 3, 0),
                new Column.Numeric("two\nlines", 0, 1e-300, 1e300, -1e308, 1e308, 1),
                new Column.Numeric(
                        "ramps",
                        1e9,
                        0.1,
                        1.0 / 3,
                        -1,
                        3,
                        new Ramps(List.of(-1e-300, 0.1 + 0.2, 1e38), List.of(1.0 / 3, 0.0), 0.7),
                        1),
                new Column.Category(" padded ", List.of("", "\t", " x ", "\"", "\r\n", "𝒳"), 0, 0));
        Target target = new Target.Numeric("ü", 0, 0, 1, 0, 1);
        Schema schema =
                new Schema(false, columns, target, 0, Optional.empty(), new MissingTokens(Set.of()), DecimalSign.POINT);
        assertEquals(schema, roundTrip(schema).model().schema());
    }

    /** Its check rows hold its dates as text: they are read back in the order of the model. */
    @ParameterizedTest
    @EnumSource
    void open_datesOfEveryOrder_givesThemBack(DateOrder order) {
        List<Column.Date.Part> parts = List.of(
                new Column.Date.Part(Unit.MONTH, new Column.Numeric("when month", 0, 6.5, 3, 1, 12, 0)),
                new Column.Date.Part(Unit.WEEKDAY, new Column.Numeric("when weekday", 0, 4, 2, 1, 7, 0)),
                new Column.Date.Part(Unit.ORDINAL_DAY, new Column.Numeric("when day", 0, 15_000, 9000, -9e5, 29e5, 0)));
        List<Column> columns = List.of(
                new Column.Date("when", order, parts, -62_135_596_800L, 253_402_300_799L, 2),
                new Column.Category("sure", List.of("no", "yes"), 0, 1));
        Target target = new Target.Numeric("y", 0, 0, 1, 0, 1);
        Schema schema = new Schema(true, columns, target, 2, Optional.empty(), MissingTokens.USUAL, DecimalSign.POINT);
        assertEquals(schema, roundTrip(schema).model().schema());
    }

    /** The columns of golden.csv that hold the net's outputs must not be mistaken for the table's own. */
    @Test
    void open_columnsNamedAsGoldensOutputs_opens() {
        List<Column> columns = List.of(
                new Column.Numeric("output_0", 0, 1, 2, -1, 3, 0), new Column.Numeric("_output_0", 0, 1, 2, -1, 3, 0));
        Target target = new Target.Numeric("output_1", 0, 0, 1, 0, 1);
        Schema schema = new Schema(true, columns, target, 2, Optional.empty(), MissingTokens.USUAL, DecimalSign.POINT);
        assertEquals(schema, roundTrip(schema).model().schema());
    }

    private ModelFile.Opened roundTrip(Schema schema) {
        Net net = Net.mlp(schema.featureCount(), List.of(3), 1, Head.NUMBER);
        Model model = new Model(schema, net, net.initialParams(5));
        Path file = folder.resolve("model.zip");
        ModelFile.AdamState adam = new ModelFile.AdamState(0.001, 0, new float[2 * net.paramCount()]);
        ModelFile.write(file, model, Networks.of(net), ModelCase.provenance(), adam);
        return ModelFile.open(file);
    }

    @ParameterizedTest
    @EnumSource
    void write_theSameModelTwice_givesTheSameBytes(ModelCase one) throws IOException {
        one.writeTo(folder.resolve("first.zip"));
        one.writeTo(folder.resolve("second.zip"));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("first.zip")), Files.readAllBytes(folder.resolve("second.zip")));
    }

    @Test
    void write_fileThere_keepsItUnderTheNextFreeNumber() throws IOException {
        Path file = folder.resolve("model.zip");
        assertEquals("", ModelCase.PRICE.writeTo(file));
        byte[] first = Files.readAllBytes(file);
        assertEquals(file + ".~1~", ModelCase.LEAVES.writeTo(file));
        byte[] second = Files.readAllBytes(file);
        assertEquals(file + ".~2~", ModelCase.SPECIES.writeTo(file));
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("model.zip.~1~")));
        assertArrayEquals(second, Files.readAllBytes(folder.resolve("model.zip.~2~")));
        assertEquals(ModelCase.SPECIES.net(), ModelFile.open(file).model().net());
        assertEquals(List.of("model.zip", "model.zip.~1~", "model.zip.~2~"), names(folder));
    }

    @Test
    void write_noSuchDirectory_saysWhichAndLeavesNothing() throws IOException {
        Path file = folder.resolve("absent/model.zip");
        Fault fault = assertThrows(Fault.class, () -> ModelCase.PRICE.writeTo(file));
        assertEquals(Fault.Kind.RESOURCES, fault.kind());
        assertEquals(
                "%s cannot be written: there is no directory %s".formatted(file, folder.resolve("absent")),
                fault.getMessage());
        assertEquals("choose another place, or make room", fault.hint());
        assertEquals(List.of(), names(folder));
    }

    @Test
    void write_directoryIsAFile_isAFaultAndLeavesTheFile() throws IOException {
        Files.writeString(folder.resolve("file"), "mine");
        Fault fault = assertThrows(Fault.class, () -> ModelCase.PRICE.writeTo(folder.resolve("file/model.zip")));
        assertEquals(Fault.Kind.RESOURCES, fault.kind());
        assertEquals("mine", Files.readString(folder.resolve("file")));
        assertEquals(List.of("file"), names(folder));
    }

    /** A write that fails after the model that was there could have been moved away. */
    @Test
    void write_failsHalfWay_leavesTheModelThatWasThere() throws IOException {
        Path file = folder.resolve("model.zip");
        ModelCase.PRICE.writeTo(file);
        byte[] before = Files.readAllBytes(file);
        String part = "model.zip.%d.part".formatted(ProcessHandle.current().pid());
        Files.createDirectory(folder.resolve(part)); // in the way of the new one
        Files.writeString(folder.resolve(part).resolve("x"), "");
        Fault fault = assertThrows(Fault.class, () -> ModelCase.LEAVES.writeTo(file));
        assertEquals(Fault.Kind.RESOURCES, fault.kind());
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of("model.zip", part), names(folder));
    }

    @Test
    void write_directoryThere_isAFaultAndLeavesIt() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("model.zip"));
        Files.writeString(directory.resolve("mine"), "");
        Fault fault = assertThrows(Fault.class, () -> ModelCase.PRICE.writeTo(directory));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertEquals("%s is a directory".formatted(directory), fault.getMessage());
        assertEquals(List.of("mine"), names(directory));
        assertEquals(List.of("model.zip"), names(folder));
    }

    @Test
    void write_entries_areThoseOfTheContractAndTheManifestKnowsThem() throws IOException {
        Path file = folder.resolve("model.zip");
        ModelCase.PRICE.writeTo(file);
        ZipEdit zip = ZipEdit.of(Files.readAllBytes(file));
        Map<String, Object> manifest = JSON.std.mapFrom(zip.get("manifest.json"));
        List<String> inContract = List.of(
                "MODEL_CARD.md",
                "coefficients.bin",
                "configuration.json",
                "golden.csv",
                "metrics.json",
                "net.json",
                "params.f32",
                "schema.json",
                "updaterState.bin");
        assertEquals(inContract, new ArrayList<>(((Map<?, ?>) manifest.get("sha256")).keySet()));
        inContract.forEach(name -> assertTrue(zip.get(name).length > 0, name));
        assertEquals(1, manifest.get("format"));
        assertEquals("0.1.0", manifest.get("mlscale"));
        assertEquals(-9_007_199_254_740_993L, manifest.get("seed"));
    }

    @Test
    void write_golden_holds64MadeRowsWithTheNetsOutputs() throws IOException {
        Path file = folder.resolve("model.zip");
        ModelCase.SPECIES.writeTo(file);
        List<String> lines =
                ZipEdit.of(Files.readAllBytes(file)).text("golden.csv").lines().toList();
        assertEquals("age,plan,income,output_0,output_1,output_2", lines.getFirst());
        assertEquals(65, lines.size());
        assertTrue(lines.get(1).startsWith(",,,"), "all missing: " + lines.get(1));
        assertTrue(lines.get(2).startsWith("18.0,basic,1000.0,"), "all smallest: " + lines.get(2));
        assertTrue(lines.get(3).startsWith("90.0,Größe,250000.0,"), "all largest: " + lines.get(3));
        assertTrue(
                lines.get(4).startsWith("162.0,a word that training never saw,499000.0,"), "beyond: " + lines.get(4));
    }

    @Test
    void write_card_saysWhatHowGoodAndFromWhat() throws IOException {
        Path file = folder.resolve("model.zip");
        ModelCase.LEAVES.writeTo(file);
        String card = ZipEdit.of(Files.readAllBytes(file)).text("MODEL_CARD.md");
        assertTrue(card.startsWith("""
            # Predicts answer, one of no, "not yet", yes

            Trained by mlscale 0.1.0 at 2026-01-02T03:04:05Z.
            """), card);
        assertTrue(card.contains("\n| rmse | 1.50000 | 2.25000 | 3.25000 |\n| mae | 0.333333 |  |  |\n"), card);
        assertTrue(
                card.contains(
                        "\n\nHeld out: the rows from 7 on, because it never decreases. What may leak: the future.\n\n"),
                card);
        assertTrue(card.contains("\n- a.csv, 5,000,000,000 bytes, begins with sha256 ab12\n- stdin, 0 bytes\n"), card);
        assertTrue(card.contains("\n- age: number from 18.0 to 90.0, 7 missing\n"), card);
        assertTrue(card.contains("\n- customer: not used (an id: kept in predictions)\n"), card);
        assertTrue(card.endsWith("\n## The net\n10-6-5-1, 107 params\n"), card);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
