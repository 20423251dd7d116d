import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Typing;
import org.mlscale.engine.table.Cells;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ChunkScanner.Scan;
import org.mlscale.engine.table.ChunkScanner.Scanned;

/**
 * mlscale, as pass 0 of training reads a table: {@code ReadBench FILE KINDS yes|no PASSES SECONDS THREADS}. Separator, header and types are found out anew in each pass; of KINDS
 * only the columns that are not wanted are looked at.
 */
public final class ReadBench {
    private final Passes passes;
    private final int threads;
    private final ExecutorService executor;

    private ReadBench(Passes passes, int threads, ExecutorService executor) {
        this.passes = passes;
        this.threads = threads;
        this.executor = executor;
    }

    public static void main(String[] args) throws Throwable {
        int threads = Integer.parseInt(args[5]);
        Passes passes = Passes.of(args);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            ReadBench bench = new ReadBench(passes, threads, executor);
            passes.run("Java " + Runtime.version(), () -> {
                Passes.Found found = bench.read();
                return found::json;
            });
        }
    }

    private Passes.Found read() {
        Input input = Input.of(List.of(passes.file()), InputStream.nullInputStream(), StandardCharsets.UTF_8);
        TableHead head = TableHead.of(input, Dialect.Wishes.NONE);
        List<String> names = head.columnNames();
        List<CellKind> kinds = Typing.provisional(
                names,
                head.sample(),
                Roles.none(),
                List.of(),
                MissingTokens.USUAL,
                head.dialect().decimal());
        List<Scanned> columns = IntStream.range(0, names.size())
                .mapToObj(place -> new Scanned(place, isWanted(place) ? kinds.get(place) : new CellKind.Skip()))
                .toList();
        ChunkScanner scanner = new ChunkScanner(
                head.dialect(), names.size(), columns, List.of(), List.of(), List.of(), MissingTokens.USUAL);
        Total total = new Total();
        try (ChunkReader reader = new ChunkReader(input, head.dialect(), names, ChunkReader.CHUNK_BYTES)) {
            ChunkLine.forEach(reader, chunk -> found(scanner.scan(chunk), columns), total::add, executor, threads + 1);
        }
        return total.found;
    }

    private boolean isWanted(int place) {
        return passes.kinds().charAt(place) != 'x';
    }

    private static Passes.Found found(Scan scan, List<Scanned> columns) {
        double sum = 0;
        long missing = 0;
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column).kind() instanceof CellKind.Numeric(double pivot)
                    && scan.chunk().columns().get(column) instanceof Cells.Floats(float[] values)) {
                int absent = 0;
                for (float value : values) {
                    if (Float.isNaN(value)) {
                        absent++;
                    } else {
                        sum += value;
                    }
                }
                sum += pivot * (values.length - absent);
                missing += absent;
            }
        }
        return new Passes.Found(scan.chunk().rowCount(), sum, missing);
    }

    /** What the chunks so far held. */
    private static final class Total {
        private Passes.Found found = new Passes.Found(0, 0, 0);

        private void add(Passes.Found part) {
            found = new Passes.Found(
                    found.rows() + part.rows(), found.sum() + part.sum(), found.missing() + part.missing());
        }
    }
}
