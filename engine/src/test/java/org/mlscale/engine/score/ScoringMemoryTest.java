package org.mlscale.engine.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.modelfile.ModelCase;
import org.mlscale.engine.table.ColumnMatch;

/** A table that is never whole anywhere: made while it is read, its predictions counted and dropped. */
class ScoringMemoryTest {
    private static final int ROWS = 400_000;
    private static final int THREADS = 2;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final byte[] HEADER = ScoreCase.HEADER.getBytes(StandardCharsets.UTF_8);
    private static final byte[] LINE = "12345.5,c-1,basic,%s,33\n"
            .formatted("a long text that is not used, as tables have them. "
                    .replace(",", ";")
                    .repeat(3)
                    .strip())
            .getBytes(StandardCharsets.UTF_8);

    /** Header, then the same line again and again. */
    private static final class MadeUp extends InputStream {
        private long at;

        @Override
        public int read() {
            long inLines = at - HEADER.length;
            if (inLines >= (long) ROWS * LINE.length) {
                return -1;
            }
            int value = at < HEADER.length ? HEADER[(int) at] : LINE[(int) (inLines % LINE.length)];
            at++;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
                int value = read();
                if (value < 0) {
                    return i == 0 ? -1 : i;
                }
                target[offset + i] = (byte) value;
            }
            return length;
        }
    }

    /** Counts lines. */
    private static final class Counter extends OutputStream {
        private long lines;
        private long bytes;

        @Override
        public void write(int value) {
            lines += value == '\n' ? 1 : 0;
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                write(source[i]);
            }
        }
    }

    @Test
    void run_60Megabytes_holdsNoMoreThanAFewChunks() {
        assertTrue((long) ROWS * LINE.length > 60_000_000, "only %,d bytes".formatted((long) ROWS * LINE.length));
        MadeUp csv = new MadeUp();
        Counter out = new Counter();
        Input input = ScoreCase.input(csv);
        TableHead head = ScoreCase.head(input);
        ScoreJob job = ScoreCase.job(ModelCase.PRICE, List.of("customer"), false, ScoreJob.BadRows.EMPTY);
        Scoring scoring = new Scoring(
                job,
                ModelCase.PRICE.plainNetwork(),
                ColumnMatch.scanner(job.model().schema(), head, "in.csv", false, job.kept()));
        long before = usedHeap();
        long[] most = {0, 0}; // bytes read and not yet written as predictions, used heap
        int[] calls = {0};
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS);
                ChunkReader chunks = new ChunkReader(input, head.dialect(), head.columnNames(), CHUNK_BYTES)) {
            Scored scored = scoring.run(chunks, new StreamSink(out), executor, THREADS, so -> {
                most[0] = Math.max(most[0], csv.at - so.read() * LINE.length);
                if (calls[0]++ % 20 == 10) {
                    most[1] = Math.max(most[1], usedHeap() - before);
                }
            });
            assertEquals(ROWS, scored.predicted());
        }
        assertEquals(ROWS + 1, out.lines);
        assertTrue(out.bytes > ROWS * 5L);
        assertTrue(calls[0] > 50, calls[0] + " chunks");
        // threads + 1 chunks, and what the reader holds of the next
        assertTrue(most[0] <= (THREADS + 2L) * CHUNK_BYTES + (1 << 18), "%,d bytes alive".formatted(most[0]));
        assertTrue(most[1] < 40_000_000, "%,d bytes of heap".formatted(most[1]));
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
