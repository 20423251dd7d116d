package org.mlscale.engine.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CollectiveTest {
    @Test
    void single_everyCall_givesBackWhatItGot() {
        StepSum sum = new StepSum(1);
        sum.gradient()[0] = -0.0f;
        Collective.SINGLE.allreduce(sum);
        assertEquals(-0.0f, sum.gradient()[0], "not a bit is changed");
        double[] part = {1, 2};
        assertSame(part, Collective.SINGLE.allgather(part));
        byte[] bytes = {3};
        assertSame(bytes, Collective.SINGLE.broadcast(0, bytes));
        Collective.SINGLE.barrier();
        assertEquals(0, Collective.SINGLE.rank());
        assertEquals(1, Collective.SINGLE.worldSize());
    }

    @Test
    void all_lanesOfOneMachine_isWholeRange() {
        assertEquals(new LaneRange(0, 7), LaneRange.all(7));
        assertEquals(7, LaneRange.all(7).laneCount());
        assertEquals(0, new LaneRange(3, 3).laneCount());
    }

    @Test
    void lostRank_message_namesTheSilent() {
        assertEquals("stopped answering: host b (rank 1)", new LostRank("host b (rank 1)").getMessage());
    }

    /** What other tests rely on. */
    @Test
    void fake_threeRanks_sumsAndGathersInRankOrder() throws Exception {
        List<Collective> world = FakeCollective.world(3);
        List<Future<?>> ranks = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
            for (Collective rank : world) {
                ranks.add(executor.submit(() -> {
                    StepSum sum = new StepSum(1);
                    sum.gradient()[0] = List.of(1e8f, 1f, -1e8f).get(rank.rank());
                    sum.count(1, 2, 3, 4);
                    sum.raise(rank.rank() == 2 ? StepSum.STOP : 0);
                    rank.allreduce(sum);
                    assertEquals((1e8f + 1f) - 1e8f, sum.gradient()[0]);
                    assertEquals(9, sum.rows());
                    assertEquals(StepSum.STOP, sum.asks(StepSum.STOP) ? StepSum.STOP : 0);
                    double[] gathered = rank.allgather(new double[] {rank.rank(), 10 + rank.rank()});
                    assertArrayEquals(new double[] {0, 10, 1, 11, 2, 12}, gathered);
                    assertArrayEquals(new byte[] {1}, rank.broadcast(1, new byte[] {(byte) rank.rank()}));
                    rank.barrier();
                    return rank;
                }));
            }
            for (Future<?> rank : ranks) {
                rank.get();
            }
        }
    }
}
