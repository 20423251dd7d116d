package org.mlscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import org.mlscale.cli.console.Text;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Chunks;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.modelfile.ModelFile;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.score.Rematch;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ColumnMatch;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.TableFreeze.Headed;
import org.mlscale.engine.train.Recipe;

/**
 * What {@code --require} asks of a run. All that can be wrong with it is found before the first step: the figures are those of the target, and the
 * champions have been judged on this run's held-out rows, for what their own files say is true of other rows.
 */
final class Gate {
    private final List<Requirement> required;
    private final Map<Path, ModelFile.Opened> champions = new LinkedHashMap<>();
    private final Map<Path, List<Figure>> figures = new LinkedHashMap<>();

    /** One requirement and what came of it. */
    record Verdict(Requirement requirement, double value, double bound) {
        boolean met() {
            return requirement.met(value, bound);
        }

        /** {@code auc is 0.7812, required >= 0.8000 (champion.zip has 0.8020)}. */
        String text() {
            String whose = requirement
                    .champion()
                    .map(champion ->
                            " (%s has %s on these rows)".formatted(champion, Text.number(bound - requirement.number())))
                    .orElse("");
            return "%s is %s, required %s %s%s"
                    .formatted(requirement.figure(), Text.number(value), requirement.sign(), Text.number(bound), whose);
        }
    }

    /** Opens the champions. */
    Gate(List<Requirement> required) {
        this.required = List.copyOf(required);
        required.stream()
                .flatMap(requirement -> requirement.champion().stream())
                .forEach(path -> champions.computeIfAbsent(path, ModelFile::open));
    }

    /** The names of the champions, judged or not. */
    List<Path> champions() {
        return List.copyOf(champions.keySet());
    }

    /**
     * Refuses what {@code table} cannot answer.
     *
     * @throws Fault USAGE for a figure that the target does not have, or if no rows are held out
     */
    void check(Table table) {
        List<String> names = Recipe.figureNames(table.schema());
        for (Requirement requirement : required) {
            if (!names.contains(requirement.figure())) {
                throw Fault.usage(
                        "--require '%s' does not fit the target %s"
                                .formatted(requirement.text(), names(table.schema())),
                        "a figure that does: " + String.join(", ", names));
            }
            if (table.holdout().rowCount() == 0) {
                throw Fault.usage(
                        "--require '%s' judges by rows held out, and there are none".formatted(requirement.text()),
                        "--valid 0.1 holds some out, --valid FILE names them");
            }
        }
        champions.forEach(
                (path, champion) -> checkTargets(path, champion.model().schema(), table.schema()));
    }

    private static void checkTargets(Path path, Schema theirs, Schema ours) {
        String what = theirs.classes()
                .map(classes -> "one of "
                        + String.join(", ", classes.labels().stream().limit(10).toList()))
                .orElse(theirs.targets().size() == 1 ? "a number" : "numbers");
        boolean fits = theirs.classes()
                .map(Target.Classes::labels)
                .equals(ours.classes().map(Target.Classes::labels));
        if (!fits || !theirs.targetNames().equals(ours.targetNames())) {
            throw Fault.usage(
                    "%s cannot be compared with: it predicts %s, %s".formatted(path, names(theirs), what),
                    "a model of this table's target %s, or a number: --require 'auc>=0.80'".formatted(names(ours)));
        }
    }

    private static String names(Schema schema) {
        return String.join(", ", schema.targetNames());
    }

    /** Judges the champions on the rows that {@code table} holds out, which are in {@code file}. */
    void judge(Table table, Headed file, ExecutorService executor, int threads, LongConsumer progress) {
        champions.forEach((path, champion) -> {
            try (Chunks chunks = file.chunks(ChunkReader.CHUNK_BYTES)) {
                Schema schema = champion.model().schema();
                ChunkScanner scanner = ColumnMatch.scanner(
                        schema, file.head(), file.input().sources().getFirst().name(), true, List.of());
                Metrics metrics = new Rematch(
                                table, champion.model(), champion.network(), scanner, Recipe.judge(schema))
                        .run(chunks, executor, threads, progress);
                figures.put(path, metrics.figures());
            } catch (Fault unfit) {
                if (unfit.kind() != Fault.Kind.DATA) {
                    throw unfit;
                }
                String what = "%s does not fit the table: %s".formatted(path, unfit.getMessage());
                throw unfit.location()
                        .map(location -> Fault.data(what, location, unfit.hint()))
                        .orElseGet(() -> Fault.data(what, unfit.hint()))
                        .because(unfit);
            }
        });
    }

    /** The champion's figures on this run's held-out rows. */
    List<Figure> figures(Path champion) {
        return Optional.ofNullable(figures.get(champion)).orElseThrow();
    }

    /** What came of each requirement, by the model's {@code figures} on the rows held out. */
    List<Verdict> verdicts(List<Figure> figures) {
        return required.stream()
                .map(requirement -> new Verdict(
                        requirement,
                        value(requirement, figures),
                        requirement.number()
                                + requirement
                                        .champion()
                                        .map(champion -> value(requirement, figures(champion)))
                                        .orElse(0.0)))
                .toList();
    }

    private static double value(Requirement requirement, List<Figure> figures) {
        return figures.stream()
                .filter(figure -> figure.name().equals(requirement.figure()))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
