package org.mlscale.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;
import org.mlscale.engine.score.OutPacking;
import org.mlscale.engine.score.ScoreFiles;
import org.mlscale.engine.score.ScoreOut;
import org.mlscale.engine.score.Scored;

/** A run of {@code mlscale score} that writes a file: from its beginning, from where another run has left it, or not at all because it is complete. */
record ScoreFileRun(ScoreCommand command, Console console, Stop stop, ScoreRun run, ScoreOut out) {
    ExitCode run(ScoreRun.Work work) {
        ScoreFacts facts = ScoreFacts.of(command, work.input());
        ScoreReport report = new ScoreReport(console, command.maxBad, Optional.of(out.rejects()));
        Optional<ExitCode> finished = command.resume ? finished(work, facts, report) : Optional.empty();
        if (finished.isPresent()) {
            return finished.get();
        }
        try (ScoreFiles files = open(facts)) {
            Scored before = files.before().orElse(Scored.NONE);
            try (ChunkReader chunks = work.chunks()) {
                files.skip(chunks);
                Scored scored = run.run(work, chunks, files, this::stoppedNow);
                files.complete(scored, command.resume && report.isRefused(scored));
                report.account(scored, before, run.took());
                ExitCode verdict = report.verdict(scored);
                if (verdict == ExitCode.DONE) {
                    console.say("next", next());
                }
                return verdict;
            } catch (Fault failed) {
                throw files.isKept() && failed.kind() == Fault.Kind.RESOURCES ? kept(failed) : failed;
            }
        }
    }

    private ScoreFiles open(ScoreFacts facts) {
        if (!command.resume) {
            Optional<ScoreOut.Unfinished> left = out.unfinished();
            ScoreFiles begun = out.begin(facts.byName());
            left.ifPresent(was -> console.say("warn", begunAnew(facts, was)));
            return begun;
        }
        boolean begun = Files.exists(out.part());
        Optional<ScoreFiles> files = out.goOn(was -> facts.check(out.part(), was));
        if (files.isEmpty() && begun) {
            console.say("resume", "from the beginning: no piece of %s is whole".formatted(out.part()));
        }
        files.flatMap(ScoreFiles::earlier).ifPresent(earlier -> {
            if (earlier.lost() > 0) {
                String pieces = earlier.lost() == 1 ? "piece of %s is" : earlier.lost() + " pieces of %s are";
                console.say(
                        "warn",
                        ("the last " + pieces + " not whole, as after a power cut: done again").formatted(out.part()));
            }
            console.say(
                    "resume", "after %s".formatted(Text.count(earlier.scored().read(), "row")));
            stoppedNow(earlier.scored());
        });
        ScoreFiles opened = files.orElseGet(() -> out.begin(facts.byName()));
        opened.keepParts();
        return opened;
    }

    private String begunAnew(ScoreFacts facts, ScoreOut.Unfinished was) {
        return "%s of an unfinished run in %s are done again: %s"
                .formatted(
                        Text.count(was.rows(), "row"),
                        out.part(),
                        facts.changes(was.facts()).isEmpty()
                                ? "--resume goes on with what such a run has left"
                                : "it was begun otherwise");
    }

    /** From here on a signal leaves what was done. */
    private void stoppedNow(Scored done) {
        if (command.resume) {
            String left = "after %s: they are kept in %s".formatted(Text.count(done.read(), "row"), out.part());
            stop.endAtOnce(left, command.typed());
        }
    }

    /** The fault of a disk that is full, with the command that goes on when there is room. */
    private Fault kept(Fault failed) {
        return Fault.resources(
                        String.valueOf(failed.getMessage()),
                        failed.hint() + "\nthen, for what was done is kept: " + Text.command(command.typed()))
                .because(failed);
    }

    private String next() {
        return "head %s".formatted(command.out);
    }

    /**
     * How a run of this command line has ended, if it has, which is said.
     *
     * @throws Fault USAGE if the file is there and is another's
     */
    private Optional<ExitCode> finished(ScoreRun.Work work, ScoreFacts facts, ScoreReport report) {
        if (!Files.exists(out.path()) || Files.exists(out.part())) {
            return Optional.empty();
        }
        Optional<Scored> known = out.finished(was -> {
            if (!command.force) {
                facts.check(out.path(), was);
            }
            return facts.changes(was).isEmpty();
        });
        if (known.isEmpty()) {
            Optional<String> other = difference(work);
            if (other.isPresent() && command.force) {
                return Optional.empty();
            }
            other.ifPresent(difference -> {
                throw Fault.usage(
                        "%s exists and is not what this command line writes: %s".formatted(out.path(), difference),
                        "--force replaces it, or choose another name");
            });
        }
        console.say("resume", "%s is complete: nothing to do".formatted(out.path()));
        known.ifPresent(report::account);
        ExitCode verdict = known.map(report::verdict).orElse(ExitCode.DONE);
        if (verdict == ExitCode.DONE) {
            out.forget();
            console.say("next", next());
        }
        return Optional.of(verdict);
    }

    /** What tells the file from one that this command line would write, as far as its age and its first chunk show. */
    private Optional<String> difference(ScoreRun.Work work) {
        try (ChunkReader chunks = work.chunks()) {
            Path newest = ScoreFacts.newest(command, work.input());
            if (Files.getLastModifiedTime(out.path()).compareTo(Files.getLastModifiedTime(newest)) < 0) {
                return Optional.of("it is older than " + newest);
            }
            List<ByteBuffer> expected = work.scoring().beginning(chunks, OutPacking.of(out.path()));
            try (InputStream in = Files.newInputStream(out.path())) {
                for (ByteBuffer piece : expected) {
                    if (!ByteBuffer.wrap(in.readNBytes(piece.remaining())).equals(piece)) {
                        return Optional.of("it begins otherwise");
                    }
                }
                boolean isAll = expected.size() == 1 || chunks.next().isEmpty();
                return isAll && in.read() >= 0 ? Optional.of("it has more rows") : Optional.empty();
            }
        } catch (IOException unreadable) {
            throw Fault.data("cannot compare OUT with what is read: " + Reason.of(unreadable), "check the files")
                    .because(unreadable);
        }
    }
}
