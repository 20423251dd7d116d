package org.mlscale.engine.model.dl4j;

import java.nio.FloatBuffer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.model.Net;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** One DL4J network with its own params and gradient outside the heap. One thread at a time, any thread; after an
 * exception, of no further use. */
final class Replica {
    private final MultiLayerNetwork network;
    private final ParamOrder order;
    private final HeadLoss loss;
    private final INDArray params; // [paramCount] in DL4J's order, as is all below
    private final INDArray gradient;
    private final FloatBuffer paramsView;
    private final FloatBuffer gradientView;
    private final float[] staging;

    Replica(Net net) {
        order = new ParamOrder(net);
        staging = new float[net.paramCount()];
        params = Nd4j.create(DataType.FLOAT, staging.length);
        // not averaged: the score stays a sum; NoOp: no updater state is made
        loss = new HeadLoss(net.head());
        network = new MultiLayerNetwork(DenseStage.configuration(net, new NoOp(), loss, false));
        network.init(params, false);
        network.initGradientsView();
        gradient = network.getGradientsViewArray();
        paramsView = params.data().asNioFloat();
        gradientView = gradient.data().asNioFloat();
    }

    /** {@link Dl4jNetwork#gradient} of at least one row. */
    double gradient(float[] ourParams, Batch batch, float[] ourGradient) {
        load(ourParams);
        INDArray features = RowMajor.matrix(batch.features(), batch.rowCount(), batch.featureCount());
        INDArray labels = HeadLoss.labels(batch);
        network.setInput(features);
        network.setLabels(labels);
        network.computeGradientAndScore();
        network.clear();
        features.close();
        labels.close();
        gradientView.get(0, staging);
        order.addFromDl4j(staging, ourGradient);
        return network.score();
    }

    /** {@link Dl4jNetwork#predict} of at least one row. */
    float[] predict(float[] ourParams, Batch batch) {
        load(ourParams);
        INDArray features = RowMajor.matrix(batch.features(), batch.rowCount(), batch.featureCount());
        INDArray outputs = network.output(features, false);
        network.clear();
        float[] predictions = RowMajor.cells(outputs);
        features.close();
        outputs.close();
        return predictions;
    }

    private void load(float[] ours) {
        order.toDl4j(ours, staging, 0);
        paramsView.put(0, staging);
    }
}
