package org.mlscale.engine.train;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Measure;

/**
 * A state as a file, and which run it belongs to.
 *
 * <p>Big-endian: magic, format version, fingerprint; step, losses; the arrays, each with its length; the metric, or nothing, and the evaluations with their figures;
 * last the CRC-32C of all bytes before. The checksum is looked at before anything else is believed.
 *
 * @param fingerprint as {@link Fingerprint} makes it
 * @param state this checkpoint's own
 */
record Checkpoint(String fingerprint, TrainState state) {
    private static final byte[] MAGIC = {'M', 'L', 'S', 'C', 'K', 'P', 'T', '\n'};
    private static final int VERSION = 1;
    private static final int BUFFER = 1 << 16;

    /** Writes it to {@code out}, which stays open. */
    void write(OutputStream out) throws IOException {
        CheckedOutputStream sum = new CheckedOutputStream(out, new CRC32C());
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(sum, BUFFER));
        data.write(MAGIC);
        data.writeInt(VERSION);
        data.writeUTF(fingerprint);
        data.writeLong(state.step());
        TrainState.Losses losses = state.losses();
        for (double number : new double[] {losses.sum(), losses.weight(), losses.mean()}) {
            data.writeDouble(number);
        }
        for (float[] array : state.arrays()) {
            writeArray(data, array);
        }
        data.writeUTF(state.history().metric().map(Measure::text).orElse(""));
        List<History.Evaluation> evaluations = state.history().evaluations();
        data.writeInt(evaluations.size());
        for (History.Evaluation evaluation : evaluations) {
            writeEvaluation(data, evaluation);
        }
        data.flush();
        data.writeInt((int) sum.getChecksum().getValue());
        data.flush();
    }

    /**
     * Reads one back.
     *
     * @throws IOException if it cannot be read or any of its bits is not as it was written
     * @throws Fault USAGE if it is whole and of another format
     */
    static Checkpoint read(Path file) throws IOException {
        long length = Files.size(file) - Integer.BYTES;
        try (InputStream in = Files.newInputStream(file)) {
            checkSum(new DataInputStream(in), length);
        }
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(new BufferedInputStream(in, BUFFER))) {
            if (!Arrays.equals(data.readNBytes(MAGIC.length), MAGIC)) {
                throw new IOException("it is no checkpoint");
            }
            int version = data.readInt();
            if (version != VERSION) {
                throw Fault.usage(
                        "%s has format %d, this mlscale reads format %d".formatted(file, version, VERSION),
                        "go on with the mlscale that began the run, or --run-dir with a new name");
            }
            String fingerprint = data.readUTF();
            return new Checkpoint(fingerprint, readState(data));
        } catch (EOFException cut) {
            throw new IOException("it is cut short", cut);
        }
    }

    private static TrainState readState(DataInputStream data) throws IOException {
        long step = data.readLong();
        TrainState.Losses losses = new TrainState.Losses(data.readDouble(), data.readDouble(), data.readDouble());
        List<float[]> arrays = new ArrayList<>();
        while (arrays.size() < TrainState.ARRAYS) {
            arrays.add(readArray(data));
        }
        Optional<Measure> metric = Measure.named(data.readUTF());
        List<History.Evaluation> evaluations = new ArrayList<>();
        for (int left = data.readInt(); left > 0; left--) {
            evaluations.add(readEvaluation(data));
        }
        return TrainState.of(arrays, step, new History(metric, evaluations), losses);
    }

    private static void checkSum(DataInputStream in, long length) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        for (long left = length; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException("it is cut short");
            }
            sum.update(buffer, 0, count);
            left -= count;
        }
        if (length <= 0 || in.readInt() != (int) sum.getValue()) {
            throw new IOException("its checksum is wrong");
        }
    }

    private static void writeArray(DataOutputStream data, float[] array) throws IOException {
        data.writeInt(array.length);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (int from = 0; from < array.length; ) {
            int count = Math.min(BUFFER / Float.BYTES, array.length - from);
            buffer.clear().asFloatBuffer().put(array, from, count);
            data.write(buffer.array(), 0, count * Float.BYTES);
            from += count;
        }
    }

    private static float[] readArray(DataInputStream data) throws IOException {
        float[] array = new float[data.readInt()];
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (int from = 0; from < array.length; ) {
            int count = Math.min(BUFFER / Float.BYTES, array.length - from);
            data.readFully(buffer.array(), 0, count * Float.BYTES);
            buffer.clear().asFloatBuffer().get(array, from, count);
            from += count;
        }
        return array;
    }

    private static void writeEvaluation(DataOutputStream data, History.Evaluation evaluation) throws IOException {
        data.writeLong(evaluation.step());
        data.writeLong(evaluation.rows());
        data.writeDouble(evaluation.loss());
        data.writeInt(evaluation.figures().size());
        for (Figure figure : evaluation.figures()) {
            data.writeUTF(figure.name());
            data.writeDouble(figure.value());
            data.writeDouble(figure.baseline());
            data.writeBoolean(figure.higherIsBetter());
        }
        data.writeInt(evaluation.shifts().size());
        for (double shift : evaluation.shifts()) {
            data.writeDouble(shift);
        }
    }

    private static History.Evaluation readEvaluation(DataInputStream data) throws IOException {
        long step = data.readLong();
        long rows = data.readLong();
        double loss = data.readDouble();
        List<Figure> figures = new ArrayList<>();
        for (int left = data.readInt(); left > 0; left--) {
            figures.add(new Figure(data.readUTF(), data.readDouble(), data.readDouble(), data.readBoolean()));
        }
        List<Double> shifts = new ArrayList<>();
        for (int left = data.readInt(); left > 0; left--) {
            shifts.add(data.readDouble());
        }
        return new History.Evaluation(step, rows, loss, figures, shifts);
    }
}
