package org.mlscale.engine.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void location_ofALine_readsAsAnEditorShowsIt() {
        assertEquals("big.csv line 4,211,907", new Location("big.csv", 4_211_907).toString());
        assertEquals("big.csv", Location.of("big.csv").toString());
    }

    @Test
    void fault_ofEachKind_holdsItsParts() {
        Location place = new Location("a.csv", 3);
        Fault data = Fault.data("what", place, "hint");
        assertEquals("what", data.getMessage());
        assertEquals(Optional.of(place), data.location());
        assertEquals("hint", data.hint());
        assertEquals(Fault.Kind.DATA, data.kind());
        assertEquals(Fault.Kind.DATA, Fault.data("what", "hint").kind());
        assertEquals(Optional.empty(), Fault.data("what", "hint").location());
        assertEquals(Fault.Kind.USAGE, Fault.usage("what", "hint").kind());
        assertEquals(Fault.Kind.RESOURCES, Fault.resources("what", "hint").kind());
        assertEquals(Fault.Kind.MODEL, Fault.model("what", "hint").kind());
    }

    @Test
    void reason_ofWhatJavaThrows_isWords() {
        assertEquals("there is no /a", Reason.of(new NoSuchFileException("/a")));
        assertEquals("there is no directory /no/such", Reason.of(new NoSuchFileException("/no/such/file")));
        assertEquals("permission denied", Reason.of(new AccessDeniedException("a/b")));
        assertEquals("a is a file", Reason.of(new FileAlreadyExistsException("a")));
        assertEquals("Not a directory", Reason.of(new FileSystemException("a/b", null, "Not a directory")));
        assertEquals("No space left on device", Reason.of(new IOException("No space left on device")));
    }

    @Test
    void because_keepsTheFaultAndItsCause() {
        Fault fault = Fault.model("what", "hint");
        Exception cause = new IllegalArgumentException("why");
        assertSame(fault, fault.because(cause));
        assertSame(cause, fault.getCause());
    }
}
