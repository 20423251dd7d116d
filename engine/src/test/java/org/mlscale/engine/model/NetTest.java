package org.mlscale.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mlscale.engine.model.Layer.Embed;
import org.mlscale.engine.model.Layer.Embed.Table;

class NetTest {
    private static final Embed EMBED = new Embed(3, List.of(new Table(7, 2), new Table(5, 4)));
    private static final Net NET = Net.mlp(3, EMBED.tables(), List.of(6), 1, Head.NUMBER);

    @Test
    void mlp_withTables_embedsWordsFirst() {
        List<Layer> expected = List.of(EMBED, new Layer.Dense(9, 6), new Layer.Relu(), new Layer.Dense(6, 1));
        assertEquals(expected, NET.layers());
        assertEquals(Optional.of(EMBED), NET.embed());
        assertEquals(3 + 2, NET.inputs());
        assertEquals(7 * 2 + 5 * 4 + 10 * 6 + 7, NET.paramCount());
        assertEquals(2 * (9 * 6 + 6), NET.flopsPerRow());
        assertEquals("3+7x2+5x4-6-1", NET.toString());
        assertEquals(Net.mlp(9, List.of(6), 1, Head.NUMBER), NET.dense());
    }

    @Test
    void mlp_withoutTables_isAPerceptronAsItIs() {
        Net net = Net.mlp(9, List.of(), List.of(6), 1, Head.NUMBER);
        assertEquals(Net.mlp(9, List.of(6), 1, Head.NUMBER), net);
        assertEquals(Optional.empty(), net.embed());
        assertSame(net, net.dense());
    }

    /** So that a word which training never sees says nothing, and a rare one little. */
    @Test
    void initialParams_vectorsOfWords_areZero() {
        float[] params = NET.initialParams(1);
        for (int i = 0; i < EMBED.paramCount(); i++) {
            assertEquals(0, params[i]);
        }
        assertTrue(params[EMBED.paramCount()] != 0);
    }

    @Test
    void new_layersThatDoNotFit_areRefused() {
        Layer.Dense dense = new Layer.Dense(9, 1);
        refused(
                "layers do not fit: 9 outputs before Dense[inputs=8, outputs=1]",
                () -> net(EMBED, new Layer.Dense(8, 1)));
        refused("words are embedded in the first layer only: ", () -> net(dense, EMBED, dense));
        refused("a net begins and ends with a dense layer: ", () -> net(EMBED));
        refused("a net begins and ends with a dense layer: ", () -> net(EMBED, EMBED, dense));
        refused("a net begins and ends with a dense layer: ", () -> net());
    }

    @Test
    void new_tablesOfNothing_areRefused() {
        refused("a table of 0 words x 2", () -> new Table(0, 2));
        refused("a table of 2 words x 0", () -> new Table(2, 0));
        refused("a table of 16777217 words x 1", () -> new Table((1 << 24) + 1, 1));
        refused("0 tables behind 3 plain inputs", () -> new Embed(3, List.of()));
        refused("1 tables behind -1 plain inputs", () -> new Embed(-1, List.of(new Table(2, 2))));
    }

    private static Net net(Layer... layers) {
        return new Net(List.of(layers), Head.NUMBER);
    }

    private static void refused(String message, Executable executable) {
        String seen = assertThrows(IllegalArgumentException.class, executable).getMessage();
        assertTrue(seen.startsWith(message), seen);
    }
}
