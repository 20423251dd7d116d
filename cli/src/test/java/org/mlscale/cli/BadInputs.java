package org.mlscale.cli;

import java.util.List;
import java.util.Optional;

/** What goes wrong for users: the cases of {@code docs/errors.md}, in its order. The files are those of {@link BadFiles}. */
final class BadInputs {
    /**
     * @param what one sentence for the reader
     * @param command as it is typed, without {@code mlscale}; {@code @} stands before the names of files
     * @param mended the command that the advice leads to, which must succeed
     */
    record Case(String title, String what, String command, Optional<String> mended) {
        Case mendedBy(String better) {
            return new Case(title, what, command, Optional.of(better));
        }

        /** Run under a shell's limit on the size of files, which is what a full disk looks like to a program. */
        boolean limited() {
            return command.startsWith("ulimit ");
        }

        @Override
        public String toString() {
            return title;
        }
    }

    record Group(String title, List<Case> cases) {}

    private BadInputs() {}

    static List<Group> groups() {
        return List.of(table(), rows(), target(), score(), output(), model(), commandLine());
    }

    private static Case at(String title, String what, String command) {
        return new Case(title, what, command, Optional.empty());
    }

    private static Group table() {
        return new Group(
                "The table",
                List.of(
                        at("No such file", "The nearest name in that directory is offered.", "train --data @chrun.csv")
                                .mendedBy("train --data @churn.csv"),
                        at("No such directory", "", "train --data @july/churn.csv"),
                        at("A directory", "", "train --data @parts").mendedBy("train --data @parts/*.csv"),
                        at("A pattern that matches nothing", "", "train --data '@*.tsv'"),
                        at("An empty file", "", "train --data @empty.csv"),
                        at("A header and no rows", "", "train --data @header.csv"),
                        at("One row", "", "train --data @one-row.csv"),
                        at(
                                        "One column",
                                        "Most often the separator is one that is not looked for.",
                                        "train --data @hash.csv")
                                .mendedBy("train --data @hash.csv --sep '#'"),
                        at(
                                "Two columns of one name",
                                "Columns are told apart by their names, in training and in every table to be scored.",
                                "train --data @twins.csv"),
                        at(
                                "Two header lines",
                                "The second would be a row of words above numbers.",
                                "train --data @two-headers.csv"),
                        at("Text that is not UTF-8", "", "train --data @latin.csv")
                                .mendedBy("train --data @latin.csv --encoding latin1"),
                        at("Bytes that are no text", "", "train --data @nul.csv"),
                        at("A compressed file that is cut short", "", "train --data @cut.csv.gz"),
                        at(
                                "A compressed file that goes on with something else",
                                "It may be a damaged part of the table, so its rows are not left out without a word.",
                                "train --data @behind.csv.gz"),
                        at(
                                "A compressed file that asks for very much memory",
                                "A few bytes can ask for 2 GiB; what zstd writes by itself asks for at most 128 MiB.",
                                "train --data @window.csv.zst"),
                        at("Files with different headers", "", "train --data @churn.csv @other.csv"),
                        at("A file named twice", "", "train --data @churn.csv @churn.csv")));
    }

    private static Group rows() {
        return new Group(
                "Rows and cells",
                List.of(
                        at(
                                "A few ragged rows",
                                "They are set aside and counted: rows read = rows used + rows set aside.",
                                "train --data @ragged.csv --max-bad 2%"),
                        at(
                                        "More ragged rows than allowed",
                                        "The first one is named, with the cells it has and those it should have.",
                                        "train --data @ragged.csv")
                                .mendedBy("train --data @ragged.csv --max-bad 2%"),
                        at("Ragged rows that may not be", "", "train --data @ragged.csv --on-bad-row fail")
                                .mendedBy("train --data @ragged.csv --on-bad-row set-aside --max-bad 2%"),
                        at(
                                        "A quote that is never closed",
                                        "The line is the one where the quote begins.",
                                        "train --data @unclosed.csv")
                                .mendedBy("train --data @unclosed.csv --quote none"),
                        at(
                                "An infinite number among many",
                                "One cell in a thousand may be something else than a number; it counts as missing.",
                                "train --data @infinite.csv"),
                        at(
                                        "Many infinite numbers",
                                        "With more than that the column is one of words, until told which word stands"
                                                + " for nothing.",
                                        "train --data @infinities.csv")
                                .mendedBy("train --data @infinities.csv --missing NA,inf"),
                        at(
                                        "Decimal commas in a table separated by commas",
                                        "Elsewhere they are found; here a quoted comma may as well separate thousands.",
                                        "train --data @commas.csv")
                                .mendedBy("train --data @commas.csv --decimal ,")));
    }

    private static Group target() {
        return new Group(
                "The target and the other columns",
                List.of(
                        at("A target that is not there", "", "train --data @churn.csv --target lfet")
                                .mendedBy("train --data @churn.csv --target left"),
                        at("An id that is not there", "", "train --data @churn.csv --id customer")
                                .mendedBy("train --data @churn.csv --id id"),
                        at("A target without a value", "", "train --data @unlabelled.csv --target left"),
                        at("A target of one class", "", "train --data @one-class.csv"),
                        at("A target that is always the same number", "", "train --data @constant.csv --target price"),
                        at("A number target that is words", "", "train --data @churn.csv --task regression"),
                        at("A target that is ignored", "", "train --data @churn.csv --target left --ignore left"),
                        at("Nothing to learn from", "", "train --data @churn.csv --ignore id,age,plan,income")));
    }

