package org.mlscale.engine.modelfile;

import java.util.List;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.schema.Column;
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
        List<Integer> words =
                schema.embedded().stream().map(Column.Category::codeCount).toList();
        List<Integer> rows = net.embed().stream()
                .flatMap(embed -> embed.tables().stream())
                .map(Layer.Embed.Table::words)
                .toList();
        if (!words.equals(rows)) {
            throw new IllegalArgumentException(
                    "columns of %s words do not fit the net's tables of %s".formatted(words, rows));
        }
        if (params.length != net.paramCount()) {
            throw new IllegalArgumentException(
                    "%d params for the net %s of %d".formatted(params.length, net, net.paramCount()));
        }
    }
}
