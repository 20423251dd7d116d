package org.mlscale.engine;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.table.CellStore;
import org.mlscale.engine.table.HoldOutWish;
import org.mlscale.engine.table.LaneShape;
import org.mlscale.engine.table.MemoryBudget;
import org.mlscale.engine.table.SetAside;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.TableFreeze;

/** Freezes small made-up tables. */
public final class Tables {
    /** So little that a few hundred rows make many chunks. */
    private static final int CHUNK_BYTES = 700;

    /** The two ways in which a plan deals rows. A large table's is had on a small one by a limit of no rows. */
    public enum Regime {
        EXACT(Long.MAX_VALUE),
        WINDOWED(0);

        private final long exactRowsMax;

        Regime(long exactRowsMax) {
            this.exactRowsMax = exactRowsMax;
        }

        /** Lanes that shuffle sixty rows at a time. */
        public LaneShape shape(int laneCount, int sliceRows) {
            return new LaneShape(laneCount, sliceRows, 42, exactRowsMax, 60);
        }
    }

    private Tables() {}

    /** Reads {@code csv}, in which the column y is the target and w, if it is there, holds the weights. */
    public static Table freeze(String csv, Roles.Task task, double holdoutFraction) {
        List<String> names = List.of(csv.substring(0, csv.indexOf('\n')).split(","));
        Roles roles = new Roles(
                List.of("y"),
                task,
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.of("w").filter(names::contains));
        TableFreeze.Reading reading = new TableFreeze.Reading(
                roles,
                MissingTokens.USUAL,
                HoldOutWish.auto().withShare(holdoutFraction),
                new SetAside.Limit(true, 0),
                42,
                CHUNK_BYTES);
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        Input input = new Input(
                List.of(Source.stream("made-up.csv", new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)));
        TableHead head = TableHead.of(input, Dialect.Wishes.NONE.withHeader(true));
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            return new TableFreeze(reading, store(), executor, 1, _ -> {})
                    .freeze(new TableFreeze.Headed(input, head), Optional.empty());
        }
    }

    private static CellStore store() {
        return new CellStore(new MemoryBudget(1 << 30), () -> {
            throw new AssertionError("a small table fits into memory");
        });
    }

    /** The same table, each number of which is one input of the net, whatever the number of rows. */
    public static Table withoutRamps(Table table) {
        Schema schema = table.schema();
        List<Column> columns = schema.columns().stream()
                .map(column -> column instanceof Column.Numeric number
                        ? new Column.Numeric(
                                number.name(),
                                number.pivot(),
                                number.center(),
                                number.scale(),
                                number.min(),
                                number.max(),
                                number.missing())
                        : column)
                .toList();
        return new Table(
                new Schema(
                        schema.header(),
                        columns,
                        schema.targets(),
                        schema.targetIndices(),
                        schema.weight(),
                        schema.missing(),
                        schema.decimal()),
                table.chunks(),
                table.train(),
                table.holdout(),
                table.judging(),
                table.split(),
                table.folds(),
                table.account(),
                table.misfits(),
                table.mixed(),
                table.texts(),
                table.doubts());
    }

    /** Three inputs, without ramps, and a number that follows from them; weights of 0.1 to 3 if wanted. */
    public static Table numbers(int rowCount, boolean weighted, double holdoutFraction, long seed) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder(weighted ? "a,b,c,w,y\n" : "a,b,c,y\n");
        for (int row = 0; row < rowCount; row++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian() * 10;
            double y = a * b + Math.sin(a) + 0.001 * row;
            String weight = weighted ? "%.2f,".formatted(0.1 + 2.9 * random.nextDouble()) : "";
            csv.append(String.format(Locale.ROOT, "%.4f,%.3f,%d,%s%.5f\n", a, b, 2 * row, weight, y));
        }
        return withoutRamps(freeze(csv.toString(), Roles.Task.REGRESSION, holdoutFraction));
    }

    /** Three inputs and one of {@code classCount} words that follow from them. */
    public static Table classes(int rowCount, int classCount, double holdoutFraction, long seed) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("a,b,c,y\n");
        for (int row = 0; row < rowCount; row++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            int label = row < classCount ? row : (int) Math.floorMod(Math.round(a + 2 * b), (long) classCount);
            csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%d,word%d\n", a, b, 2 * row, label));
        }
        return freeze(csv.toString(), Roles.Task.CLASSIFICATION, holdoutFraction);
    }
}
