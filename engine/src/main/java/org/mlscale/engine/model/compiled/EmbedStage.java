package org.mlscale.engine.model.compiled;

import org.mlscale.engine.model.Layer;

/** Words as vectors. Gradients of a word's vector are added in row order. Only the first stage. */
record EmbedStage(Layer.Embed layer) implements Stage {
    @Override
    public int inputs() {
        return layer.inputs();
    }

    @Override
    public int outputs() {
        return layer.outputs();
    }

    @Override
    public int paramCount() {
        return layer.paramCount();
    }

    @Override
    public void forward(float[] params, int at, float[] in, float[] out, int rows) {
        int to = 0;
        for (int row = 0; row < rows; row++) {
            System.arraycopy(in, row * inputs(), out, to, layer.plain());
            to += layer.plain();
            int table = at;
            for (int i = 0; i < layer.tables().size(); i++) {
                Layer.Embed.Table words = layer.tables().get(i);
                System.arraycopy(params, table + code(in, row, i) * words.width(), out, to, words.width());
                to += words.width();
                table += words.words() * words.width();
            }
        }
    }

    @Override
    public void backward(
            float[] params,
            int at,
            float[] in,
            float[] out,
            float[] slopes,
            float[] gradient,
            float[] inSlopes,
            int rows) {
        for (int row = 0; row < rows; row++) {
            int from = row * outputs() + layer.plain();
            int table = at;
            for (int i = 0; i < layer.tables().size(); i++) {
                Layer.Embed.Table words = layer.tables().get(i);
                int vector = table + code(in, row, i) * words.width();
                for (int j = 0; j < words.width(); j++) {
                    gradient[vector + j] += slopes[from + j];
                }
                from += words.width();
                table += words.words() * words.width();
            }
        }
    }

    private int code(float[] in, int row, int table) {
        float code = in[row * inputs() + layer.plain() + table];
        int words = layer.tables().get(table).words();
        if (!(code >= 0 && code < words) || code != (int) code) {
            throw new IllegalArgumentException("%s is none of the codes 0..%d".formatted(code, words - 1));
        }
        return (int) code;
    }
}
