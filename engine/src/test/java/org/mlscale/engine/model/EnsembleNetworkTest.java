package org.mlscale.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.batch.Batch;

class EnsembleNetworkTest {
    private static final int SIZE = 3;

    private static EnsembleNetwork plain(Ensemble ensemble) {
        return new EnsembleNetwork(ensemble, new PlainNetwork(ensemble.member()), new PlainNetwork(ensemble.merged()));
    }

    /** Row i is of fold i % 3, as far as there are rows. */
    private static Batch folded(Batch batch) {
        byte[] folds = new byte[batch.rowCount()];
        for (int row = 0; row < folds.length; row++) {
            folds[row] = (byte) (row % SIZE);
        }
        return new Batch(
                batch.features(), batch.featureCount(), batch.targets(), batch.weights(), batch.rowNumbers(), folds);
    }

    private static float[] gradient(Network network, float[] params, Batch batch) {
        float[] gradient = new float[network.paramCount()];
        network.gradient(params, batch, 0, gradient);
        return gradient;
    }

    @ParameterizedTest
    @MethodSource({"org.mlscale.engine.model.NetCase#awkward", "org.mlscale.engine.model.NetCase#embedded"})
    void gradient_eachMember_isThatOfItsOwnLoss(NetCase one) {
        Ensemble ensemble = new Ensemble(one.net(), SIZE);
        float[] params = EnsembleTest.params(ensemble, one.seed());
        Network alone = new PlainNetwork(one.net());
        float[] gradient = new float[ensemble.paramCount()];
        Arrays.fill(gradient, 0.5f); // what was there stays in the sum
        double loss = plain(ensemble).gradient(params, one.batch(), 0, gradient);
        double losses = 0;
        for (int k = 0; k < SIZE; k++) {
            float[] expected = new float[one.net().paramCount()];
            losses += alone.gradient(EnsembleTest.own(ensemble, params, k), one.batch(), 0, expected);
            for (int i = 0; i < expected.length; i++) {
                expected[i] += 0.5f;
            }
            assertArrayEquals(expected, EnsembleTest.own(ensemble, gradient, k), "member %d of %s".formatted(k, one));
        }
        assertEquals(losses / SIZE, loss, 1e-9 * Math.abs(losses), one::toString);
    }

    @ParameterizedTest
    @MethodSource({"org.mlscale.engine.model.NetCase#awkward", "org.mlscale.engine.model.NetCase#embedded"})
    void gradient_folds_memberLearnsFromTheRowsOfTheOthers(NetCase one) {
        Ensemble ensemble = new Ensemble(one.net(), SIZE);
        float[] params = EnsembleTest.params(ensemble, one.seed());
        Batch batch = folded(one.batch());
        Network alone = new PlainNetwork(one.net());
        float[] gradient = new float[ensemble.paramCount()];
        double loss = plain(ensemble).gradient(params, batch, 0, gradient);
        double losses = 0;
        for (int k = 0; k < SIZE; k++) {
            int fold = k;
            float[] expected = new float[one.net().paramCount()];
            losses += alone.gradient(
                    EnsembleTest.own(ensemble, params, k), batch.only(row -> batch.folds()[row] != fold), 0, expected);
            assertArrayEquals(expected, EnsembleTest.own(ensemble, gradient, k), "member %d of %s".formatted(k, one));
        }
        assertEquals(losses / (SIZE - 1), loss, 1e-9 * Math.abs(losses), one::toString);
    }

