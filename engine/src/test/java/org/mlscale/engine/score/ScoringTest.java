package org.mlscale.engine.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.modelfile.ModelCase;
import org.mlscale.engine.score.ScoreCase.Output;
import org.mlscale.engine.score.ScoreJob.BadRows;
import org.mlscale.engine.table.ColumnMatch;

class ScoringTest {
    private static final int ROWS = 3000;
    private static final List<ModelCase.Values> VALUES = ScoreCase.rows(ROWS);
    private static final String TABLE = ScoreCase.table(ScoreCase.lines(VALUES));

    private static Output run(ScoreJob job, ModelCase one, String csv) {
        return ScoreCase.run(job, one.plainNetwork(), csv, 2, 4096);
    }

    @ParameterizedTest
    @EnumSource
    void run_everyHead_writesWhatEachRowAloneGives(ModelCase one) {
        ScoreJob job = ScoreCase.job(one, List.of("customer"), true, BadRows.EMPTY);
        Output output = run(job, one, TABLE);
        List<String> expected = VALUES.stream()
                .map(row -> row.customer() + "," + ScoreCase.expected(one, row, true, 0.5f))
                .toList();
        assertEquals(expected, output.lines().subList(1, ROWS + 1));
        assertEquals(ROWS + 1, output.lines().size());
        assertEquals(new Scored(ROWS, ROWS, List.of(), List.of()), output.scored());
        assertEquals("line,column,reason,text\n", output.rejects());
    }

    /** Otherwise the test above would hold for a model that always says the same. */
    @ParameterizedTest
    @EnumSource
    void run_everyHead_predictsDifferently(ModelCase one) {
        Set<String> predictions = new HashSet<>();
        VALUES.forEach(row -> predictions.add(ScoreCase.expected(one, row, false, 0.5f)));
        assertTrue(
                predictions.size() >= (one.schema().classes().isEmpty() ? 1000 : 2),
                predictions.size() + " different predictions");
    }

