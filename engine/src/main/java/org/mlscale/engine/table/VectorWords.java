package org.mlscale.engine.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Typing;
import org.mlscale.engine.schema.WordEffects;

/**
 * Decides which words of the columns with many are keys: those that come often enough for their rows to tell more of the target than its noise hides. The vectors
 * that may be had are shared evenly by all such columns.
 */
final class VectorWords {
    /** Classes of the target beyond the most frequent count as one: what this takes of memory is bounded. */
    private static final int CLASSES_MAX = 64;

    private final TableDraft draft;
    private final List<Tally> tallies;
    private final int target; // the first of several
    private final Map<String, Integer> classes;
    private final List<Integer> columns;

    /** Of a draft whose columns have been settled. */
    VectorWords(TableDraft draft, Roles roles, List<Integer> targets) {
        this.draft = draft;
        this.target = targets.getFirst();
        this.tallies = draft.tallies();
        classes = tallies.get(target) instanceof Tally.Vocabulary vocabulary
                ? places(vocabulary.words().byCount().stream()
                        .limit(CLASSES_MAX - 1)
                        .toList())
                : Map.of();
        columns = IntStream.range(0, tallies.size())
                .filter(column -> !targets.contains(column) && !draft.unused(column, roles))
                .filter(column -> Typing.manyWords(tallies.get(column)))
                .boxed()
                .toList();
    }

    Typing.Vectors of(int column) {
        if (!columns.contains(column)) {
            return Typing.Vectors.NONE;
        }
        int wordsMax = Typing.VECTORS_MAX / columns.size();
        List<String> words = ((Tally.Vocabulary) tallies.get(column))
                .words().byCount().stream().limit(wordsMax).toList();
        Map<String, Integer> places = places(words);
        WordEffects effects = new WordEffects(words.size(), classes.isEmpty() ? 1 : CLASSES_MAX);
        for (CachedChunk chunk : draft.chunks()) {
            add(
                    effects,
                    places,
                    (Cells.Codes) chunk.columns().get(column),
                    chunk.columns().get(target));
        }
        return new Typing.Vectors(wordsMax, (long) Math.ceil(effects.rowsToTell()));
    }

    private void add(WordEffects effects, Map<String, Integer> places, Cells.Codes words, Cells targets) {
        int[] wordOf = placeOf(words.words(), places, -1);
        int[] classOf =
                targets instanceof Cells.Codes codes ? placeOf(codes.words(), classes, CLASSES_MAX - 1) : new int[0];
        for (int row = 0; row < words.codes().length; row++) {
            int word = wordOf[words.codes()[row]];
            if (word >= 0) {
                add(effects, word, targets, row, classOf);
            }
        }
    }

    /** Adds the row, if it has a target. */
    private static void add(WordEffects effects, int word, Cells targets, int row, int[] classOf) {
        switch (targets) {
            case Cells.Floats(float[] values) -> {
                if (!Float.isNaN(values[row])) {
                    effects.add(word, 0, values[row]);
                }
            }
            case Cells.Codes codes -> {
                if (codes.codes()[row] != Cells.Codes.MISSING) {
                    effects.add(word, classOf[codes.codes()[row]], 1);
                }
            }
            case Cells.Times _, Cells.None _ -> {}
        }
    }

    /** For each code of a chunk, the place of its word; {@code other} for those that have none, and for missing cells. */
    private static int[] placeOf(List<String> words, Map<String, Integer> places, int other) {
        return IntStream.range(0, words.size())
                .map(code -> code == Cells.Codes.MISSING ? other : places.getOrDefault(words.get(code), other))
                .toArray();
    }

    private static Map<String, Integer> places(List<String> words) {
        Map<String, Integer> places = new HashMap<>();
        words.forEach(word -> places.put(word, places.size()));
        return places;
    }
}
