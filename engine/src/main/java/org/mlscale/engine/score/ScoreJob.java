package org.mlscale.engine.score;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mlscale.engine.modelfile.Model;

/**
 * What is written for each row.
 *
 * @param kept names of the input's columns that come before the prediction
 * @param probabilities whether a probability of each class follows it
 * @param threshold probability of the second of two classes from which it is predicted
 */
public record ScoreJob(Model model, List<String> kept, boolean probabilities, BadRows badRows, float threshold) {
    /** What becomes of a record that cannot be read. */
    public enum BadRows {
        /** Its line stays, with an empty prediction. */
        EMPTY,
        /** It has no line. */
        SKIP,
        /** The whole run fails. */
        FAIL
    }

    public ScoreJob {
        kept = List.copyOf(kept);
    }

    /** A name that two columns of the output would have. */
    public Optional<String> twice() {
        Set<String> seen = new HashSet<>();
        return header().stream().filter(name -> !seen.add(name)).findFirst();
    }

    /** The output's columns: a function of the job alone, never of the data. */
    List<String> header() {
        List<String> names = new ArrayList<>(kept);
        if (model.schema().targets().size() == 1) {
            names.add("prediction");
        } else {
            model.schema().targetNames().forEach(target -> names.add("prediction_" + target));
        }
        if (probabilities) {
            model.schema()
                    .classes()
                    .ifPresent(classes -> classes.labels().forEach(label -> names.add("prob_" + label)));
        }
        return names;
    }
}
