package org.mlscale.cli.runs;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.mlscale.engine.fault.Fault;

/**
 * What a run's result follows from, in the user's terms: {@code job.json}, written once. Who goes on with the run must have the same.
 *
 * @param mlscale version that began the run
 * @param engine what runs the net
 * @param flags those that decide the result and are not at their default, as typed
 * @param data the files, in the order in which they are read
 * @param fingerprint of all that, as the engine makes it; empty before the table was read
 */
public record JobRecord(
        String mlscale, String engine, Map<String, String> flags, List<DataFile> data, String fingerprint) {
    private static final int FORMAT = 1;

    /**
     * A file of the table or of the rows to judge by.
     *
     * @param bytes on disk
     * @param head SHA-256 of its beginning
     * @param text hash of all its records; empty before they were read
     */
    public record DataFile(String name, long bytes, String head, String text) {
        private Optional<String> change(DataFile was) {
            if (bytes != was.bytes) {
                return Optional.of(String.format(
                        Locale.ROOT, "data: %s has changed (%,d bytes, was %,d)", called(was), bytes, was.bytes));
            }
            boolean otherText = !text.isEmpty() && !was.text.isEmpty() && !text.equals(was.text);
            return head.equals(was.head) && !otherText
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT, "data: %s has changed (%,d bytes, as before)", called(was), bytes));
        }

        private String called(DataFile was) {
            return name.equals(was.name) ? name : "%s, which was %s,".formatted(name, was.name);
        }
    }

    public JobRecord {
        flags = new TreeMap<>(flags);
        data = List.copyOf(data);
    }

    /** What differs in data and program between this record of now and the one that began the run, a phrase each. */
    public List<String> changes(JobRecord was) {
        List<String> changes = new ArrayList<>();
        if (data.size() != was.data.size()) {
            changes.add("data: is %d files, was %d".formatted(data.size(), was.data.size()));
        } else {
            for (int i = 0; i < data.size(); i++) {
                data.get(i).change(was.data.get(i)).ifPresent(changes::add);
            }
        }
        if (!engine.equals(was.engine)) {
            changes.add("the engine was %s, is %s".formatted(was.engine, engine));
        }
        if (changes.isEmpty() && !fingerprint.isEmpty() && !fingerprint.equals(was.fingerprint)) {
            changes.add("mlscale was %s, is %s, which plans the same job otherwise".formatted(was.mlscale, mlscale));
        }
        return changes;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v", FORMAT);
        json.put("mlscale", mlscale);
        json.put("engine", engine);
        json.put("flags", flags);
        json.put("data", data);
        json.put("fingerprint", fingerprint);
        return json;
    }

    /**
     * Reads {@code job.json} back.
     *
     * @throws Fault USAGE if it is of another format, or is not what was written
     */
    static JobRecord of(Path file, String text) {
        try {
            Map<String, Object> json = JSON.std.mapFrom(text);
            if (!Objects.equals(json.get("v"), FORMAT)) {
                throw Fault.usage(
                        "%s has format %s, this mlscale reads format %d".formatted(file, json.get("v"), FORMAT),
                        "go on with the mlscale that began the run, or --run-dir with a new name");
            }
            Map<String, String> flags = new TreeMap<>();
            ((Map<?, ?>) field(json, "flags")).forEach((name, value) -> flags.put(name.toString(), value.toString()));
            List<DataFile> data = new ArrayList<>();
            for (Object element : (List<?>) field(json, "data")) {
                Map<?, ?> entry = (Map<?, ?>) element;
                data.add(new DataFile(
                        field(entry, "name").toString(),
                        ((Number) field(entry, "bytes")).longValue(),
                        field(entry, "head").toString(),
                        field(entry, "text").toString()));
            }
            return new JobRecord(
                    field(json, "mlscale").toString(),
                    field(json, "engine").toString(),
                    flags,
                    data,
                    field(json, "fingerprint").toString());
        } catch (IOException | ClassCastException | NullPointerException damaged) {
            throw Fault.usage("%s is damaged".formatted(file), "--run-dir with a new name")
                    .because(damaged);
        }
    }

    private static Object field(Map<?, ?> json, String name) {
        return Objects.requireNonNull(json.get(name), name);
    }
}
