package org.mlscale.cli.exit;

import java.util.stream.Stream;
import org.mlscale.engine.fault.Fault;

/** What scripts may rely on. */
public enum ExitCode {
    DONE(0),
    BUG(1),
    USAGE(2),
    DATA(3),
    RESOURCES(4),
    MODEL(5),
    /** Part of the work is done, and the rest can be done from there. */
    STOPPED(6),
    /** The work is done and its result was refused. */
    REFUSED(7);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The one with this number. */
    public static ExitCode of(int code) {
        return Stream.of(values()).filter(exit -> exit.code == code).findFirst().orElse(BUG);
    }

    static ExitCode of(Fault.Kind kind) {
        return switch (kind) {
            case USAGE -> USAGE;
            case DATA -> DATA;
            case RESOURCES -> RESOURCES;
            case MODEL -> MODEL;
        };
    }
}
