package org.mlscale.cli.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.Figure;

class RunDirectoryTest {
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneId.of("Europe/Berlin"));

    @TempDir
    private Path folder;

    @Test
    void create_withParents_makesThem() {
        RunDirectory directory = RunDirectory.create(Optional.of(folder.resolve("a/b")), NOW);
        assertEquals(folder.resolve("a/b"), directory.path());
        assertEquals(folder.resolve("a/b/log.txt"), directory.log());
    }

    @Test
    void create_emptyOneThere_isTaken() throws IOException {
        Files.createDirectory(folder.resolve("a"));
        assertEquals(
                folder.resolve("a"),
                RunDirectory.create(Optional.of(folder.resolve("a")), NOW).path());
    }

    @Test
    void create_fileInTheWay_isAResourcesFault() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "");
        Fault fault = assertThrows(Fault.class, () -> RunDirectory.create(Optional.of(file), NOW));
        assertEquals(Fault.Kind.RESOURCES, fault.kind());
        assertEquals("the run directory %s cannot be made: %s is a file".formatted(file, file), fault.getMessage());
        assertEquals("--run-dir DIR in a place where you may write", fault.hint());
    }

    @Test
    void tell_twice_keepsWhatWasTold() throws IOException {
        RunDirectory directory = begun();
        directory.tell(Map.of("rows", 3));
        directory.tell(Map.of("model", "m.zip"));
        Map<String, Object> run = JSON.std.mapFrom(Files.readString(folder.resolve("a/run.json")));
        assertEquals(Map.of("rows", 3, "model", "m.zip"), run);
    }

    @Test
    void evaluated_linesOfJson_haveNoNan() throws IOException {
        RunDirectory directory = begun();
        directory.metrics().add(10, 1, 0.5, List.of(new Figure("auc", 0.75, 0.5, true)));
        directory.metrics().add(20, 2, Double.NaN, List.of(new Figure("auc", Double.POSITIVE_INFINITY, 0.5, true)));
        List<String> lines = Files.readAllLines(folder.resolve("a/metrics.jsonl"));
        assertEquals("{\"v\":1,\"step\":10,\"epoch\":1,\"train_loss\":0.5,\"holdout_auc\":0.75}", lines.get(0));
        assertEquals("{\"v\":1,\"step\":20,\"epoch\":2}", lines.get(1));
        assertFalse(Files.exists(folder.resolve("a/run.json")));
    }

    private RunDirectory begun() {
        RunDirectory directory = RunDirectory.create(Optional.of(folder.resolve("a")), NOW);
        directory.begin(job("f"));
        return directory;
    }

    private static JobRecord job(String fingerprint, JobRecord.DataFile... data) {
        return new JobRecord("0.1", "engine", Map.of("--lr", "0.1"), List.of(data), fingerprint);
    }

    @Test
    void create_byDefault_isMadeOnlyWhenTheRunBegins() {
        RunDirectory directory = RunDirectory.create(Optional.empty(), NOW);
        assertTrue(
                directory.path().toString().startsWith("runs/20260102-020405-"),
                directory.path().toString());
        assertFalse(Files.exists(directory.path()));
    }

    @Test
    void resume_runThatWasBegun_knowsItsJobAndFacts() {
        JobRecord job = job("f", new JobRecord.DataFile("a.csv", 12, "h", "t"));
        try (RunDirectory first = RunDirectory.create(Optional.of(folder.resolve("a")), NOW)) {
            assertFalse(first.goesOn());
            first.begin(job);
            first.tell(Map.of("started", "then"));
        }
        try (RunDirectory second = RunDirectory.resume(folder.resolve("a"))) {
            assertTrue(second.goesOn());
            assertFalse(second.finished());
            assertEquals(Optional.of(job), second.job());
            assertEquals(Optional.of("then"), second.fact("started"));
            second.tell(Map.of("finished", "now"));
        }
        try (RunDirectory third = RunDirectory.resume(folder.resolve("a"))) {
            assertTrue(third.finished());
            assertEquals(Optional.of("then"), third.fact("started"));
        }
    }

    @Test
    void close_beforeTheRunBegins_leavesNothingBehind() {
        RunDirectory.create(Optional.of(folder.resolve("a/b")), NOW).close();
        RunDirectory.resume(folder.resolve("a/b")).close();
        assertFalse(Files.exists(folder.resolve("a")));
    }

    /** Both looked when there was nothing; only one begins. */
    @Test
    void begin_afterAnother_isRefused() {
        Path path = folder.resolve("a");
        RunDirectory late = RunDirectory.create(Optional.of(path), NOW);
        RunDirectory later = RunDirectory.resume(path);
        try (RunDirectory first = RunDirectory.create(Optional.of(path), NOW)) {
            first.begin(job("f"));
            Fault inUse = assertThrows(Fault.class, () -> late.begin(job("g")));
            assertEquals(Fault.Kind.RESOURCES, inUse.kind());
            assertTrue(inUse.getMessage().startsWith("the run directory %s is in use by ".formatted(path)));
        }
        for (RunDirectory each : List.of(late, later)) {
            Fault taken = assertThrows(Fault.class, () -> each.begin(job("g")));
            assertEquals(Fault.Kind.USAGE, taken.kind());
            assertEquals("the run directory %s is not empty".formatted(path), taken.getMessage());
        }
        try (RunDirectory whole = RunDirectory.resume(path)) {
            assertEquals(Optional.of(job("f")), whole.job());
        }
    }

    /** What a run leaves that was killed while it read the table. */
    @Test
    void resume_onlyALock_isAsIfEmpty() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("lock"), "process 1 on this machine\n");
        try (RunDirectory second = RunDirectory.resume(folder.resolve("a"))) {
            assertFalse(second.goesOn());
        }
        RunDirectory.create(Optional.of(folder.resolve("a")), NOW).close();
    }

    @Test
    void resume_damagedOrNewerJob_isRefused() throws IOException {
        Path file = Files.createDirectory(folder.resolve("a")).resolve("job.json");
        for (String text : List.of("", "{", "[]", "{\"v\":1}", "{\"v\":1,\"mlscale\":\"x\",\"flags\":3}")) {
            Files.writeString(file, text);
            Fault fault = assertThrows(Fault.class, () -> RunDirectory.resume(folder.resolve("a")), text);
            assertEquals(Fault.Kind.USAGE, fault.kind());
            assertTrue(
                    List.of(file + " is damaged", file + " has format null, this mlscale reads format 1")
                            .contains(fault.getMessage()),
                    fault.getMessage());
        }
        Files.writeString(file, "{\"v\":2}");
        Fault newer = assertThrows(Fault.class, () -> RunDirectory.resume(folder.resolve("a")));
        assertEquals(file + " has format 2, this mlscale reads format 1", newer.getMessage());
    }

    @Test
    void forgetAfter_linesOfLaterStepsAndHalfOnes_areGone() throws IOException {
        RunDirectory directory = begun();
        directory.metrics().forgetAfter(10); // nothing there: nothing to do
        for (int step = 5; step <= 20; step += 5) {
            directory.metrics().add(step, 1, 0.5, List.of());
        }
        Path file = folder.resolve("a/metrics.jsonl");
        String line = "{\"v\":1,\"step\":%d,\"epoch\":1,\"train_loss\":0.5}\n";
        Files.writeString(file, Files.readString(file) + "{\"v\":1,\"st");
        directory.metrics().forgetAfter(10);
        assertEquals(line.formatted(5) + line.formatted(10), Files.readString(file));
        directory.metrics().add(15, 1, 0.5, List.of());
        assertEquals(line.formatted(5) + line.formatted(10) + line.formatted(15), Files.readString(file));
        directory.metrics().forgetAfter(0);
        assertEquals("", Files.readString(file));
    }

    @Test
    void changes_betweenRecords_areNamed() {
        JobRecord was = job("f", new JobRecord.DataFile("a.csv", 1200, "h", "t"));
        assertEquals(
                List.of(),
                job("", new JobRecord.DataFile("b.csv", 1200, "h", "")).changes(was),
                "unread, moved");
        assertEquals(
                List.of("data: a.csv has changed (1,234 bytes, was 1,200)"),
                job("", new JobRecord.DataFile("a.csv", 1234, "h", "")).changes(was));
        assertEquals(
                List.of("data: b.csv, which was a.csv, has changed (1,200 bytes, as before)"),
                job("g", new JobRecord.DataFile("b.csv", 1200, "h", "u")).changes(was));
        assertEquals(List.of("data: is 0 files, was 1"), job("").changes(was));
        assertEquals(
                List.of("mlscale was 0.1, is 0.2, which plans the same job otherwise"),
                new JobRecord("0.2", "engine", Map.of(), was.data(), "g").changes(was));
        assertEquals(
                List.of("the engine was engine, is other"),
                new JobRecord("0.1", "other", Map.of(), was.data(), "g").changes(was));
    }
}
