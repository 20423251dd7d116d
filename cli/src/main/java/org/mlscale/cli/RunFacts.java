package org.mlscale.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.modelfile.Provenance;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.TableFreeze.Headed;
import org.mlscale.engine.train.TrainJob;

/** What {@code job.json} tells of a run, for {@code mlscale runs} and for scripts: names and values, in order. */
final class RunFacts {
    private RunFacts() {}

    /** What is known before the first step. */
    static Map<String, Object> begun(TrainCommand command, Headed headed, Table table, TrainJob job) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("v", 1);
        facts.put("mlscale", Mlscale.Version.text());
        facts.put("command", command.typed());
        facts.put("data", headed.input().sources().stream().map(Source::name).toList());
        facts.put("target", String.join(",", table.schema().targetNames()));
        facts.put("columns", columns(table));
        headed.sample()
                .ifPresent(sample -> facts.put("rows_whole", sample.whole().rows()));
        facts.put("rows_read", table.account().read());
        facts.put("rows_used", table.account().used());
        facts.put("rows_set_aside", table.account().setAside());
        facts.put("rows_trained", table.train().rowCount());
        facts.put("rows_held", table.holdout().rowCount());
        facts.put("held_out", table.split().reason());
        facts.put("net", job.nets().toString());
        facts.put("params", job.nets().merged().paramCount()); // of the model file
        facts.put("batch", job.shape().batchRows());
        facts.put("epochs", job.epochs());
        facts.put("seed", command.seed);
        facts.put("cpus", command.machine.threads());
        facts.put("engine", Networks.engine());
        return facts;
    }

    /** How it ended: {@code refused} if a {@code --require} was not met, then {@code model} is the refused file. */
    static Map<String, Object> finished(Duration took, Path model, boolean refused, Provenance from) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("finished", text(ZonedDateTime.now(ZoneOffset.UTC)));
        facts.put("seconds", took.toMillis() / 1000.0);
        facts.put("model", model.toString());
        facts.put("refused", refused);
        putFigures(facts, "holdout_", from.holdout());
        putFigures(facts, "linear_", from.linear());
        return facts;
    }

    /** To the second, in UTC: {@code 2026-11-20T16:51:23Z}. */
    static String text(ZonedDateTime time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void putFigures(Map<String, Object> facts, String prefix, List<Figure> figures) {
        for (Figure figure : figures) {
            if (Double.isFinite(figure.value())) { // JSON has no NaN
                facts.put(prefix + figure.name(), figure.value());
            }
        }
    }

    private static Map<String, String> columns(Table table) {
        Map<String, String> columns = new LinkedHashMap<>();
        table.schema().columns().forEach(column -> columns.put(column.name(), ColumnText.of(column)));
        return columns;
    }
}
