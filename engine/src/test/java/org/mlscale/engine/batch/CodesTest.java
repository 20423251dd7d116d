package org.mlscale.engine.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.CachedChunk;
import org.mlscale.engine.table.Cells;

/** What the encoder gives for words that are embedded. */
class CodesTest {
    private static final Schema SCHEMA = new Schema(
            true,
            List.of(
                    new Column.Category("street", List.of("High", "Low"), 0, 0, true),
                    new Column.Numeric("a", 0, 0, 1, 0, 0, 1),
                    new Column.Category("name", List.of("x", "y", "z"), 9, 9, true),
                    new Column.Category("colour", List.of("red"), 1, 0)),
            new Target.Numeric("y", 0, 0, 1, 0, 1),
            4,
            Optional.empty(),
            MissingTokens.USUAL,
            DecimalSign.POINT);

    @Test
    void rows_embeddedWords_areCodesBehindAllPlainInputs() {
        CachedChunk chunk = new CachedChunk(
                new ChunkCut("t.csv", 0, 0),
                0,
                List.of(
                        new Cells.Codes(new int[] {2, 1, 0}, List.of("", "Low", "High")),
                        new Cells.Floats(new float[] {0, Float.NaN, 0}),
                        new Cells.Codes(new int[] {3, 2, 1}, List.of("", "z", "unseen", "x")),
                        new Cells.Codes(new int[] {1, 2, 1}, List.of("", "blue", "red")),
                        new Cells.None()),
                new char[3]);
        Batch batch = Feed.rows(Encoder.of(SCHEMA, chunk), new int[] {0, 1, 2}, 6);
        assertArrayEquals(
                new float[] {
                    0, 0, 0, 1, 0, 0, // High, x
                    0, 1, 1, 0, 1, 3, // Low, another name
                    0, 0, 0, 1, 3, 2 // missing, though training saw none; z
                },
                batch.features());
    }

    @Test
    void counts_plainInputsAndCodes_areToldApart() {
        assertEquals(4, SCHEMA.plainCount());
        assertEquals(6, SCHEMA.featureCount());
        assertEquals(
                List.of("street", "name"),
                SCHEMA.embedded().stream().map(Column.Category::name).toList());
        assertEquals(
                List.of("street", "a", "name", "colour"),
                SCHEMA.used().stream().map(Column::name).toList());
    }
}
