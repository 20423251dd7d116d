package org.mlscale.cli;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.Schema;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a table is written down, where detection is not wanted. */
final class TableOptions {
    @Option(
            names = "--sep",
            paramLabel = "CHAR",
            converter = CharConverter.class,
            description = "What separates cells: one character, or tab. Default: found in the table.")
    @Nullable
    Character separator;

    @Option(
            names = "--quote",
            paramLabel = "CHAR",
            converter = QuoteConverter.class,
            description = "What quotes cells: one character, or none. Default: \".")
    @Nullable
    Quote quote;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            converter = CharsetConverter.class,
            defaultValue = "UTF-8",
            description = "What the text is written in, as utf-8 or latin1; a byte order mark says it better. Default:"
                    + " ${DEFAULT-VALUE}.")
    Charset encoding = StandardCharsets.UTF_8;

    @Option(
            names = "--decimal",
            paramLabel = "auto|.|,",
            defaultValue = "auto",
            converter = DecimalConverter.class,
            description =
                    "What stands before the fraction of a number. Default: ${DEFAULT-VALUE}, the sign that the table's"
                            + " numbers have; of a table to be scored, the one of training.")
    Decimal decimal = new Decimal(Optional.empty());

    /** The decimal sign, if the user has one. */
    record Decimal(Optional<DecimalSign> sign) {}

    /** A quoting character, or the decision that there is none. */
    record Quote(Optional<Character> character) {}

    Dialect.Wishes wishes(Optional<Boolean> header) {
        Optional<Character> quoting = quote == null ? Optional.of('"') : quote.character();
        if (separator != null && quoting.filter(separator::equals).isPresent()) {
            throw Fault.usage(
                    "%s cannot both separate and quote cells".formatted(separator),
                    "--quote none, if no cell is quoted");
        }
        return new Dialect.Wishes(
                Optional.ofNullable(separator),
                quote == null ? Optional.empty() : Optional.of(quote.character()),
                header,
                decimal.sign());
    }

    /** For a table that a model is to read: what its training table was decides what the user leaves open. */
    Dialect.Wishes wishes(Schema schema) {
        Dialect.Wishes wishes = wishes(Optional.of(schema.header()));
        return wishes.decimal().isPresent() ? wishes : wishes.withDecimal(schema.decimal());
    }

    Input input(List<String> names, InputStream stdin) {
        return Input.of(names, stdin, encoding);
    }

    /** One ASCII character, or its name. */
    static final class CharConverter implements ITypeConverter<Character> {
        @Override
        public Character convert(String value) {
            return character(value, "tab");
        }

        private static char character(String value, String other) {
            return switch (value) {
                case "tab", "\\t" -> '\t';
                case "space", "blank" -> ' ';
                case "comma" -> ',';
                case "semicolon" -> ';';
                case "pipe" -> '|';
                default -> {
                    if (value.length() != 1 || value.charAt(0) > 126 || value.charAt(0) < ' ' && !value.equals("\t")) {
                        throw new TypeConversionException("\"%s\" is not one character, or %s".formatted(value, other));
                    }
                    yield value.charAt(0);
                }
            };
        }
    }

    static final class QuoteConverter implements ITypeConverter<Quote> {
        @Override
        public Quote convert(String value) {
            return new Quote(
                    value.equals("none") ? Optional.empty() : Optional.of(CharConverter.character(value, "none")));
        }
    }

    static final class DecimalConverter implements ITypeConverter<Decimal> {
        @Override
        public Decimal convert(String value) {
            return switch (value) {
                case "auto" -> new Decimal(Optional.empty());
                case ".", "point" -> new Decimal(Optional.of(DecimalSign.POINT));
                case ",", "comma" -> new Decimal(Optional.of(DecimalSign.COMMA));
                default -> throw new TypeConversionException("\"%s\" is not auto, . or ,".formatted(value));
            };
        }
    }

    static final class CharsetConverter implements ITypeConverter<Charset> {
        @Override
        public Charset convert(String value) {
            try {
                return Charset.forName(value);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
                throw new TypeConversionException("\"%s\" is not an encoding that Java knows".formatted(value));
            }
        }
    }
}
