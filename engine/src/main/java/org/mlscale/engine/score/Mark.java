package org.mlscale.engine.score;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.table.SetAside;
import org.mlscale.engine.table.Table;

/**
 * What one chunk has added to the files of a run: enough to check it, and to go on behind it.
 *
 * @param lines line ends of its file up to its end
 * @param predictions and {@code rejects}: of the first chunk with the header line
 * @param scored the account of this chunk alone
 */
record Mark(ChunkCut cut, long lines, Added predictions, Added rejects, Scored scored) {
    Mark {
        if (lines < 0 || scored.predicted() < 0 || scored.rejected() < 0) {
            throw new IllegalArgumentException("%d lines, %s".formatted(lines, scored));
        }
    }

    /** Bytes that a file has grown by. {@code sum}: their CRC-32C. */
    record Added(long bytes, int sum) {
        Added {
            if (bytes < 0) {
                throw new IllegalArgumentException(bytes + " bytes");
            }
        }

        private void write(DataOutputStream data) throws IOException {
            data.writeLong(bytes);
            data.writeInt(sum);
        }

        private static Added read(DataInputStream data) throws IOException {
            return new Added(data.readLong(), data.readInt());
        }
    }

    void write(DataOutputStream data) throws IOException {
        writeText(data, cut.file());
        data.writeLong(cut.start());
        data.writeLong(cut.end());
        data.writeLong(lines);
        predictions.write(data);
        rejects.write(data);
        data.writeLong(scored.read());
        data.writeLong(scored.predicted());
        data.writeInt(scored.bad().size());
        for (SetAside.Example bad : scored.bad()) {
            writeLocation(data, bad.location());
            data.writeInt(bad.column());
            writeText(data, bad.reason());
            writeText(data, bad.text());
        }
        data.writeInt(scored.misfits().size());
        for (Table.Misfits misfits : scored.misfits()) {
            writeText(data, misfits.column());
            writeText(data, misfits.type().name());
            data.writeLong(misfits.count());
            data.writeInt(misfits.examples().size());
            for (Tally.Misfit example : misfits.examples()) {
                writeLocation(data, example.location());
                writeText(data, example.text());
            }
        }
    }

    static Mark read(DataInputStream data) throws IOException {
        ChunkCut cut = new ChunkCut(readText(data), data.readLong(), data.readLong());
        long lines = data.readLong();
        Added predictions = Added.read(data);
        Added rejects = Added.read(data);
        long read = data.readLong();
        long predicted = data.readLong();
        List<SetAside.Example> bad = new ArrayList<>();
        for (int left = data.readInt(); left > 0; left--) {
            bad.add(new SetAside.Example(readLocation(data), data.readInt(), readText(data), readText(data)));
        }
        List<Table.Misfits> misfits = new ArrayList<>();
        for (int left = data.readInt(); left > 0; left--) {
            String column = readText(data);
            Table.Type type = Table.Type.valueOf(readText(data));
            long count = data.readLong();
            List<Tally.Misfit> examples = new ArrayList<>();
            for (int more = data.readInt(); more > 0; more--) {
                examples.add(new Tally.Misfit(readLocation(data), readText(data)));
            }
            misfits.add(new Table.Misfits(column, type, count, examples));
        }
        return new Mark(cut, lines, predictions, rejects, new Scored(read, predicted, bad, misfits));
    }

    private static void writeLocation(DataOutputStream data, Location location) throws IOException {
        writeText(data, location.file());
        data.writeLong(location.line());
    }

    private static Location readLocation(DataInputStream data) throws IOException {
        return new Location(readText(data), data.readLong());
    }

    /** A cell may be longer than {@link DataOutputStream#writeUTF} takes. */
    static void writeText(DataOutputStream data, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        data.writeInt(utf8.length);
        data.write(utf8);
    }

    static String readText(DataInputStream data) throws IOException {
        int length = data.readInt();
        byte[] utf8 = data.readNBytes(length);
        if (utf8.length < length) {
            throw new EOFException();
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
