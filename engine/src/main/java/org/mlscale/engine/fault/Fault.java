package org.mlscale.engine.fault;

import java.util.Optional;

/**
 * Something that the user can mend: what happened, where, and what to try. Anything else that is thrown is our own bug.
 *
 * <p>The message is one sentence without the place and without the advice, which are fields of their own.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Whose turn it is. The kinds are the exit codes of the command line; only {@link #RESOURCES} may come out otherwise when tried again. */
    public enum Kind {
        /** The command line is wrong. */
        USAGE,
        /** The data is wrong or does not fit the model. */
        DATA,
        /** The machine cannot do it: memory, disk, permissions. */
        RESOURCES,
        /** The model file is damaged, unsafe or too new. */
        MODEL
    }

    private final Kind kind;
    private final transient Optional<Location> location;
    private final String hint;

    private Fault(Kind kind, String message, Optional<Location> location, String hint) {
        super(message);
        this.kind = kind;
        this.location = location;
        this.hint = hint;
    }

    public static Fault usage(String message, String hint) {
        return new Fault(Kind.USAGE, message, Optional.empty(), hint);
    }

    public static Fault data(String message, Location location, String hint) {
        return new Fault(Kind.DATA, message, Optional.of(location), hint);
    }

    public static Fault data(String message, String hint) {
        return new Fault(Kind.DATA, message, Optional.empty(), hint);
    }

    public static Fault resources(String message, String hint) {
        return new Fault(Kind.RESOURCES, message, Optional.empty(), hint);
    }

    public static Fault model(String message, String hint) {
        return new Fault(Kind.MODEL, message, Optional.empty(), hint);
    }

    /** The same fault with the exception that led to it, for {@code --stacktrace}. */
    public Fault because(Throwable cause) {
        initCause(cause);
        return this;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Location> location() {
        return location;
    }

    /** What to type or to change; one or a few lines. */
    public String hint() {
        return hint;
    }
}
