package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;
import org.mlscale.engine.fault.Fault;

/** Asserts all that a user reads of a fault. */
public final class Faults {
    private Faults() {}

    /** {@code where}: the location as text; empty if there is none. */
    public static Fault assertFault(Fault.Kind kind, String message, String where, String hint, Executable code) {
        Fault fault = assertThrows(Fault.class, code);
        assertEquals(message, fault.getMessage());
        assertEquals(where, fault.location().map(Object::toString).orElse(""));
        assertEquals(hint, fault.hint());
        assertEquals(kind, fault.kind());
        return fault;
    }

    public static Fault assertData(String message, String where, String hint, Executable code) {
        return assertFault(Fault.Kind.DATA, message, where, hint, code);
    }
}