    /** Whatever the rows of a fold hold, the member that judges by them never sees it; the others do. */
    @Test
    void gradient_rowsOfAFoldChanged_leaveNoTraceInItsMember() {
        NetCase one = new NetCase(Net.mlp(4, List.of(6, 5), 1, Head.NUMBER), 30, true, 21);
        Ensemble ensemble = new Ensemble(one.net(), SIZE);
        float[] params = EnsembleTest.params(ensemble, one.seed());
        for (Network network : List.of(plain(ensemble), Networks.of(ensemble))) {
            float[] before = gradient(network, params, folded(one.batch()));
            for (int fold = 0; fold < SIZE; fold++) {
                Batch changed = folded(one.batch());
                for (int row = fold; row < changed.rowCount(); row += SIZE) {
                    changed.targets()[row] += 3;
                    changed.weights()[row] += 1;
                    changed.features()[row * 4] -= 1;
                }
                float[] after = gradient(network, params, changed);
                for (int k = 0; k < SIZE; k++) {
                    float[] own = EnsembleTest.own(ensemble, before, k);
                    float[] changedOwn = EnsembleTest.own(ensemble, after, k);
                    if (k == fold) {
                        assertArrayEquals(own, changedOwn, "%s, fold %d".formatted(network, fold));
                    } else {
                        assertFalse(Arrays.equals(own, changedOwn), "member %d, fold %d".formatted(k, fold));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource({"org.mlscale.engine.model.NetCase#awkward", "org.mlscale.engine.model.NetCase#embedded"})
    void predict_folds_rowIsPredictedByTheMemberThatNeverSawIt(NetCase one) {
        Ensemble ensemble = new Ensemble(one.net(), SIZE);
        float[] params = EnsembleTest.params(ensemble, one.seed());
        float[] predictions = plain(ensemble).predict(params, folded(one.batch()));
        int outputs = one.net().outputs();
        assertEquals(one.rowCount() * outputs, predictions.length);
        for (int row = 0; row < one.rowCount(); row++) {
            float[] all =
                    new PlainNetwork(one.net()).predict(EnsembleTest.own(ensemble, params, row % SIZE), one.batch());
            assertArrayEquals(
                    Arrays.copyOfRange(all, row * outputs, (row + 1) * outputs),
                    Arrays.copyOfRange(predictions, row * outputs, (row + 1) * outputs),
                    "row %d of %s".formatted(row, one));
        }
    }

    @ParameterizedTest
    @MethodSource({"org.mlscale.engine.model.NetCase#awkward", "org.mlscale.engine.model.NetCase#embedded"})
    void predict_noFolds_isTheMergedNets(NetCase one) {
        Ensemble ensemble = new Ensemble(one.net(), SIZE);
        float[] params = EnsembleTest.params(ensemble, one.seed());
        assertArrayEquals(
                new PlainNetwork(ensemble.merged()).predict(ensemble.merge(params), one.batch()),
                plain(ensemble).predict(params, one.batch()),
                one::toString);
    }

    @Test
    void gradientAndPredict_foldsWithoutARow_areThoseOfTheRowsThereAre() {
        NetCase one = new NetCase(Net.mlp(4, List.of(3), 2, Head.CLASSES), 1, true, 22);
        Ensemble ensemble = new Ensemble(one.net(), SIZE);
        float[] params = EnsembleTest.params(ensemble, one.seed());
        Network network = Networks.of(ensemble);
        float[] gradient = gradient(network, params, folded(one.batch()));
        assertArrayEquals(new float[one.net().paramCount()], EnsembleTest.own(ensemble, gradient, 0));
        assertFalse(Arrays.equals(new float[one.net().paramCount()], EnsembleTest.own(ensemble, gradient, 1)));
        assertEquals(2, network.predict(params, folded(one.batch())).length);
        Batch none = one.batch().only(_ -> false);
        assertEquals(0, network.gradient(params, none, 0, new float[ensemble.paramCount()]));
        assertEquals(0, network.predict(params, none).length);
    }

    @Test
    void of_ensemble_takesItsParamsAndPredictsAsItsMergedNet() {
        Net member = Net.mlp(4, List.of(3), 1, Head.YES_NO);
        Network three = Networks.of(new Ensemble(member, SIZE));
        assertEquals(3 * member.paramCount(), three.paramCount());
        assertEquals(new Ensemble(member, SIZE).merged(), three.net());
        Network one = Networks.of(new Ensemble(member, 1));
        assertEquals(member.paramCount(), one.paramCount());
        assertEquals(member, one.net());
    }

    @Test
    void gradientAndPredict_twoThreads_sameBitsOnEveryCall() throws Exception {
        List<NetCase> cases = NetCase.awkward().toList();
        List<Network> networks = new ArrayList<>();
        List<float[]> expected = new ArrayList<>();
        for (NetCase one : cases) {
            Ensemble ensemble = new Ensemble(one.net(), SIZE);
            networks.add(Networks.of(ensemble));
            expected.add(all(Networks.of(ensemble), ensemble, one));
        }
        Callable<Void> calls = () -> {
            for (int call = 0; call < 60; call++) {
                int i = call % cases.size();
                NetCase one = cases.get(i);
                assertArrayEquals(
                        expected.get(i),
                        all(networks.get(i), new Ensemble(one.net(), SIZE), one),
                        "call " + call + " of " + one + " on " + Thread.currentThread());
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Void> done : threads.invokeAll(List.of(calls, calls))) {
                done.get();
            }
        }
    }

    /** Gradient, then predictions in and out of fold. */
    private static float[] all(Network network, Ensemble ensemble, NetCase one) {
        float[] params = EnsembleTest.params(ensemble, one.seed());
        float[] gradient = gradient(network, params, folded(one.batch()));
        float[] together = network.predict(params, one.batch());
        float[] apart = network.predict(params, folded(one.batch()));
        float[] all = Arrays.copyOf(gradient, gradient.length + together.length + apart.length);
        System.arraycopy(together, 0, all, gradient.length, together.length);
        System.arraycopy(apart, 0, all, gradient.length + together.length, apart.length);
        return all;
    }
}
