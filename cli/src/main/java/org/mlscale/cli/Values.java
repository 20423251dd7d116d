package org.mlscale.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Stack;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.table.HoldOutWish;
import org.mlscale.engine.table.SampleWish;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The values that flags take, each with the message for one that is not. */
final class Values {
    private static final String AUTO = "auto";

    private Values() {}

    /** The values of a flag that takes several, up to the next flag: one that nobody knows is not a file. */
    static final class UpToNextFlag implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> args, ArgSpec flag, CommandSpec command) {
            List<String> before = flag.getValue();
            List<String> values = new ArrayList<>(before);
            while (!args.isEmpty()
                    && (args.peek().equals(Input.STDIN) || !args.peek().startsWith("-"))) {
                values.add(args.pop());
            }
            if (values.size() == before.size()) {
                throw new MissingParameterException(command.commandLine(), flag, "no value");
            }
            flag.setValue(values);
        }
    }

    /** Any whole number. */
    static final class Whole implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException notWhole) {
                throw new TypeConversionException("\"%s\" is not a whole number of at most 18 digits".formatted(value));
            }
        }
    }

    /** A whole number from 1. */
    static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return positive(value, "a whole number from 1");
        }
    }

    /** {@code auto} or a whole number from 1. */
    static final class AutoOrPositive implements ITypeConverter<OptionalInt> {
        @Override
        public OptionalInt convert(String value) {
            return value.equals(AUTO)
                    ? OptionalInt.empty()
                    : OptionalInt.of(positive(value, "auto or a whole number from 1"));
        }
    }

    /** {@code auto} or a number above 0. */
    static final class AutoOrRate implements ITypeConverter<OptionalDouble> {
        @Override
        public OptionalDouble convert(String value) {
            if (value.equals(AUTO)) {
                return OptionalDouble.empty();
            }
            double rate = number(value, "auto or a number above 0, up to a million");
            if (!(rate > 0) || rate > 1e6) {
                throw new TypeConversionException(
                        "\"%s\" is not auto or a number above 0, up to a million".formatted(value));
            }
            return OptionalDouble.of(rate);
        }
    }

    /** The figure to go by; none: the loss. Not a bare Optional, of which picocli would convert what is in it. */
    record MetricWish(Optional<Measure> measure) {}

    static final class MetricConverter implements ITypeConverter<MetricWish> {
        @Override
        public MetricWish convert(String value) {
            return new MetricWish(value.equals(AUTO) ? Optional.empty() : Optional.of(Requirement.measure(value)));
        }
    }

    /** When training stops early. */
    sealed interface EarlyStop {
        record Auto() implements EarlyStop {}

        record Off() implements EarlyStop {}

        record After(int evaluations) implements EarlyStop {}
    }

    static final class EarlyStopConverter implements ITypeConverter<EarlyStop> {
        @Override
        public EarlyStop convert(String value) {
            return switch (value) {
                case AUTO -> new EarlyStop.Auto();
                case "off" -> new EarlyStop.Off();
                default -> new EarlyStop.After(positive(value, "auto, off or a whole number from 1"));
            };
        }
    }

    /** What the net looks like. */
    sealed interface ModelWish {
        record Auto() implements ModelWish {}

        record Perceptron(List<Integer> widths) implements ModelWish {}
    }

    static final class ModelConverter implements ITypeConverter<ModelWish> {
        private static final String FORM = "auto, mlp, or mlp with the widths of its layers, like mlp:256,128";

        @Override
        public ModelWish convert(String value) {
            if (value.equals(AUTO) || value.equals("mlp")) {
                return new ModelWish.Auto();
            }
            if (!value.startsWith("mlp:")) {
                throw new TypeConversionException("\"%s\" is not %s".formatted(value, FORM));
            }
            return new ModelWish.Perceptron(Stream.of(value.substring(4).split(",", -1))
                    .map(width -> {
                        int number = positive(width, FORM);
                        if (number > 1 << 16) {
                            throw new TypeConversionException(
                                    "a layer of %s is too wide: 65,536 at most".formatted(width));
                        }
                        return number;
                    })
                    .toList());
        }
    }

    /** A time above 0: {@code 90s}, {@code 5m}, {@code 2h}, {@code 1.5d}. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)([smhd])");

        @Override
        public Duration convert(String value) {
            Matcher form = FORM.matcher(value);
            if (form.matches()) {
                long unit = switch (form.group(2)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    case "h" -> 3_600;
                    default -> 86_400;
                };
                Duration time = Duration.ofNanos((long) (1e9 * unit * Double.parseDouble(form.group(1))));
                if (time.isPositive() && time.compareTo(Duration.ofDays(10_000)) < 0) {
                    return time;
                }
            }
            throw new TypeConversionException("\"%s\" is not a time like 90s, 5m or 2h".formatted(value));
        }
    }

    /** A share of the whole: {@code 0.1} or {@code 10%}. */
    static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            boolean percent = value.endsWith("%");
            double share = number(percent ? value.substring(0, value.length() - 1) : value, "a share like 0.1 or 10%")
                    / (percent ? 100 : 1);
            if (!(share >= 0 && share <= 1)) {
                throw new TypeConversionException("\"%s\" is not a share like 0.1 or 10%%".formatted(value));
            }
            return share;
        }
    }

    /** How much of the table is read: {@code 2GB}, {@code 1%} or {@code 100000} rows. Sizes are those of {@code --memory}. */
    static final class Sample implements ITypeConverter<SampleWish> {
        private static final String FORM = "a size like 2GB, a share like 1% or a number of rows like 100000";
        private static final Pattern SIZE =
                Pattern.compile("([1-9][0-9]{0,5}(?:\\.[0-9]{1,6})?)([kmgt])b?", Pattern.CASE_INSENSITIVE);

        @Override
        public SampleWish convert(String value) {
            if (value.matches("[1-9][0-9]{0,14}")) {
                return new SampleWish.Rows(Long.parseLong(value));
            }
            Matcher size = SIZE.matcher(value);
            if (size.matches()) {
                int unit = 1 + "kmgt".indexOf(size.group(2).toLowerCase(Locale.ROOT));
                return new SampleWish.Bytes(Math.round(Double.parseDouble(size.group(1)) * Math.pow(1024, unit)));
            }
            if (value.matches("[0-9.]+%")) {
                double share = number(value.substring(0, value.length() - 1), FORM) / 100;
                if (share > 0 && share <= 1) {
                    return new SampleWish.Share(share);
                }
            }
            throw new TypeConversionException("\"%s\" is not %s".formatted(value, FORM));
        }
    }

    /** Which rows judge the model. */
    sealed interface Valid {
        record Auto() implements Valid {}

        record Fraction(double fraction) implements Valid {}

        record File(String name) implements Valid {}
    }

    static final class ValidConverter implements ITypeConverter<Valid> {
        @Override
        public Valid convert(String value) {
            if (value.equals(AUTO)) {
                return new Valid.Auto();
            }
            if (!value.matches("[0-9.]+%?")) {
                return new Valid.File(value);
            }
            double fraction = new Share().convert(value);
            if (fraction >= 1) {
                throw new TypeConversionException(
                        "%s of the rows to judge by leaves none to learn from".formatted(value));
            }
            return new Valid.Fraction(fraction);
        }
    }

    static final class ValidByConverter implements ITypeConverter<HoldOutWish.By> {
        @Override
        public HoldOutWish.By convert(String value) {
            String column = value.substring(value.indexOf(':') + 1);
            if (value.equals(AUTO)) {
                return new HoldOutWish.By.Auto();
            }
            if (value.equals("row")) {
                return new HoldOutWish.By.Row();
            }
            if (value.startsWith("time:") && !column.isEmpty()) {
                return new HoldOutWish.By.Time(column);
            }
            if (value.startsWith("group:") && !column.isEmpty()) {
                return new HoldOutWish.By.Group(column);
            }
            throw new TypeConversionException("\"%s\" is not auto, row, time:COL or group:COL".formatted(value));
        }
    }

    /** {@code auto}, or whether something is done. */
    enum Switch {
        auto,
        on,
        off
    }

    /** {@code auto}, or yes, or no. */
    enum Tri {
        auto,
        yes,
        no
    }

    private static int positive(String value, String form) {
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) == 0) {
            throw new TypeConversionException("\"%s\" is not %s".formatted(value, form));
        }
        return Integer.parseInt(value);
    }

    private static double number(String value, String form) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException notNumber) {
            throw new TypeConversionException("\"%s\" is not %s".formatted(value, form));
        }
    }
}
