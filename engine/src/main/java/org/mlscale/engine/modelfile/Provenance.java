package org.mlscale.engine.modelfile;

import java.util.List;
import java.util.Optional;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.table.Split;

/**
 * Where a model came from and how good it was.
 *
 * @param version of mlscale
 * @param created UTC, ISO 8601
 * @param command as typed, without secrets
 * @param host what it was trained on: system, cores, Java, engine
 * @param data the files it learned from
 * @param part of the table, if it learned from a part; absent: from all, or a file of before it was recorded
 * @param rowsTrained rows it learned from
 * @param rowsHeld rows it was judged by
 * @param split how they were chosen; files of before it was recorded do not say
 * @param steps updates made
 * @param holdout the figures on the rows held out; empty without any
 * @param linear those of a linear model on the same rows; empty without any
 */
public record Provenance(
        String version,
        String created,
        List<String> command,
        long seed,
        String host,
        List<DataFile> data,
        Optional<Part> part,
        long rowsTrained,
        long rowsHeld,
        Optional<Split> split,
        long steps,
        List<Figure> holdout,
        List<Figure> linear) {
    /** A file as it was found. {@code sha256Head}: of its first mebibyte, as it lies on disk. */
    public record DataFile(String name, long bytes, String sha256Head) {}

    /**
     * A part of a table, taken evenly over all of it.
     *
     * @param asked how much, as typed
     * @param rows that were read of it
     * @param wholeRows of all of it, about
     */
    public record Part(String asked, long rows, long wholeRows) {}

    public Provenance {
        command = List.copyOf(command);
        data = List.copyOf(data);
        holdout = List.copyOf(holdout);
        linear = List.copyOf(linear);
    }
}
