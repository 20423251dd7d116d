package org.mlscale.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.metrics.Figure;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0,row,'0 rows'",
        "1,row,'1 row'",
        "20640,row,'20,640 rows'",
        "1,category,'1 category'",
        "2,category,'2 categories'"
    })
    void count_ofThings_isSingularOrPlural(long count, String thing, String expected) {
        assertEquals(expected, Text.count(count, thing));
    }

    @ParameterizedTest
    @CsvSource({
        "0,'0 bytes'",
        "1,'1 byte'",
        "999,'999 bytes'",
        "1000,'1.0 kB'",
        "9949,'9.9 kB'",
        "999499,'999 kB'",
        "999500,'1.0 MB'",
        "1400000,'1.4 MB'",
        "12345678,'12 MB'",
        "5000000000,'5.0 GB'",
        "9223372036854775807,'9223 PB'",
    })
    void bytes_ofAnySize_haveTheFittingUnit(long bytes, String expected) {
        assertEquals(expected, Text.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0,'0.0 s'",
        "420,'0.4 s'",
        "9949,'9.9 s'",
        "9950,'10 s'",
        "18200,'18 s'",
        "59499,'59 s'",
        "59500,'1 min 0 s'",
        "125000,'2 min 5 s'",
        "3599499,'59 min 59 s'",
        "3599600,'1 h 0 min'",
        "12000000,'3 h 20 min'",
        "360000000,'100 h 0 min'",
    })
    void duration_ofAnyLength_reads(long millis, String expected) {
        assertEquals(expected, Text.duration(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.0000",
        "0.8312,0.8312",
        "-0.83124,-0.8312",
        "1.5,1.500",
        "12.345,12.35",
        "123.45,123.5",
        "1234.5,'1,235'",
        "52310,'52,310'",
        "-52310,'-52,310'",
        "1.2e-7,1.200e-07",
        "1e15,1.000e+15",
        "0.0001,0.0001",
        "NaN,unknown",
        "-Infinity,-Infinity",
    })
    void number_ofAnySize_hasFourDigitsThatCount(double number, String expected) {
        assertEquals(expected, Text.number(number));
    }

    @ParameterizedTest
    @CsvSource({
        "0,'0 %'",
        "0.5,'50 %'",
        "1,'100 %'",
        "0.0994,'9.9 %'",
        "0.0996,'10 %'",
        "0.01,'1.0 %'",
        "0.00052,'0.052 %'",
        "0.000001,'0.00010 %'"
    })
    void percent_ofAnyShare_reads(double share, String expected) {
        assertEquals(expected, Text.percent(share));
    }

    @Test
    void figureTable_figures_standInColumns() {
        List<Figure> figures =
                List.of(new Figure("accuracy", 0.91, 0.5, true), new Figure("mae", 12_345.6, Double.NaN, false));
        assertEquals("""
                                model     guessing
            accuracy           0.9100       0.5000
            mae                12,346
            """, FigureTable.of(figures, List.of()));
    }

    @Test
    void figureTable_linearModel_standsBetween() {
        List<Figure> figures =
                List.of(new Figure("average_precision", 0.91, 0.5, true), new Figure("ece", 0.0125, Double.NaN, false));
        List<Figure> linear = List.of(new Figure("average_precision", 0.85, 0.5, true));
        assertEquals("""
                                     model       linear     guessing
            average_precision       0.9100       0.8500       0.5000
            ece                     0.0125
            """, FigureTable.of(figures, linear));
    }

    @Test
    void command_wordsThatAShellWouldRead_areQuoted() {
        assertEquals(
                "mlscale train --data a/b.csv 'x y.csv' 'it'\\''s.csv' '*.csv' '' --valid=10%",
                Text.command(List.of(
                        "mlscale", "train", "--data", "a/b.csv", "x y.csv", "it's.csv", "*.csv", "", "--valid=10%")));
    }
}
