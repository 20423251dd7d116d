package org.mlscale.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.cli.runs.JobRecord;
import org.mlscale.cli.runs.RunDirectory;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.modelfile.Provenance;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.TextSum;
import org.mlscale.engine.train.Checkpoints;
import org.mlscale.engine.train.Fingerprint;
import org.mlscale.engine.train.History;
import org.mlscale.engine.train.TrainJob;
import org.mlscale.engine.train.TrainState;

/**
 * Where a run starts: at the beginning, where an earlier process left it, or not at all because it is finished.
 *
 * @param data the files, in the order in which they are read
 */
record TrainStart(TrainCommand command, RunDirectory directory, List<Provenance.DataFile> data) {
    /** The directory of {@code --run-dir}, locked; or the one that will be made. */
    static RunDirectory directory(TrainCommand command, ZonedDateTime now) {
        if (!command.resume) {
            return RunDirectory.create(Optional.ofNullable(command.runDir), now);
        }
        if (command.runDir == null) {
            throw Fault.usage(
                    "--resume needs the directory of the run that is to go on", "--run-dir DIR, as in: ls runs");
        }
        return RunDirectory.resume(command.runDir);
    }

    /**
     * How the run ended if there is nothing left to do, which is said. To be asked before the table is read.
     *
     * @throws Fault USAGE if the run in the directory was begun with other flags or files
     */
    Optional<ExitCode> finished(Console console) {
        if (directory.job().isEmpty()) {
            return Optional.empty();
        }
        check(record(List.of(), ""));
        if (!directory.finished()) {
            console.say("resume", "%s/ goes on; its table is read again first".formatted(directory.path()));
            return Optional.empty();
        }
        String when = directory.fact("finished").map(Object::toString).orElse("");
        console.say("resume", "%s/ is finished since %s: nothing to do".formatted(directory.path(), when));
        Path model =
                directory.fact("model").map(fact -> Path.of(fact.toString())).orElse(command.out);
        if (!Files.exists(model)) {
            console.say("warn", "its model %s is not there any more".formatted(model));
        }
        if (directory.fact("refused").equals(Optional.of(true))) {
            console.error(
                    "mlscale: the model %s was refused\n  try: grep required %s".formatted(model, directory.log()));
            return Optional.of(ExitCode.REFUSED);
        }
        if (!model.equals(command.out)) {
            console.say("warn", "its model is %s; --out %s is not written".formatted(model, command.out));
        }
        console.say("next", TrainCommand.scoring(model));
        return Optional.of(ExitCode.DONE);
    }

    /**
     * Checks what could not be checked before the table was read, and makes the directory that of this run.
     *
     * @return the checkpoints of this run, which may be there or not
     * @throws Fault USAGE if the run in the directory was begun with another table
     */
    Checkpoints begin(Table table, TrainJob job) {
        String fingerprint = Fingerprint.of(table, job, Networks.engine());
        JobRecord now = record(table.texts(), fingerprint);
        if (directory.job().isPresent()) {
            check(now);
        } else {
            directory.begin(now);
        }
        return new Checkpoints(directory.checkpoints(), fingerprint);
    }

    /** The state to go on from. What an earlier process told of later steps is forgotten. */
    TrainState state(TrainJob job, Checkpoints checkpoints, long steps, Console console) {
        if (!directory.goesOn()) {
            return TrainState.fresh(job);
        }
        Optional<TrainState> kept = checkpoints.newest(what -> console.say("warn", what + "; it is removed"));
        TrainState state = kept.orElseGet(() -> TrainState.fresh(job));
        directory
                .metrics()
                .forgetAfter(state.history().evaluations().stream()
                        .map(History.Evaluation::step)
                        .max(Comparator.naturalOrder())
                        .orElse(0L));
        kept.ifPresentOrElse(
                there -> console.say(
                        "resume", "from step %s of at most %s".formatted(Text.count(there.step()), Text.count(steps))),
                () -> console.say("resume", "from the beginning: there is no checkpoint"));
        return state;
    }

    /** The steps from which this run was gone on with, this time included. */
    List<Object> resumedFrom(TrainState state) {
        List<Object> steps = new ArrayList<>();
        directory.fact("resumed_from").ifPresent(before -> steps.addAll((List<?>) before));
        steps.add(state.step());
        return steps;
    }

    /** The command line that goes on with this run. */
    List<String> next() {
        List<String> next = new ArrayList<>(command.typed());
        if (command.runDir == null) {
            next.addAll(List.of("--run-dir", directory.path().toString()));
        }
        if (!command.resume) {
            next.add("--resume");
        }
        return next;
    }

    /** The fault of a model that could not be written, with the command that does it when there is room for it. */
    Fault kept(Fault failed) {
        return failed.kind() == Fault.Kind.RESOURCES
                ? Fault.resources(
                                String.valueOf(failed.getMessage()),
                                failed.hint() + "\nthen, for what was learned is kept: " + Text.command(next()))
                        .because(failed)
                : failed;
    }

    private void check(JobRecord now) {
        JobRecord was = directory.job().orElseThrow();
        List<String> changes = new ArrayList<>(command.resultFlags().changes(was.flags()));
        changes.addAll(now.changes(was));
        if (!changes.isEmpty()) {
            throw Fault.usage(
                    "the run in %s was begun otherwise: %s".formatted(directory.path(), String.join("; ", changes)),
                    "the command line and the table that it was begun with, or --run-dir with a new name");
        }
    }

    private JobRecord record(List<TextSum> texts, String fingerprint) {
        List<JobRecord.DataFile> files = data.stream()
                .map(file -> new JobRecord.DataFile(
                        file.name(),
                        file.bytes(),
                        file.sha256Head(),
                        texts.stream()
                                .filter(text -> text.file().equals(file.name()))
                                .map(text -> Long.toHexString(text.hash()))
                                .findFirst()
                                .orElse("")))
                .toList();
        return new JobRecord(
                Mlscale.Version.text(), Networks.engine(), command.resultFlags().given(), files, fingerprint);
    }
}
