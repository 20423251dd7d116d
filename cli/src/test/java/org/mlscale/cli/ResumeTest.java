package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What {@code --resume} and {@code --max-time} say and refuse; what they compute stands in {@link StopResumeTest}. */
class ResumeTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeTable() throws IOException {
        Files.writeString(folder.resolve("y.csv"), Tables.yesNo());
    }

    private CliRun train(String... flags) {
        List<String> args = new ArrayList<>(List.of("train", "--data", at("y.csv")));
        args.addAll(List.of("--model", "mlp:4", "--run-dir", at("run")));
        if (!List.of(flags).contains("-o")) {
            args.addAll(List.of("-o", at("m.zip")));
        }
        args.addAll(List.of(flags));
        return CliRun.of(args);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private Map<String, Object> facts() throws IOException {
        return JSON.std.mapFrom(Files.readString(folder.resolve("run/run.json")));
    }

    /** Takes from a finished run what says so. */
    private void unfinish() throws IOException {
        Map<String, Object> facts = new TreeMap<>(facts());
        facts.remove("finished");
        Files.writeString(folder.resolve("run/run.json"), JSON.std.asString(facts));
    }

    @Test
    void resume_finishedRun_isDoneAtOnceAndWritesNothing() throws IOException {
        train("--epochs", "1", "--resume").done();
        Files.delete(folder.resolve("m.zip"));
        CliRun again = train("--resume", "--cpus", "1", "--epochs", "1").done();
        assertEquals(
                List.of(
                        "resume   %s/ is finished since %s: nothing to do"
                                .formatted(at("run"), facts().get("finished")),
                        "warn     its model %s is not there any more".formatted(at("m.zip")),
                        "next     mlscale score %s NEW.csv predictions.csv".formatted(at("m.zip"))),
                again.err().lines().toList());
        assertFalse(Files.exists(folder.resolve("m.zip")));
        assertFalse(Files.exists(folder.resolve("run/checkpoints")), "a finished run needs none");
    }

    @Test
    void resume_finishedRunWithAnotherOut_namesTheModelThatIsThere() throws IOException {
        train("--epochs", "1").done();
        CliRun again = train("--epochs", "1", "--resume", "-o", at("b.zip")).done();
        assertEquals(
                "its model is %s; --out %s is not written".formatted(at("m.zip"), at("b.zip")), again.said("warn"));
        assertEquals("mlscale score %s NEW.csv predictions.csv".formatted(at("m.zip")), again.said("next"));
        unfinish();
        train("--epochs", "1", "--resume", "-o", at("b.zip")).done();
        assertTrue(Files.exists(folder.resolve("b.zip")), "an unfinished run may end elsewhere");
    }

    /** A script that repeats the command until it is done must not take what was refused for done. */
    @Test
    void resume_finishedRunThatWasRefused_isRefusedAgain() {
        assertEquals(7, train("--epochs", "1", "--require", "accuracy>=2").exit());
        CliRun again = train("--epochs", "1", "--require", "accuracy>=2", "--resume");
        assertEquals(7, again.exit(), again.err());
        assertTrue(
                again.err()
                        .endsWith("mlscale: the model %s.refused was refused\n  try: grep required %s/log.txt\n"
                                .formatted(at("m.zip"), at("run"))),
                again.err());
    }

    @Test
    void resume_otherFlags_namesEach() {
        train("--epochs", "1", "--lr", "0.001", "--id", "id").done();
        train("--resume", "--lr", "0.01", "--target", "left", "--seed", "42").fails(2, """
            mlscale: the run in %s was begun otherwise: --epochs was 1, is auto; --id was id, is not given; --lr was 0.001, is 0.01; --target was not given, is left
              try: the command line and the table that it was begun with, or --run-dir with a new name
            """.formatted(at("run")));
    }

    @Test
    void resume_otherTable_saysWhichFileAndHow() throws IOException {
        train("--epochs", "1").done();
        long size = Files.size(folder.resolve("y.csv"));
        Files.writeString(folder.resolve("y.csv"), Tables.yesNo() + "c300,33,pro,20.00,yes\n");
        String refused = "mlscale: the run in %s was begun otherwise: data: %s has changed (%s)\n"
                + "  try: the command line and the table that it was begun with, or --run-dir with a new name";
        train("--epochs", "1", "--resume")
                .fails(2, refused.formatted(at("run"), at("y.csv"), "%,d bytes, was %,d".formatted(size + 22, size)));
        Files.writeString(folder.resolve("y.csv"), Tables.yesNo().replace("c299,", "c29x,"));
        train("--epochs", "1", "--resume")
                .fails(2, refused.formatted(at("run"), at("y.csv"), "%,d bytes, as before".formatted(size)));
    }

    /** Beyond the first mebibyte only the reading tells, which an unfinished run does anyway. */
    @Test
    void resume_lateCellOfALongTableChanged_isSeenWhenItIsRead() throws IOException {
        String rows = Tables.yesNo().substring(Tables.yesNo().indexOf('\n') + 1).repeat(300);
        String table = "id,age,plan,income,left\n" + rows;
        Files.writeString(folder.resolve("y.csv"), table);
        assertTrue(table.length() > 1 << 20, "more than the head: " + table.length());
        train("--epochs", "1").done();
        unfinish();
        Files.writeString(folder.resolve("y.csv"), table.substring(0, table.length() - 2) + "x\n");
        CliRun refused = train("--epochs", "1", "--resume");
        assertEquals(2, refused.exit(), refused.err());
        assertTrue(
                refused.err()
                        .contains("begun otherwise: data: %s has changed (%,d bytes, as before)"
                                .formatted(at("y.csv"), table.length())),
                refused.err());
    }

    @Test
    void resume_tableMoved_goesOn() throws IOException {
        train("--epochs", "2").done();
        unfinish();
        Files.move(folder.resolve("y.csv"), folder.resolve("z.csv"));
        CliRun again = CliRun.of(
                        "train",
                        "--data",
                        at("z.csv"),
                        "-o",
                        at("m.zip"),
                        "--model",
                        "mlp:4",
                        "--run-dir",
                        at("run"),
                        "--resume",
                        "--epochs",
                        "2")
                .done();
        assertEquals("%s/ goes on; its table is read again first".formatted(at("run")), again.said("resume"));
        assertTrue(again.err().contains("\nresume   from the beginning: there is no checkpoint\n"), again.err());
        assertEquals(List.of(0), facts().get("resumed_from"));
        assertEquals(2, Files.readAllLines(folder.resolve("run/metrics.jsonl")).size(), "none twice");
        assertTrue(Files.readString(folder.resolve("run/log.txt")).contains("wrote"), "the log goes on");
    }

    @Test
    void resume_withoutDirectory_isRefused() {
        CliRun.of("train", "--data", at("y.csv"), "-o", at("m.zip"), "--resume")
                .fails(
                        2,
                        "mlscale: --resume needs the directory of the run that is to go on\n"
                                + "  try: --run-dir DIR, as in: ls runs");
    }

    @Test
    void resume_directoryOfSomethingElse_isRefused() throws IOException {
        Files.createDirectory(folder.resolve("run"));
        Files.writeString(folder.resolve("run/notes.txt"), "mine");
        train("--resume")
                .fails(
                        2,
                        "mlscale: the run directory %s holds no run that could go on\n".formatted(at("run"))
                                + "  try: --run-dir with a new name, or rm -r %s".formatted(at("run")));
        assertFalse(Files.exists(folder.resolve("run/lock")), "nothing is put beside what is not ours");
    }

    @Test
    void runDirectory_unfinishedRunInIt_adviceIsToResume() throws IOException {
        train("--epochs", "1").done();
        String refused = "mlscale: the run directory %s is not empty\n  try: ".formatted(at("run"));
        String other = "--run-dir with a new name, or rm -r %s".formatted(at("run"));
        train("--epochs", "1").fails(2, refused + other);
        unfinish();
        train("--epochs", "1").fails(2, refused + "--resume goes on with the unfinished run in it\n       " + other);
    }

    /** The name is too long for the part beside it, which nobody knows before. */
    @Test
    void model_cannotBeWritten_whatWasLearnedIsKeptAndFound() throws IOException {
        String name = "m".repeat(250) + ".zip";
        CliRun run = CliRun.of("train", "--data", at("y.csv"), "-o", at(name), "--run-dir", at("run"), "--epochs", "1");
        assertEquals(4, run.exit(), run.err());
        assertTrue(
                run.err()
                        .endsWith(
                                "       then, for what was learned is kept: mlscale train --data %s -o %s --run-dir %s"
                                                .formatted(at("y.csv"), at(name), at("run"))
                                        + " --epochs 1 --resume\n"),
                run.err());
        Path checkpoint = folder.resolve("run/checkpoints/step-3.ckpt");
        List<String> command = List.of(
                "train", "--data", at("y.csv"), "-o", at(name), "--run-dir", at("run"), "--epochs", "1", "--resume");
        CliRun again = CliRun.of(command);
        assertTrue(again.err().contains("\nresume   from step 3 of at most 3\n"), again.err());
        Files.writeString(checkpoint, "damaged");
        CliRun damaged = CliRun.of(command);
        assertTrue(
                damaged.err()
                        .contains(
                                "\nwarn     %s is damaged: its checksum is wrong; it is removed\n".formatted(checkpoint)
                                        + "resume   from the beginning: there is no checkpoint\n"),
                damaged.err());
        assertEquals(List.of(3, 0), facts().get("resumed_from"));
    }

    @Test
    void maxTime_longTraining_writesTheBestSoFar() throws IOException {
        CliRun run = train("--epochs", "10000000", "--early-stop", "off", "--max-time", "1.5s")
                .done();
        assertEquals(
                "learning after 1.5 s at the latest (--max-time); then the best model so far is judged and written",
                run.said("stops"));
        assertTrue(
                run.said("stopped")
                        .matches("--max-time 1\\.5 s is over, at step [0-9,]+ of at most 30,000,000; the model is"
                                + " the best so far"),
                run.err());
        assertTrue(Files.exists(folder.resolve("m.zip")));
        assertTrue(facts().containsKey("finished"));
    }

    /** Time that is up before the first step still gives a model that was judged. */
    @Test
    void maxTime_shorterThanReading_takesOneStepAndLooks() throws IOException {
        CliRun run = train("--max-time", "0.001s").done();
        assertTrue(run.said("stopped").startsWith("--max-time 0.0 s is over, at step 1 of "), run.err());
        assertTrue(run.said("held").contains("accuracy"), run.err());
        assertEquals(1, Files.readAllLines(folder.resolve("run/metrics.jsonl")).size());
    }

    @Test
    void times_thatAreNone_areRefused() {
        for (String value : List.of("5", "0s", "-1s", "m", "1 h", "99999999d", "1e3s")) {
            CliRun run = train("--max-time", value);
            assertEquals(2, run.exit(), value);
            assertTrue(
                    run.err().contains("mlscale: --max-time: \"%s\" is not a time like 90s, 5m or 2h".formatted(value)),
                    run.err());
        }
    }

    private static ResultFlags flags(String... args) {
        ParseResult typed = Mlscale.commandLine().parseArgs(args).subcommand();
        CommandLine command = typed.commandSpec().commandLine();
        return ResultFlags.ofTrain(command.getCommandSpec());
    }

    /** Every flag of train decides the result, unless it is one of these. */
    @Test
    void resultFlags_ofTrain_areAllButTheseOnes() {
        ResultFlags flags = flags(
                "train",
                "--data",
                "a.csv",
                "b.csv",
                "--run-dir",
                "d",
                "--resume",
                "-o",
                "b.zip",
                "--checkpoint",
                "1m",
                "--max-time",
                "1h",
                "--cpus",
                "1",
                "--memory",
                "1g",
                "-q",
                "-v",
                "--stacktrace");
        assertEquals(Map.of(), flags.given());
        ResultFlags some = flags(
                "train", "--data", "a.csv", "-o", "x.zip", "--sep=;", "--id", "a,b", "--epochs", "auto", "--seed", "7");
        assertEquals(Map.of("--sep", ";", "--id", "a,b", "--seed", "7"), some.given());
        assertEquals("auto", some.defaults().get("--epochs"));
    }

    /** Every flag of score decides the bytes, unless it is one of these. */
    @Test
    void resultFlags_ofScore_areAllButTheseOnes() {
        List<String> args = new ArrayList<>(List.of("score", "m.zip", "in.csv", "out.csv", "--resume", "--force"));
        args.addAll(List.of("--max-bad", "2%", "--cpus", "1", "--memory", "1g", "-q", "-v", "--stacktrace"));
        CommandSpec score = Mlscale.commandLine()
                .parseArgs(args.toArray(String[]::new))
                .subcommand()
                .commandSpec();
        assertEquals(Map.of(), ResultFlags.ofScore(score).given());
        args.addAll(List.of("--keep", "all", "--rename", "a=b", "--rename", "c=d", "--probs", "auto"));
        CommandSpec more = Mlscale.commandLine()
                .parseArgs(args.toArray(String[]::new))
                .subcommand()
                .commandSpec();
        assertEquals(
                Map.of("--keep", "all", "--rename", "a=b c=d"),
                ResultFlags.ofScore(more).given());
    }

    /** What decides on rows, types and weights too, each by its own flag. */
    @Test
    void resultFlags_typed_areRecordedAsTyped() {
        List<String> typed = List.of(
                "--dates=dmy",
                "--numeric=a",
                "--valid-by=group:g",
                "--metric=auc",
                "--require=auc>=0.8",
                "--balance=on",
                "--decimal=,",
                "--target=a,b");
        List<String> args = new ArrayList<>(List.of("train", "--data", "a.csv"));
        args.addAll(typed);
        Map<String, String> given = flags(args.toArray(String[]::new)).given();
        assertEquals(
                typed.stream().sorted().toList(),
                given.entrySet().stream()
                        .map(flag -> flag.getKey() + "=" + flag.getValue())
                        .sorted()
                        .toList());
    }

    /** What a job says of itself does not depend on where it lies in memory. */
    @Test
    void resume_balanced_isTheSameJob() throws IOException {
        train("--epochs", "1", "--balance", "on").done();
        unfinish();
        train("--epochs", "1", "--balance", "on", "--resume").done();
    }

    @Test
    void resultFlags_defaultTyped_isNoChange() {
        ResultFlags now = flags("train", "--data", "a.csv", "--lr", "auto");
        assertEquals(List.of(), now.changes(Map.of()));
        assertEquals(List.of("--lr was 0.1, is auto"), now.changes(Map.of("--lr", "0.1")));
        assertEquals(List.of("--gone was 3, is not given"), now.changes(Map.of("--gone", "3")));
    }
}
