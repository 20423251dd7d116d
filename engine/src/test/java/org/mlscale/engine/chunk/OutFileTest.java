package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.fault.Fault;

class OutFileTest {
    @TempDir
    private Path folder;

    private Path out;

    @BeforeEach
    void nameFile() {
        out = folder.resolve("out.csv");
    }

    private static void write(OutFile file, String text) throws IOException {
        file.stream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void complete_givesTheNameToTheWholeFile() throws IOException {
        try (OutFile file = OutFile.create(out, false)) {
            write(file, "x".repeat(200_000));
            assertFalse(Files.exists(out));
            assertTrue(Files.exists(folder.resolve("out.csv.part")));
            file.complete();
            assertEquals(200_000, Files.size(out));
        }
        assertEquals(List.of("out.csv"), names());
    }

    @Test
    void close_notComplete_leavesNothing() throws IOException {
        try (OutFile file = OutFile.create(out, false)) {
            write(file, "half");
        }
        assertEquals(List.of(), names());
    }

    /** Two runs on one name used to write into one inode: the first ended well, with the second's rows in its file. */
    @Test
    void create_whileAnotherWrites_isRefusedAndTheOtherEndsWhole() throws IOException {
        try (OutFile first = OutFile.create(out, false)) {
            write(first, "first");
            Fault fault = assertThrows(Fault.class, () -> OutFile.create(out, true));
            assertEquals(Fault.Kind.USAGE, fault.kind());
            assertEquals("another run writes %s".formatted(out), fault.getMessage());
            assertEquals("wait for it, or choose another name", fault.hint());
            first.complete();
        }
        assertEquals("first", Files.readString(out));
        assertEquals(List.of("out.csv"), names());
    }

    @Test
    void close_afterAnotherRunHasBegun_leavesTheOthersPart() throws IOException {
        OutFile first = OutFile.create(out, false);
        write(first, "first");
        first.complete();
        try (OutFile second = OutFile.create(out, true)) {
            first.close();
            write(second, "second");
            second.complete();
        }
        assertEquals("second", Files.readString(out));
        assertEquals(List.of("out.csv"), names());
    }

    @Test
    void create_partOfADeadRun_isTakenOver() throws IOException {
        Files.writeString(folder.resolve("out.csv.part"), "what a killed run left, longer than what follows");
        try (OutFile file = OutFile.create(out, false)) {
            write(file, "new");
            file.complete();
        }
        assertEquals("new", Files.readString(out));
        assertEquals(List.of("out.csv"), names());
    }

    @Test
    void create_device_isWrittenAndStaysADevice() throws IOException {
        Path device = Path.of("/dev/null");
        try (OutFile file = OutFile.create(device, false)) {
            write(file, "gone");
            file.complete();
        }
        assertFalse(Files.isRegularFile(device));
    }

    @Test
    void complete_throughALink_leavesTheLinkAndReplacesTheFile() throws IOException {
        Path real = Files.writeString(folder.resolve("real.csv"), "before");
        Files.createSymbolicLink(out, real);
        try (OutFile file = OutFile.create(out, true)) {
            write(file, "after");
            file.complete();
        }
        assertTrue(Files.isSymbolicLink(out));
        assertEquals("after", Files.readString(real));
    }

    @Test
    void completeKeeping_twoOfOneProcessInTurn_keepsEachUnderItsOwnName() throws IOException {
        for (String text : List.of("1", "2", "3")) {
            try (OutFile file = OutFile.createOwn(out)) {
                write(file, text);
                assertEquals(
                        text.equals("1") ? "" : out + ".~%d~".formatted(Integer.parseInt(text) - 1),
                        file.completeKeeping());
            }
        }
        assertEquals(List.of("out.csv", "out.csv.~1~", "out.csv.~2~"), names());
        assertEquals("3", Files.readString(out));
        assertEquals("1", Files.readString(folder.resolve("out.csv.~1~")));
    }

    @Test
    void close_notCompleteWhereOneWas_leavesThatOne() throws IOException {
        Files.writeString(out, "before");
        try (OutFile file = OutFile.create(out, true)) {
            write(file, "half");
        }
        assertEquals(List.of("out.csv"), names());
        assertEquals("before", Files.readString(out));
    }

    @Test
    void complete_whereOneWas_replacesIt() throws IOException {
        Files.writeString(out, "before");
        try (OutFile file = OutFile.create(out, true)) {
            write(file, "after");
            file.complete();
        }
        assertEquals(List.of("out.csv"), names());
        assertEquals("after", Files.readString(out));
    }

    @Test
    void create_existsAndMayNotBeReplaced_isAUsageFault() throws IOException {
        Files.writeString(out, "before");
        assertFault(Fault.Kind.USAGE, out + " exists", "--force replaces it, or choose another name", false);
        assertEquals(List.of("out.csv"), names());
        assertEquals("before", Files.readString(out));
    }

    @Test
    void create_directory_isAUsageFault() throws IOException {
        Files.createDirectory(out);
        assertFault(Fault.Kind.USAGE, out + " is a directory", "name a file: " + out.resolve("out.csv"), true);
    }

    @Test
    void create_noSuchDirectory_saysWhich() throws IOException {
        out = folder.resolve("absent/out.csv");
        assertFault(
                Fault.Kind.RESOURCES,
                "%s cannot be written: there is no directory %s".formatted(out, folder.resolve("absent")),
                "choose another place, or make room",
                false);
        assertEquals(List.of(), names());
    }

    @Test
    void complete_nameTakenByADirectoryMeanwhile_isAResourcesFaultAndLeavesNoPart() throws IOException {
        Fault fault;
        try (OutFile file = OutFile.create(out, false)) {
            write(file, "x");
            Files.createDirectories(out.resolve("inside"));
            fault = assertThrows(Fault.class, file::complete);
        }
        assertEquals(Fault.Kind.RESOURCES, fault.kind());
        assertTrue(fault.getMessage().startsWith(out + " cannot be written: "), fault.getMessage());
        assertEquals(List.of("out.csv"), names());
    }

    private void assertFault(Fault.Kind kind, String message, String hint, boolean replace) {
        Fault fault = assertThrows(Fault.class, () -> OutFile.create(out, replace));
        assertEquals(message, fault.getMessage());
        assertEquals(hint, fault.hint());
        assertEquals(kind, fault.kind());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
