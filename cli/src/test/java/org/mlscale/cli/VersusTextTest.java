package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.score.Comparison;

class VersusTextTest {
    private static Comparison.Line line(
            String name, boolean higher, double ours, double theirs, double low, double high) {
        return new Comparison.Line(
                new Figure(name, ours, Double.NaN, higher),
                new Figure(name, theirs, Double.NaN, higher),
                new Comparison.Interval(low, high));
    }

    @Test
    void of_numbers_standInColumns() {
        Comparison comparison = new Comparison(
                List.of(
                        line("rmse", false, 57_177, 59_815, -2_957, -2_319),
                        line("mae", false, 44.5, 39.25, 4.5, 5.0625),
                        line("r2", true, 0.7545, 0.7313, -0.0203, 0.0261),
                        line("x", true, Double.NaN, 1, Double.NaN, Double.NaN)),
                2000,
                List.of(
                        new Comparison.Disagreement(
                                "c9812",
                                new Comparison.Said("", 500_001),
                                new Comparison.Said("", 604_693),
                                new Comparison.Said("", 652_928)),
                        new Comparison.Disagreement(
                                "c7",
                                new Comparison.Said("", 1),
                                new Comparison.Said("", -0.5),
                                new Comparison.Said("", 12.25))));
        assertEquals(
                """
                     model   other  difference       95 % interval
                rmse   57,177  59,815      -2,638    -2,957 to -2,319  the model is better
                mae     44.50   39.25      +5.250    +4.500 to +5.063  the other is better
                r2     0.7545  0.7313     +0.0232  -0.0203 to +0.0261  not told apart
                x     unknown   1.000     unknown             unknown  not told apart

                Where they differ most:
                customer   target    model    other
                c9812     500,001  604,693  652,928
                c7          1.000  -0.5000    12.25
                """.replace("     model   other  d", "        model   other  d"),
                VersusText.of(comparison, "customer"));
    }

    @Test
    void of_classes_haveTheirProbabilitiesWhereTheyAreKnown() {
        Comparison comparison = new Comparison(
                List.of(line("accuracy", true, 0.5, 0.75, -0.4, -0.1)),
                2000,
                List.of(new Comparison.Disagreement(
                        "3",
                        new Comparison.Said("no", Double.NaN),
                        new Comparison.Said("yes", 0.9126),
                        new Comparison.Said("no", Double.NaN))));
        assertEquals("""
                       model   other  difference       95 % interval
            accuracy  0.5000  0.7500     -0.2500  -0.4000 to -0.1000  the other is better

            Where they differ most:
            row  target        model  other
            3        no  yes (0.913)     no
            """, VersusText.of(comparison, "row"));
    }

    @Test
    void of_twoThatSayTheSame_saysSo() {
        Comparison comparison = new Comparison(List.of(line("mae", false, 1, 1, 0, 0)), 2000, List.of());
        assertEquals("""
                 model  other  difference     95 % interval
            mae  1.000  1.000      0.0000  0.0000 to 0.0000  not told apart

            The two say the same of every row.
            """, VersusText.of(comparison, "row"));
    }
}
