package org.mlscale.engine.metrics;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The figures there are, by the names that flags, files and scripts know. */
public enum Measure {
    RMSE("rmse", false),
    MAE("mae", false),
    R2("r2", true),
    ACCURACY("accuracy", true),
    LOG_LOSS("log_loss", false),
    AUC("auc", true),
    AVERAGE_PRECISION("average_precision", true),
    MACRO_F1("macro_f1", true),
    ECE("ece", false);

    private final String text;
    private final boolean higherIsBetter;

    Measure(String text, boolean higherIsBetter) {
        this.text = text;
        this.higherIsBetter = higherIsBetter;
    }

    /** Its name. */
    public String text() {
        return text;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    public static Optional<Measure> named(String name) {
        return Stream.of(values()).filter(measure -> measure.text.equals(name)).findFirst();
    }

    /** The names of all. */
    public static List<String> names() {
        return Stream.of(values()).map(Measure::text).toList();
    }

    /** This one among {@code figures}, if it is there. */
    public Optional<Figure> in(List<Figure> figures) {
        return figures.stream().filter(figure -> figure.name().equals(text)).findFirst();
    }

    Figure of(double value, double baseline) {
        return new Figure(text, value, baseline, higherIsBetter);
    }
}
