package org.mlscale.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.cli.runs.RunDirectory;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.modelfile.Model;
import org.mlscale.engine.modelfile.ModelFile;
import org.mlscale.engine.modelfile.Provenance;
import org.mlscale.engine.table.Sample;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.TableFreeze.Headed;
import org.mlscale.engine.train.Adam;
import org.mlscale.engine.train.History;
import org.mlscale.engine.train.TrainJob;
import org.mlscale.engine.train.TrainState;

/** What a run of {@code mlscale train} leaves behind: the model, and the last lines. {@code startNanos}: when it began, by {@link System#nanoTime}. */
record TrainOut(TrainCommand command, Console console, ZonedDateTime start, long startNanos) {
    /** Writes the model, or the one that is refused, tells the run's directory, and says both. */
    ExitCode write(
            Headed headed,
            List<Provenance.DataFile> files,
            Table table,
            TrainJob job,
            TrainLoop.Trained trained,
            Gate gate,
            RunDirectory directory) {
        TrainState state = trained.state();
        Provenance from = new Provenance(
                Mlscale.Version.text(),
                RunFacts.text(start),
                command.typed(),
                command.seed,
                host(),
                files,
                headed.sample().map(this::part),
                table.train().rowCount(),
                table.holdout().rowCount(),
                Optional.of(table.split()),
                state.step(),
                state.history().best().map(History.Evaluation::figures).orElse(List.of()),
                trained.linear().map(linear -> linear.metrics().figures()).orElse(List.of()));
        List<Gate.Verdict> verdicts = gate.verdicts(from.holdout());
        boolean refused = !verdicts.stream().allMatch(Gate.Verdict::met);
        Path out = refused ? Path.of(command.out + ".refused") : command.out;
        Model model = new Model(table.schema(), job.nets().merged(), job.nets().merge(job.result(state)));
        String kept = ModelFile.write(out, model, Networks.of(model.net()), from, adamState(job));
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        directory.tell(RunFacts.finished(took, out, refused, from));
        verdicts.forEach(verdict -> console.say("required", verdict.text() + (verdict.met() ? ": met" : ": not met")));
        console.say(
                "wrote",
                "%s, %s, %s%s"
                        .formatted(
                                out,
                                size(out),
                                ModelFile.opensInDl4j(model.net())
                                        ? "opens in Deeplearning4j too"
                                        : "for mlscale alone: Deeplearning4j has no layer for embedded words",
                                kept.isEmpty() ? "" : "; the model that was there is now " + kept));
        console.say("took", Text.duration(took));
        if (refused) {
            console.error("mlscale: the model was refused: %s\n  try: mlscale inspect %s; %s"
                    .formatted(
                            verdicts.stream()
                                    .filter(verdict -> !verdict.met())
                                    .map(Gate.Verdict::text)
                                    .collect(Collectors.joining("; ")),
                            out,
                            Files.exists(command.out) ? command.out + " is as it was" : "there is no " + command.out));
            return ExitCode.REFUSED;
        }
        return ExitCode.DONE;
    }

    private Provenance.Part part(Sample sample) {
        return new Provenance.Part(
                command.resultFlags().given().getOrDefault("--sample", ""),
                sample.rows(),
                sample.whole().rows());
    }

    private static String host() {
        return "%s %s, %s, Java %s, %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Text.count(Runtime.getRuntime().availableProcessors(), "core"),
                        System.getProperty("java.version"),
                        Networks.engine());
    }

    /** The params that are kept are averages, to which no moments belong: Adam begins anew. */
    private static ModelFile.AdamState adamState(TrainJob job) {
        double learningRate = job.optimizer() instanceof Adam adam ? adam.learningRate() : 0;
        return new ModelFile.AdamState(
                learningRate, 0, new float[2 * job.nets().merged().paramCount()]);
    }

    private static String size(Path file) {
        try {
            return Text.bytes(Files.size(file));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
