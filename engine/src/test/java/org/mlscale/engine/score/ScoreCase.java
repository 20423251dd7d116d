package org.mlscale.engine.score;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.modelfile.ModelCase;
import org.mlscale.engine.table.ColumnMatch;

/** A table of made-up rows as text, and one run of the scoring loop over it. */
final class ScoreCase {
    /** What a run left. */
    record Output(String text, String rejects, Scored scored) {
        List<String> lines() {
            return text.lines().toList();
        }
    }

    /** Keeps all in memory. */
    record MemorySink(ByteArrayOutputStream out, ByteArrayOutputStream rejected) implements ScoreSink {
        MemorySink() {
            this(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        }

        @Override
        public void begin(ByteBuffer predictions, ByteBuffer rejects) throws IOException {
            StreamSink.write(out, predictions);
            StreamSink.write(rejected, rejects);
        }

        @Override
        public void add(ChunkCut cut, long lines, ByteBuffer predictions, ByteBuffer rejects, Scored scored)
                throws IOException {
            begin(predictions, rejects);
        }
    }

    static final String HEADER = "income,customer,plan,country,age\n"; // neither the model's order nor its target

    private ScoreCase() {}

    static List<ModelCase.Values> rows(int count) {
        return IntStream.range(0, count).mapToObj(ModelCase.Values::drawn).toList();
    }

    /** The rows as the table writes them, each with its line end. */
    static List<String> lines(List<ModelCase.Values> rows) {
        return rows.stream().map(ScoreCase::line).toList();
    }

    private static String line(ModelCase.Values row) {
        String plan = row.plan()
                .map(word -> word.contains(",") ? "\"" + word.replace("\"", "\"\"") + "\"" : word)
                .orElse("?");
        return "%s,%s,%s,land,%s\n"
                .formatted(
                        row.income().map(Object::toString).orElse("NA"),
                        row.customer(),
                        plan,
                        row.age().map(Object::toString).orElse(""));
    }

    static String table(List<String> lines) {
        return HEADER + String.join("", lines);
    }

    static TableHead head(Input input) {
        return TableHead.of(input, Dialect.Wishes.NONE.withHeader(true));
    }

    static Input input(InputStream csv) {
        return new Input(List.of(Source.stream("in.csv", csv, StandardCharsets.UTF_8)));
    }

    static Output run(ScoreJob job, Network network, String csv, int threads, int chunkBytes) {
        Input input = input(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
        TableHead head = head(input);
        Scoring scoring =
                new Scoring(job, network, ColumnMatch.scanner(job.model().schema(), head, "in.csv", false, job.kept()));
        MemorySink sink = new MemorySink();
        List<Scored> told = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads);
                ChunkReader chunks = new ChunkReader(input, head.dialect(), head.columnNames(), chunkBytes)) {
            Scored scored = scoring.run(chunks, sink, executor, threads, told::add);
            if (!told.isEmpty() && !told.getLast().equals(scored)) {
                throw new AssertionError("the last progress was %s, the result %s".formatted(told.getLast(), scored));
            }
            return new Output(
                    sink.out().toString(StandardCharsets.UTF_8),
                    sink.rejected().toString(StandardCharsets.UTF_8),
                    scored);
        }
    }

    static ScoreJob job(ModelCase one, List<String> kept, boolean probabilities, ScoreJob.BadRows badRows) {
        return new ScoreJob(one.model(), kept, probabilities, badRows, 0.5f);
    }

    /** What stands on the row's line, worked out from its values alone. */
    static String expected(ModelCase one, ModelCase.Values row, boolean probabilities, float threshold) {
        float[] outputs = one.plainNetwork().predict(one.model().params(), row.batch());
        return switch (one) {
            case PRICE -> shortest(price(outputs[0]));
            case HARVEST -> {
                double logarithm = 1.5 + 0.75 * outputs[0];
                double above = 1_000 * Math.signum(logarithm) * Math.expm1(Math.abs(logarithm));
                yield shortest((float) Math.clamp(10 + above, 0, 2e6)) + "," + shortest(price(outputs[1]));
            }
            case LEAVES -> {
                String label = outputs[0] >= threshold ? "yes" : "\"no, \"\"not yet\"\"\"";
                yield probabilities ? label + "," + shortest(1 - outputs[0]) + "," + shortest(outputs[0]) : label;
            }
            case SPECIES -> {
                int best = outputs[0] >= outputs[1] && outputs[0] >= outputs[2] ? 0 : outputs[1] >= outputs[2] ? 1 : 2;
                String label = List.of("setosa", "versicolor", "ärmlich").get(best);
                yield probabilities
                        ? label + "," + shortest(outputs[0]) + "," + shortest(outputs[1]) + "," + shortest(outputs[2])
                        : label;
            }
        };
    }

    private static float price(float output) {
        return (float) Math.clamp(120_000.5 + 31_000.25 * output, 5_000, 900_000);
    }

    private static String shortest(float number) {
        String text = Float.toString(number);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text.replace(".0E", "E");
    }

    /** A record with a cell too few: none of the table's. */
    static String bad(int number) {
        return "1,bad-%d,\"x\"\n".formatted(number);
    }
}
