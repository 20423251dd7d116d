package org.mlscale.engine.table;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.mlscale.engine.schema.Schema;

/** Tells rows that can be learned from or judged by: they have every target, as the schema knows it, and no bad weight. Counts the others. */
public final class Usable {
    private final Schema schema;
    private long withoutTarget;
    private long withoutWeight;

    public Usable(Schema schema) {
        this.schema = schema;
    }

    public long withoutTarget() {
        return withoutTarget;
    }

    public long withoutWeight() {
        return withoutWeight;
    }

    /** The rows of {@code chunk} that can be used. */
    public BitSet rows(CachedChunk chunk) {
        return rows(chunk.some(this::asks), chunk.rowCount());
    }

    /** True for the columns that decide. */
    boolean asks(int column) {
        return schema.targetIndices().contains(column)
                || schema.weightIndex().filter(index -> index == column).isPresent();
    }

    /** The same of rows that have {@code columns}, each at its place; only those need be there that {@link #asks}. */
    BitSet rows(List<Cells> columns, int rowCount) {
        BitSet rows = new BitSet(rowCount);
        rows.set(0, rowCount);
        for (int target : schema.targetIndices()) {
            withoutTarget += clear(rows, targetMissing(columns.get(target)));
        }
        schema.weightIndex().ifPresent(index -> {
            float[] weights = ((Cells.Floats) columns.get(index)).values();
            withoutWeight += clear(rows, row -> !(weights[row] >= 0));
        });
        return rows;
    }

    private IntPredicate targetMissing(Cells cells) {
        return switch (cells) {
            case Cells.Floats(float[] values) -> row -> Float.isNaN(values[row]);
            case Cells.Codes codes -> {
                boolean[] known = new boolean[codes.words().size()];
                for (int code = 1; code < known.length; code++) {
                    known[code] = schema.classOf(codes.words().get(code)).isPresent();
                }
                yield row -> !known[codes.codes()[row]];
            }
            case Cells.None _, Cells.Times _ -> throw new IllegalArgumentException("the target was not read as one");
        };
    }

    private static long clear(BitSet rows, IntPredicate unusable) {
        int[] out = rows.stream().filter(unusable).toArray();
        for (int row : out) {
            rows.clear(row);
        }
        return out.length;
    }
}
