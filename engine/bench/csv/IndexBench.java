import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The limit: reads the file and notes where its commas, line ends and quotes are, eight bytes at a time, but converts nothing. Every reader must do at least as much, unless it uses vector
 * instructions: {@code IndexBench FILE KINDS yes|no PASSES SECONDS}.
 */
public final class IndexBench {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BUFFER_BYTES = 1 << 18;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long COMMAS = repeated(',');
    private static final long LINE_ENDS = repeated('\n');
    private static final long QUOTES = repeated('"');

    private final int[] marks = new int[1 << 16]; // where they are in the buffer
    private int noted;
    private long total;

    private IndexBench() {}

    public static void main(String[] args) throws Throwable {
        Passes passes = Passes.of(args);
        passes.run("Java " + Runtime.version(), () -> {
            long found = new IndexBench().read(Path.of(passes.file()));
            return () -> "\"marks\": " + found;
        });
    }

    private long read(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                int whole = buffer.position() & -Long.BYTES;
                index(buffer.array(), whole);
                buffer.flip().position(whole);
                buffer.compact();
            }
        }
        return total + noted; // the last few bytes, less than a word, are left out
    }

    private void index(byte[] bytes, int length) {
        for (int at = 0; at < length; at += Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            long found = equal(word, COMMAS) | equal(word, LINE_ENDS) | equal(word, QUOTES);
            while (found != 0) {
                marks[noted++] = at + (Long.numberOfTrailingZeros(found) >>> 3);
                found &= found - 1;
            }
            if (noted > marks.length - Long.BYTES) {
                total += noted;
                noted = 0;
            }
        }
    }

    /** The highest bit of each byte in which {@code word} is {@code wanted}. */
    private static long equal(long word, long wanted) {
        long difference = word ^ wanted;
        return ~(((difference & LOW_BITS) + LOW_BITS) | difference | LOW_BITS);
    }

    private static long repeated(char character) {
        return character * 0x0101010101010101L;
    }
}
