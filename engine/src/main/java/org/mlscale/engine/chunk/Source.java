package org.mlscale.engine.chunk;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fault.Shell;

/**
 * One file of a table, or stdin, as a stream of UTF-8 bytes: unpacked, transcoded, without a byte order mark.
 *
 * <p>A file may be opened again and again, as long as it stays what it was; stdin once, after its head was looked at or not. One reader at a time.
 */
public final class Source {
    /** Of the longest byte order mark, UTF-8's. */
    private static final int MARK_BYTES = 3;

    private final String name;
    private final Optional<Path> path;
    private final Optional<Imprint> imprint;
    private final Charset encoding;
    private Optional<InputStream> once;
    private volatile long bytesRead;

    private Source(
            String name, Optional<Path> path, Optional<Imprint> imprint, Optional<InputStream> once, Charset encoding) {
        this.name = name;
        this.path = path;
        this.imprint = imprint;
        this.once = once;
        this.encoding = encoding;
    }

    /**
     * A file as it is now, which it must stay; or a pipe or a device, which gives its bytes once. {@code encoding} is what it is written in unless a byte order
     * mark says otherwise.
     *
     * @throws Fault DATA if it cannot be read
     */
    public static Source file(String name, Path path, Charset encoding) {
        try {
            if (!Files.isRegularFile(path)) {
                return stream(name, Files.newInputStream(path), encoding);
            }
            return new Source(name, Optional.of(path), Optional.of(Imprint.of(path)), Optional.empty(), encoding);
        } catch (IOException unreadable) {
            throw unreadable(name, unreadable);
        }
    }

    /** A stream that can be read once. */
    public static Source stream(String name, InputStream in, Charset encoding) {
        return new Source(name, Optional.empty(), Optional.empty(), Optional.of(in), encoding);
    }

    /** As the user named it. */
    public String name() {
        return name;
    }

    /** Where it lies on disk; absent for a stream. */
    public Optional<Path> path() {
        return path;
    }

    /** Bytes on disk, still packed; 0 for a stream. */
    public long size() {
        return imprint.map(Imprint::size).orElse(0L);
    }

    /** Bytes taken from disk or pipe since it was last opened, still packed. Any thread may ask. */
    public long bytesRead() {
        return bytesRead;
    }

    /**
     * Opens the text; the caller closes it. A file is compared with what it was before its first byte is given and after its last.
     *
     * @throws Fault DATA if it cannot be read, or has changed; the stream throws the latter too
     */
    public InputStream open() {
        try {
            if (path.isPresent()) {
                checkUnchanged();
                return new Watched(text(Files.newInputStream(path.get())));
            }
            InputStream stream = once.orElseThrow(() -> new IllegalStateException(name + " can be read only once"));
            once = Optional.empty();
            return stream instanceof Text text ? text : text(stream);
        } catch (IOException unreadable) {
            throw unreadable(name, unreadable);
        }
    }

    /**
     * Bytes of the text, for which one that is not plain is read to its end.
     *
     * @throws Fault DATA if it cannot be read
     */
    public long textBytes() {
        Optional<PlainText> plain = plain();
        if (plain.isPresent()) {
            return plain.get().bytes();
        }
        try (InputStream text = open()) {
            return text.transferTo(OutputStream.nullOutputStream());
        } catch (IOException unreadable) {
            throw unreadable(name, unreadable);
        }
    }

    /** The first bytes of the text, at most {@code length}. Nothing is lost: a stream gives them again when it is opened. */
    public byte[] head(int length) {
        InputStream text = open();
        try {
            byte[] bytes = text.readNBytes(length);
            if (path.isPresent()) {
                text.close();
            } else {
                once = Optional.of(new Text(new SequenceInputStream(new ByteArrayInputStream(bytes), text)));
            }
            return bytes;
        } catch (IOException unreadable) {
            throw unreadable(name, unreadable);
        }
    }

    /**
     * Does nothing for a stream.
     *
     * @throws Fault DATA if the file is not what it was when this was made
     */
    void checkUnchanged() {
        if (path.isEmpty() || imprint.isEmpty()) {
            return;
        }
        try {
            imprint.get().difference(Imprint.of(path.get())).ifPresent(what -> {
                throw changed(name, what);
            });
        } catch (IOException unreadable) {
            throw unreadable(name, unreadable);
        }
    }

    static Fault changed(String name, String what) {
        return Fault.data(
                "the file changed while it was read: " + what,
                Location.of(name),
                "start again when nobody writes to it, or with a copy of it");
    }

    /**
     * Its text where any part of it can be read again: of a file that is neither packed nor transcoded.
     *
     * @throws Fault DATA if it cannot be read
     */
    public Optional<PlainText> plain() {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path.get())) {
            byte[] head = in.readNBytes(Packing.MAGIC_BYTES);
            Optional<Charset> marked = marked(Arrays.copyOf(head, Math.min(head.length, MARK_BYTES)));
            return Packing.of(head) == Packing.NONE && marked.orElse(encoding).equals(StandardCharsets.UTF_8)
                    ? Optional.of(new PlainText(this, path.get(), size(), marked.isPresent() ? MARK_BYTES : 0))
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw unreadable(name, unreadable);
        }
    }

    private InputStream text(InputStream raw) throws IOException {
        InputStream unpacked = Packing.unpacked(new BufferedInputStream(new Counted(raw), Packing.BUFFER));
        unpacked.mark(MARK_BYTES);
        byte[] mark = unpacked.readNBytes(MARK_BYTES);
        unpacked.reset();
        Optional<Charset> marked = marked(mark);
        if (marked.isPresent()) {
            unpacked.skipNBytes(marked.get().equals(StandardCharsets.UTF_8) ? MARK_BYTES : 2);
        }
        Charset charset = marked.orElse(encoding);
        return charset.equals(StandardCharsets.UTF_8) ? unpacked : new TranscodedStream(unpacked, charset);
    }

    private static Optional<Charset> marked(byte[] mark) {
        if (mark.length == MARK_BYTES && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (mark.length >= 2 && mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (mark.length >= 2 && mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return Optional.empty();
    }

    static Fault unreadable(String name, IOException cause) {
        String reason = switch (cause) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "permission denied";
            case EOFException _ -> "the compressed file is cut short";
            case CharacterCodingException _ -> "it is not written in the encoding that --encoding names";
            default -> String.valueOf(cause.getMessage());
        };
        String advice = cause instanceof PackedException packed
                ? packed.advice(name)
                : "check the file: ls -l " + Shell.word(name);
        return Fault.data("cannot read the input: " + reason, Location.of(name), advice)
                .because(cause);
    }

    /** A stream that is text already. */
    private static final class Text extends FilterInputStream {
        Text(InputStream in) {
            super(in);
        }
    }

    /** Counts what is taken. */
    private final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
            bytesRead = 0;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int taken = super.read(target, offset, length);
            count += Math.max(0, taken);
            bytesRead = count;
            return taken;
        }

        @Override
        public long skip(long length) throws IOException {
            long passed = super.skip(length);
            count += passed;
            bytesRead = count;
            return passed;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    /** Sees to it that what was read is one text and not parts of two; what cannot be read may be just that. */
    private final class Watched extends FilterInputStream {
        private boolean ended;

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int taken = super.read(target, offset, length);
                if (taken < 0 && !ended) {
                    ended = true;
                    checkUnchanged();
                }
                return taken;
            } catch (IOException unreadable) {
                checkUnchanged();
                throw unreadable;
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
