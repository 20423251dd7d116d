import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.table.CachedChunk;
import org.mlscale.engine.table.CellStore;
import org.mlscale.engine.table.Cells;
import org.mlscale.engine.table.HoldOutWish;
import org.mlscale.engine.table.MemoryBudget;
import org.mlscale.engine.table.SetAside;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.TableFreeze;
import org.mlscale.engine.table.TableFreeze.Headed;

/**
 * No reader of text but what comes after it: mlscale has read the table once, with memory for hardly any cells, and each pass reads all of them, from the file that they lie in then, as the second
 * epoch of training does. {@code CellsBench FILE KINDS yes|no PASSES SECONDS}. Reading the text and freezing the table are not in the time.
 */
public final class CellsBench {
    private static final long HARDLY_ANY = 16 << 20;
    private static final int CHUNK_BYTES = 8 << 20;

    private CellsBench() {}

    public static void main(String[] args) throws Throwable {
        Passes passes = Passes.of(args);
        Path folder = Path.of(passes.file()).toAbsolutePath().getParent();
        try (ExecutorService executor = Executors.newFixedThreadPool(1);
                CellStore store = new CellStore(new MemoryBudget(HARDLY_ANY), () -> folder)) {
            Table table = table(passes, store, executor);
            passes.run("Java " + Runtime.version(), () -> {
                double sum = sum(table);
                return () -> "\"cells\": " + sum;
            });
        }
    }

    private static Table table(Passes passes, CellStore store, ExecutorService executor) {
        Input input = Input.of(List.of(passes.file()), InputStream.nullInputStream(), StandardCharsets.UTF_8);
        Headed headed = new Headed(input, TableHead.of(input, Dialect.Wishes.NONE));
        TableFreeze.Reading reading = new TableFreeze.Reading(
                Roles.none(), MissingTokens.USUAL, HoldOutWish.none(), new SetAside.Limit(false, 1), 1, CHUNK_BYTES);
        return new TableFreeze(reading, store, executor, 1, _ -> {}).freeze(headed, Optional.empty());
    }

    /** Of all numbers; of dates and words only the first is looked at. */
    private static double sum(Table table) {
        double sum = 0;
        for (CachedChunk chunk : table.chunks()) {
            for (Cells cells : chunk.loaded()) {
                sum += switch (cells) {
                    case Cells.Floats(float[] values) -> sum(values);
                    case Cells.Times(long[] seconds) -> seconds[0];
                    case Cells.Codes(int[] codes, List<String> _) -> codes[0];
                    case Cells.None _ -> 0;
                };
            }
        }
        return sum;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
