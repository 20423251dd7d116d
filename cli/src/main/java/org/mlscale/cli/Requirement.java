package org.mlscale.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mlscale.engine.fault.Nearest;
import org.mlscale.engine.metrics.Measure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a model must reach on the rows held out: {@code auc>=0.80}, {@code rmse<champion.zip-500}.
 *
 * @param text as typed
 * @param figure its name: a measure, and of several targets which one, as in {@code rmse_price}
 * @param sign {@code >=}, {@code >}, {@code <=} or {@code <}
 * @param champion a model whose figure on the same rows is the measure, if it is not a number
 * @param number the number, or what is added to the champion's figure
 */
record Requirement(String text, String figure, String sign, Optional<Path> champion, double number) {
    private static final String FORM = "like 'auc>=0.80' or 'auc>=champion.zip-0.002'";
    private static final String NUMBER = "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?";
    private static final Pattern PARTS = Pattern.compile("\\s*([^<>=]+?)\\s*(>=|<=|>|<)\\s*([^\\s<>=].*?)\\s*");
    private static final Pattern CHAMPION = Pattern.compile("(.+\\.zip)\\s*(?:([+-])\\s*(" + NUMBER + "))?");

    static Requirement of(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException(
                    "\"%s\" is not a figure, one of >= > <= <, and what it must reach, %s".formatted(text, FORM));
        }
        String figure = parts.group(1);
        Measure measure = ofOneTarget(figure).orElseGet(() -> measure(figure));
        String sign = parts.group(2);
        if (sign.startsWith(">") != measure.higherIsBetter()) {
            throw new TypeConversionException("\"%s\" asks for a bad model: %s is better when it is %s"
                    .formatted(text, figure, measure.higherIsBetter() ? "higher" : "lower"));
        }
        String right = parts.group(3);
        if (right.matches(NUMBER)) {
            return new Requirement(text, figure, sign, Optional.empty(), Double.parseDouble(right));
        }
        Matcher champion = CHAMPION.matcher(right);
        if (!champion.matches()) {
            throw new TypeConversionException(
                    "\"%s\" in \"%s\" is neither a number nor a model's .zip, %s".formatted(right, text, FORM));
        }
        double margin = champion.group(3) == null ? 0 : Double.parseDouble(champion.group(3));
        boolean less = "-".equals(champion.group(2));
        return new Requirement(text, figure, sign, Optional.of(Path.of(champion.group(1))), less ? -margin : margin);
    }

    /** What {@code rmse_price} measures; whether there is a target of that name, the table says. */
    private static Optional<Measure> ofOneTarget(String figure) {
        return Stream.of(Measure.RMSE, Measure.MAE, Measure.R2)
                .filter(measure -> figure.startsWith(measure.text() + "_"))
                .findFirst();
    }

    /** The figure that flags name. */
    static Measure measure(String name) {
        return Measure.named(name).orElseThrow(() -> {
            String meant = Nearest.to(name, Measure.names())
                    .map("; did you mean %s?"::formatted)
                    .orElse(", which are " + String.join(", ", Measure.names()));
            return new TypeConversionException("\"%s\" is not one of the figures%s".formatted(name, meant));
        });
    }

    /** Whether {@code value} reaches {@code bound}; what is no number reaches nothing. */
    boolean met(double value, double bound) {
        return switch (sign) {
            case ">=" -> value >= bound;
            case ">" -> value > bound;
            case "<=" -> value <= bound;
            default -> value < bound;
        };
    }

    static final class Converter implements ITypeConverter<Requirement> {
        @Override
        public Requirement convert(String value) {
            return of(value);
        }
    }
}
