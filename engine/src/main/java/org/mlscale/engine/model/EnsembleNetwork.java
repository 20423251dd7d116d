package org.mlscale.engine.model;

import java.util.Arrays;
import org.mlscale.engine.batch.Batch;

/** An {@link Ensemble} made runnable: each member is given its gradient, all together predict. Thread-safe as the two networks are that it stands on. */
final class EnsembleNetwork implements Network {
    private final Ensemble ensemble;
    private final Network member;
    private final Network merged;

    EnsembleNetwork(Ensemble ensemble, Network member, Network merged) {
        this.ensemble = ensemble;
        this.member = member;
        this.merged = merged;
    }

    @Override
    public Net net() {
        return merged.net();
    }

    @Override
    public int paramCount() {
        return ensemble.paramCount();
    }

    /**
     * The loss is the mean over the members that learn from a row; the gradient of each member is that of its own loss. With folds, member k skips the rows of
     * fold k.
     */
    @Override
    public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
        int paramCount = ensemble.member().paramCount();
        boolean folds = batch.folds().length > 0;
        double loss = 0;
        for (int k = 0; k < ensemble.size(); k++) {
            int fold = k;
            Batch learned = folds ? batch.only(row -> batch.folds()[row] != fold) : batch;
            loss += member.gradient(params, k * paramCount, learned, epoch, gradient);
        }
        return loss / (folds ? ensemble.size() - 1 : ensemble.size());
    }

    /** With folds, each row's prediction is that of the one member that does not learn from it. */
    @Override
    public float[] predict(float[] params, Batch batch) {
        return batch.folds().length > 0 ? outOfFold(params, batch) : merged.predict(ensemble.merge(params), batch);
    }

    private float[] outOfFold(float[] params, Batch batch) {
        int paramCount = ensemble.member().paramCount();
        int outputs = ensemble.member().outputs();
        float[] predictions = new float[batch.rowCount() * outputs];
        for (int k = 0; k < ensemble.size(); k++) {
            int fold = k;
            float[] own = Arrays.copyOfRange(params, k * paramCount, (k + 1) * paramCount);
            float[] some = member.predict(own, batch.only(row -> batch.folds()[row] == fold));
            for (int row = 0, i = 0; row < batch.rowCount(); row++) {
                if (batch.folds()[row] == fold) {
                    System.arraycopy(some, i++ * outputs, predictions, row * outputs, outputs);
                }
            }
        }
        return predictions;
    }
}
