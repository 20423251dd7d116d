package org.mlscale.engine.modelfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertFault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.schema.Unit;

class SchemaJsonTest {
    private static final Schema SCHEMA = new Schema(
            true,
            List.of(
                    new Column.Date(
                            "when",
                            DateOrder.DMY,
                            List.of(
                                    part(Unit.YEAR),
                                    part(Unit.MONTH),
                                    part(Unit.WEEKDAY),
                                    part(Unit.HOUR),
                                    part(Unit.ORDINAL_DAY)),
                            -1_600_000_000_123L,
                            9_007_199_254_740_993L, // a double would make it even
                            3),
                    new Column.Unused("row", Column.Why.COUNTS),
                    new Column.Unused("id", Column.Why.NAMED_ID),
                    new Column.Unused("hour", Column.Why.WITHIN_AN_HOUR)),
            new Target.Numeric("y", 0, 0, 1, 0, 1),
            4,
            Optional.empty(),
            MissingTokens.USUAL,
            DecimalSign.POINT);

    private static Column.Date.Part part(Unit unit) {
        return new Column.Date.Part(unit, new Column.Numeric("when " + unit.text(), 0, 6.5, 3, 1, 12, 0));
    }

    @Test
    void read_whatWasWritten_isTheSame() {
        assertEquals(SCHEMA, SchemaJson.read(SchemaJson.write(SCHEMA)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"dmy\" | \"ydm\" | unknown date order ydm",
                "\"year\" | \"century\" | unknown part of a date century",
                "\"year\" | \"hour\" | column \"when\" has the parts",
                "\"parts\" | \"bits\" | \"parts\" is not there",
                "\"first\" : -1600000000123 | \"first\" : 1e3 | \"first\" is not a whole number",
                "\"first\" : -1600000000123 | \"first\" : 9007199254740994 | column \"when\" has the parts",
                "\"missing\" : 3 | \"missing\" : -3 | \"missing\" is not a count",
            })
    void read_absurdDate_isAModelFault(String from, String to, String expected) {
        String json = new String(SchemaJson.write(SCHEMA), StandardCharsets.UTF_8);
        assertTrue(json.contains(from), () -> from + " in " + json);
        byte[] damaged = json.replace(from, to).getBytes(StandardCharsets.UTF_8);
        Fault fault = assertThrows(Fault.class, () -> SchemaJson.read(damaged));
        assertTrue(
                String.valueOf(fault.getMessage()).startsWith("the model file is damaged: schema.json: " + expected),
                fault.getMessage());
        assertEquals(Fault.Kind.MODEL, fault.kind());
    }

    @Test
    void read_partThatIsNoNumber_isAModelFault() {
        String json = new String(SchemaJson.write(SCHEMA), StandardCharsets.UTF_8);
        int part = json.indexOf("\"number\"", json.indexOf("\"when year\""));
        assertEquals("\"number\"", json.substring(part, part + 8));
        String damaged = json.substring(0, part) + "\"unused\", \"why\" : \"EMPTY\"" + json.substring(part + 8);
        assertFault(
                Fault.Kind.MODEL,
                "the model file is damaged: schema.json: a part of a date is no number",
                "",
                "copy or train it again",
                () -> SchemaJson.read(damaged.getBytes(StandardCharsets.UTF_8)));
    }
}
