package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnnamedFileTest {
    @TempDir
    Path directory;

    /** A disk of 1,000 bytes, of which so many are free. */
    private record Disk(long free) implements UnnamedFile.Disk {
        @Override
        public long size() {
            return 1000;
        }
    }

    @Test
    void withPath_canBeOpenedAgainUntilItIsClosed() throws IOException {
        Path path;
        try (UnnamedFile file = UnnamedFile.withPath(directory);
                UnnamedFile other = UnnamedFile.withPath(directory)) {
            path = file.path();
            file.channel().write(ByteBuffer.wrap("one".getBytes(StandardCharsets.UTF_8)), 0);
            other.channel().write(ByteBuffer.wrap("other".getBytes(StandardCharsets.UTF_8)), 0);
            assertEquals("one", Files.readString(path));
            assertEquals("other", Files.readString(other.path()));
            assertEquals(3, Files.size(path));
            assertTrue(Files.isRegularFile(path));
            if (Files.isDirectory(Path.of("/proc/self/fd"))) {
                assertNothingLeft();
            }
        }
        assertFalse(Files.exists(path));
        assertNothingLeft();
    }

    @Test
    void in_anyDirectory_hasNoName() throws IOException {
        try (UnnamedFile file = UnnamedFile.in(directory)) {
            assertEquals(1, file.channel().write(ByteBuffer.allocate(1), 0));
            assertNothingLeft();
        }
    }

    @Test
    void hasRoom_untilNineTenthsAreFull() throws IOException {
        try (UnnamedFile file = UnnamedFile.in(directory, new Disk(150), 1)) {
            assertTrue(file.hasRoom(0, 50));
            assertFalse(file.hasRoom(0, 51));
            assertFalse(file.hasRoom(50, 101));
        }
        try (UnnamedFile file = UnnamedFile.in(directory, new Disk(150), 40)) {
            assertTrue(file.hasRoom(0, 1), "there is room for all until it is asked next");
            assertTrue(file.hasRoom(1, 40), "the disk is not asked");
            assertTrue(file.hasRoom(40, 41));
        }
        try (UnnamedFile file = UnnamedFile.in(directory, new Disk(139), 40)) {
            assertFalse(file.hasRoom(0, 1));
        }
    }

    private void assertNothingLeft() throws IOException {
        try (var names = Files.list(directory)) {
            assertEquals(0, names.count());
        }
    }
}
