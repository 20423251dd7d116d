package org.mlscale.cli;

import java.util.Locale;
import org.mlscale.engine.chunk.CsvText;
import org.mlscale.engine.table.Draws;

/** Made-up customers and whether they leave: a rule with a turn in it, and luck. Row by row a pure function of the seed. */
record DemoTable(long seed) {
    private static final String[] PLANS = {"basic", "family, 4 lines", "business \"gold\"", "prepaid"};
    private static final String[] REGIONS = {"north", "south", "east", "west", "abroad"};

    String csv(int first, int count, boolean answers) {
        CsvText csv = new CsvText();
        for (String name : new String[] {"customer", "age", "months", "bill", "calls to service", "plan", "region"}) {
            csv.cell(name);
        }
        if (answers) {
            csv.cell("left");
        }
        csv.end();
        for (int row = first; row < first + count; row++) {
            csv.cell(customer(row))
                    .cell(unit(row, 9) < 0.03 ? "" : Integer.toString(age(row)))
                    .cell(Integer.toString(months(row)))
                    .cell(String.format(Locale.ROOT, "%.2f", bill(row)))
                    .cell(Integer.toString(calls(row)))
                    .cell(plan(row))
                    .cell(unit(row, 10) < 0.02 ? "NA" : REGIONS[(int) (unit(row, 6) * REGIONS.length)]);
            if (answers) {
                csv.cell(left(row) ? "yes" : "no");
            }
            csv.end();
        }
        return csv.toString();
    }

    String customer(int row) {
        return "c%06d".formatted(row);
    }

    boolean left(int row) {
        return unit(row, 8) < chance(row);
    }

    /** What one would say who knows the rule, but not luck. */
    boolean likely(int row) {
        return chance(row) >= 0.5;
    }

    private double chance(int row) {
        double months = Math.log1p(months(row));
        double fit = 2.2 - 0.9 * months + 0.9 * calls(row) + 0.03 * (bill(row) - 50);
        fit += plan(row).equals(PLANS[3]) ? 1.2 : plan(row).equals(PLANS[1]) ? -1.5 : 0;
        fit += age(row) < 30 && calls(row) == 0 ? 1.5 : -1;
        return 1 / (1 + Math.exp(-1.6 * fit));
    }

    private int age(int row) {
        return 18 + (int) (60 * unit(row, 1));
    }

    private int months(int row) {
        return (int) (-30 * Math.log(1 - unit(row, 2)));
    }

    private double bill(int row) {
        return 20 + 80 * unit(row, 3) * unit(row, 4);
    }

    private int calls(int row) {
        return (int) (4 * unit(row, 5) * unit(row, 5));
    }

    private String plan(int row) {
        return PLANS[(int) (unit(row, 7) * PLANS.length)];
    }

    private double unit(int row, int column) {
        return Draws.unit(seed, row, column);
    }
}
