package org.mlscale.engine.model.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.NetCase;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class Dl4jNetworkThreadsTest {
    @Test
    void gradient_twoThreads_sameBitsOnEveryCall() throws Exception {
        List<NetCase> cases = NetCase.awkward().toList();
        List<float[]> expected = new ArrayList<>();
        List<Dl4jNetwork> networks = new ArrayList<>();
        for (NetCase one : cases) {
            networks.add(new Dl4jNetwork(one.net()));
            expected.add(gradientAndLoss(new Dl4jNetwork(one.net()), one));
        }
        Callable<Void> calls = () -> {
            for (int call = 0; call < 200; call++) {
                int i = call % cases.size();
                String message = "call " + call + " of " + cases.get(i) + " on " + Thread.currentThread();
                assertArrayEquals(expected.get(i), gradientAndLoss(networks.get(i), cases.get(i)), message);
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Void> done : threads.invokeAll(List.of(calls, calls))) {
                done.get();
            }
        }
    }

    /** ND4J alone frees buffers that its ops still read: this crashed the process. */
    @Test
    void gradient_collectedAllTheWhile_sameBitsOnEveryCall() throws Exception {
        NetCase one = new NetCase(Net.mlp(12, List.of(64, 32), 1, Head.YES_NO), 128, true, 24);
        Dl4jNetwork network = new Dl4jNetwork(one.net());
        float[] expected = gradientAndLoss(network, one);
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> collections = threads.submit(() -> {
                for (int collection = 0; collection < 60; collection++) {
                    System.gc();
                }
            });
            while (!collections.isDone()) {
                assertArrayEquals(expected, gradientAndLoss(network, one), one::toString);
            }
            collections.get();
        }
    }

    @Test
    void gradient_onAFreshThread_holdsNativeCodeToOneThread() throws Exception {
        NetCase one = new NetCase(Net.mlp(4, List.of(3), 2, Head.CLASSES), 5, false, 23);
        Dl4jNetwork network = new Dl4jNetwork(one.net());
        network.predict(one.params(), one.batch());
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Callable<Integer> openMpThreads = () -> {
                network.predict(one.params(), one.batch());
                return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
            };
            assertEquals(1, threads.submit(openMpThreads).get());
        }
        assertEquals(1, Nd4j.factory().blas().getMaxThreads());
        assertEquals(1, Nd4j.getEnvironment().maxMasterThreads());
    }

    /** The gradient, and behind it the bits of the loss. */
    private static float[] gradientAndLoss(Dl4jNetwork network, NetCase one) {
        float[] gradient = new float[one.net().paramCount() + 2];
        float[] part = new float[one.net().paramCount()];
        long loss = Double.doubleToRawLongBits(network.gradient(one.params(), one.batch(), 0, part));
        System.arraycopy(part, 0, gradient, 0, part.length);
        gradient[part.length] = Float.intBitsToFloat((int) (loss >>> 32));
        gradient[part.length + 1] = Float.intBitsToFloat((int) loss);
        return gradient;
    }
}
