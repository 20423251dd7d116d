package org.mlscale.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.RandomCsv;

/** Any bytes as a table, behind {@value #SETTINGS} others that say how it is to be read: what Commons CSV reads of it, or refused by both. */
public final class ScannerFuzz {
    private static final int SETTINGS = 3;
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};

    /** What fuzzing found, by what was wrong with it: numbers in the one column of a table without a header. */
    private static final Map<String, String> FOUND =
            Map.of("a number of more than 64 zeros had another hash where its text was kept", "0".repeat(77) + "\r");

    private ScannerFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length >= SETTINGS) {
            ScannerCase one = decoded(bytes);
            try {
                one.check();
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError(one.toString(), wrong);
            }
        }
    }

    private static ScannerCase decoded(byte[] bytes) {
        Optional<Character> quote = switch (bytes[0] >> 2 & 3) {
            case 0, 1 -> Optional.of('"');
            case 2 -> Optional.of('\'');
            default -> Optional.empty();
        };
        boolean header = (bytes[0] & 16) != 0;
        DecimalSign decimal = (bytes[0] & 32) != 0 ? DecimalSign.COMMA : DecimalSign.POINT;
        Dialect dialect = new Dialect(SEPARATORS[bytes[0] & 3], quote, header, decimal);
        byte[] text = Arrays.copyOfRange(bytes, SETTINGS, bytes.length);
        RandomCsv table = RandomCsv.found(dialect, 1 + (bytes[1] & 7), text);
        return ScannerCase.of(table, new SplittableRandom(bytes[2]));
    }

    /** Random tables, whole and damaged, and what was found. */
    public static List<byte[]> seeds() {
        return Stream.concat(
                        LongStream.rangeClosed(1, 60).mapToObj(ScannerFuzz::seed),
                        FOUND.values().stream().map(text -> encoded(new byte[] {3, 0, 56}, utf8(text))))
                .toList();
    }

    private static byte[] seed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomCsv whole = seed % 4 == 0 ? RandomCsv.noise(random) : RandomCsv.table(random, 5);
        RandomCsv table = seed % 3 == 0 ? whole.mutated(random) : whole;
        Dialect dialect = table.dialect();
        int separator = new String(SEPARATORS).indexOf(dialect.separator());
        int quote = dialect.quote().map(q -> q == '"' ? 0 : 2).orElse(3);
        int header = dialect.header() ? 16 : 0;
        int decimal = dialect.decimal() == DecimalSign.COMMA ? 32 : 0;
        byte[] settings = {
            (byte) (separator | quote << 2 | header | decimal),
            (byte) (table.names().size() - 1 & 7),
            (byte) seed
        };
        return encoded(settings, table.text());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encoded(byte[] settings, byte[] text) {
        byte[] bytes = Arrays.copyOf(settings, SETTINGS + text.length);
        System.arraycopy(text, 0, bytes, SETTINGS, text.length);
        return bytes;
    }
}
