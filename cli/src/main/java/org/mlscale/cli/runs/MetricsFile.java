package org.mlscale.cli.runs;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mlscale.engine.metrics.Figure;

/** {@code metrics.jsonl}: a line for each look at the hold-out, written when it was made. */
public record MetricsFile(Path file) {
    /** Adds a line. */
    public void add(long step, int epoch, double trainLoss, List<Figure> figures) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("v", 1);
        line.put("step", step);
        line.put("epoch", epoch);
        put(line, "train_loss", trainLoss);
        figures.forEach(figure -> put(line, "holdout_" + figure.name(), figure.value()));
        try {
            Files.writeString(file, JsonText.line(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw JsonText.unwritable(file, full);
        }
    }

    private static void put(Map<String, Object> line, String name, double value) {
        if (Double.isFinite(value)) { // JSON has no NaN
            line.put(name, value);
        }
    }

    /** Takes out lines of steps after {@code step}: a run that goes on from there comes to them again. */
    public void forgetAfter(long step) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<String> kept = Files.readAllLines(file).stream()
                    .filter(line -> stepOf(line) <= step)
                    .toList();
            JsonText.replace(file, kept.isEmpty() ? "" : String.join("\n", kept) + "\n");
        } catch (IOException unreadable) {
            throw JsonText.unwritable(file, unreadable);
        }
    }

    /** The last line of a process that was killed may be cut short: it is of no step that is kept. */
    private static long stepOf(String line) {
        try {
            return JSON.std.mapFrom(line).get("step") instanceof Number step ? step.longValue() : Long.MAX_VALUE;
        } catch (IOException cut) {
            return Long.MAX_VALUE;
        }
    }
}
