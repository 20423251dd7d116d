package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong, to the letter: what happened, where, and what to try. DIR stands for the test's directory. */
class CliErrorsTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        write("y.csv", Tables.yesNo());
        write("r.csv", Tables.regression());
        CliRun.of(
                        "train",
                        "--data",
                        at("y.csv"),
                        "--id",
                        "id",
                        "--epochs",
                        "1",
                        "--model",
                        "mlp:3",
                        "-o",
                        at("y.zip"),
                        "--run-dir",
                        at("y-run"),
                        "-q")
                .done();
        CliRun.of(
                        "train",
                        "--data",
                        at("r.csv"),
                        "--epochs",
                        "1",
                        "--model",
                        "mlp:3",
                        "-o",
                        at("r.zip"),
                        "--run-dir",
                        at("r-run"),
                        "-q")
                .done();
        write("empty.csv", "");
        write("blank.csv", "\n\n  \n");
        write("header.csv", "a,b,y\n");
        write("ragged.csv", Tables.yesNo() + "1,2\n1,2,3,4,5,6\n3\n4\n");
        write("unclosed.csv", Tables.yesNo() + "c300,\"40,basic,20,yes\nc301,40,basic,20,no\n");
        write("one.csv", Tables.yesNo().replaceAll(",no\n", ",yes\n"));
        write("none.csv", Tables.yesNo().replaceAll(",(no|yes)\n", ",\n"));
        write("twins.csv", "a,a,y\n1,2,3\n");
        Files.write(folder.resolve("latin.csv"), "a,y\n1,x\n2,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        write("misnamed.csv", Tables.yesNo().replaceFirst("age", "Age "));
        write("unlabelled.csv", Tables.yesNo().replaceAll("(?m),[^,]*$", ""));
        write("there.csv", "mine\n");
        byte[] zip = Files.readAllBytes(folder.resolve("y.zip"));
        Files.write(folder.resolve("cut.zip"), Arrays.copyOf(zip, zip.length / 2));
        Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(gzip(Tables.yesNo()), 1000));
        Files.createDirectory(folder.resolve("busy-run"));
        write("busy-run/x", "");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static Arguments fails(int exit, String command, String... lines) {
        return Arguments.of(exit, command, String.join("\n", lines));
    }

    private static Stream<Arguments> errors() {
        return Stream.of(
                // files
                fails(
                        3,
                        "train --data DIR/z.csv",
                        "mlscale: there is no such file",
                        "  at DIR/z.csv",
                        "  try: did you mean DIR/r.csv?"),
                fails(
                        3,
                        "train --data DIR/lattin.csv",
                        "mlscale: there is no such file",
                        "  at DIR/lattin.csv",
                        "  try: did you mean DIR/latin.csv?"),
                fails(
                        3,
                        "train --data DIR/nowhere/z.csv",
                        "mlscale: there is no such file",
                        "  at DIR/nowhere/z.csv",
                        "  try: check the path: there is no directory DIR/nowhere"),
                fails(
                        3,
                        "train --data DIR",
                        "mlscale: this is a directory, not a table",
                        "  at DIR",
                        "  try: name the files in it: 'DIR/*.csv'"),
                fails(3, "train --data DIR/q*.csv", "mlscale: no file matches", "  at DIR/q*.csv", "  try: ls DIR"),
                fails(
                        3,
                        "train --data DIR/empty.csv",
                        "mlscale: the file is empty",
                        "  at DIR/empty.csv",
                        "  try: check the file: ls -l DIR/empty.csv"),
                fails(
                        3,
                        "train --data DIR/blank.csv",
                        "mlscale: the file is empty",
                        "  at DIR/blank.csv",
                        "  try: check the file: ls -l DIR/blank.csv"),
                fails(
                        3,
                        "train --data DIR/header.csv",
                        "mlscale: the table has a header and no rows",
                        "  at DIR/header.csv",
                        "  try: put rows below the header, or --header no if that line is a row"),
                fails(
                        3,
                        "train --data DIR/cut.csv.gz",
                        "mlscale: cannot read the input: the compressed file is cut short",
                        "  at DIR/cut.csv.gz",
                        "  try: check the file: ls -l DIR/cut.csv.gz"),
                fails(2, "train --data - -", "mlscale: stdin (-) is named twice", "  try: name it once"),
                fails(2, "train --data - --valid -", "mlscale: stdin (-) is named twice", "  try: name it once"),
                // records
                fails(
                        3,
                        "train --data DIR/ragged.csv",
                        "mlscale: 4 of 304 rows cannot be read (1% allowed); the first: 2 cells where the table has 5"
                                + " columns",
                        "  at DIR/ragged.csv line 302",
                        "  try: mend them, or --max-bad 2%"),
                fails(
                        3,
                        "train --data DIR/ragged.csv --max-bad 0",
                        "mlscale: 4 of 304 rows cannot be read (0% allowed); the first: 2 cells where the table has 5"
                                + " columns",
                        "  at DIR/ragged.csv line 302",
                        "  try: mend them, or --max-bad 2%"),
                fails(
                        3,
                        "train --data DIR/ragged.csv --on-bad-row fail",
                        "mlscale: 2 cells where the table has 5 columns",
                        "  at DIR/ragged.csv line 302",
                        "  try: mend the record, or --on-bad-row set-aside to leave such rows out"),
                fails(
                        3,
                        "train --data DIR/unclosed.csv",
                        "mlscale: the file ends inside a quoted cell",
                        "  at DIR/unclosed.csv line 302",
                        "  try: close the quote that begins there, or --quote none if quotes mean nothing in this"
                                + " file"),
                fails(
                        3,
                        "train --data DIR/latin.csv",
                        "mlscale: the text is not UTF-8: byte 0xE9 does not fit",
                        "  at DIR/latin.csv line 3",
                        "  try: --encoding latin1, if the table comes from an older program or a spreadsheet (or the"
                                + " encoding it was saved in)"),
                fails(
                        3,
                        "train --data DIR/twins.csv --header yes",
                        "mlscale: two columns are named \"a\"",
                        "  at DIR/twins.csv line 1",
                        "  try: give each column its own name in the header"),
                // columns
                fails(
                        2,
                        "train --data DIR/y.csv --target lfet",
                        "mlscale: there is no column \"lfet\"",
                        "  try: did you mean \"left\"?"),
                fails(
                        2,
                        "train --data DIR/y.csv --id customer",
                        "mlscale: there is no column \"customer\"",
                        "  try: the columns are: id, age, plan, income, left"),
                fails(
                        2,
                        "train --data DIR/y.csv --ignore left --target left",
                        "mlscale: column \"left\" cannot be the target and have another role",
                        "  try: --target COL names the column to predict"),
                fails(
                        2,
                        "train --data DIR/y.csv --target age,age",
                        "mlscale: --target names column \"age\" twice",
                        "  try: name each column once"),
                fails(
                        3,
                        "train --data DIR/y.csv --target age,left",
                        "mlscale: target \"left\" is words: several targets must all be numbers",
                        "  try: a model of its own: --target left"),
                fails(
                        2,
                        "train --data DIR/y.csv --target age --balance on",
                        "mlscale: --balance on: age is a number, and only classes can be balanced",
                        "  try: leave --balance out"),
                fails(
                        3,
                        "train --data DIR/one.csv",
                        "mlscale: target \"left\" is \"yes\" in all rows: there is nothing to tell apart",
                        "  try: --target COL names another column"),
                fails(
                        3,
                        "train --data DIR/none.csv",
                        "mlscale: target \"left\" has no value in any row",
                        "  try: --target COL names another column"),
                fails(
                        3,
                        "train --data DIR/y.csv --ignore id,age,plan,income",
                        "mlscale: no column is left to learn from: all are alike, ids, ignored or words that hardly"
                                + " ever come twice",
                        "  try: check the separator (--sep) and the header (--header)"),
                // outputs of train
                fails(
                        4,
                        "train --data DIR/y.csv -o DIR/nowhere/m.zip",
                        "mlscale: the model DIR/nowhere/m.zip cannot be written: there is no directory DIR/nowhere",
                        "  try: mkdir -p DIR/nowhere"),
                fails(
                        2,
                        "train --data DIR/y.csv -o DIR",
                        "mlscale: --out DIR is a directory",
                        "  try: --out DIR/model.zip"),
                fails(
                        2,
                        "train --data DIR/y.csv -o DIR/m.zip --run-dir DIR/busy-run",
                        "mlscale: the run directory DIR/busy-run is not empty",
                        "  try: --run-dir with a new name, or rm -r DIR/busy-run"),
                fails(
                        3,
                        "train --data DIR/r.csv --id id --lr 1000000 --valid 0 --batch 150 --epochs 1 --model"
                                + " mlp:256,128 -o DIR/bad.zip --run-dir DIR/bad-run",
                        "mlscale: some params are no numbers any more: the net has diverged",
                        "  try: a smaller learning rate: --lr 0.0001"),
                // models
                fails(
                        5,
                        "score DIR/cut.zip DIR/y.csv DIR/out.csv",
                        "mlscale: DIR/cut.zip is damaged, cut short, or not a model file (zip END header not found)",
                        "  try: copy or train it again"),
                fails(
                        5,
                        "inspect DIR/y.csv",
                        "mlscale: DIR/y.csv is damaged, cut short, or not a model file (zip END header not found)",
                        "  try: copy or train it again"),
                fails(
                        5,
                        "evaluate DIR/no.zip DIR/y.csv",
                        "mlscale: there is no model DIR/no.zip",
                        "  try: mlscale train --data TABLE.csv --out DIR/no.zip"),
                fails(
                        5,
                        "inspect DIR",
                        "mlscale: DIR is a directory, not a model",
                        "  try: name the file: DIR/model.zip"),
                // score and evaluate
                fails(
                        3,
                        "score DIR/y.zip DIR/misnamed.csv DIR/out.csv",
                        "mlscale: column \"age\" is missing",
                        "  at DIR/misnamed.csv line 1",
                        "  try: --rename \"Age=age\""),
                fails(
                        3,
                        "score DIR/y.zip DIR/there.csv DIR/out.csv",
                        "mlscale: 3 columns are missing: age, plan, income",
                        "  at DIR/there.csv line 1",
                        "  try: the table has the columns mine"),
                fails(
                        3,
                        "score DIR/y.zip DIR/yy.csv DIR/out.csv",
                        "mlscale: there is no such file",
                        "  at DIR/yy.csv",
                        "  try: did you mean DIR/y.csv?"),
                fails(
                        2,
                        "score DIR/y.zip DIR/y.csv DIR/there.csv",
                        "mlscale: DIR/there.csv exists",
                        "  try: --force replaces it, or choose another name"),
                fails(
                        2,
                        "score DIR/y.zip DIR/y.csv DIR/y.csv --force",
                        "mlscale: IN and OUT are the same file",
                        "  try: name another OUT"),
                fails(
                        2,
                        "score DIR/y.zip DIR/y.csv DIR",
                        "mlscale: DIR is a directory",
                        "  try: name a file: DIR/out.csv"),
                fails(
                        4,
                        "score DIR/y.zip DIR/y.csv DIR/nowhere/out.csv",
                        "mlscale: DIR/nowhere/out.csv cannot be written: there is no directory DIR/nowhere",
                        "  try: choose another place, or make room"),
                fails(
                        2,
                        "score DIR/y.zip DIR/y.csv DIR/out.csv --keep idd",
                        "mlscale: --keep: the table has no column \"idd\"",
                        "  try: did you mean \"id\"?"),
                fails(
                        3,
                        "score DIR/y.zip DIR/ragged.csv DIR/out.csv --on-bad-row fail",
                        "mlscale: 2 cells where the table has 5 columns",
                        "  at DIR/ragged.csv line 302",
                        "  try: mend the record, or --on-bad-row empty to leave its prediction empty"),
                fails(
                        2,
                        "score DIR/r.zip DIR/r.csv DIR/out.csv --probs on",
                        "mlscale: --probs on: the model predicts the number price, which has no probabilities",
                        "  try: leave --probs out"),
                fails(
                        2,
                        "score DIR/r.zip DIR/r.csv DIR/out.csv --threshold 0.4",
                        "mlscale: --threshold decides between two classes, which price is not",
                        "  try: leave --threshold out"),
                fails(
                        3,
                        "evaluate DIR/y.zip DIR/unlabelled.csv",
                        "mlscale: column \"left\" is missing",
                        "  at DIR/unlabelled.csv line 1",
                        "  try: the table has the columns id, age, plan, income"),
                fails(
                        3,
                        "evaluate DIR/y.zip DIR/none.csv",
                        "mlscale: no row of DIR/none.csv has a value of left that the model knows",
                        "  try: it knows no, yes: does the table write them otherwise?"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void run_failing_saysWhatWhereAndWhatToTry(int exit, String command, String expected) throws IOException {
        List<String> args = Stream.of(command.split(" ", -1))
                .map(arg -> arg.replace("DIR", folder.toString()))
                .toList();
        List<String> before = names();
        CliRun run = CliRun.of(Stream.concat(args.stream(), Stream.of("-q")).toList());
        run.fails(exit, expected.replace("DIR", folder.toString()));
        assertEquals("", run.out());
        assertTrue(run.err().contains("\n  try: "), run.err());
        for (String internals : List.of("Exception", "org.mlscale", "java.", "\tat ", "picocli", "null")) {
            assertFalse(run.err().contains(internals), run.err());
        }
        List<String> left = names().stream()
                .filter(name -> !before.contains(name) && !name.equals("bad-run"))
                .toList();
        assertEquals(List.of(), left, "files left behind");
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void run_failingWithStacktrace_showsWhere() {
        CliRun without = CliRun.of("inspect", at("cut.zip"));
        CliRun with = CliRun.of("inspect", at("cut.zip"), "--stacktrace");
        assertEquals(5, with.exit());
        assertTrue(with.err().startsWith(without.err().strip()), with.err());
        assertTrue(with.err().contains("\n\tat org.mlscale.engine.modelfile.Archive.open(Archive.java:"), with.err());
        assertTrue(with.err().contains("\nCaused by: java.util.zip.ZipException: "), with.err());
    }

    /** As root every directory is writable, so there the test says nothing; it says so. */
    @Test
    void run_directoryThatMayNotBeWritten_isExit4() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        boolean obeyed = locked.toFile().setWritable(false) && !Files.isWritable(locked);
        if (!obeyed) {
            System.out.println(
                    "SKIPPED: run_directoryThatMayNotBeWritten_isExit4: this user may write anywhere (root)");
        }
        assumeTrue(obeyed, "this user may write anywhere (root)");
        CliRun.of("train", "--data", at("y.csv"), "-o", at("locked/m.zip"))
                .fails(
                        4,
                        "mlscale: the model %s cannot be written: permission denied".formatted(at("locked/m.zip"))
                                + "\n  try: --out FILE writes it elsewhere");
        CliRun.of("score", at("y.zip"), at("y.csv"), at("locked/out.csv"))
                .fails(
                        4,
                        "mlscale: %s cannot be written: permission denied\n  try: choose another place, or make room"
                                .formatted(at("locked/out.csv")));
    }
}
