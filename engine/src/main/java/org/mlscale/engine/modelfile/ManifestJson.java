package org.mlscale.engine.modelfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.table.Split;

/** {@code manifest.json} and {@code metrics.json}: the format's version, every entry's checksum, and where the model came from. */
final class ManifestJson {
    /** Of model files. A reader takes this one and all before it. */
    static final int FORMAT = 1;

    private ManifestJson() {}

    static byte[] write(Provenance from, SortedMap<String, String> checksums) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("mlscale", from.version());
        json.put("created", from.created());
        json.put("command", from.command());
        json.put("seed", from.seed());
        json.put("host", from.host());
        json.put("data", from.data().stream().map(ManifestJson::file).toList());
        from.part().ifPresent(part -> json.put("part", part(part)));
        json.put("rows_trained", from.rowsTrained());
        json.put("rows_held", from.rowsHeld());
        json.put("steps", from.steps());
        json.put("opens_in_deeplearning4j", checksums.containsKey(Entries.DL4J_CONFIGURATION));
        json.put("sha256", checksums);
        return Json.write(json);
    }

    private static Map<String, Object> file(Provenance.DataFile file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", file.name());
        json.put("bytes", file.bytes());
        json.put("sha256_head", file.sha256Head());
        return json;
    }

    private static Map<String, Object> part(Provenance.Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("asked", part.asked());
        json.put("rows", part.rows());
        json.put("whole_rows", part.wholeRows());
        return json;
    }

    private static Provenance.Part part(Json json) {
        return new Provenance.Part(json.text("asked"), json.count("rows"), json.count("whole_rows"));
    }

    static byte[] metrics(Provenance from) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", from.rowsHeld());
        from.split().ifPresent(split -> json.put("held_out", split(split)));
        json.put("figures", from.holdout().stream().map(ManifestJson::figure).toList());
        json.put("linear", from.linear().stream().map(ManifestJson::figure).toList());
        return Json.write(json);
    }

    private static Map<String, Object> split(Split split) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("by", split.by().name().toLowerCase(Locale.ROOT));
        json.put("column", split.column());
        json.put("what", split.what());
        json.put("why", split.why());
        json.put("leak", split.leak());
        json.put("folds", split.folds());
        return json;
    }

    private static Split split(Json json) {
        return new Split(
                by(json.text("by")),
                json.text("column"),
                json.text("what"),
                json.text("why"),
                json.text("leak"),
                json.has("folds") ? json.size("folds") : 0);
    }

    private static Split.By by(String name) {
        for (Split.By by : Split.By.values()) {
            if (by.name().toLowerCase(Locale.ROOT).equals(name)) {
                return by;
            }
        }
        throw Json.damaged(Entries.METRICS, "rows are held out by %s, which is unknown".formatted(name));
    }

    private static Map<String, Object> figure(Figure figure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", figure.name());
        putFinite(json, "value", figure.value());
        putFinite(json, "baseline", figure.baseline());
        json.put("higher_is_better", figure.higherIsBetter());
        return json;
    }

    /** JSON has no NaN: what is not known is left out. */
    private static void putFinite(Map<String, Object> json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }

    /**
     * The manifest's checksums by entry.
     *
     * @throws Fault MODEL if a newer mlscale wrote it
     */
    static Map<String, String> checksums(Json manifest) {
        long format = manifest.count("format");
        if (format > FORMAT) {
            throw Fault.model(
                    "the model file has format %d, this mlscale reads up to %d".formatted(format, FORMAT),
                    "use mlscale %s or newer".formatted(manifest.text("mlscale")));
        }
        if (format < 1) {
            throw Json.damaged(Entries.MANIFEST, "there is no format " + format);
        }
        Json sums = manifest.object("sha256");
        Map<String, String> checksums = new TreeMap<>();
        sums.names().forEach(name -> checksums.put(name, sums.text(name)));
        return checksums;
    }

    static Provenance provenance(Json manifest, Json metrics) {
        return new Provenance(
                manifest.text("mlscale"),
                manifest.text("created"),
                manifest.texts("command"),
                manifest.whole("seed"),
                manifest.text("host"),
                manifest.objects("data").stream()
                        .map(file -> new Provenance.DataFile(
                                file.text("name"), file.count("bytes"), file.text("sha256_head")))
                        .toList(),
                manifest.has("part") ? Optional.of(part(manifest.object("part"))) : Optional.empty(),
                manifest.count("rows_trained"),
                manifest.count("rows_held"),
                metrics.has("held_out") ? Optional.of(split(metrics.object("held_out"))) : Optional.empty(),
                manifest.count("steps"),
                figures(metrics, "figures"),
                metrics.has("linear") ? figures(metrics, "linear") : List.of()); // 0.1.0 wrote none
    }

    private static List<Figure> figures(Json metrics, String name) {
        return metrics.objects(name).stream()
                .map(figure -> new Figure(
                        figure.text("name"),
                        number(figure, "value"),
                        number(figure, "baseline"),
                        figure.flag("higher_is_better")))
                .toList();
    }

    private static double number(Json json, String name) {
        return json.has(name) ? json.number(name) : Double.NaN;
    }
}
