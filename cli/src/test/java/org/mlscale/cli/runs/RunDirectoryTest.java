package org.mlscale.cli.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
        RunDirectory directory = RunDirectory.create(Optional.of(folder.resolve("a")), NOW);
        directory.tell(Map.of("rows", 3));
        directory.tell(Map.of("model", "m.zip"));
        Map<String, Object> run = JSON.std.mapFrom(Files.readString(folder.resolve("a/run.json")));
        assertEquals(Map.of("rows", 3, "model", "m.zip"), run);
    }

    @Test
    void evaluated_linesOfJson_haveNoNan() throws IOException {
        RunDirectory directory = RunDirectory.create(Optional.of(folder.resolve("a")), NOW);
        directory.evaluated(10, 1, 0.5, List.of(new Figure("auc", 0.75, 0.5, true)));
        directory.evaluated(20, 2, Double.NaN, List.of(new Figure("auc", Double.POSITIVE_INFINITY, 0.5, true)));
        List<String> lines = Files.readAllLines(folder.resolve("a/metrics.jsonl"));
        assertEquals("{\"v\":1,\"step\":10,\"epoch\":1,\"train_loss\":0.5,\"holdout_auc\":0.75}", lines.get(0));
        assertEquals("{\"v\":1,\"step\":20,\"epoch\":2}", lines.get(1));
        assertFalse(Files.exists(folder.resolve("a/run.json")));
    }
}
