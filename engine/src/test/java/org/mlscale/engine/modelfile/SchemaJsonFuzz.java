package org.mlscale.engine.modelfile;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fuzz.ForeignBytes;
import org.mlscale.engine.schema.Schema;

/** Any bytes as {@code schema.json}: refused, or a schema that is the same when it is written and read again. */
public final class SchemaJsonFuzz {
    private static final long HEAP_BASE = 1 << 20;
    private static final int HEAP_EACH = 2000; // for each byte: "{}" among columns is a fault with its text and trace

    private SchemaJsonFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        ForeignBytes.check(
                HEAP_BASE + (long) HEAP_EACH * bytes.length,
                () -> read(bytes).ifPresent(schema -> {
                    Schema again = SchemaJson.read(SchemaJson.write(schema));
                    if (!again.equals(schema)) {
                        throw new AssertionError("%s is written as %s".formatted(schema, again));
                    }
                }));
    }

    private static Optional<Schema> read(byte[] bytes) {
        try {
            return Optional.of(SchemaJson.read(bytes));
        } catch (Fault refused) {
            ModelFileFuzz.assertOurs(refused);
            return Optional.empty();
        }
    }

    public static List<byte[]> seeds() {
        return Stream.of(ModelCase.values())
                .map(one -> SchemaJson.write(one.schema()))
                .toList();
    }
}
