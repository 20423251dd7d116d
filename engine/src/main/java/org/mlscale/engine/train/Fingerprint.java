package org.mlscale.engine.train;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.mlscale.engine.table.Table;

/** What a run's result follows from, as one number: only a run with the same may go on from a checkpoint. */
public final class Fingerprint {
    private Fingerprint() {}

    /**
     * SHA-256, in hex. Not of the files' names, nor of anything about the machine.
     *
     * @param engine what runs the net: another one rounds otherwise
     */
    public static String of(Table table, TrainJob job, String engine) {
        String texts = table.texts().stream()
                .map(text -> text.bytes() + ":" + text.hash())
                .collect(Collectors.joining(" "));
        // all of these are records of numbers, names and lists in a fixed order, whose texts name every field
        String all = String.join(
                "\n",
                List.of(
                        engine,
                        texts,
                        table.schema().toString(),
                        table.split().by() + " " + table.split().column(),
                        table.train().rowCount() + " " + table.holdout().rowCount(),
                        job.toString(),
                        job.nets()
                                .member()
                                .layers()
                                .toString(), // the nets' own text leaves out what is between the layers
                        job.nets().member().head().toString()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) { // every Java has it
            throw new IllegalStateException(impossible);
        }
    }
}
