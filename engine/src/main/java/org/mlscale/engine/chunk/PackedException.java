package org.mlscale.engine.chunk;

import java.io.IOException;
import java.io.Serial;
import org.mlscale.engine.fault.Shell;

/** A compressed file that cannot be unpacked: why, and what to do about it. */
final class PackedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String advice;

    /** {@code advice} may hold {@code FILE} for its name. */
    private PackedException(String reason, String advice) {
        super(reason);
        this.advice = advice;
    }

    static PackedException damaged(String how) {
        return new PackedException("the compressed file is damaged (%s)".formatted(how), "check the file: ls -l FILE");
    }

    /** @param from bytes of the file before that place */
    static PackedException notGzip(long from) {
        return new PackedException(
                "after %,d bytes the compressed file goes on with what is not gzip".formatted(from),
                "gzip -dc <FILE >table.csv keeps what stands before, if that is the whole table");
    }

    static PackedException windowTooLarge(int bitsMax) {
        return new PackedException(
                "to unpack it takes a window of more than %,d MiB".formatted(1 << (bitsMax - 20)),
                "zstd -dc --long=31 <FILE >table.csv, where there is memory for it");
    }

    String advice(String name) {
        return advice.replace("FILE", Shell.word(name));
    }
}
