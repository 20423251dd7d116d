package org.mlscale.engine.modelfile;

import java.util.List;
import java.util.Map;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer;
import org.mlscale.engine.model.Net;

/** {@link Net} as {@code net.json} and back. */
final class NetJson {
    private NetJson() {}

    static byte[] write(Net net) {
        return Json.write(Map.of(
                "head",
                net.head().name(),
                "layers",
                net.layers().stream().map(NetJson::layer).toList()));
    }

    private static Map<String, Object> layer(Layer layer) {
        return switch (layer) {
            case Layer.Embed embed ->
                Map.of(
                        "type",
                        "embed",
                        "plain",
                        embed.plain(),
                        "tables",
                        embed.tables().stream()
                                .map(table -> Map.of("words", table.words(), "width", table.width()))
                                .toList());
            case Layer.Dense dense -> Map.of("type", "dense", "inputs", dense.inputs(), "outputs", dense.outputs());
            case Layer.Relu _ -> Map.of("type", "relu");
        };
    }

    static Net read(byte[] bytes) {
        Json json = Json.read("net.json", bytes);
        try {
            List<Layer> layers =
                    json.objects("layers").stream().map(NetJson::layer).toList();
            Net net = new Net(layers, head(json.text("head")));
            net.paramCount(); // throws where it is beyond an int
            return net;
        } catch (IllegalArgumentException unfit) {
            throw Json.damaged("net.json", String.valueOf(unfit.getMessage())).because(unfit);
        } catch (ArithmeticException huge) {
            throw Json.damaged("net.json", "more params than a net may have").because(huge);
        }
    }

    private static Head head(String name) {
        for (Head head : Head.values()) {
            if (head.name().equals(name)) {
                return head;
            }
        }
        throw Json.damaged("net.json", "unknown head " + name);
    }

    private static Layer layer(Json json) {
        return switch (json.text("type")) {
            case "embed" ->
                new Layer.Embed(
                        json.size("plain"),
                        json.objects("tables").stream()
                                .map(table -> new Layer.Embed.Table(table.size("words"), table.size("width")))
                                .toList());
            case "dense" -> new Layer.Dense(json.size("inputs"), json.size("outputs"));
            case "relu" -> new Layer.Relu();
            default -> throw Json.damaged("net.json", "unknown layer " + json.text("type"));
        };
    }
}
