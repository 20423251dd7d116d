package org.mlscale.engine.chunk;

/** Writes records as RFC 4180 wants them, with {@code \n} for a line end. One thread; grows with what is written. */
public final class CsvText {
    private final StringBuilder text = new StringBuilder();
    private int cells;
    private int recordStart;

    /** Adds a cell; quoted only where it would not read back otherwise. */
    public CsvText cell(String cell) {
        if (cells++ > 0) {
            text.append(',');
        }
        if (plain(cell)) {
            text.append(cell);
        } else {
            text.append('"').append(cell.replace("\"", "\"\"")).append('"');
        }
        return this;
    }

    public CsvText cell(float number) {
        return cell(Numbers.shortest(number));
    }

    /** Ends the record. One that would be a blank line, which readers skip, is written as an empty quoted cell. */
    public CsvText end() {
        if (text.length() == recordStart) {
            text.append("\"\"");
        }
        text.append('\n');
        cells = 0;
        recordStart = text.length();
        return this;
    }

    private static boolean plain(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return false;
            }
        }
        return cell.isEmpty()
                || !Character.isWhitespace(cell.charAt(0)) && !Character.isWhitespace(cell.charAt(cell.length() - 1));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
