package org.mlscale.engine.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "age,age",
                "Age,age",
                "' age ',age",
                "agee,age",
                "ag,age",
                "aeg,age",
                "gea,",
                "incone,income",
                "icnome,income",
                "median_house_valu,median_house_value",
                "--epoch,--epochs",
                "--lernrate,",
                "xyz,",
                "'',",
            })
    void to_name_findsTheNearestOrNone(String name, String expected) {
        List<String> candidates = List.of("age", "income", "median_house_value", "--epochs", "--lr", "--batch");
        assertEquals(Optional.ofNullable(expected), Nearest.to(name, candidates));
    }

    @Test
    void to_severalAsNear_findsTheFirst() {
        assertEquals(Optional.of("cat"), Nearest.to("at", List.of("cat", "bat")));
        assertEquals(Optional.of("bat"), Nearest.to("bate", List.of("cart", "bat", "bat1e")));
    }

    @Test
    void to_noCandidates_findsNone() {
        assertEquals(Optional.empty(), Nearest.to("x", List.of()));
    }
}