    private static Group score() {
        return new Group(
                "A table for a model",
                List.of(
                        at(
                                        "A column under another name",
                                        "Names are compared letter by letter.",
                                        "score @model.zip @renamed.csv @out.csv")
                                .mendedBy("score @model.zip @renamed.csv @out.csv --rename Age=age"),
                        at("Columns that are missing", "", "score @model.zip @one-row.csv @out.csv"),
                        at(
                                "A renamed column that the table lacks",
                                "",
                                "score @model.zip @renamed.csv @out.csv --rename Agee=age"),
                        at(
                                "A new name that the model lacks",
                                "",
                                "score @model.zip @renamed.csv @out.csv --rename Age=years"),
                        at(
                                "Two columns of one new name",
                                "",
                                "score @model.zip @churn.csv @out.csv --rename income=age"),
                        at("A column to keep that is not there", "", "score @model.zip @churn.csv @out.csv --keep idd")
                                .mendedBy("score @model.zip @churn.csv @out.csv --keep id"),
                        at(
                                        "The other decimal sign",
                                        "Read with the model's sign, all fractions would be missing.",
                                        "score @model.zip @german.csv @out.csv")
                                .mendedBy("score @model.zip @german.csv @out.csv --decimal ,"),
                        at(
                                "Cells that are no numbers",
                                "The prediction is made without them.",
                                "score @model.zip @misread.csv @out.csv"),
                        at(
                                        "More rows that cannot be read than allowed",
                                        "All other rows have their predictions; what could not be read is in"
                                                + " OUT.rejects.csv.",
                                        "score @model.zip @ragged.csv @out.csv")
                                .mendedBy("score @model.zip @ragged.csv @out.csv --max-bad 2%"),
                        at(
                                "A row that may not be unreadable",
                                "",
                                "score @model.zip @ragged.csv @out.csv --on-bad-row fail"),
                        at("Probabilities of a number", "", "score @price.zip @prices.csv @out.csv --probs on"),
                        at("A threshold for a number", "", "score @price.zip @prices.csv @out.csv --threshold 0.4"),
                        at("Evaluation without the target", "", "evaluate @model.zip @no-target.csv"),
                        at(
                                "Evaluation with labels that the model does not know",
                                "",
                                "evaluate @model.zip @other-labels.csv")));
    }

    private static Group output() {
        return new Group(
                "What is written",
                List.of(
                        at("OUT exists", "", "score @model.zip @churn.csv @mine.csv"),
                        at(
                                "OUT is another's, and is to be gone on with",
                                "A complete file is compared by its age and its first rows.",
                                "score @model.zip @churn.csv @mine.csv --resume"),
                        at("Nothing is kept that could be gone on with", "", "score @model.zip - @out.csv --resume")
                                .mendedBy("score @model.zip @churn.csv @out.csv --resume"),
                        at("OUT is IN", "", "score @model.zip @churn.csv @churn.csv --force"),
                        at("OUT is a directory", "", "score @model.zip @churn.csv @parts"),
                        at("OUT in a directory that is not there", "", "score @model.zip @churn.csv @july/out.csv"),
                        at(
                                "A disk that is full while predictions are written",
                                "Nothing is left under the final name, nor under that of the part.",
                                "ulimit -f 8; mlscale score model.zip churn.csv out.csv --keep all"),
                        at(
                                "A disk that is full while the model is written",
                                "A model that was there stays as it was.",
                                "ulimit -f 8; mlscale train --data churn.csv --out kept.zip"),
                        at("A model into a directory", "", "train --data @churn.csv --out @parts"),
                        at(
                                "A model into a directory that is not there",
                                "Found out before the work, not after it.",
                                "train --data @churn.csv --out @july/model.zip"),
                        at("A model over its own table", "", "train --data @churn.csv --out @churn.csv"),
                        at("A run directory that holds something", "", "train --data @churn.csv --run-dir @parts"),
                        at(
                                "A run directory that another process works in",
                                "When that has ended, the same command line will do; with --resume it goes on.",
                                "train --data @churn.csv --run-dir @busy --resume")));
    }

    private static Group model() {
        return new Group(
                "The model file",
                List.of(
                        at("No model", "", "score @modell.zip @churn.csv @out.csv"),
                        at("A directory for a model", "", "inspect @parts"),
                        at("Something else than a model", "", "inspect @churn.csv"),
                        at("A model that is cut short", "", "inspect @cut.zip"),
                        at("A model with a byte that changed", "", "inspect @flipped.zip"),
                        at("A model of a newer mlscale", "", "inspect @newer.zip"),
                        at(
                                "A model with a planted Java object",
                                "Nothing in a model is ever made a Java object again.",
                                "inspect @planted.zip"),
                        at(
                                "A model with a name that leads out of it",
                                "Nothing of a model is unpacked to disk.",
                                "inspect @outside.zip"),
                        at(
                                "A model with an entry that unpacks to very much",
                                "It is read up to what such an entry may have.",
                                "inspect @bomb.zip"),
                        at(
                                "A model that does not give its own check rows",
                                "Every load predicts the 64 made rows of golden.csv again.",
                                "score @drifted.zip @churn.csv @out.csv")));
    }

    private static Group commandLine() {
        return new Group(
                "The command line",
                List.of(
                        at(
                                "Flags that are not there",
                                "All that is wrong is said at once.",
                                "train --dta @churn.csv --epoch 3 --lr -1"),
                        at("A command that is not there", "", "trian --data @churn.csv"),
                        at("Nothing to read", "", "train --target left"),
                        at("A value that is none", "", "score @model.zip @churn.csv @out.csv --decimal ';'"),
                        at("A pair that is none", "", "score @model.zip @churn.csv @out.csv --rename age")));
    }
}
