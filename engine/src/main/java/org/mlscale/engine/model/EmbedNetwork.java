package org.mlscale.engine.model;

import java.util.Arrays;
import org.mlscale.engine.batch.Batch;

/**
 * A net that begins with {@link Layer.Embed}: that layer in plain loops, and another network for all behind it. Gradients of a word's vector are added in row order.
 * Thread-safe as the other is.
 */
final class EmbedNetwork implements Network {
    private final Net net;
    private final Layer.Embed embed;
    private final InnerNetwork inner;

    /** {@code inner} runs {@link Net#dense} of {@code net}. */
    EmbedNetwork(Net net, Layer.Embed embed, InnerNetwork inner) {
        this.net = net;
        this.embed = embed;
        this.inner = inner;
    }

    @Override
    public Net net() {
        return net;
    }

    @Override
    public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
        int tables = embed.paramCount();
        Batch embedded = embedded(params, batch);
        float[] innerGradient = new float[inner.paramCount()];
        float[] slopes = new float[embedded.features().length];
        double loss = inner.gradient(innerParams(params), embedded, epoch, innerGradient, slopes);
        for (int i = 0; i < innerGradient.length; i++) {
            gradient[tables + i] += innerGradient[i];
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            int from = row * embed.outputs() + embed.plain();
            int table = 0;
            for (int i = 0; i < embed.tables().size(); i++) {
                int width = embed.tables().get(i).width();
                int vector = table + code(batch, row, i) * width;
                for (int j = 0; j < width; j++) {
                    gradient[vector + j] += slopes[from + j];
                }
                from += width;
                table += embed.tables().get(i).words() * width;
            }
        }
        return loss;
    }

    @Override
    public float[] predict(float[] params, Batch batch) {
        return inner.predict(innerParams(params), embedded(params, batch));
    }

    private float[] innerParams(float[] params) {
        return Arrays.copyOfRange(params, embed.paramCount(), params.length);
    }

    /** The batch with vectors in the place of codes. */
    private Batch embedded(float[] params, Batch batch) {
        if (batch.featureCount() != embed.inputs()) {
            throw new IllegalArgumentException(
                    "%d features a row, expected %d".formatted(batch.featureCount(), embed.inputs()));
        }
        float[] features = new float[batch.rowCount() * embed.outputs()];
        int at = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            System.arraycopy(batch.features(), row * embed.inputs(), features, at, embed.plain());
            at += embed.plain();
            int table = 0;
            for (int i = 0; i < embed.tables().size(); i++) {
                int width = embed.tables().get(i).width();
                System.arraycopy(params, table + code(batch, row, i) * width, features, at, width);
                at += width;
                table += embed.tables().get(i).words() * width;
            }
        }
        return new Batch(features, embed.outputs(), batch.targets(), batch.weights(), batch.rowNumbers());
    }

    private int code(Batch batch, int row, int table) {
        float code = batch.features()[row * embed.inputs() + embed.plain() + table];
        int words = embed.tables().get(table).words();
        if (!(code >= 0 && code < words) || code != (int) code) {
            throw new IllegalArgumentException("%s is none of the codes 0..%d".formatted(code, words - 1));
        }
        return (int) code;
    }
}
