package org.mlscale.engine.modelfile;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Ramps;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/** {@link Schema} as {@code schema.json} and back. */
final class SchemaJson {
    private SchemaJson() {}

    static byte[] write(Schema schema) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("header", schema.header());
        json.put("target_index", schema.targetIndex());
        json.put("target", target(schema.target()));
        schema.weight().ifPresent(weight -> json.put("weight", weight));
        json.put("missing", List.copyOf(schema.missing().tokens()));
        json.put("columns", schema.columns().stream().map(SchemaJson::column).toList());
        return Json.write(json);
    }

    private static Map<String, Object> target(Target target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", target.name());
        switch (target) {
            case Target.Numeric number -> {
                json.put("type", "number");
                json.put("pivot", number.pivot());
                json.put("mean", number.mean());
                json.put("scale", number.scale());
                json.put("min", number.min());
                json.put("max", number.max());
            }
            case Target.Classes classes -> {
                json.put("type", "classes");
                json.put("labels", classes.labels());
                json.put("counts", classes.counts());
            }
        }
        return json;
    }

    private static Map<String, Object> column(Column column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", column.name());
        switch (column) {
            case Column.Numeric numeric -> {
                json.put("type", "number");
                json.put("pivot", numeric.pivot());
                json.put("center", numeric.center());
                json.put("scale", numeric.scale());
                json.put("min", numeric.min());
                json.put("max", numeric.max());
                json.put("missing", numeric.missing());
                if (numeric.ramps().count() > 0) {
                    json.put("knots", numeric.ramps().knots());
                    json.put("means", numeric.ramps().means());
                    json.put("gain", numeric.ramps().gain());
                }
            }
            case Column.Category category -> {
                json.put("type", "category");
                json.put("keys", category.keys());
                json.put("other", category.other());
                json.put("missing", category.missing());
                if (category.embedded()) {
                    json.put("embedded", true);
                }
            }
            case Column.Unused unused -> {
                json.put("type", "unused");
                json.put("why", unused.why().name());
            }
        }
        return json;
    }

    static Schema read(byte[] bytes) {
        Json json = Json.read("schema.json", bytes);
        try {
            return schema(json);
        } catch (IllegalArgumentException unfit) {
            throw Json.damaged("schema.json", String.valueOf(unfit.getMessage()))
                    .because(unfit);
        }
    }

    private static Schema schema(Json json) {
        List<Column> columns =
                json.objects("columns").stream().map(SchemaJson::column).toList();
        int targetIndex = json.size("target_index");
        if (targetIndex > columns.size()) {
            throw Json.damaged(
                    "schema.json", "the target is column %d of %d".formatted(targetIndex, columns.size() + 1));
        }
        Optional<String> weight = json.textIfThere("weight");
        weight.filter(name -> !columns.contains(new Column.Unused(name, Column.Why.WEIGHT)))
                .ifPresent(name -> {
                    throw Json.damaged("schema.json", "no column of weights is named " + name);
                });
        return new Schema(
                json.flag("header"),
                columns,
                target(json.object("target")),
                targetIndex,
                weight,
                new MissingTokens(new LinkedHashSet<>(json.texts("missing"))));
    }

    private static Target target(Json json) {
        return switch (json.text("type")) {
            case "number" ->
                new Target.Numeric(
                        json.text("name"),
                        json.number("pivot"),
                        json.number("mean"),
                        json.number("scale"),
                        json.number("min"),
                        json.number("max"));
            case "classes" -> new Target.Classes(json.text("name"), json.texts("labels"), json.counts("counts"));
            default -> throw Json.damaged("schema.json", "unknown target type " + json.text("type"));
        };
    }

    private static Column column(Json json) {
        return switch (json.text("type")) {
            case "number" ->
                new Column.Numeric(
                        json.text("name"),
                        json.number("pivot"),
                        json.number("center"),
                        json.number("scale"),
                        json.number("min"),
                        json.number("max"),
                        json.has("knots")
                                ? new Ramps(json.numbers("knots"), json.numbers("means"), json.number("gain"))
                                : Ramps.NONE,
                        json.count("missing"));
            case "category" ->
                new Column.Category(
                        json.text("name"),
                        json.texts("keys"),
                        json.count("other"),
                        json.count("missing"),
                        json.has("embedded") && json.flag("embedded"));
            case "unused" -> new Column.Unused(json.text("name"), why(json.text("why")));
            default -> throw Json.damaged("schema.json", "unknown column type " + json.text("type"));
        };
    }

    private static Column.Why why(String name) {
        for (Column.Why why : Column.Why.values()) {
            if (why.name().equals(name)) {
                return why;
            }
        }
        throw Json.damaged("schema.json", "unknown reason " + name);
    }
}
