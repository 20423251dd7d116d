package org.mlscale.engine.model.compiled;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.compute.Blas;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;

/**
 * A {@link Net} as a row of {@link Stage}s.
 *
 * <p>Threads: any number at once. Bits: a gradient, a loss and a prediction are pure functions of params and batch and of the {@link Blas#name}. Nothing is drawn at random here, so {@code
 * epoch} and row numbers are not read.
 */
public final class CompiledNetwork implements Network {
    private final Net net;
    private final List<Stage> stages = new ArrayList<>();
    private final Deque<Values> idle = new ConcurrentLinkedDeque<>(); // last in, first out: what is still in a cache

    public CompiledNetwork(Net net, Blas blas) {
        this.net = net;
        List<Layer> layers = net.layers();
        for (int i = 0; i < layers.size(); i++) {
            boolean relu = i + 1 < layers.size() && layers.get(i + 1) instanceof Layer.Relu;
            switch (layers.get(i)) {
                case Layer.Embed embed -> stages.add(new EmbedStage(embed));
                case Layer.Dense dense
                when dense.outputs() < NarrowStage.OUTPUTS_END && !relu ->
                    stages.add(new NarrowStage(new DenseStage(blas, dense, false)));
                case Layer.Dense dense -> {
                    stages.add(new DenseStage(blas, dense, relu));
                    i += relu ? 1 : 0;
                }
                case Layer.Relu _ -> {} // behind another: what it gives is not below 0
            }
        }
    }

    @Override
    public Net net() {
        return net;
    }

    @Override
    public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
        checkLength("params", net.paramCount(), params.length);
        checkLength("gradient", net.paramCount(), gradient.length);
        return gradient(params, 0, batch, epoch, gradient);
    }

    @Override
    public double gradient(float[] params, int paramsAt, Batch batch, int epoch, float[] gradient) {
        check(batch);
        checkTargets(batch);
        if (batch.rowCount() == 0) {
            return 0;
        }
        Values values = forward(params, paramsAt, batch);
        double loss = HeadLoss.overwrite(net.head(), values.outputs(), net.outputs(), batch);
        int rows = batch.rowCount();
        int at = paramsAt + net.paramCount();
        for (int i = stages.size() - 1; i >= 0; i--) {
            at -= stages.get(i).paramCount();
            float[] in = i == 0 ? batch.features() : values.out(i - 1, rows);
            float[] inSlopes = i == 0 ? new float[0] : values.slopes(i - 1, rows);
            stages.get(i)
                    .backward(params, at, in, values.out(i, rows), values.slopes(i, rows), gradient, inSlopes, rows);
        }
        idle.addFirst(values);
        return loss;
    }

    @Override
    public float[] predict(float[] params, Batch batch) {
        checkLength("params", net.paramCount(), params.length);
        check(batch);
        if (batch.rowCount() == 0) {
            return new float[0];
        }
        Values values = forward(params, 0, batch);
        float[] predictions = new float[batch.rowCount() * net.outputs()];
        System.arraycopy(values.outputs(), 0, predictions, 0, predictions.length);
        idle.addFirst(values);
        HeadLoss.predict(net.head(), predictions, net.outputs());
        return predictions;
    }

    /** One that threw is not given back. */
    private Values forward(float[] params, int paramsAt, Batch batch) {
        Values values = Objects.requireNonNullElseGet(idle.pollFirst(), () -> new Values(stages));
        int at = paramsAt;
        float[] in = batch.features();
        for (int i = 0; i < stages.size(); i++) {
            float[] out = values.out(i, batch.rowCount());
            stages.get(i).forward(params, at, in, out, batch.rowCount());
            at += stages.get(i).paramCount();
            in = out;
        }
        return values;
    }

    private void check(Batch batch) {
        checkLength("features a row", net.inputs(), batch.featureCount());
        checkLength("features", (long) batch.rowCount() * batch.featureCount(), batch.features().length);
    }

    private void checkTargets(Batch batch) {
        checkLength("targets", (long) batch.rowCount() * net.targetCount(), batch.targets().length);
        if (batch.weights().length != 0) {
            checkLength("weights", batch.rowCount(), batch.weights().length);
        }
        if (net.head() == Head.CLASSES) {
            for (float target : batch.targets()) {
                if (target != (int) target || target < 0 || target >= net.outputs()) {
                    throw new IllegalArgumentException(
                            "target %s is none of the classes 0..%d".formatted(target, net.outputs() - 1));
                }
            }
        }
    }

    private static void checkLength(String what, long expected, long seen) {
        if (seen != expected) {
            throw new IllegalArgumentException("%d %s, expected %d".formatted(seen, what, expected));
        }
    }
}
