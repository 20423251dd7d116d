package org.mlscale.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mlscale.engine.chunk.CellCursor;
import org.mlscale.engine.chunk.CellHash;

/** The different words of a column of one chunk, numbered from 1 in the order in which they come; number 0 is nobody's. Open addressing over the bytes. One thread. */
final class WordTable {
    private static final int SLOTS_FIRST = 64;
    private static final int EMPTY = 0;

    private int[] slots = new int[SLOTS_FIRST]; // numbers of words
    private long[] hashes = new long[SLOTS_FIRST]; // of words, by number
    private int[] ends = new int[SLOTS_FIRST]; // of their texts, which lie end to end
    private byte[] texts = new byte[SLOTS_FIRST * Long.BYTES];
    private int count = 1; // of numbers given, the one that is nobody's among them

    int count() {
        return count;
    }

    /** The hash of a word, the same in every chunk. */
    long hash(int number) {
        return hashes[number];
    }

    /** The number of a word, a new one if it has none. {@code text} can be read for 8 bytes beyond {@code to}. */
    int number(byte[] text, int from, int to) {
        long hash = hash(text, from, to);
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != EMPTY) {
            int number = slots[slot];
            if (hashes[number] == hash && is(number, text, from, to)) {
                return number;
            }
            slot = slot + 1 & mask;
        }
        return add(slot, hash, text, from, to);
    }

    private int add(int slot, long hash, byte[] text, int from, int to) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        int start = ends[count - 1];
        int end = start + to - from;
        if (end > texts.length) {
            texts = Arrays.copyOf(texts, Math.max(end, 2 * texts.length));
        }
        System.arraycopy(text, from, texts, start, to - from);
        hashes[count] = hash;
        ends[count] = end;
        slots[slot] = count++;
        if (2 * count > slots.length) {
            spread();
        }
        return count - 1;
    }

    private void spread() {
        slots = new int[2 * slots.length];
        for (int number = 1; number < count; number++) {
            slots[freeSlot(hashes[number])] = number;
        }
    }

    private int freeSlot(long hash) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Forgets the word that came last: none that is left was put behind it. */
    void forgetLast() {
        count--;
        int mask = slots.length - 1;
        int slot = (int) hashes[count] & mask;
        while (slots[slot] != count) {
            slot = slot + 1 & mask;
        }
        slots[slot] = EMPTY;
    }

    /** The text of each number; that of 0 is empty. */
    List<String> words() {
        List<String> words = new ArrayList<>(count);
        words.add("");
        for (int number = 1; number < count; number++) {
            words.add(new String(texts, ends[number - 1], ends[number] - ends[number - 1], StandardCharsets.UTF_8));
        }
        return words;
    }

    /** The hash of a word that the table may not have. */
    static long hash(byte[] text, int from, int to) {
        return Draws.mix(CellHash.of(text, from, to));
    }

    /** Whether {@code number}, whose hash is that of {@code text}, is that word. A call to compare arrays costs as much as all the rest, so up to 16 bytes are compared here. */
    private boolean is(int number, byte[] text, int from, int to) {
        int start = ends[number - 1];
        int end = ends[number];
        int length = to - from;
        if (end - start != length) {
            return false;
        }
        if (length < Long.BYTES) {
            return true; // the hash of fewer than 8 bytes is one for one
        }
        if (length <= 2 * Long.BYTES) {
            return CellCursor.word(texts, start) == CellCursor.word(text, from)
                    && CellCursor.word(texts, end - Long.BYTES) == CellCursor.word(text, to - Long.BYTES);
        }
        return Arrays.equals(texts, start, end, text, from, to);
    }
}
