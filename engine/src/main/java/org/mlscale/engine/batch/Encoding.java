package org.mlscale.engine.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.table.CachedChunk;

/** What the encoders of all chunks have in common: made once of a schema. Thread-safe: nothing in it changes. */
final class Encoding {
    private final Schema schema;
    private final List<List<NumberInputs>> numbers = new ArrayList<>(); // one of a number, several of a date
    private final List<Map<String, Integer>> keys = new ArrayList<>();

    Encoding(Schema schema) {
        this.schema = schema;
        for (Column column : schema.columns()) {
            numbers.add(
                    switch (column) {
                        case Column.Numeric number -> List.of(new NumberInputs(number));
                        case Column.Date date ->
                            date.parts().stream()
                                    .map(part -> new NumberInputs(part.number()))
                                    .toList();
                        case Column.Category _, Column.Unused _ -> List.of();
                    });
            keys.add(column instanceof Column.Category category ? places(category.keys()) : Map.of());
        }
    }

    private static Map<String, Integer> places(List<String> keys) {
        Map<String, Integer> places = HashMap.newHashMap(keys.size());
        keys.forEach(key -> places.put(key, places.size()));
        return places;
    }

    Schema schema() {
        return schema;
    }

    /** What the numbers of column {@code column} give: one of a number, one of each part of a date. */
    List<NumberInputs> numbers(int column) {
        return numbers.get(column);
    }

    /** The place of each key of column {@code column}, if it is one of words. */
    Map<String, Integer> keys(int column) {
        return keys.get(column);
    }

    /** {@code chunk} in the shape of the schema's training table. */
    Encoder of(CachedChunk chunk) {
        return new Encoder(this, chunk);
    }
}
