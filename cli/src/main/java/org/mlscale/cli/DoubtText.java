package org.mlscale.cli;

import java.util.Locale;
import org.mlscale.cli.console.Text;
import org.mlscale.engine.table.Doubt;

/** What a person should look at before trusting a model, and the flag that answers it. */
final class DoubtText {
    private DoubtText() {}

    static String of(Doubt doubt) {
        String column = doubt.column();
        return switch (doubt) {
            case Doubt.Giveaway giveaway ->
                String.format(
                        Locale.ROOT,
                        "%s all but gives the target away (it alone predicts %.1f %% of the rows): is it known when you"
                                + " score? --ignore %s leaves it out",
                        column,
                        100 * giveaway.share(),
                        column);
            case Doubt.Copy copy ->
                String.format(
                        Locale.ROOT,
                        "%s all but gives the target away (its correlation with it is %.5f): is it known when you"
                                + " score? --ignore %s leaves it out",
                        column,
                        copy.correlation(),
                        column);
            case Doubt.Scattered scattered ->
                "%s has %s different words in %s: it will hardly help (--ignore %s)"
                        .formatted(
                                column,
                                Text.count(scattered.different()),
                                Text.count(scattered.cells(), "row"),
                                column);
        };
    }
}
