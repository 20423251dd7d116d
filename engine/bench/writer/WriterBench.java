import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.mlscale.engine.chunk.CsvText;

/** Rows of {@code row,probability} to a file on one core: ours beside Commons CSV and plain string concatenation. */
public final class WriterBench {
    private static final int ROWS = 5_000_000;
    private static final int ROUNDS = 7;
    private static final int BLOCK = 1 << 16;

    /** Writes the rows {@code 0 … probabilities.length - 1}. */
    interface Writer {
        void write(float[] probabilities, OutputStream out) throws IOException;
    }

    public static void main(String[] args) throws IOException {
        float[] probabilities = new float[ROWS];
        for (int row = 0; row < ROWS; row++) { // evenly between 0.018 and 0.982, as a logistic of -4 … 4 would be
            double spread = (row * 0.618033988749895) % 1;
            probabilities[row] = (float) (1 / (1 + Math.exp(4 - 8 * spread)));
        }
        Map<String, Writer> writers = new LinkedHashMap<>();
        writers.put("CSVPrinter.printRecord(int, float)", WriterBench::commons);
        writers.put("string concat + BufferedOutputStream", WriterBench::concat);
        writers.put("CsvText", WriterBench::ours);
        System.out.printf(
                "Java %s, Commons CSV %s, %s, %,d rows, the best of %d rounds%n",
                Runtime.version(), commonsVersion(), processor(), ROWS, ROUNDS);
        System.out.println("| writer | M rows/s of CPU time | MB/s | CPU seconds, sorted |");
        System.out.println("|---|---|---|---|");
        Path file = Files.createTempFile("writer-bench-", ".csv");
        try {
            Map<String, List<Double>> seconds = new LinkedHashMap<>();
            writers.keySet().forEach(name -> seconds.put(name, new ArrayList<>()));
            for (int round = 0; round < ROUNDS; round++) { // in turns, so that a busy moment of the machine meets all
                for (Map.Entry<String, Writer> writer : writers.entrySet()) {
                    seconds.get(writer.getKey()).add(round(writer.getValue(), probabilities, file));
                }
            }
            byte[] expected = Files.readAllBytes(file); // of the last writer
            for (Map.Entry<String, List<Double>> entry : seconds.entrySet()) {
                round(writers.get(entry.getKey()), probabilities, file);
                if (!Arrays.equals(expected, Files.readAllBytes(file))) {
                    throw new AssertionError(entry.getKey() + " writes other bytes");
                }
                List<Double> sorted = entry.getValue().stream().sorted().toList();
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.1f | %.0f | %s |%n",
                        entry.getKey(),
                        ROWS / sorted.getFirst() / 1e6,
                        expected.length / sorted.getFirst() / 1e6,
                        String.join(
                                " ",
                                sorted.stream()
                                        .map(one -> String.format(Locale.ROOT, "%.2f", one))
                                        .toList()));
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** CPU seconds of this thread, the system's part included. */
    private static double round(Writer writer, float[] probabilities, Path file) throws IOException {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.write(probabilities, out);
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
    }

    private static void ours(float[] probabilities, OutputStream out) throws IOException {
        CsvText text = new CsvText();
        for (int row = 0; row < probabilities.length; row++) {
            text.cell(row).cell(probabilities[row]).end();
            if (row % 4096 == 4095 || row == probabilities.length - 1) {
                ByteBuffer written = text.view();
                out.write(written.array(), 0, written.limit());
                text.clear();
            }
        }
    }

    private static void concat(float[] probabilities, OutputStream out) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out, BLOCK);
        for (int row = 0; row < probabilities.length; row++) {
            buffered.write((row + "," + probabilities[row] + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        buffered.flush();
    }

    private static void commons(float[] probabilities, OutputStream out) throws IOException {
        BufferedWriter buffered = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BLOCK);
        CSVPrinter printer =
                CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get().print(buffered);
        for (int row = 0; row < probabilities.length; row++) {
            printer.printRecord(row, probabilities[row]);
        }
        printer.flush();
    }

    private static String commonsVersion() {
        return String.valueOf(CSVFormat.class.getPackage().getImplementationVersion());
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return !Files.exists(info)
                ? System.getProperty("os.arch")
                : Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst("[^:]*: *", ""))
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
    }
}
