package org.mlscale.engine.modelfile;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Encoder;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.CsvText;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Numbers;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Dates;
import org.mlscale.engine.table.CachedChunk;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ColumnMatch;
import org.mlscale.engine.table.Draws;

/**
 * {@code golden.csv}: made-up rows with the outputs that the net gave for them when the model was written. Every load computes them again, from
 * the text on, so that neither another machine nor another version can quietly predict something else.
 *
 * <p>Each cell is drawn by itself from its column (extremes, beyond them, missing, words never seen): no row is one of the training table.
 */
final class Golden {
    static final int ROWS = 64;

    /** Of a probability, or of the net's own standardised output; above 1, of each 1. */
    static final double TOLERANCE = 1e-5;

    private static final String UNSEEN = "a word that training never saw";

    private Golden() {}

    /** The rows and what {@code network} says of them. */
    static byte[] write(Model model, Network network) {
        List<Column> columns = model.schema().used();
        CsvText inputs = header(columns, List.of());
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < columns.size(); i++) {
                inputs.cell(cell(columns.get(i), row, i, model.schema().decimal()));
            }
            inputs.end();
        }
        byte[] rows = inputs.toBytes();
        float[] outputs = network.predict(
                model.params(), batch(model, scan(model, rows, List.of()).chunk()));
        CsvText both = header(columns, outputNames(model));
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < columns.size(); i++) {
                both.cell(cell(columns.get(i), row, i, model.schema().decimal()));
            }
            for (int output = 0; output < model.net().outputs(); output++) {
                both.cell(outputs[row * model.net().outputs() + output]);
            }
            both.end();
        }
        return both.toBytes();
    }

    /**
     * Computes the outputs of {@code golden} again.
     *
     * @throws Fault MODEL if one is off by more than {@value #TOLERANCE}
     */
    static void check(Model model, Network network, byte[] golden) {
        List<String> outputNames = outputNames(model);
        ChunkScanner.Scan scan = readable(model, golden, outputNames);
        if (scan.chunk().rowCount() != ROWS || !scan.bad().isEmpty()) {
            throw Json.damaged(
                    Entries.GOLDEN,
                    "%d rows, expected %d, and %d that cannot be read"
                            .formatted(scan.chunk().rowCount(), ROWS, scan.bad().size()));
        }
        float[] outputs = network.predict(model.params(), batch(model, scan.chunk()));
        for (int i = 0; i < outputs.length; i++) {
            String expected = scan.kept().get(i / outputNames.size()).get(i % outputNames.size());
            float before = (float) Numbers.parse(expected);
            if (!(Math.abs(outputs[i] - before) <= TOLERANCE * Math.max(1, Math.abs(before)))) {
                throw Fault.model(
                        String.format(
                                Locale.ROOT,
                                "the model does not give its own check rows: row %d of golden.csv should give %s and"
                                        + " gives %s",
                                i / outputNames.size() + 1,
                                expected,
                                outputs[i]),
                        "train it again with this version, or score on the machine that wrote it and report the"
                                + " difference");
            }
        }
    }

    private static ChunkScanner.Scan readable(Model model, byte[] golden, List<String> outputNames) {
        try {
            return scan(model, golden, outputNames);
        } catch (Fault broken) {
            throw Json.damaged(Entries.GOLDEN, String.valueOf(broken.getMessage()))
                    .because(broken);
        }
    }

    private static ChunkScanner.Scan scan(Model model, byte[] csv, List<String> kept) {
        Input input = new Input(
                List.of(Source.stream(Entries.GOLDEN, new ByteArrayInputStream(csv), StandardCharsets.UTF_8)));
        TableHead head = TableHead.of(
                input,
                new Dialect.Wishes(
                        Optional.of(','),
                        Optional.of(Optional.of('"')),
                        Optional.of(true),
                        Optional.of(model.schema().decimal())));
        ChunkScanner scanner = ColumnMatch.scanner(model.schema(), head, Entries.GOLDEN, false, kept);
        try (ChunkReader reader =
                new ChunkReader(input, head.dialect(), head.columnNames(), Math.max(1 << 20, 2 * csv.length))) {
            return ChunkLine.first(reader, scanner::scan)
                    .orElseThrow(() -> Fault.data("it has no rows", "train it again"));
        }
    }

    private static Batch batch(Model model, CachedChunk chunk) {
        int[] rows = IntStream.range(0, chunk.rowCount()).toArray();
        return Feed.rows(Encoder.of(model.schema(), chunk), rows, model.schema().featureCount());
    }

    private static CsvText header(List<Column> columns, List<String> outputNames) {
        CsvText text = new CsvText();
        columns.forEach(column -> text.cell(column.name()));
        outputNames.forEach(text::cell);
        return text.end();
    }

    /** {@code output_0}, {@code output_1}, …; with {@code _} before it for as long as a column of the table begins like that. */
    private static List<String> outputNames(Model model) {
        String prefix = "output_";
        while (startsOne(prefix, model.schema().names())) {
            prefix = "_" + prefix;
        }
        String unlike = prefix;
        return IntStream.range(0, model.net().outputs())
                .mapToObj(i -> unlike + i)
                .toList();
    }

    private static boolean startsOne(String prefix, List<String> names) {
        return names.stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** The first rows are all missing, all smallest, all largest, all unheard-of; then every cell is drawn by itself. */
    private static String cell(Column column, int row, int index, DecimalSign decimal) {
        long draw = row < 4 ? row : Draws.draw(row, index) >>> 1;
        return switch (column) {
            case Column.Numeric numeric -> {
                double span = numeric.max() - numeric.min();
                yield switch ((int) (draw % 8)) {
                    case 0 -> "";
                    case 1 -> decimal.write(numeric.min());
                    case 2 -> decimal.write(numeric.max());
                    case 3 -> decimal.write(numeric.max() + span);
                    default -> decimal.write(numeric.min() + span * Draws.unit(row, index, 1));
                };
            }
            case Column.Category category -> {
                List<String> words = new ArrayList<>(category.keys());
                words.add(UNSEEN);
                words.add("");
                yield switch (row) {
                    case 0 -> "";
                    case 1 -> words.getFirst();
                    case 2 -> words.get(category.keys().size() - 1);
                    case 3 -> UNSEEN;
                    default -> words.get((int) (draw % words.size()));
                };
            }
            case Column.Date date -> {
                long span = date.last() - date.first();
                yield switch ((int) (draw % 8)) {
                    case 0 -> "";
                    case 1 -> Dates.text(date.first(), date.order());
                    case 2 -> Dates.text(date.last(), date.order());
                    case 3 -> UNSEEN;
                    case 4 -> Dates.text(date.last() + span, date.order());
                    default -> Dates.text(date.first() + (long) (span * Draws.unit(row, index, 1)), date.order());
                };
            }
            case Column.Unused _ -> throw new IllegalArgumentException("an unused column has no cells");
        };
    }
}
