package org.mlscale.engine.score;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.mlscale.engine.chunk.OutFile;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/**
 * Where predictions go: a file, and beside it {@code OUT.rejects.csv}, and until it is complete {@code OUT.part}, {@code OUT.rejects.csv.part} and
 * the journal {@code OUT.part.journal}.
 *
 * @param replace whether the file may be there
 */
public record ScoreOut(Path path, boolean replace) {
    /** Rows that cannot be read. */
    public Path rejects() {
        return path.resolveSibling(path.getFileName() + ".rejects.csv");
    }

    /** The predictions before they are complete. */
    public Path part() {
        return OutFile.part(path);
    }

    Path journal() {
        return part().resolveSibling(part().getFileName() + ".journal");
    }

    /**
     * Begins the files; what is left of a run that died is removed.
     *
     * @param facts what the predictions follow from, by name, for a run that goes on
     * @throws Fault USAGE if the file may not be written or another run writes it, RESOURCES if it cannot be
     */
    public ScoreFiles begin(Map<String, String> facts) {
        return begin(facts, UnaryOperator.identity());
    }

    /** {@code through}: what all bytes pass on their way. */
    ScoreFiles begin(Map<String, String> facts, UnaryOperator<OutputStream> through) {
        OutFile predictions = OutFile.create(path, replace);
        try {
            OutFile rejected = OutFile.create(rejects(), true);
            try {
                Journal journal = Journal.create(journal(), path, facts, through);
                return new ScoreFiles(this, predictions, Optional.of(rejected), journal, Optional.empty(), through);
            } catch (IOException | RuntimeException failed) {
                rejected.close();
                throw failed;
            }
        } catch (IOException full) {
            predictions.close();
            throw failed("written", full);
        } catch (RuntimeException failed) {
            predictions.close();
            throw failed;
        }
    }

    /**
     * What a run that did not end has left.
     *
     * @param facts what its predictions follow from, by name
     * @param rows of its whole chunks
     */
    public record Unfinished(Map<String, String> facts, long rows) {}

    /**
     * What {@link #begin} removes, if it is worth a word; all stays as it is.
     *
     * @throws Fault USAGE if another run writes it, RESOURCES if it cannot be read
     */
    public Optional<Unfinished> unfinished() {
        if (!Files.exists(part())) {
            return Optional.empty();
        }
        try {
            Optional<Journal> journal = Journal.takeOver(journal(), path, UnaryOperator.identity());
            if (journal.isEmpty()) {
                return Optional.empty();
            }
            try (Journal left = journal.get()) {
                return left.content()
                        .filter(content -> !content.marks().isEmpty())
                        .map(content ->
                                new Unfinished(content.facts(), content.scored().read()));
            }
        } catch (IOException unreadable) {
            throw failed("written", unreadable);
        }
    }

    /**
     * Goes on with what an earlier run has left, cut to what is whole.
     *
     * @param check given the facts of the earlier run; may refuse them by a fault, and then all stays as it is
     * @return empty if there is nothing that could be gone on with; what there was is removed
     * @throws Fault as {@link #begin}
     */
    public Optional<ScoreFiles> goOn(Consumer<Map<String, String>> check) {
        return goOn(check, UnaryOperator.identity());
    }

    Optional<ScoreFiles> goOn(Consumer<Map<String, String>> check, UnaryOperator<OutputStream> through) {
        Optional<OutFile> predictions = OutFile.goOn(path, replace);
        if (predictions.isEmpty()) {
            return Optional.empty();
        }
        Leftovers left = new Leftovers(this, predictions.get());
        try {
            left.read(check, through);
            if (left.whole() == 0) {
                left.discard();
                return Optional.empty();
            }
            left.cut();
            return Optional.of(new ScoreFiles(
                    this, predictions.get(), left.rejects(), left.journal(), Optional.of(left.earlier()), through));
        } catch (IOException unreadable) {
            left.close();
            throw failed("gone on with", unreadable);
        } catch (RuntimeException refused) {
            left.close();
            throw refused;
        }
    }

    /**
     * The account of a run that has named its file and left its journal.
     *
     * @param isSame given the facts of that run; may refuse them by a fault
     * @return empty if there is no such journal, or its facts are others, or the file is not the one that it tells of
     * @throws Fault USAGE if another run writes it, RESOURCES if it cannot be read
     */
    public Optional<Scored> finished(Predicate<Map<String, String>> isSame) {
        try {
            Optional<Journal> journal = Journal.takeOver(journal(), path, UnaryOperator.identity());
            if (journal.isEmpty()) {
                return Optional.empty();
            }
            try (Journal left = journal.get()) {
                Optional<Journal.Content> content = left.content().filter(Journal.Content::ended);
                boolean ofThis = content.isPresent()
                        && isSame.test(content.get().facts())
                        && content.get().bytes() == Files.size(path);
                return ofThis ? content.map(Journal.Content::scored) : Optional.empty();
            }
        } catch (IOException unreadable) {
            throw failed("compared with its journal", unreadable);
        }
    }

    /** Removes the journal of a file that has its name. */
    public void forget() {
        try {
            Files.deleteIfExists(journal());
        } catch (IOException stays) {
            throw failed("finished", stays);
        }
    }

    Fault failed(String done, IOException cause) {
        return Fault.resources(
                        "%s cannot be %s: %s".formatted(path, done, Reason.of(cause)),
                        "choose another place, or make room")
                .because(cause);
    }
}
