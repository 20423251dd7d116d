package org.mlscale.engine.chunk;

/** What stands before the fraction of a table's numbers. One sign for the whole table: a cell with the other one holds no number. */
public enum DecimalSign {
    POINT('.'),
    COMMA(',');

    private final char sign;

    DecimalSign(char sign) {
        this.sign = sign;
    }

    /**
     * The number that {@code cell} writes with this sign; NaN for anything else, as in {@link Numbers#parse}. Thousands separators are anything
     * else: 1.234 would be two numbers.
     */
    public double parse(String cell) {
        return switch (this) {
            case POINT -> Numbers.parse(cell);
            case COMMA -> cell.indexOf('.') >= 0 ? Double.NaN : Numbers.parse(cell.replace(',', '.'));
        };
    }

    /** {@code number} as a cell that {@link #parse} reads back. */
    public String write(double number) {
        return Double.toString(number).replace('.', sign);
    }

    char sign() {
        return sign;
    }

    public DecimalSign other() {
        return this == POINT ? COMMA : POINT;
    }

    /** As it is typed and stored: {@code .} or {@code ,}. */
    public String text() {
        return String.valueOf(sign);
    }

    /** For people: {@code point} or {@code comma}. */
    public String word() {
        return this == POINT ? "point" : "comma";
    }
}
