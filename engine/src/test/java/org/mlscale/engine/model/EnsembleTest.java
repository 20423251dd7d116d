package org.mlscale.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.table.Draws;

class EnsembleTest {
    /** Params of all members, no two alike and no bias 0. */
    static float[] params(Ensemble ensemble, long seed) {
        float[] params = ensemble.initialParams(seed);
        for (int i = 0; i < params.length; i++) {
            params[i] += 0.2f * Draws.signed(seed, 5, i);
        }
        return params;
    }

    static float[] own(Ensemble ensemble, float[] params, int member) {
        int count = ensemble.member().paramCount();
        return Arrays.copyOfRange(params, member * count, (member + 1) * count);
    }

    /** What the head makes of the mean of the members' outputs; what is under a head is told back from what is past it, but for a shift that no head sees. */
    private static double[] meanThroughHead(Ensemble ensemble, float[] params, Batch batch) {
        Net member = ensemble.member();
        double[] means = new double[batch.rowCount() * member.outputs()];
        for (int k = 0; k < ensemble.size(); k++) {
            float[] past = new PlainNetwork(member).predict(own(ensemble, params, k), batch);
            for (int i = 0; i < means.length; i++) {
                means[i] += switch (member.head()) {
                            case NUMBER -> past[i];
                            case YES_NO -> Math.log(past[i] / (1.0 - past[i]));
                            case CLASSES -> Math.log(past[i]);
                        }
                        / ensemble.size();
            }
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            int from = row * member.outputs();
            int to = from + member.outputs();
            double sum = Arrays.stream(means, from, to).map(Math::exp).sum();
            for (int i = from; i < to; i++) {
                means[i] = switch (member.head()) {
                    case NUMBER -> means[i];
                    case YES_NO -> 1 / (1 + Math.exp(-means[i]));
                    case CLASSES -> Math.exp(means[i]) / sum;
                };
            }
        }
        return means;
    }

    @ParameterizedTest
    @MethodSource({"org.mlscale.engine.model.NetCase#awkward", "org.mlscale.engine.model.NetCase#embedded"})
    void merge_drawnParams_predictsAsTheMeanOfTheMembers(NetCase one) {
        for (int size : new int[] {1, 2, 3, 5}) {
            Ensemble ensemble = new Ensemble(one.net(), size);
            float[] params = params(ensemble, one.seed());
            double[] expected = meanThroughHead(ensemble, params, one.batch());
            float[] actual = new PlainNetwork(ensemble.merged()).predict(ensemble.merge(params), one.batch());
            assertEquals(expected.length, actual.length);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(
                        expected[i],
                        actual[i],
                        1e-6 * Math.max(1, Math.abs(expected[i])),
                        "%d members, output %d of %s".formatted(size, i, one));
            }
        }
    }

    @Test
    void merge_oneMember_isThatMember() {
        Net net = Net.mlp(3, List.of(4, 5), 2, Head.CLASSES);
        Ensemble one = new Ensemble(net, 1);
        assertSame(net, one.merged());
        assertArrayEquals(net.initialParams(9), one.initialParams(9));
        assertArrayEquals(net.initialParams(9), one.merge(one.initialParams(9)));
        assertEquals("3-4-5-2", one.toString());
    }

    @Test
    void merge_params_areOnlyRead() {
        Ensemble ensemble = new Ensemble(Net.mlp(3, List.of(4), 1, Head.NUMBER), 3);
        float[] params = params(ensemble, 9);
        float[] before = params.clone();
        ensemble.merge(params);
        assertArrayEquals(before, params);
    }

    @Test
    void merged_layers_standSideBySide() {
        Net member = Net.mlp(3, List.of(4, 5), 2, Head.CLASSES);
        assertEquals(Net.mlp(3, List.of(12, 15), 2, Head.CLASSES), new Ensemble(member, 3).merged());
        Net linear = Net.mlp(3, List.of(), 1, Head.NUMBER);
        assertEquals(linear, new Ensemble(linear, 3).merged());
        assertEquals("3 x 3-4-5-2", new Ensemble(member, 3).toString());
    }

    @Test
    void initialParams_members_beginElsewhereAndAlikeForASeed() {
        Ensemble ensemble = new Ensemble(Net.mlp(3, List.of(4), 1, Head.NUMBER), 3);
        float[] params = ensemble.initialParams(9);
        assertEquals(3 * (16 + 5), params.length);
        assertArrayEquals(params, ensemble.initialParams(9));
        assertFalse(Arrays.equals(params, ensemble.initialParams(10)));
        assertArrayEquals(ensemble.member().initialParams(9), own(ensemble, params, 0));
        assertFalse(Arrays.equals(own(ensemble, params, 0), own(ensemble, params, 1)));
        assertFalse(Arrays.equals(own(ensemble, params, 1), own(ensemble, params, 2)));
    }

    @Test
    void paramCount_tooManyForAnArray_isAnErrorAndNoSmallNumber() {
        Net wide = Net.mlp(1 << 14, List.of(1 << 14), 1, Head.NUMBER);
        assertEquals(7 * wide.paramCount(), new Ensemble(wide, 7).paramCount());
        assertThrows(ArithmeticException.class, () -> new Ensemble(wide, 8).paramCount());
    }

    @Test
    void new_noMember_isRefused() {
        Net net = Net.mlp(3, List.of(), 1, Head.NUMBER);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new Ensemble(net, 0));
        assertEquals("an ensemble of 0", refused.getMessage());
    }
}
