package org.mlscale.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;
import org.mlscale.engine.model.Networks;

/**
 * What the bytes of OUT follow from, in the user's terms: only a run with the same goes on with what another has left.
 *
 * @param things programs and files, each by its name
 */
record ScoreFacts(ResultFlags flags, Map<String, String> things) {
    private static final int HEAD_BYTES = 1 << 20;
    private static final String ABSENT = "not there";

    ScoreFacts {
        things = new LinkedHashMap<>(things);
    }

    static ScoreFacts of(ScoreCommand command, Input input) {
        Map<String, String> things = new LinkedHashMap<>();
        things.put("mlscale", Mlscale.Version.text());
        things.put("the engine", Networks.engine());
        things.put("the model", sha256(command.model, Long.MAX_VALUE));
        things.put("IN", input.sources().stream().map(Source::name).collect(Collectors.joining(" ")));
        for (Source source : input.sources()) {
            source.path().ifPresent(path -> things.put("IN " + source.name(), file(path)));
        }
        return new ScoreFacts(command.resultFlags(), things);
    }

    /** The whole table cannot be hashed, or nothing would be gained by going on. */
    private static String file(Path path) {
        try {
            return String.format(
                    Locale.ROOT,
                    "%,d bytes of %s (%s)",
                    Files.size(path),
                    Files.getLastModifiedTime(path),
                    sha256(path, HEAD_BYTES));
        } catch (IOException gone) {
            throw unreadable(path, gone);
        }
    }

    private static String sha256(Path path, long bytesMax) {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            long left = bytesMax;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
            return "sha256 " + HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (IOException gone) {
            throw unreadable(path, gone);
        } catch (NoSuchAlgorithmException impossible) { // every Java has it
            throw new IllegalStateException(impossible);
        }
    }

    private static Fault unreadable(Path path, IOException cause) {
        return Fault.data(
                        "%s cannot be read: %s".formatted(path, Reason.of(cause)),
                        "leave it in place while it is scored")
                .because(cause);
    }

    /** All of it by name, for the journal. */
    Map<String, String> byName() {
        Map<String, String> all = new LinkedHashMap<>(things);
        all.putAll(flags.given());
        return all;
    }

    /** What differs from the facts that {@code was} are {@link #byName}, a phrase each. */
    List<String> changes(Map<String, String> was) {
        Map<String, String> flagsWas = new LinkedHashMap<>(was);
        flagsWas.keySet().removeIf(name -> !name.startsWith("--"));
        List<String> changes = new ArrayList<>(flags.changes(flagsWas));
        Set<String> names = new LinkedHashSet<>(things.keySet());
        names.addAll(was.keySet());
        names.removeAll(flagsWas.keySet());
        for (String name : names) {
            String before = was.getOrDefault(name, ABSENT);
            String now = things.getOrDefault(name, ABSENT);
            if (!now.equals(before)) {
                changes.add("%s was %s, is %s".formatted(name, before, now));
            }
        }
        return changes;
    }

    /**
     * Refuses to go on with a run that followed from something else.
     *
     * @param file what that run has left
     * @throws Fault USAGE naming what differs
     */
    void check(Path file, Map<String, String> was) {
        List<String> changes = changes(was);
        if (!changes.isEmpty()) {
            throw Fault.usage(
                    "%s was begun otherwise: %s".formatted(file, String.join("; ", changes)),
                    "the command line, model and table that it was begun with\n"
                            + "--force in place of --resume begins anew");
        }
    }

    /** Whichever of the model and the table's files was changed last. */
    static Path newest(ScoreCommand command, Input input) throws IOException {
        Path newest = command.model;
        FileTime changed = Files.getLastModifiedTime(newest);
        for (Source source : input.sources()) {
            Path path = source.path().orElseThrow();
            FileTime time = Files.getLastModifiedTime(path);
            if (time.compareTo(changed) > 0) {
                newest = path;
                changed = time;
            }
        }
        return newest;
    }
}
