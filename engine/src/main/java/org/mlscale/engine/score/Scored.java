package org.mlscale.engine.score;

import java.util.List;
import org.mlscale.engine.table.SetAside;
import org.mlscale.engine.table.Table;

/**
 * The account of what was scored: rows read = rows predicted + rows rejected.
 *
 * @param bad the first record that could not be read, if any
 * @param misfits the number columns with cells that are something else, which were read as missing
 */
public record Scored(long read, long predicted, List<SetAside.Example> bad, List<Table.Misfits> misfits) {
    public static final Scored NONE = new Scored(0, 0, List.of(), List.of());

    public Scored {
        bad = List.copyOf(bad);
        misfits = List.copyOf(misfits);
    }

    public long rejected() {
        return read - predicted;
    }

    Scored plus(Scored later) {
        return new Scored(
                read + later.read,
                predicted + later.predicted,
                bad.isEmpty() ? later.bad : bad,
                Misreads.merge(misfits, later.misfits));
    }
}
