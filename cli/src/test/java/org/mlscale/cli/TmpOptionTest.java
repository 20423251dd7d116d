package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.fault.Fault;

/** Where the cells go that memory has no room for. */
class TmpOptionTest {
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path folder;

    @Test
    void best_variables_goBeforeTheUsualOne() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Path slurm = Files.createDirectory(folder.resolve("slurm"));
        Path usual = Files.createDirectory(folder.resolve("usual"));
        Map<String, String> both = Map.of("MLSCALE_TMP", own.toString(), "SLURM_TMPDIR", slurm.toString());
        assertEquals(own, TmpOption.best(both, usual));
        assertEquals(slurm, TmpOption.best(Map.of("SLURM_TMPDIR", slurm.toString(), "MLSCALE_TMP", ""), usual));
        assertEquals(usual, TmpOption.best(Map.of(), usual));
        Files.delete(own);
        assertEquals(slurm, TmpOption.best(both, usual), "what is not there is passed over");
    }

    @Test
    void best_directoryInMemory_isTakenOnlyIfThereIsNoOther() throws IOException {
        Assumptions.assumeTrue(
                Files.isWritable(MEMORY)
                        && Files.getFileStore(MEMORY).type().equals("tmpfs")
                        && !Files.getFileStore(folder).type().equals("tmpfs"),
                "SKIPPED: it needs a directory in memory that can be written to, " + MEMORY + ", and one on a disk: "
                        + folder);
        Map<String, String> inMemory = Map.of("MLSCALE_TMP", MEMORY.toString());
        assertEquals(folder, TmpOption.best(inMemory, folder));
        assertEquals(MEMORY, TmpOption.best(inMemory, folder.resolve("none")));
    }

    @Test
    void best_none_saysSo() {
        Fault fault = assertThrows(Fault.class, () -> TmpOption.best(Map.of(), folder.resolve("none")));
        assertEquals(Fault.Kind.RESOURCES, fault.kind());
        assertEquals("there is no directory for temporary files that can be written to", fault.getMessage());
        assertEquals("--tmp DIR", fault.hint());
    }

    @Test
    void tmp_noDirectory_isFoundBeforeTheTableIsRead() {
        Path none = folder.resolve("none");
        CliRun.of("train", "--data", folder.resolve("no.csv").toString(), "--tmp", none.toString())
                .fails(2, """
                    mlscale: --tmp %s is no directory that can be written to
                      try: mkdir -p %s
                    """.formatted(none, none));
    }

    @Test
    void tmp_tableThatFitsIntoMemory_isLeftEmpty() throws IOException {
        Path tmp = Files.createDirectory(folder.resolve("tmp"));
        Path table = Files.writeString(folder.resolve("a.csv"), Tables.yesNo());
        CliRun run = CliRun.of(
                        "train",
                        "--data",
                        table.toString(),
                        "--tmp",
                        tmp.toString(),
                        "--epochs",
                        "1",
                        "--out",
                        folder.resolve("m.zip").toString(),
                        "--run-dir",
                        folder.resolve("run").toString())
                .done();
        assertEquals(false, run.said("machine").contains(tmp.toString()), run.err());
        try (var files = Files.list(tmp)) {
            assertEquals(0, files.count());
        }
    }
}
