package org.mlscale.engine.modelfile;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlscale.engine.fault.Fault;

/** A JSON object of a model file, read with suspicion: what is not there or of another type is the file's fault. */
final class Json {
    private static final JSON FORMAT = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private final String entry;
    private final Map<?, ?> fields;

    private Json(String entry, Map<?, ?> fields) {
        this.entry = entry;
        this.fields = fields;
    }

    static byte[] write(Map<String, ?> object) {
        try {
            return (FORMAT.asString(object) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Json read(String entry, byte[] bytes) {
        try {
            return new Json(entry, JSON.std.mapFrom(bytes));
        } catch (IOException malformed) {
            throw damaged(entry, "it is not a JSON object").because(malformed);
        }
    }

    String text(String name) {
        if (value(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a text");
    }

    boolean flag(String name) {
        if (value(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    double number(String name) {
        if (value(name) instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(name, "a number");
    }

    long whole(String name) {
        Object value = value(name);
        if (isWhole(value)) {
            return ((Number) value).longValue();
        }
        throw wrong(name, "a whole number");
    }

    /** A whole number from 0 up. */
    long count(String name) {
        Object value = value(name);
        if (isCount(value)) {
            return ((Number) value).longValue();
        }
        throw wrong(name, "a count");
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long;
    }

    private static boolean isCount(Object value) {
        return isWhole(value) && ((Number) value).longValue() >= 0;
    }

    int size(String name) {
        long count = count(name);
        if (count > Integer.MAX_VALUE) {
            throw wrong(name, "a size");
        }
        return (int) count;
    }

    List<Integer> sizes(String name) {
        return counts(name).stream()
                .map(count -> {
                    if (count > Integer.MAX_VALUE) {
                        throw wrong(name, "a list of sizes");
                    }
                    return count.intValue();
                })
                .toList();
    }

    Json object(String name) {
        if (value(name) instanceof Map<?, ?> map) {
            return new Json(entry, map);
        }
        throw wrong(name, "an object");
    }

    List<Json> objects(String name) {
        List<Json> objects = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof Map<?, ?> map)) {
                throw wrong(name, "a list of objects");
            }
            objects.add(new Json(entry, map));
        }
        return objects;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof String text)) {
                throw wrong(name, "a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    List<Long> counts(String name) {
        List<Long> counts = new ArrayList<>();
        for (Object element : list(name)) {
            if (!isCount(element)) {
                throw wrong(name, "a list of counts");
            }
            counts.add(((Number) element).longValue());
        }
        return counts;
    }

    List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                throw wrong(name, "a list of numbers");
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    Optional<String> textIfThere(String name) {
        return fields.get(name) == null ? Optional.empty() : Optional.of(text(name));
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    List<String> names() {
        return fields.keySet().stream().map(String::valueOf).toList();
    }

    private List<?> list(String name) {
        if (value(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list");
    }

    private Object value(String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw wrong(name, "there");
        }
        return value;
    }

    private Fault wrong(String name, String expected) {
        return damaged(entry, "\"%s\" is not %s".formatted(name, expected));
    }

    static Fault damaged(String entry, String what) {
        return Fault.model("the model file is damaged: %s: %s".formatted(entry, what), "copy or train it again");
    }
}
