package org.mlscale.engine.chunk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes records as RFC 4180 wants them, as UTF-8 bytes with {@code \n} for a line end. One thread; grows with what is written, and what was
 * allocated is used again after {@link #clear}.
 */
public final class CsvText {
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8; // Java has no longer arrays

    private byte[] bytes = new byte[1 << 10];
    private int length;
    private int cells; // of the record that is being written
    private int recordStart;

    /** A cell as it stands in a file, quotes and all: for those that are written again and again. */
    public static final class Cell {
        private final byte[] written;

        public Cell(String cell) {
            written = new CsvText().cell(cell).toBytes();
        }
    }

    /** Adds a cell; quoted only where it would not read back otherwise. */
    public CsvText cell(String cell) {
        boolean plain = plain(cell);
        int count = cell.length();
        begin(count + 2);
        if (!plain) {
            bytes[length++] = '"';
        }
        for (int i = 0; i < count; i++) {
            char c = cell.charAt(i);
            if (c >= 0x80) {
                rest(cell.substring(i));
                break;
            }
            bytes[length++] = (byte) c;
            if (c == '"') {
                room(count - i + 2);
                bytes[length++] = '"';
            }
        }
        if (!plain) {
            bytes[length++] = '"';
        }
        return this;
    }

    /** The part of a cell from the first character beyond ASCII on. */
    private void rest(String cell) {
        byte[] utf8 = cell.replace("\"", "\"\"").getBytes(StandardCharsets.UTF_8);
        room(utf8.length + 1);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    public CsvText cell(Cell cell) {
        begin(cell.written.length);
        System.arraycopy(cell.written, 0, bytes, length, cell.written.length);
        length += cell.written.length;
        return this;
    }

    /** The shortest decimal that reads back to the same float32: {@code 0.1}, {@code 3}, {@code 1.5E10}; empty for NaN. */
    public CsvText cell(float number) {
        begin(DecimalText.BYTES_MAX);
        length = DecimalText.write(number, bytes, length);
        return this;
    }

    public CsvText cell(long number) {
        if (number != (int) number || number < 0) {
            return cell(Long.toString(number));
        }
        begin(DecimalText.BYTES_MAX);
        length = DecimalText.write((int) number, bytes, length);
        return this;
    }

    /** Ends the record. One that would be a blank line, which readers skip, is written as an empty quoted cell. */
    public CsvText end() {
        room(3);
        if (length == recordStart) {
            bytes[length++] = '"';
            bytes[length++] = '"';
        }
        bytes[length++] = '\n';
        cells = 0;
        recordStart = length;
        return this;
    }

    private void begin(int most) {
        room(most + 1);
        if (cells++ > 0) {
            bytes[length++] = ',';
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            long wanted = Math.max((long) length + more, Math.min(2L * length, BYTES_MAX));
            if (wanted > BYTES_MAX) {
                throw new OutOfMemoryError("the text of one chunk takes more than 2 GB");
            }
            bytes = Arrays.copyOf(bytes, (int) wanted);
        }
    }

    private static boolean plain(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return false;
            }
        }
        return cell.isEmpty()
                || !Character.isWhitespace(cell.charAt(0)) && !Character.isWhitespace(cell.charAt(cell.length() - 1));
    }

    /** Forgets what was written. */
    public void clear() {
        length = 0;
        cells = 0;
        recordStart = 0;
    }

    /** What was written: valid until more is, or until it is cleared. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
