package org.mlscale.engine.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.table.SetAside;
import org.mlscale.engine.table.Table;

class MarkTest {
    @Test
    void read_whatWasWritten_isTheSame() throws IOException {
        String text = "é😀\n\"\0".repeat(30_000);
        Location far = new Location("a b.csv", 5_000_000_000L);
        Mark mark = new Mark(
                new ChunkCut("größe.csv", 1L << 40, (1L << 40) + 7),
                5_000_000_000L,
                new Mark.Added(1L << 41, -5),
                new Mark.Added(0, 0),
                new Scored(
                        1L << 33,
                        (1L << 33) - 1,
                        List.of(new SetAside.Example(far, 7, "3 cells", text)),
                        List.of(
                                new Table.Misfits(
                                        "age",
                                        Table.Type.NUMBER,
                                        9,
                                        List.of(new Tally.Misfit(far, "old"), new Tally.Misfit(far, ""))),
                                new Table.Misfits("born", Table.Type.DATE, 1, List.of()))));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mark.write(new DataOutputStream(bytes));
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertEquals(mark, Mark.read(data));
        assertEquals(-1, data.read());
    }
}
