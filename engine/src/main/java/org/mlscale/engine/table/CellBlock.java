package org.mlscale.engine.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Cells as bytes, little-endian: int32 kind, int32 length of the body, int32 CRC-32C of kind, length and body, the body.
 *
 * <p>Bodies: float32 a row; int64 a row; int32 rows, an int32 code a row and for each word int32 length and UTF-8; uint16 a row.
 */
final class CellBlock {
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /** Bytes before the body. */
    static final int HEAD = 12;

    private static final int FLOATS = 1;
    private static final int TIMES = 2;
    private static final int CODES = 3;
    private static final int BUCKETS = 4;

    /** The bytes are not those that were written. */
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1;
    }

    private CellBlock() {}

    /** Writes {@code cells} to {@code to}, or to a larger buffer with what {@code to} held; returns it. */
    static ByteBuffer write(Cells cells, ByteBuffer to) {
        return switch (cells) {
            case Cells.Floats(float[] values) -> {
                ByteBuffer block = begun(FLOATS, Float.BYTES * values.length, to);
                block.asFloatBuffer().put(values);
                yield ended(Float.BYTES * values.length, block);
            }
            case Cells.Times(long[] seconds) -> {
                ByteBuffer block = begun(TIMES, Long.BYTES * seconds.length, to);
                block.asLongBuffer().put(seconds);
                yield ended(Long.BYTES * seconds.length, block);
            }
            case Cells.Codes codes -> write(codes, to);
            case Cells.None _ -> throw new IllegalArgumentException("nothing to write");
        };
    }

    private static ByteBuffer write(Cells.Codes cells, ByteBuffer to) {
        List<byte[]> words = cells.words().stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
        int rows = cells.codes().length;
        int length = Math.addExact(
                Integer.BYTES * (1 + rows + words.size()),
                words.stream().mapToInt(word -> word.length).sum());
        ByteBuffer block = begun(CODES, length, to);
        int from = block.position();
        block.putInt(rows);
        block.asIntBuffer().put(cells.codes());
        block.position(block.position() + Integer.BYTES * rows);
        words.forEach(word -> block.putInt(word.length).put(word));
        block.position(from);
        return ended(length, block);
    }

    static ByteBuffer write(char[] buckets, ByteBuffer to) {
        ByteBuffer block = begun(BUCKETS, Character.BYTES * buckets.length, to);
        block.asCharBuffer().put(buckets);
        return ended(Character.BYTES * buckets.length, block);
    }

    /** With room for the block; the buffer stands where the body begins. */
    private static ByteBuffer begun(int kind, int length, ByteBuffer to) {
        ByteBuffer block = to;
        int needed = Math.addExact(to.position(), HEAD + length);
        if (needed > to.capacity()) {
            block = ByteBuffer.allocate(Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * to.capacity())))
                    .order(ORDER);
            block.put(to.flip());
        }
        return block.putInt(kind).putInt(length).putInt(0);
    }

    /** The buffer stands where the body begins, and then where it ends. */
    private static ByteBuffer ended(int length, ByteBuffer block) {
        int body = block.position();
        block.putInt(body - Integer.BYTES, sum(block, body - HEAD, length));
        return block.position(body + length);
    }

    /** Of the block that begins at {@code start}. */
    private static int sum(ByteBuffer bytes, int start, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.slice(start, HEAD - Integer.BYTES));
        sum.update(bytes.slice(start + HEAD, length));
        return (int) sum.getValue();
    }

    /** The cells of the block that begins at {@code at}. */
    static Cells cells(ByteBuffer bytes, int at) throws Damaged {
        ByteBuffer body = body(bytes, at);
        return switch (bytes.getInt(at)) {
            case FLOATS -> {
                float[] values = new float[body.remaining() / Float.BYTES];
                body.asFloatBuffer().get(values);
                yield new Cells.Floats(values);
            }
            case TIMES -> {
                long[] seconds = new long[body.remaining() / Long.BYTES];
                body.asLongBuffer().get(seconds);
                yield new Cells.Times(seconds);
            }
            case CODES -> {
                int[] codes = new int[body.getInt()];
                body.asIntBuffer().get(codes);
                body.position(body.position() + Integer.BYTES * codes.length);
                List<String> words = new ArrayList<>();
                while (body.hasRemaining()) {
                    byte[] word = new byte[body.getInt()];
                    body.get(word);
                    words.add(new String(word, StandardCharsets.UTF_8));
                }
                yield new Cells.Codes(codes, words);
            }
            default -> throw new Damaged();
        };
    }

    static char[] buckets(ByteBuffer bytes, int at) throws Damaged {
        ByteBuffer body = body(bytes, at);
        if (bytes.getInt(at) != BUCKETS) {
            throw new Damaged();
        }
        char[] buckets = new char[body.remaining() / Character.BYTES];
        body.asCharBuffer().get(buckets);
        return buckets;
    }

    private static ByteBuffer body(ByteBuffer bytes, int at) throws Damaged {
        int length = at + HEAD <= bytes.limit() ? bytes.getInt(at + Integer.BYTES) : -1;
        if (length < 0
                || length > bytes.limit() - at - HEAD
                || bytes.getInt(at + HEAD - Integer.BYTES) != sum(bytes, at, length)) {
            throw new Damaged();
        }
        return bytes.duplicate().order(ORDER).limit(at + HEAD + length).position(at + HEAD);
    }
}
