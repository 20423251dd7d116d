package org.mlscale.engine.modelfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fuzz.ForeignBytes;

/**
 * Any bytes as a model file, or as one entry of a file whose checksums fit: refused as a model, or opened. The first byte says which entry: as it is in {@link #REPLACED}, the
 * whole file where it is beyond.
 */
public final class ModelFileFuzz {
    private static final List<String> REPLACED =
            List.of(Entries.MANIFEST, Entries.SCHEMA, Entries.NET, Entries.PARAMS, Entries.METRICS, Entries.GOLDEN);
    private static final long HEAP_BASE = 32 << 20; // golden.csv is read in a chunk of 1 MiB, and the net has buffers
    private static final int HEAP_EACH = 2000; // as for schema.json

    private ModelFileFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length > 0) {
            byte[] file = file(bytes[0] & 0xff, Arrays.copyOfRange(bytes, 1, bytes.length));
            try {
                Files.write(Good.FILE, file);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
            ForeignBytes.check(HEAP_BASE + (long) HEAP_EACH * bytes.length, ModelFileFuzz::open);
        }
    }

    /** A model, and where files like it are written. Made when it is first asked for, which loads Deeplearning4j. */
    private static final class Good {
        static final byte[] WHOLE;
        static final Path FILE;

        static {
            try {
                Path folder = Files.createTempDirectory("mlscale-fuzz-");
                FILE = folder.resolve("model.zip");
                folder.toFile().deleteOnExit();
                FILE.toFile().deleteOnExit(); // before its folder
                ModelCase.LEAVES.writeTo(FILE);
                WHOLE = Files.readAllBytes(FILE);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }

        private Good() {}
    }

    private static byte[] file(int place, byte[] bytes) {
        if (place >= REPLACED.size()) {
            return bytes;
        }
        ZipEdit edit = ZipEdit.of(Good.WHOLE).put(REPLACED.get(place), bytes);
        return place == 0 ? edit.bytes() : edit.sealed().bytes();
    }

    private static void open() {
        try {
            ModelFile.open(Good.FILE);
        } catch (Fault refused) {
            assertOurs(refused);
        }
    }

    /** A user learns that the model is at fault, and what to do. */
    static void assertOurs(Fault fault) {
        if (fault.kind() != Fault.Kind.MODEL || fault.hint().isBlank()) {
            throw new AssertionError("%s: %s".formatted(fault.kind(), fault.getMessage()), fault);
        }
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int place = 0; place < REPLACED.size(); place++) {
            seeds.add(seed(place, ZipEdit.of(Good.WHOLE).get(REPLACED.get(place))));
        }
        seeds.add(seed(REPLACED.size(), Good.WHOLE));
        return seeds;
    }

    private static byte[] seed(int place, byte[] bytes) {
        byte[] seed = new byte[bytes.length + 1];
        seed[0] = (byte) place;
        System.arraycopy(bytes, 0, seed, 1, bytes.length);
        return seed;
    }
}
