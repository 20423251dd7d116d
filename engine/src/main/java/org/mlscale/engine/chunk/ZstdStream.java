package org.mlscale.engine.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.mlscale.engine.fault.Fault;

/** What a zstd file holds, all of its frames one after the other; frames to be skipped are. */
final class ZstdStream extends FilterInputStream {
    /**
     * A frame may ask for so much memory to be unpacked, as a power of two: 128 MiB, what {@code zstd --long} and {@code zstd -22 --ultra} write and
     * {@code zstd -d} allows by itself. A frame of 9 bytes may ask for 2 GiB.
     */
    static final int WINDOW_BITS_MAX = 27;

    private final PackedBytes packed;

    /** What is unpacked, and whether all of it was given. */
    private static final class PackedBytes extends FilterInputStream {
        private boolean ended;

        PackedBytes(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            ended |= count < 0;
            return count;
        }
    }

    private ZstdStream(PackedBytes packed) throws IOException {
        super(new ZstdInputStreamNoFinalizer(packed).setLongMax(WINDOW_BITS_MAX));
        this.packed = packed;
    }

    /**
     * {@code in} begins with a frame; it is closed with this.
     *
     * @throws Fault RESOURCES if the library cannot be loaded, which is written to the folder of temporary files first
     */
    static InputStream of(InputStream in) throws IOException {
        try {
            return new ZstdStream(new PackedBytes(in));
        } catch (LinkageError cannotLoad) {
            throw Fault.resources(
                            "zstd files cannot be unpacked here: " + cannotLoad.getMessage(),
                            "zstd -dc FILE >table.csv, or let programs run from the folder of temporary files")
                    .because(cannotLoad);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws PackedException for what is damaged or asks for too much; EOFException for what is cut short */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (ZstdIOException damaged) {
            if (packed.ended) {
                throw new EOFException();
            }
            throw damaged.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()
                    ? PackedException.windowTooLarge(WINDOW_BITS_MAX)
                    : PackedException.damaged(String.valueOf(damaged.getMessage()));
        }
    }
}
