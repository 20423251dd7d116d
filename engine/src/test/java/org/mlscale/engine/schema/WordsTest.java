package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Seeds;

class WordsTest {
    @Test
    void add_partsInAnyOrder_sameWordsAsAllAtOnce() {
        Seeds.some(200).forEach(seed -> {
            Random random = new Random(seed);
            Map<String, Long> counts = new TreeMap<>();
            List<Words> parts = new ArrayList<>();
            for (int part = random.nextInt(6); part >= 0; part--) {
                Words words = new Words(DecimalSign.POINT);
                for (int i = random.nextInt(30); i > 0; i--) {
                    String word = random.nextBoolean() ? "w" + random.nextInt(9) : Integer.toString(random.nextInt(12));
                    long count = 1L + random.nextInt(5);
                    words.add(word, count);
                    counts.merge(word, count, Long::sum);
                }
                parts.add(words);
            }
            Collections.shuffle(parts, random);
            Words merged = new Words(DecimalSign.POINT);
            parts.forEach(merged::add);
            String where = Seeds.repeat(getClass(), seed);
            assertEquals(counts.size(), merged.different(), where);
            counts.forEach((word, count) -> assertEquals(count, merged.count(word), where));
            assertEquals(counts.values().stream().mapToLong(Long::longValue).sum(), merged.count(), where);
            assertEquals(
                    counts.entrySet().stream()
                            .filter(e -> !e.getKey().startsWith("w"))
                            .mapToLong(Map.Entry::getValue)
                            .sum(),
                    merged.numbers(),
                    where);
            List<String> byCount = new ArrayList<>(counts.keySet());
            byCount.sort((a, b) ->
                    counts.get(a).equals(counts.get(b)) ? a.compareTo(b) : Long.compare(counts.get(b), counts.get(a)));
            assertEquals(byCount, merged.byCount(), where);
        });
    }

    @Test
    void usualNumber_isTheOneThatComesMostOften() {
        Words words = words("7", "x", "x", "x", "9", "9", "8", "8");
        assertEquals(Optional.of(8.0), words.usualNumber());
        assertEquals(Optional.empty(), words("x").usualNumber());
        assertEquals(5, words.numbers());
        assertEquals(8, words.count());
    }

    @Test
    void add_moreDifferentWordsThanTheLimit_keepsCountsOnly() {
        Words words = new Words(DecimalSign.POINT);
        for (int i = 0; i < Words.DIFFERENT_MAX; i++) {
            words.add("w" + i, 1);
        }
        words.add("w0", 1);
        assertFalse(words.tooMany());
        assertEquals(Words.DIFFERENT_MAX, words.different());
        words.add("3.5", 2);
        assertTooMany(words, Words.DIFFERENT_MAX + 3L);
    }

    @Test
    void add_partsThatAreTooManyTogether_sameInBothOrders() {
        Words low = new Words(DecimalSign.POINT);
        Words high = new Words(DecimalSign.POINT);
        for (int i = 0; i <= Words.DIFFERENT_MAX / 2; i++) {
            low.add("a" + i, 1);
            high.add("b" + i, 1);
        }
        low.add("3.5", 2);
        Words oneWay = new Words(DecimalSign.POINT);
        oneWay.add(low);
        oneWay.add(high);
        Words otherWay = new Words(DecimalSign.POINT);
        otherWay.add(high);
        otherWay.add(low);
        assertTooMany(oneWay, Words.DIFFERENT_MAX + 4L);
        assertTooMany(otherWay, Words.DIFFERENT_MAX + 4L);
        Words more = words("x");
        more.add(oneWay);
        assertTooMany(more, Words.DIFFERENT_MAX + 5L);
        more.add("x", 1);
        assertTooMany(more, Words.DIFFERENT_MAX + 6L);
    }

    private static void assertTooMany(Words words, long count) {
        assertTrue(words.tooMany());
        assertEquals(0, words.different());
        assertEquals(List.of(), words.byCount());
        assertEquals(count, words.count());
        assertEquals(2, words.numbers());
        assertEquals(Optional.of(3.5), words.usualNumber());
    }

    private static Words words(String... words) {
        Words made = new Words(DecimalSign.POINT);
        for (String word : words) {
            made.add(word, 1);
        }
        return made;
    }
}
