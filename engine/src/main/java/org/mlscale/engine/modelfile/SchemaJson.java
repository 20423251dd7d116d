package org.mlscale.engine.modelfile;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Ramps;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.schema.Unit;

/** {@link Schema} as {@code schema.json} and back. */
final class SchemaJson {
    private SchemaJson() {}

    static byte[] write(Schema schema) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("header", schema.header());
        json.put("target_indices", schema.targetIndices());
        json.put("targets", schema.targets().stream().map(SchemaJson::target).toList());
        schema.weight().ifPresent(weight -> json.put("weight", weight));
        json.put("missing", List.copyOf(schema.missing().tokens()));
        json.put("decimal", schema.decimal().text());
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
                switch (number.bend()) {
                    case Target.Bend.Straight _ -> {}
                    case Target.Bend.Log log -> json.put("log", Map.of("from", log.from(), "unit", log.unit()));
                }
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
            case Column.Date date -> {
                json.put("type", "date");
                json.put("order", date.order().word());
                json.put("parts", date.parts().stream().map(SchemaJson::part).toList());
                json.put("first", date.first());
                json.put("last", date.last());
                json.put("missing", date.missing());
            }
            case Column.Unused unused -> {
                json.put("type", "unused");
                json.put("why", unused.why().name());
            }
        }
        return json;
    }

    private static Map<String, Object> part(Column.Date.Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", part.unit().text());
        json.put("number", column(part.number()));
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
        Optional<String> weight = json.textIfThere("weight");
        weight.filter(name -> !columns.contains(new Column.Unused(name, Column.Why.WEIGHT)))
                .ifPresent(name -> {
                    throw Json.damaged("schema.json", "no column of weights is named " + name);
                });
        return new Schema(
                json.flag("header"),
                columns,
                json.objects("targets").stream().map(SchemaJson::target).toList(),
                json.sizes("target_indices"),
                weight,
                new MissingTokens(new LinkedHashSet<>(json.texts("missing"))),
                json.textIfThere("decimal")
                        .map(SchemaJson::decimal)
                        .orElse(DecimalSign.POINT)); // the first models had no other
    }

    private static DecimalSign decimal(String text) {
        return Stream.of(DecimalSign.values())
                .filter(sign -> sign.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Json.damaged("schema.json", "unknown decimal sign " + text));
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
                        json.number("max"),
                        bend(json));
            case "classes" -> new Target.Classes(json.text("name"), json.texts("labels"), json.counts("counts"));
            default -> throw unknown("target type", json.text("type"));
        };
    }

    private static Target.Bend bend(Json json) {
        if (!json.has("log")) {
            return new Target.Bend.Straight();
        }
        Json log = json.object("log");
        return new Target.Bend.Log(log.number("from"), log.number("unit"));
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
            case "date" ->
                new Column.Date(
                        json.text("name"),
                        DateOrder.of(json.text("order")).orElseThrow(() -> unknown("date order", json.text("order"))),
                        json.objects("parts").stream().map(SchemaJson::part).toList(),
                        json.whole("first"),
                        json.whole("last"),
                        json.count("missing"));
            case "unused" -> new Column.Unused(json.text("name"), why(json.text("why")));
            default -> throw unknown("column type", json.text("type"));
        };
    }

    private static Column.Date.Part part(Json json) {
        Unit unit = Unit.of(json.text("unit")).orElseThrow(() -> unknown("part of a date", json.text("unit")));
        if (!(column(json.object("number")) instanceof Column.Numeric number)) {
            throw Json.damaged("schema.json", "a part of a date is no number");
        }
        return new Column.Date.Part(unit, number);
    }

    private static Fault unknown(String thing, String word) {
        return Json.damaged("schema.json", "unknown %s %s".formatted(thing, word));
    }

    private static Column.Why why(String name) {
        for (Column.Why why : Column.Why.values()) {
            if (why.name().equals(name)) {
                return why;
            }
        }
        throw unknown("reason", name);
    }
}
