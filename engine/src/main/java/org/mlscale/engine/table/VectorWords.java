package org.mlscale.engine.table;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Typing;
import org.mlscale.engine.schema.WordEffects;
import org.mlscale.engine.schema.Words;

/**
 * Decides which words of the columns with many are keys: those that come often enough for their rows to tell more of the target than its noise hides. The vectors
 * that may be had are shared evenly by all such columns.
 */
final class VectorWords {
    /** Classes of the target beyond the most frequent count as one: what this takes of memory is bounded. */
    private static final int CLASSES_MAX = 64;

    private final Map<String, Integer> classes;
    private final Map<Integer, Typing.Vectors> vectors = new HashMap<>(); // by column

    /** Of a draft whose columns have been settled. */
    VectorWords(TableDraft draft, Roles roles, List<Integer> targets) {
        int target = targets.getFirst(); // of several
        List<Tally> tallies = draft.tallies();
        classes = tallies.get(target) instanceof Tally.Vocabulary vocabulary
                ? places(vocabulary.words().byCount().stream()
                        .limit(CLASSES_MAX - 1)
                        .toList())
                : Map.of();
        Map<Integer, Effects> columns = new LinkedHashMap<>();
        int[] wide = IntStream.range(0, tallies.size())
                .filter(column -> !targets.contains(column) && !draft.unused(column, roles))
                .filter(column -> Typing.manyWords(tallies.get(column)))
                .toArray();
        int wordsMax = wide.length == 0 ? 0 : Typing.VECTORS_MAX / wide.length;
        for (int column : wide) {
            columns.put(column, effects(((Tally.Vocabulary) tallies.get(column)).words(), wordsMax));
        }
        if (!columns.isEmpty()) {
            for (List<Cells> cells : draft.cells(column -> column == target || columns.containsKey(column))) {
                columns.forEach((column, effects) ->
                        add(effects.sums(), effects.places(), (Cells.Codes) cells.get(column), cells.get(target)));
            }
        }
        columns.forEach((column, effects) -> vectors.put(column, new Typing.Vectors(wordsMax, (long)
                Math.ceil(effects.sums().rowsToTell()))));
    }

    /** What the words of a column, of which only the commonest have a place, tell of the target. */
    private record Effects(Map<String, Integer> places, WordEffects sums) {}

    private Effects effects(Words vocabulary, int wordsMax) {
        List<String> words = vocabulary.byCount().stream().limit(wordsMax).toList();
        return new Effects(places(words), new WordEffects(words.size(), classes.isEmpty() ? 1 : CLASSES_MAX));
    }

    Typing.Vectors of(int column) {
        return vectors.getOrDefault(column, Typing.Vectors.NONE);
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
