package org.mlscale.engine.model;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.table.Draws;

/** A net, a batch for it and params, all drawn from a seed; printed, it says how to make it again. */
public record NetCase(Net net, int rowCount, boolean weighted, long seed) {
    private static final int PARAMS = 1;
    private static final int FEATURES = 2;
    private static final int TARGETS = 3;
    private static final int WEIGHTS = 4;
    private static final int CODES = 5;

    /** Every head over sizes at which blocked kernels go wrong: 1, primes, one off a power of two. */
    public static Stream<NetCase> awkward() {
        return Stream.of(
                        new NetCase(Net.mlp(1, List.of(), 1, Head.NUMBER), 1, false, 1),
                        new NetCase(Net.mlp(1, List.of(1), 1, Head.NUMBER), 5, false, 2),
                        new NetCase(Net.mlp(13, List.of(31, 17, 7), 1, Head.NUMBER), 127, false, 3),
                        new NetCase(Net.mlp(28, List.of(64), 1, Head.NUMBER), 128, false, 4),
                        new NetCase(Net.mlp(4, List.of(), 5, Head.NUMBER), 33, false, 15),
                        new NetCase(Net.mlp(11, List.of(19, 8), 3, Head.NUMBER), 127, false, 16),
                        new NetCase(Net.mlp(7, List.of(), 1, Head.YES_NO), 33, false, 5),
                        new NetCase(Net.mlp(1, List.of(3), 1, Head.YES_NO), 1, false, 6),
                        new NetCase(Net.mlp(12, List.of(64, 32), 1, Head.YES_NO), 127, false, 7),
                        new NetCase(Net.mlp(100, List.of(33, 65, 9), 1, Head.YES_NO), 128, false, 8),
                        new NetCase(Net.mlp(5, List.of(), 2, Head.CLASSES), 2, false, 9),
                        new NetCase(Net.mlp(1, List.of(2), 2, Head.CLASSES), 1, false, 10),
                        new NetCase(Net.mlp(28, List.of(50, 50, 50), 2, Head.CLASSES), 128, false, 11),
                        new NetCase(Net.mlp(9, List.of(17), 26, Head.CLASSES), 127, false, 12),
                        new NetCase(Net.mlp(3, List.of(16, 5), 7, Head.CLASSES), 31, false, 13),
                        new NetCase(linearPair(), 19, false, 14))
                .flatMap(one -> Stream.of(one, new NetCase(one.net, one.rowCount, true, one.seed)));
    }

    /** Every head behind tables of words, with plain inputs and without, down to one word and vectors of one number. */
    public static Stream<NetCase> embedded() {
        return Stream.of(
                        new NetCase(Net.mlp(0, tables(1, 1), List.of(), 1, Head.NUMBER), 1, false, 31),
                        new NetCase(Net.mlp(3, tables(5, 2), List.of(4), 1, Head.NUMBER), 31, false, 32),
                        new NetCase(Net.mlp(13, tables(300, 16, 7, 3), List.of(17, 9), 1, Head.YES_NO), 127, false, 33),
                        new NetCase(Net.mlp(0, tables(9, 4, 2, 5), List.of(8), 1, Head.YES_NO), 128, false, 34),
                        new NetCase(Net.mlp(2, tables(11, 3), List.of(), 3, Head.CLASSES), 19, false, 35),
                        new NetCase(Net.mlp(1, tables(4, 1, 6, 2, 40, 7), List.of(5), 4, Head.CLASSES), 64, false, 36))
                .flatMap(one -> Stream.of(one, new NetCase(one.net, one.rowCount, true, one.seed)));
    }

    /** Tables of words x width, given as words, width, words, width, … */
    private static List<Layer.Embed.Table> tables(int... sizes) {
        return IntStream.range(0, sizes.length / 2)
                .mapToObj(i -> new Layer.Embed.Table(sizes[2 * i], sizes[2 * i + 1]))
                .toList();
    }

    /** Two dense layers with no ReLU between them. */
    private static Net linearPair() {
        return new Net(List.of(new Layer.Dense(6, 11), new Layer.Dense(11, 3)), Head.CLASSES);
    }

    /** Glorot's weights, and biases that are not 0, so that a bias in the wrong place shows. */
    public float[] params() {
        float[] params = net.initialParams(seed);
        for (int i = 0; i < params.length; i++) {
            params[i] += 0.1f * Draws.signed(seed, PARAMS, i);
        }
        return params;
    }

    public Batch batch() {
        float[] features = new float[rowCount * net.inputs()];
        float[] targets = new float[rowCount * net.targetCount()];
        float[] weights = new float[weighted ? rowCount : 0];
        long[] rowNumbers = new long[rowCount];
        for (int i = 0; i < features.length; i++) {
            features[i] = 2 * Draws.signed(seed, FEATURES, i);
        }
        for (int i = 0; i < targets.length; i++) {
            double draw = Draws.unit(seed, TARGETS, i);
            targets[i] = net.head() == Head.NUMBER ? (float) draw : (int) (draw * Math.max(2, net.outputs()));
        }
        net.embed().ifPresent(embed -> drawCodes(embed, features));
        for (int row = 0; row < rowCount; row++) {
            rowNumbers[row] = row;
        }
        for (int row = 0; row < weights.length; row++) {
            weights[row] = (float) (3 * Draws.unit(seed, WEIGHTS, row));
        }
        return new Batch(features, net.inputs(), targets, weights, rowNumbers);
    }

    private void drawCodes(Layer.Embed embed, float[] features) {
        for (int row = 0; row < rowCount; row++) {
            for (int i = 0; i < embed.tables().size(); i++) {
                features[row * embed.inputs() + embed.plain() + i] = (int)
                        (Draws.unit(seed, CODES, row, i) * embed.tables().get(i).words());
            }
        }
    }

    @Override
    public String toString() {
        return "net %s %s, %d rows%s, seed %d"
                .formatted(net, net.head(), rowCount, weighted ? " with weights" : "", seed);
    }
}
