package org.mlscale.engine.modelfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mlscale.engine.chunk.OutFile;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.model.dl4j.Dl4jFormat;

/** {@code model.zip}, written whole or not at all, and read with every checksum and every check row. */
public final class ModelFile {
    /** All that a file holds. The network has just passed the file's own check rows. */
    public record Opened(Model model, Network network, Provenance from) {}

    /**
     * How Adam left a net, for those who train on in Deeplearning4j.
     *
     * @param steps updates that made the moments
     * @param moments float32 [2 x paramCount], first then second
     */
    public record AdamState(double learningRate, long steps, float[] moments) {}

    private ModelFile() {}

    /**
     * Writes {@code path} under another name first, then moves it; a model that is there is kept as {@code path.~1~}, or the next free number.
     *
     * @return where the model that was there is now; the empty string if there was none
     * @throws Fault USAGE if it is a directory, RESOURCES if it cannot be written, DATA if its params are no numbers; nothing is left half done
     */
    public static String write(Path path, Model model, Network network, Provenance from, AdamState adam) {
        firstNotFinite(model.params()).ifPresent(_ -> {
            throw Fault.data(
                    "some params are no numbers any more: the net has diverged",
                    "a smaller learning rate: --lr 0.0001");
        });
        SortedMap<String, byte[]> entries = new TreeMap<>();
        entries.put(Entries.SCHEMA, SchemaJson.write(model.schema()));
        entries.put(Entries.NET, NetJson.write(model.net()));
        entries.put(Entries.PARAMS, littleEndian(model.params()));
        entries.put(Entries.METRICS, ManifestJson.metrics(from));
        entries.put(Entries.GOLDEN, Golden.write(model, network));
        entries.put(Entries.CARD, ModelCard.write(model, from).getBytes(StandardCharsets.UTF_8));
        if (opensInDl4j(model.net())) {
            entries.putAll(dl4jEntries(model, adam));
        }
        SortedMap<String, String> checksums = new TreeMap<>();
        entries.forEach((name, bytes) ->
                checksums.put(name, HexFormat.of().formatHex(Archive.digest().digest(bytes))));
        try (OutFile file = OutFile.createOwn(path)) {
            zip(file.stream(), ManifestJson.write(from, checksums), entries);
            return file.completeKeeping();
        } catch (IOException full) {
            throw Fault.resources(
                            "%s cannot be written: %s".formatted(path, Reason.of(full)),
                            "make room, or --out FILE writes it elsewhere")
                    .because(full);
        }
    }

    /** Whether a file of {@code net} opens in plain Deeplearning4j too; one with embedded words does not. */
    public static boolean opensInDl4j(Net net) {
        return Dl4jFormat.canSay(net);
    }

    private static Map<String, byte[]> dl4jEntries(Model model, AdamState adam) {
        int steps = Math.toIntExact(Math.min(adam.steps(), Integer.MAX_VALUE));
        return Map.of(
                Entries.DL4J_CONFIGURATION,
                Dl4jFormat.configurationJson(model.net(), adam.learningRate(), steps),
                Entries.DL4J_COEFFICIENTS,
                Dl4jFormat.coefficients(model.net(), model.params()),
                Entries.DL4J_UPDATER,
                Dl4jFormat.updaterState(model.net(), adam.moments()));
    }

    private static void zip(OutputStream file, byte[] manifest, SortedMap<String, byte[]> entries) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(file);
        entry(zip, Entries.MANIFEST, manifest);
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            entry(zip, entry.getKey(), entry.getValue());
        }
        zip.finish();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0)); // the same model gives the same bytes
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /**
     * Reads and proves a model.
     *
     * @throws Fault MODEL if the file is not there, damaged, unsafe, too new, or does not give its own check rows
     */
    public static Opened open(Path path) {
        try (Archive archive = Archive.open(path)) {
            Json manifest = Json.read(Entries.MANIFEST, archive.text(Entries.MANIFEST));
            Map<String, String> checksums = ManifestJson.checksums(manifest);
            archive.checkNames();
            Net net = NetJson.read(archive.text(Entries.NET));
            verify(archive, checksums, net);
            byte[] params = archive.bytes(Entries.PARAMS, paramBytes(net));
            if (params.length != paramBytes(net)) {
                throw Json.damaged(Entries.PARAMS, "%,d bytes, expected %,d".formatted(params.length, paramBytes(net)));
            }
            Model model = new Model(SchemaJson.read(archive.text(Entries.SCHEMA)), net, floats(params));
            Network network = Networks.of(net);
            Golden.check(model, network, archive.text(Entries.GOLDEN));
            Json metrics = Json.read(Entries.METRICS, archive.text(Entries.METRICS));
            return new Opened(model, network, ManifestJson.provenance(manifest, metrics));
        } catch (IllegalArgumentException unfit) {
            throw Json.damaged(path.toString(), String.valueOf(unfit.getMessage()))
                    .because(unfit);
        }
    }

    private static void verify(Archive archive, Map<String, String> checksums, Net net) {
        long bytesMax = Math.max(64L << 20, 3 * paramBytes(net)); // Adam's two moments are the largest entry
        Set<String> names = new TreeSet<>(archive.names());
        names.addAll(checksums.keySet());
        for (String name : names) {
            if (!name.equals(Entries.MANIFEST)) {
                String actual = archive.sha256(name, bytesMax);
                String expected = checksums.getOrDefault(name, "none");
                if (!actual.equals(expected)) {
                    throw Json.damaged(name, "sha256 is %s, the manifest says %s".formatted(actual, expected));
                }
            }
        }
    }

    private static long paramBytes(Net net) {
        return 4L * net.paramCount();
    }

    private static byte[] littleEndian(float[] params) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(params.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(params);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] params = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(params);
        firstNotFinite(params).ifPresent(i -> {
            throw Json.damaged(Entries.PARAMS, "param %d is %s".formatted(i, params[i]));
        });
        return params;
    }

    /** Such a net may still give plausible outputs: its check rows alone would not tell. */
    private static OptionalInt firstNotFinite(float[] params) {
        return IntStream.range(0, params.length)
                .filter(i -> !Float.isFinite(params[i]))
                .findFirst();
    }
}