    private static Stream<Arguments> headers() {
        String probability = "\"prob_no, \"\"not yet\"\"\"";
        return Stream.of(
                Arguments.of(ModelCase.PRICE, List.of(), true, "prediction"),
                Arguments.of(ModelCase.PRICE, List.of("customer", "age"), false, "customer,age,prediction"),
                Arguments.of(ModelCase.HARVEST, List.of(), true, "prediction_worth,prediction_answer"),
                Arguments.of(ModelCase.HARVEST, List.of("age"), false, "age,prediction_worth,prediction_answer"),
                Arguments.of(ModelCase.LEAVES, List.of(), true, "prediction," + probability + ",prob_yes"),
                Arguments.of(ModelCase.LEAVES, List.of(), false, "prediction"),
                Arguments.of(
                        ModelCase.SPECIES,
                        List.of("plan"),
                        true,
                        "plan,prediction,prob_setosa,prob_versicolor,prob_ärmlich"),
                Arguments.of(ModelCase.SPECIES, List.of(), false, "prediction"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void run_anyTable_hasTheHeaderOfTheJob(ModelCase one, List<String> kept, boolean probabilities, String expected) {
        ScoreJob job = ScoreCase.job(one, kept, probabilities, BadRows.EMPTY);
        assertEquals(expected, run(job, one, TABLE).lines().getFirst());
        assertEquals(expected + "\n", run(job, one, ScoreCase.HEADER).text());
        assertEquals(
                expected,
                run(job, one, ScoreCase.HEADER + ScoreCase.bad(1)).lines().getFirst());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void run_anyNumberOfThreads_givesTheSameBytes(int threads) {
        for (ModelCase one : ModelCase.values()) {
            ScoreJob job = ScoreCase.job(one, List.of("customer", "plan"), true, BadRows.EMPTY);
            Network network = one.network();
            Output alone = ScoreCase.run(job, network, TABLE, 1, 10_000);
            Output output = ScoreCase.run(job, network, TABLE, threads, 10_000);
            assertEquals(alone.text(), output.text());
            assertEquals(alone.scored(), output.scored());
        }
    }

    /**
     * What holds of chunks: a network that takes rows one by one gives the same bytes for any. Deeplearning4j may give
     * a row other last bits beside other rows: its probabilities agree to 1e-5, its labels where no two are that close.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 65_536, 1 << 20})
    void run_anyChunkBytes_givesTheSameBytesRowByRow(int chunkBytes) {
        for (ModelCase one : ModelCase.values()) {
            ScoreJob job = ScoreCase.job(one, List.of("customer"), true, BadRows.EMPTY);
            String table = ScoreCase.table(ScoreCase.lines(VALUES.subList(0, 500)));
            Output whole = ScoreCase.run(job, one.plainNetwork(), table, 2, 1 << 22);
            assertEquals(
                    whole.text(),
                    ScoreCase.run(job, one.plainNetwork(), table, 2, Math.max(16, chunkBytes))
                            .text());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 5000, 1 << 20})
    void run_anyChunkBytes_givesTheSameNumbersByDeeplearning4j(int chunkBytes) {
        ScoreJob job = ScoreCase.job(ModelCase.SPECIES, List.of("customer"), true, BadRows.EMPTY);
        Output output = ScoreCase.run(job, ModelCase.SPECIES.network(), TABLE, 2, chunkBytes);
        for (int row = 0; row < ROWS; row++) {
            String[] expected = (VALUES.get(row).customer() + ","
                            + ScoreCase.expected(ModelCase.SPECIES, VALUES.get(row), true, 0.5f))
                    .split(",", -1);
            String[] actual = output.lines().get(row + 1).split(",", -1);
            assertEquals(expected[0], actual[0]);
            for (int cell = 2; cell < 5; cell++) {
                assertEquals(Float.parseFloat(expected[cell]), Float.parseFloat(actual[cell]), 1e-5f, "row " + row);
            }
        }
    }

    private static Stream<Arguments> badPlaces() {
        return Stream.of(
                        List.of(0),
                        List.of(49),
                        List.of(20),
                        List.of(0, 1, 2),
                        List.of(47, 48, 49),
                        List.of(20, 21, 22, 30),
                        List.of(0, 10, 49),
                        IntStream.range(0, 50).boxed().toList())
                .flatMap(places -> Stream.of(64, 1 << 20).map(chunkBytes -> Arguments.of(places, chunkBytes)));
    }

    @ParameterizedTest
    @MethodSource("badPlaces")
    void run_badRowsEmpty_keepTheirLines(List<Integer> places, int chunkBytes) {
        ModelCase one = ModelCase.LEAVES;
        List<String> lines = withBad(places);
        List<String> expected = expected(one, places);
        Output output = ScoreCase.run(
                ScoreCase.job(one, List.of("customer"), true, BadRows.EMPTY),
                one.plainNetwork(),
                ScoreCase.table(lines),
                2,
                chunkBytes);
        assertEquals(expected, output.lines().subList(1, output.lines().size()));
        assertEquals(50, output.scored().read());
        assertEquals(places.size(), output.scored().rejected());
        assertEquals(rejects(places), output.rejects());
        assertEquals(
                "3 cells where the table has 5 columns",
                output.scored().bad().getFirst().reason());
        assertEquals(
                "in.csv line " + (places.getFirst() + 2),
                output.scored().bad().getFirst().location().toString());
    }

    @ParameterizedTest
    @MethodSource("badPlaces")
    void run_badRowsSkip_haveNoLines(List<Integer> places, int chunkBytes) {
        ModelCase one = ModelCase.LEAVES;
        Output output = ScoreCase.run(
                ScoreCase.job(one, List.of("customer"), true, BadRows.SKIP),
                one.plainNetwork(),
                ScoreCase.table(withBad(places)),
                2,
                chunkBytes);
        List<String> expected = expected(one, places).stream()
                .filter(line -> !line.equals(",,,"))
                .toList();
        assertEquals(expected, output.lines().subList(1, output.lines().size()));
        assertEquals(50 - places.size(), output.scored().predicted());
        assertEquals(rejects(places), output.rejects());
    }

    @ParameterizedTest
    @MethodSource("badPlaces")
    void run_badRowsFail_nameTheFirst(List<Integer> places, int chunkBytes) {
        ScoreJob job = ScoreCase.job(ModelCase.PRICE, List.of(), true, BadRows.FAIL);
        String table = ScoreCase.table(withBad(places));
        Fault fault = assertThrows(
                Fault.class, () -> ScoreCase.run(job, ModelCase.PRICE.plainNetwork(), table, 2, chunkBytes));
        assertEquals(Fault.Kind.DATA, fault.kind());
        assertEquals("3 cells where the table has 5 columns", fault.getMessage());
        assertEquals(
                "in.csv line " + (places.getFirst() + 2),
                fault.location().orElseThrow().toString());
        assertEquals("mend the record, or --on-bad-row empty to leave its prediction empty", fault.hint());
    }

    private static List<String> withBad(List<Integer> places) {
        List<String> lines = new ArrayList<>(ScoreCase.lines(VALUES.subList(0, 50)));
        places.forEach(place -> lines.set(place, ScoreCase.bad(place)));
        return lines;
    }

    private static List<String> expected(ModelCase one, List<Integer> places) {
        return IntStream.range(0, 50)
                .mapToObj(row -> places.contains(row)
                        ? ",,,"
                        : VALUES.get(row).customer() + "," + ScoreCase.expected(one, VALUES.get(row), true, 0.5f))
                .toList();
    }

    private static String rejects(List<Integer> places) {
        StringBuilder rejects = new StringBuilder("line,column,reason,text\n");
        places.forEach(place -> rejects.append(
                "%d,4,3 cells where the table has 5 columns,\"1,bad-%d,\"\"x\"\"\"\n".formatted(place + 2, place)));
        return rejects.toString();
    }

    @Test
    void run_oneColumnOfOutput_neverMakesABlankLine() {
        ScoreJob job = ScoreCase.job(ModelCase.PRICE, List.of(), false, BadRows.EMPTY);
        Output output = run(job, ModelCase.PRICE, ScoreCase.table(withBad(List.of(0, 20, 21, 49))));
        assertEquals(51, output.lines().size());
        assertEquals("\"\"", output.lines().get(1));
        assertEquals("\"\"", output.lines().get(50));
        assertFalse(output.text().contains("\n\n"), output.text());
    }

    @Test
    void run_keptCells_areQuotedSoThatTheyReadBack() {
        String table = ScoreCase.HEADER
                + "1,\"a, \"\"b\"\"\",basic,land,20\n"
                + "1,\"two\nlines\",basic,land,20\n"
                + "1,  padded  ,basic,land,20\n"
                + "1,\"  quoted  \",basic,land,20\n"
                + "1,,basic,land,20\n"
                + "1,NA,basic,land,20\n"
                + "1,007,basic,land,20\n";
        Output output = run(
                ScoreCase.job(ModelCase.SPECIES, List.of("customer", "country"), false, BadRows.EMPTY),
                ModelCase.SPECIES,
                table);
        String label = ScoreCase.expected(
                ModelCase.SPECIES,
                new ModelCase.Values("", Optional.of(20), Optional.of("basic"), Optional.of(1.0)),
                false,
                0.5f);
        String expected = """
            customer,country,prediction
            "a, ""b""\",land,LABEL
            "two
            lines",land,LABEL
            padded,land,LABEL
            "  quoted  ",land,LABEL
            ,land,LABEL
            NA,land,LABEL
            007,land,LABEL
            """;
        assertEquals(expected.replace("LABEL", label), output.text());
    }

    @Test
    void run_keptColumnTwiceAndModelsOwn_isWrittenAsOften() {
        ScoreJob job = ScoreCase.job(ModelCase.SPECIES, List.of("age", "customer", "age"), false, BadRows.EMPTY);
        Output output = run(job, ModelCase.SPECIES, ScoreCase.HEADER + "1,c,basic,land,020\n");
        assertTrue(output.text().startsWith("age,customer,age,prediction\n020,c,020,"), output.text());
    }

    @ParameterizedTest
    @ValueSource(floats = {0f, 0.3f, 0.5f, 0.7f, 1f})
    void run_threshold_decidesBetweenTwoClasses(float threshold) {
        ScoreJob job = new ScoreJob(ModelCase.LEAVES.model(), List.of(), true, BadRows.EMPTY, threshold);
        Output output = run(job, ModelCase.LEAVES, TABLE);
        List<String> expected = VALUES.stream()
                .map(row -> ScoreCase.expected(ModelCase.LEAVES, row, true, threshold))
                .toList();
        assertEquals(expected, output.lines().subList(1, ROWS + 1));
        if (threshold == 0) {
            assertTrue(expected.stream().allMatch(line -> line.startsWith("yes,")));
        }
        if (threshold == 1) {
            assertTrue(expected.stream().noneMatch(line -> line.startsWith("yes,")));
        }
    }

    @Test
    void run_cellsThatAreNoNumbers_areReadAsMissingAndCounted() {
        String table = ScoreCase.HEADER + "1,c,basic,land,20\n" + "1,c,basic,land,old\n" + "rich,c,basic,land,\n";
        Output output = run(ScoreCase.job(ModelCase.PRICE, List.of(), false, BadRows.EMPTY), ModelCase.PRICE, table);
        assertEquals(
                List.of("1 age old in.csv line 3", "1 income rich in.csv line 4"),
                output.scored().misfits().stream()
                        .map(column -> "%d %s %s %s"
                                .formatted(
                                        column.count(),
                                        column.column(),
                                        column.examples().getFirst().text(),
                                        column.examples().getFirst().location()))
                        .sorted()
                        .toList());
        Output missing = run(
                ScoreCase.job(ModelCase.PRICE, List.of(), false, BadRows.EMPTY),
                ModelCase.PRICE,
                table.replace("old", "").replace("rich", "NA"));
        assertEquals(missing.text(), output.text());
        assertNotEquals(output.lines().get(1), output.lines().get(2));
    }

    @Test
    void run_outputFull_isAResourcesFault() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Fault fault = assertThrows(Fault.class, () -> stream(full, ModelCase.PRICE.plainNetwork()));
        assertEquals(Fault.Kind.RESOURCES, fault.kind());
        assertEquals("the predictions cannot be written: No space left on device", fault.getMessage());
        assertEquals("check the disk, or the command that reads them", fault.hint());
    }

    @Test
    void run_networkFails_throwsThatFailureAndEnds() {
        IllegalStateException broken = new IllegalStateException("broken");
        Network network = new Network() {
            @Override
            public Net net() {
                return ModelCase.PRICE.net();
            }

            @Override
            public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
                throw new AssertionError();
            }

            @Override
            public float[] predict(float[] params, Batch batch) {
                throw broken;
            }
        };
        OutputStream none = OutputStream.nullOutputStream();
        assertSame(broken, assertThrows(IllegalStateException.class, () -> stream(none, network)));
    }

    private static void stream(OutputStream out, Network network) {
        Input input = ScoreCase.input(new ByteArrayInputStream(TABLE.getBytes(StandardCharsets.UTF_8)));
        TableHead head = ScoreCase.head(input);
        ScoreJob job = ScoreCase.job(ModelCase.PRICE, List.of(), false, BadRows.EMPTY);
        try (ExecutorService executor = Executors.newFixedThreadPool(2);
                ChunkReader chunks = new ChunkReader(input, head.dialect(), head.columnNames(), 4096)) {
            new Scoring(job, network, ColumnMatch.scanner(job.model().schema(), head, "in.csv", false, List.of()))
                    .run(chunks, new StreamSink(out), executor, 2, so -> {});
        }
    }
}
