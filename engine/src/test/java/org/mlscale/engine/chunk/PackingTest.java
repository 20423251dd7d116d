package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.fault.Fault;

/** Compressed files that are not as they were written: no row of theirs is lost without a word. */
class PackingTest {
    private static final byte[] FIRST = "a,b\n1,2\n3,4\n".repeat(20).getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECOND = "5,six\n7,eight\n".repeat(20).getBytes(StandardCharsets.UTF_8);

    /** Two members or frames, of {@link #FIRST} and {@link #SECOND}. */
    record Pair(String how, int magicBytes, byte[] first, byte[] second) {
        byte[] bytes() {
            return Packed.joined(first, second);
        }

        @Override
        public String toString() {
            return how;
        }
    }

    static Stream<Pair> pairs() {
        return Stream.of(
                new Pair("gzip", 2, Packed.gzip(FIRST), Packed.gzip(SECOND)),
                new Pair("zstd", 4, Packed.zstd(FIRST), Packed.zstd(SECOND)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void read_cutShortAnywhere_saysSoUnlessWholePartsAreLeft(Pair pair) {
        byte[] whole = pair.bytes();
        assertEquals(text(FIRST, SECOND), read(whole));
        for (int length = pair.magicBytes(); length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length == pair.first().length) {
                assertEquals(text(FIRST), read(cut));
            } else {
                assertUnreadable("the compressed file is cut short", "check the file: ls -l t.csv", cut);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void read_anyBitFlipped_isRefusedOrGivesAllOfTheText(Pair pair) {
        int refused = 0;
        int bits = 8 * (pair.bytes().length - pair.magicBytes());
        for (int bit = 0; bit < bits; bit++) {
            byte[] damaged = pair.bytes();
            damaged[pair.magicBytes() + bit / 8] ^= (byte) (1 << bit % 8);
            Optional<Fault> fault = fault(damaged);
            String where = "bit %d of %s".formatted(bit, pair);
            if (fault.isPresent()) {
                refused++;
                assertEquals(Fault.Kind.DATA, fault.get().kind(), where);
                assertTrue(fault.get().getMessage().startsWith("cannot read the input: "), where);
            } else {
                assertEquals(text(FIRST, SECOND), read(damaged), where); // such as the time in a header
            }
        }
        assertTrue(refused > bits * 3 / 4, "only %d of %d".formatted(refused, bits));
    }

    @Test
    void read_gzipFollowedByText_isRefused() {
        byte[] first = Packed.gzip(FIRST);
        String advice = "gzip -dc <t.csv >table.csv keeps what stands before, if that is the whole table";
        assertUnreadable(
                "after %d bytes the compressed file goes on with what is not gzip".formatted(first.length),
                advice,
                Packed.joined(first, new byte[] {'5', ',', '6', '\n'}));
        assertUnreadable(
                "after %d bytes the compressed file goes on with what is not gzip".formatted(first.length),
                advice,
                Packed.joined(first, new byte[70_000], Packed.gzip(SECOND)));
    }

    @Test
    void read_gzipDamaged_saysHow() {
        byte[] sum = Packed.gzip(FIRST);
        sum[sum.length - 5] ^= 1;
        assertDamaged("what comes out does not fit its checksum", sum);
        byte[] length = Packed.gzip(FIRST);
        length[length.length - 1] ^= 1;
        assertDamaged("what comes out does not fit its checksum", length);
        byte[] method = Packed.gzip(FIRST);
        method[2] = 9;
        assertDamaged("it names a compression that is not known", method);
        byte[] block = Packed.gzip(FIRST);
        block[10] |= 6;
        assertDamaged("invalid block type", block);
    }

    @Test
    void read_gzipWithAllHeaderFields_passesThem() {
        byte[] plain = Packed.gzip(FIRST);
        byte[] deflated = Arrays.copyOfRange(plain, 10, plain.length);
        byte[] header = HexFormat.of().parseHex("1f8b081e000000000003" + "0300" + "010203" + "6e00" + "6300");
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(header);
        byte[] sum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
        byte[] member = Packed.joined(header, sum, deflated);
        assertEquals(text(FIRST, FIRST), read(Packed.joined(member, member)));
        member[header.length] ^= 1;
        assertDamaged("a header does not fit its checksum", member);
    }

    @Test
    void read_zstdDamaged_saysHow() {
        byte[] sum = Packed.zstd(FIRST);
        sum[sum.length - 1] ^= 1;
        assertDamaged("Restored data doesn't match checksum", sum);
        assertDamaged("Unknown frame descriptor", Packed.joined(Packed.zstd(FIRST), new byte[] {'5', ',', '6', '\n'}));
    }

    /** A frame of 9 bytes. */
    @Test
    void read_zstdThatAsksForAWindowOfTwoGibibytes_isRefused() {
        assertUnreadable(
                "to unpack it takes a window of more than 128 MiB",
                "zstd -dc --long=31 <t.csv >table.csv, where there is memory for it",
                HexFormat.of().parseHex("28b52ffd" + "00" + "a8" + "010000"));
        assertEquals("", read(HexFormat.of().parseHex("28b52ffd" + "00" + "88" + "010000")), "128 MiB are allowed");
    }

    @Test
    void of_firstBytes_tellThePacking() {
        assertEquals(Packing.GZIP, Packing.of(Packed.gzip(FIRST)));
        assertEquals(Packing.ZSTD, Packing.of(Arrays.copyOf(Packed.zstd(FIRST), 4)));
        assertEquals(Packing.ZSTD, Packing.of(Arrays.copyOf(Packed.SKIPPED, 4)));
        assertEquals(Packing.NONE, Packing.of(new byte[0]));
        assertEquals(Packing.NONE, Packing.of(Arrays.copyOf(FIRST, 4)));
    }

    private static String text(byte[]... parts) {
        return new String(Packed.joined(parts), StandardCharsets.UTF_8);
    }

    /** Through a pipe that gives few bytes at a time, and as chunks of 100 bytes. */
    private static String read(byte[] packed) {
        Source source = TextTable.stream("t.csv", new ShortReads(new java.io.ByteArrayInputStream(packed), 1, 99));
        StringBuilder text = new StringBuilder();
        TextTable.chunks(new Input(List.of(source)), TextTable.COMMA_NO_HEADER, List.of(), 100)
                .forEach(chunk -> text.append(new String(chunk.bytes(), 0, chunk.length(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    private static Optional<Fault> fault(byte[] packed) {
        try {
            read(packed);
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault);
        }
    }

    private static void assertDamaged(String how, byte[] packed) {
        assertUnreadable("the compressed file is damaged (%s)".formatted(how), "check the file: ls -l t.csv", packed);
    }

    private static void assertUnreadable(String reason, String advice, byte[] packed) {
        assertThrows(Fault.class, () -> read(packed), reason);
        assertData("cannot read the input: " + reason, "t.csv", advice, () -> read(packed));
    }
}
