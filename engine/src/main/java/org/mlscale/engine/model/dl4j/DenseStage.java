package org.mlscale.engine.model.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer.Dense;
import org.mlscale.engine.model.Layer.Embed;
import org.mlscale.engine.model.Layer.Relu;
import org.mlscale.engine.model.Net;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** One layer as DL4J cuts nets: a dense layer together with the activation after it. */
record DenseStage(Dense dense, boolean relu) {
    /** The layers of {@code net} in order, one a dense layer: one ReLU behind another changes nothing. */
    static List<DenseStage> of(Net net) {
        List<DenseStage> stages = new ArrayList<>();
        for (org.mlscale.engine.model.Layer layer : net.layers()) {
            switch (layer) {
                case Embed _ -> throw new IllegalArgumentException("DL4J has no such first layer: " + net);
                case Dense dense -> stages.add(new DenseStage(dense, false));
                case Relu relu -> stages.add(new DenseStage(stages.removeLast().dense(), true));
            }
        }
        return stages;
    }

    /**
     * The DL4J configuration of {@code net}, a pure function of its arguments. Put together by hand: DL4J's own builder
     * of a list of layers starts ND4J, and takes a seed from the clock.
     */
    static MultiLayerConfiguration configuration(Net net, IUpdater updater, ILossFunction loss, boolean averaged) {
        List<NeuralNetConfiguration> layers = new ArrayList<>();
        List<DenseStage> stages = of(net);
        for (DenseStage stage : stages.subList(0, stages.size() - 1)) {
            layers.add(layer(
                    new DenseLayer.Builder()
                            .name("layer" + layers.size())
                            .nIn(stage.dense.inputs())
                            .nOut(stage.dense.outputs())
                            .activation(stage.relu ? Activation.RELU : Activation.IDENTITY)
                            .build(),
                    updater,
                    averaged));
        }
        layers.add(layer(
                new OutputLayer.Builder(loss)
                        .name("layer" + layers.size())
                        .nIn(stages.getLast().dense.inputs())
                        .nOut(net.outputs())
                        .activation(activation(net.head()))
                        .build(),
                updater,
                averaged));
        MultiLayerConfiguration configuration = new MultiLayerConfiguration();
        configuration.setConfs(layers);
        configuration.setCacheMode(CacheMode.NONE);
        return configuration; // float32 and workspaces on, by default
    }

    private static NeuralNetConfiguration layer(Layer layer, IUpdater updater, boolean averaged) {
        NeuralNetConfiguration configuration = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(updater)
                .miniBatch(averaged)
                .layer(layer)
                .build();
        configuration.setSeed(0);
        return configuration;
    }

    private static Activation activation(Head head) {
        return switch (head) {
            case NUMBER -> Activation.IDENTITY;
            case YES_NO -> Activation.SIGMOID;
            case CLASSES -> Activation.SOFTMAX;
        };
    }
}
