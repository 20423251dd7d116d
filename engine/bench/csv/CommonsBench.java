import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Commons CSV and {@code Float.parseFloat}, as a Java program would use them: {@code CommonsBench FILE KINDS yes|no PASSES SECONDS}. */
public final class CommonsBench {
    private static final int BATCH_ROWS = 4096;
    private static final Set<String> MISSING = Set.of("", "NA", "NaN");

    private final String kinds;
    private final List<Map<String, Integer>> words;
    private final float[] batch; // [row, column]; a word is its code
    private int filled; // rows of the batch
    private long rows;
    private double sum;
    private long missing;

    private CommonsBench(String kinds) {
        this.kinds = kinds;
        this.words = Stream.generate(() -> (Map<String, Integer>) new HashMap<String, Integer>())
                .limit(kinds.length())
                .toList();
        this.batch = new float[BATCH_ROWS * kinds.length()];
    }

    public static void main(String[] args) throws Throwable {
        Passes passes = Passes.of(args);
        String version = CSVFormat.class.getPackage().getImplementationVersion();
        passes.run("Commons CSV " + version, () -> {
            Passes.Found found = new CommonsBench(passes.kinds()).read(Path.of(passes.file()), passes.header());
            return found::json;
        });
    }

    private Passes.Found read(Path file, boolean header) throws IOException {
        CSVFormat format = header
                ? CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                : CSVFormat.DEFAULT;
        try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(file, StandardCharsets.UTF_8), format)) {
            for (CSVRecord record : parser) {
                add(record);
            }
        }
        endBatch();
        return new Passes.Found(rows, sum, missing);
    }

    private void add(CSVRecord record) {
        int at = filled * kinds.length();
        for (int column = 0; column < kinds.length(); column++) {
            switch (kinds.charAt(column)) {
                case 'n' -> batch[at + column] = number(record.get(column));
                case 'w' -> batch[at + column] = code(words.get(column), record.get(column));
                default -> {} // not wanted
            }
        }
        if (++filled == BATCH_ROWS) {
            endBatch();
        }
    }

    private static float number(String cell) {
        return MISSING.contains(cell) ? Float.NaN : Float.parseFloat(cell);
    }

    private static int code(Map<String, Integer> words, String cell) {
        return words.computeIfAbsent(cell, _ -> words.size());
    }

    private void endBatch() {
        int[] numbers = IntStream.range(0, kinds.length())
                .filter(column -> kinds.charAt(column) == 'n')
                .toArray();
        for (int row = 0; row < filled; row++) {
            for (int column : numbers) {
                float value = batch[row * kinds.length() + column];
                if (Float.isNaN(value)) {
                    missing++;
                } else {
                    sum += value;
                }
            }
        }
        rows += filled;
        filled = 0;
    }
}
