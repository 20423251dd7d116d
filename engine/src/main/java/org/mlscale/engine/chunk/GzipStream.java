package org.mlscale.engine.chunk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a gzip file holds, all of its members one after the other. Java's own stream takes a damaged member behind the first for the end of the file, and
 * the rows in it would be lost without a word; here only zeros may follow the last member, as tapes pad with them.
 */
final class GzipStream extends InputStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long taken; // bytes before the buffer
    private boolean inMember;
    private boolean begun;

    /** {@code in} begins with a member's magic number; it is closed with this. */
    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws PackedException for what is damaged; EOFException for what is cut short */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (length > 0) {
            if (!inMember && !nextMember()) {
                return -1;
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                crc.update(target, offset, count);
                return count;
            }
            if (inflater.finished()) {
                at = end - inflater.getRemaining();
                checkTrailer();
                inMember = false;
            } else if (inflater.needsDictionary()) {
                throw PackedException.damaged("it asks for a dictionary");
            } else {
                if (!fill()) {
                    throw new EOFException();
                }
                inflater.setInput(buffer, 0, end);
                at = end;
            }
        }
        return 0;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException damaged) {
            throw PackedException.damaged(String.valueOf(damaged.getMessage()));
        }
    }

    /** Passes the header of the next member; false if there is none. */
    private boolean nextMember() throws IOException {
        long from = taken + at;
        if (begun && onlyZerosLeft()) {
            return false;
        }
        crc.reset();
        if (headerByte() != 0x1f || headerByte() != 0x8b) {
            throw PackedException.notGzip(from);
        }
        int method = headerByte();
        int flags = headerByte();
        if (method != 8 || flags > 0x1f) {
            throw PackedException.damaged("it names a compression that is not known");
        }
        skip(6); // time, level, system
        if ((flags & EXTRA) != 0) {
            skip(headerByte() | headerByte() << 8);
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0 && headerByte() != 0) {}
        }
        int expected = (int) crc.getValue() & 0xffff;
        if ((flags & HEADER_CRC) != 0 && (headerByte() | headerByte() << 8) != expected) {
            throw PackedException.damaged("a header does not fit its checksum");
        }
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        at = end;
        crc.reset();
        begun = inMember = true;
        return true;
    }

    private boolean onlyZerosLeft() throws IOException {
        long from = taken + at;
        do {
            while (at < end) {
                if (buffer[at] != 0) {
                    if (taken + at > from) {
                        throw PackedException.notGzip(from);
                    }
                    return false;
                }
                at++;
            }
        } while (fill());
        return true;
    }

    private void checkTrailer() throws IOException {
        long sum = crc.getValue();
        long length = inflater.getBytesWritten() & 0xffff_ffffL;
        if (number() != sum || number() != length) {
            throw PackedException.damaged("what comes out does not fit its checksum");
        }
    }

    /** Four bytes, the lowest first. */
    private long number() throws IOException {
        return headerByte() | headerByte() << 8 | headerByte() << 16 | (long) headerByte() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            headerByte();
        }
    }

    /** The next byte of a header or a trailer. */
    private int headerByte() throws IOException {
        if (at == end && !fill()) {
            throw new EOFException();
        }
        crc.update(buffer[at]);
        return buffer[at++] & 0xff;
    }

    private boolean fill() throws IOException {
        taken += end;
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
