package org.mlscale.engine.modelfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.NetCase;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/** A model that embeds the words of a column. */
class EmbeddedModelTest {
    private static final Schema SCHEMA = new Schema(
            true,
            List.of(
                    new Column.Category("street", List.of("High", "Low", "Mid"), 5, 0, true),
                    new Column.Numeric("age", 0, 40, 10, 18, 90, 0)),
            new Target.Numeric("price", 0, 0, 1, 0, 1),
            0,
            Optional.empty(),
            MissingTokens.USUAL,
            DecimalSign.POINT);
    private static final Net NET = Net.mlp(1, List.of(new Layer.Embed.Table(5, 2)), List.of(4), 1, Head.NUMBER);
    private static final Model MODEL = new Model(SCHEMA, NET, new NetCase(NET, 1, false, 3).params());

    @TempDir
    private Path folder;

    private Path file;
    private ZipEdit zip;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("model.zip");
        ModelFile.AdamState adam = new ModelFile.AdamState(0.002, 0, new float[2 * NET.paramCount()]);
        ModelFile.write(file, MODEL, Networks.of(NET), ModelCase.provenance(), adam);
        zip = ZipEdit.of(Files.readAllBytes(file));
    }

    @Test
    void open_whatWasWritten_givesAllOfItBack() {
        Model model = ModelFile.open(file).model();
        assertEquals(SCHEMA, model.schema());
        assertEquals(NET, model.net());
        assertArrayEquals(MODEL.params(), model.params());
    }

    /** Deeplearning4j cannot say the net: what it would read is left out, and the file says so. */
    @Test
    void write_entries_areWithoutDeeplearning4js() throws IOException {
        Map<String, Object> manifest = JSON.std.mapFrom(zip.get("manifest.json"));
        List<String> ours =
                List.of("MODEL_CARD.md", "golden.csv", "metrics.json", "net.json", "params.f32", "schema.json");
        assertEquals(ours, new ArrayList<>(((Map<?, ?>) manifest.get("sha256")).keySet()));
        assertEquals(false, manifest.get("opens_in_deeplearning4j"));
        assertFalse(ModelFile.opensInDl4j(NET));
        Path other = folder.resolve("other.zip");
        ModelCase.PRICE.writeTo(other);
        manifest = JSON.std.mapFrom(ZipEdit.of(Files.readAllBytes(other)).get("manifest.json"));
        assertEquals(true, manifest.get("opens_in_deeplearning4j"));
        assertTrue(ModelFile.opensInDl4j(ModelCase.PRICE.net()));
    }

    @Test
    void write_card_saysWhatIsEmbeddedAndWhatFollows() {
        String card = zip.text("MODEL_CARD.md");
        assertTrue(
                card.contains(
                        "\n- street: one of 3 words (High, Low, Mid), embedded, 5 cells of other words, 0 missing\n"),
                card);
        assertTrue(card.endsWith("""
            ## The net
            1+5x2-4-1, 31 params

            Each word of an embedded column has a vector that was learned. Deeplearning4j has no such layer, so this model opens in mlscale alone.
            """), card);
    }

    @Test
    void write_golden_hasTheFirstKeyTheLastUnseenAndMissing() {
        List<String> lines = zip.text("golden.csv").lines().toList();
        List<String> streets =
                lines.stream().map(line -> line.substring(0, line.indexOf(','))).toList();
        assertEquals(List.of("street", "", "High", "Mid", "a word that training never saw"), streets.subList(0, 5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"plain\" : 1 | \"plain\" : -1 | net.json: \"plain\" is not a count",
                "\"plain\" : 1 | \"plain\" : 2 | net.json: layers do not fit: 4 outputs before Dense[inputs=3,"
                        + " outputs=4]",
                "\"plain\" : 1 | \"plain\" : 2147483647 | net.json: more params than a net may have",
                "\"words\" : 5 | \"words\" : 0 | net.json: a table of 0 words x 2",
                "\"words\" : 5 | \"words\" : 16777217 | net.json: a table of 16777217 words x 2",
                "\"words\" : 5 | \"words\" : 5.5 | net.json: \"words\" is not a count",
                "\"words\" : 5 | \"words\" : 6 | params.f32: 124 bytes, expected 132",
                "\"width\" : 2 | \"width\" : 0 | net.json: a table of 5 words x 0",
                "\"width\" : 2 | \"width\" : 2147483647 | net.json: more params than a net may have",
                "\"tables\" | \"table\" | net.json: \"tables\" is not there",
                "\"embed\" | \"bag\" | net.json: unknown layer bag"
            })
    void open_absurdNet_isAModelFault(String from, String to, String expected) throws IOException {
        zip.replace("net.json", from, to).sealed().writeTo(file);
        assertFault(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"embedded\" : true | \"embedded\" : 1 | schema.json: \"embedded\" is not true or false",
                "\"Mid\" | \"Mid\", \"Far\" | FILE: columns of [6] words do not fit the net's tables of [5]",
                "\"embedded\" : true | \"embedded\" : false | FILE: 5 inputs and 1 outputs do not fit the net"
                        + " 1+5x2-4-1 with the head NUMBER"
            })
    void open_schemaOfAnotherNet_isAModelFault(String from, String to, String expected) throws IOException {
        zip.replace("schema.json", from, to).sealed().writeTo(file);
        assertFault(expected.replace("FILE", file.toString()));
    }

    private void assertFault(String expected) {
        Fault fault = assertThrows(Fault.class, () -> ModelFile.open(file));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertEquals("the model file is damaged: " + expected, fault.getMessage());
    }
}
