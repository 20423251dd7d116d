package org.mlscale.engine.table;

/**
 * How the rows to judge by were chosen, in words.
 *
 * @param column that decided; empty where none did
 * @param what is held out: {@code the rows from 1800 on by "step"}
 * @param why, to be read after "because"
 * @param leak what the rows to learn from may still tell of those to judge by; empty if there are none of those
 * @param folds if any, all rows are learned from and all judge, each by the one net of the ensemble that does not learn from its fold
 */
public record Split(By by, String column, String what, String why, String leak, int folds) {
    /** Into rows to learn from and rows to judge by. */
    public Split(By by, String column, String what, String why, String leak) {
        this(by, column, what, why, leak, 0);
    }

    /** What decided on which side a row fell. */
    public enum By {
        ROW,
        TIME,
        GROUP,
        FILE,
        NONE
    }

    static Split none(String why) {
        return new Split(By.NONE, "", "nothing", why, "");
    }

    static Split file(String name) {
        return new Split(
                By.FILE,
                "",
                "the rows of " + name,
                "--valid names it",
                "rows that are in the table too are judged after they were learned");
    }

    static Split row(boolean stratified, boolean classes, String why) {
        String shares = classes ? ", each class with its share" : ", small and large targets with their share";
        return new Split(
                By.ROW,
                "",
                "by row, rows alike on one side" + (stratified ? shares : ""),
                why,
                "rows of one person or day may stand on both sides: --valid-by group:COL or time:COL if yours do");
    }

    /** By row in folds. */
    static Split rowFolds(int count, boolean classes, String why) {
        Split row = row(true, classes, why);
        return new Split(By.ROW, "", inFolds(count, row.what), why, row.leak, count);
    }

    /** By group in folds. */
    static Split groupFolds(int count, String column, String why) {
        Split group = group(column, why);
        return new Split(By.GROUP, column, inFolds(count, group.what), why, group.leak, count);
    }

    private static String inFolds(int count, String what) {
        return "every row by one of %d nets, which does not learn from it: %s".formatted(count, what);
    }

    static Split time(String column, String from, long missing, String why) {
        String stay = missing == 0
                ? ""
                : "; %,d without a time %s learned from".formatted(missing, missing == 1 ? "is" : "are");
        return new Split(
                By.TIME,
                column,
                "the rows from %s on by \"%s\"%s".formatted(from, column, stay),
                why,
                "a cell filled in later than its row's time knows the future, and who came before may come again");
    }

    static Split group(String column, String why) {
        return new Split(
                By.GROUP,
                column,
                "whole groups by \"%s\"".formatted(column),
                why,
                "rows of one day, or alike in all but \"%s\", may stand on both sides".formatted(column));
    }

    /** {@code the rows from 1800 on by "step", because --valid-by says so}. */
    public String reason() {
        return "%s, because %s".formatted(what, why);
    }
}
