package org.mlscale.engine.modelfile;

import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.schema.Schema;

/**
 * What it takes to predict.
 *
 * @param params float32 [net.paramCount()]; not written any more
 */
public record Model(Schema schema, Net net, float[] params) {
    public Model {
        boolean number = schema.classes().isEmpty();
        if (schema.featureCount() != net.inputs()
                || schema.outputCount() != net.outputs()
                || number != (net.head() == Head.NUMBER)) {
            throw new IllegalArgumentException("%d inputs and %d outputs do not fit the net %s with the head %s"
                    .formatted(schema.featureCount(), schema.outputCount(), net, net.head()));
        }
        if (params.length != net.paramCount()) {
            throw new IllegalArgumentException(
                    "%d params for the net %s of %d".formatted(params.length, net, net.paramCount()));
        }
    }
}
