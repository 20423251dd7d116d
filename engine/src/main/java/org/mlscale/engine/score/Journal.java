package org.mlscale.engine.score;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.mlscale.engine.chunk.ScratchFile;
import org.mlscale.engine.fault.Fault;

/**
 * Beside the part of a file of predictions: what it follows from, and what each chunk has added. It is written after what it tells of, and whoever
 * reads it checks that; so it need not be on disk first or last.
 *
 * <p>Records of length, CRC-32C and bytes. The first is the head, the last, once all chunks are written, is {@code END}; a record that is cut
 * short, damaged or senseless ends the journal before it.
 */
final class Journal implements AutoCloseable {
    private static final String MAGIC = "mlscale score journal";
    private static final int FORMAT = 1;
    private static final int CHUNK = 1;
    private static final int END = 2;

    private final ScratchFile file;
    private final OutputStream out;

    /**
     * What a journal holds.
     *
     * @param facts what the predictions follow from, by name
     * @param ends places in the journal behind each mark, and behind the record that says that they are all
     * @param ended whether all chunks have been written
     */
    record Content(Map<String, String> facts, List<Mark> marks, List<Long> ends, boolean ended) {
        /** Place behind the first {@code count} marks; behind all that is there if they are all. */
        long end(int count) {
            return count == marks.size() ? ends.getLast() : ends.get(count - 1);
        }

        Scored scored() {
            return marks.stream().map(Mark::scored).reduce(Scored.NONE, Scored::plus);
        }

        /** Of the predictions. */
        long bytes() {
            return marks.stream().mapToLong(mark -> mark.predictions().bytes()).sum();
        }
    }

    private Journal(ScratchFile file, UnaryOperator<OutputStream> through) {
        this.file = file;
        this.out = through.apply(Channels.newOutputStream(file.channel()));
    }

    /**
     * Begins a journal.
     *
     * @param purpose the file of predictions
     * @param through what the bytes pass on their way
     */
    static Journal create(Path path, Path purpose, Map<String, String> facts, UnaryOperator<OutputStream> through)
            throws IOException {
        Journal journal = new Journal(ScratchFile.create(path, purpose), through);
        try {
            journal.write(data -> {
                Mark.writeText(data, MAGIC);
                data.writeInt(FORMAT);
                data.writeInt(facts.size());
                for (Map.Entry<String, String> fact : facts.entrySet()) {
                    Mark.writeText(data, fact.getKey());
                    Mark.writeText(data, fact.getValue());
                }
            });
            return journal;
        } catch (IOException full) {
            journal.close();
            throw full;
        }
    }

    /** The journal that a run has left, if any; it stays unless it is removed. */
    static Optional<Journal> takeOver(Path path, Path purpose, UnaryOperator<OutputStream> through) throws IOException {
        return ScratchFile.takeOver(path, purpose).map(file -> new Journal(file, through));
    }

    /**
     * What it holds, read from its start on.
     *
     * @return empty if not even its head is whole
     * @throws Fault USAGE if another version wrote it
     */
    Optional<Content> content() throws IOException {
        InputStream in = Channels.newInputStream(file.channel().position(0));
        Optional<Map<String, String>> facts = record(in).flatMap(head -> parsed(head, this::facts));
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        List<Mark> marks = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        Optional<Said> said = record(in).flatMap(bytes -> parsed(bytes, Journal::said));
        while (said.isPresent()) {
            said.get().mark().ifPresent(marks::add);
            ends.add(file.channel().position());
            if (said.get().mark().isEmpty()) {
                return Optional.of(new Content(facts.get(), marks, ends, true));
            }
            said = record(in).flatMap(bytes -> parsed(bytes, Journal::said));
        }
        return Optional.of(new Content(facts.get(), marks, ends, false));
    }

    private Map<String, String> facts(DataInputStream data) throws IOException {
        if (!Mark.readText(data).equals(MAGIC)) {
            throw new StreamCorruptedException("no journal");
        }
        int format = data.readInt();
        if (format != FORMAT) {
            throw Fault.usage(
                    "%s has format %d, this mlscale reads format %d".formatted(file.path(), format, FORMAT),
                    "go on with the mlscale that began it, or leave out --resume to begin anew");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        for (int left = data.readInt(); left > 0; left--) {
            facts.put(Mark.readText(data), Mark.readText(data));
        }
        return facts;
    }

    /** A record behind the head: what a chunk has added, or nothing more, the end. */
    private record Said(Optional<Mark> mark) {}

    private static Said said(DataInputStream data) throws IOException {
        return switch (data.readInt()) {
            case CHUNK -> new Said(Optional.of(Mark.read(data)));
            case END -> new Said(Optional.empty());
            default -> throw new StreamCorruptedException("no such record");
        };
    }

    /** Reads the bytes of a record. */
    private interface Parser<T> {
        T read(DataInputStream data) throws IOException;
    }

    /** What a record says; nothing if it makes no sense, though its sum fits. */
    private static <T> Optional<T> parsed(byte[] bytes, Parser<T> parser) {
        try {
            return Optional.of(parser.read(new DataInputStream(new ByteArrayInputStream(bytes))));
        } catch (IOException | IllegalArgumentException senseless) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> record(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            int length = data.readInt();
            int sum = data.readInt();
            if (length < 0 || length > file.channel().size() - file.channel().position()) {
                return Optional.empty();
            }
            byte[] bytes = data.readNBytes(length);
            return sum(bytes) == sum ? Optional.of(bytes) : Optional.empty();
        } catch (EOFException cutShort) {
            return Optional.empty();
        }
    }

    private static int sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    /** Forgets what stands from {@code end} on, and goes on there. */
    void cut(long end) throws IOException {
        file.channel().truncate(end).position(end);
    }

    void add(Mark mark) throws IOException {
        write(data -> {
            data.writeInt(CHUNK);
            mark.write(data);
        });
    }

    /** All chunks are written: what is left are names. */
    void end() throws IOException {
        write(data -> data.writeInt(END));
    }

    /** Writes the bytes of a record. */
    private interface Body {
        void write(DataOutputStream data) throws IOException;
    }

    /** In one piece, so that a full disk or a kill leaves all of it or a beginning. */
    private void write(Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.write(new DataOutputStream(bytes));
        ByteArrayOutputStream record = new ByteArrayOutputStream(bytes.size() + 2 * Integer.BYTES);
        DataOutputStream data = new DataOutputStream(record);
        data.writeInt(bytes.size());
        data.writeInt(sum(bytes.toByteArray()));
        bytes.writeTo(data);
        out.write(record.toByteArray());
        out.flush();
    }

    void force() throws IOException {
        file.channel().force(true);
    }

    /** From now on it stays when it is closed. */
    void keep() {
        file.keep();
    }

    /** Removes it. */
    void remove() {
        file.discard();
    }

    @Override
    public void close() {
        file.close();
    }
}
