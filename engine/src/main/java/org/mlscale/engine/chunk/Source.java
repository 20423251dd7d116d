package org.mlscale.engine.chunk;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fault.Shell;

/**
 * One file of a table, or stdin, as a stream of UTF-8 bytes: unzipped, transcoded, without a byte order mark.
 *
 * <p>A file may be opened again and again; stdin once, after its head was looked at or not. One reader at a time.
 */
public final class Source {
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final Optional<Path> path;
    private final Charset encoding;
    private final long size;
    private Optional<InputStream> once;
    private volatile long bytesRead;

    private Source(String name, Optional<Path> path, Optional<InputStream> once, Charset encoding, long size) {
        this.name = name;
        this.path = path;
        this.once = once;
        this.encoding = encoding;
        this.size = size;
    }

    /** {@code encoding} is what the file is written in unless a byte order mark says otherwise. */
    public static Source file(String name, Path path, Charset encoding) {
        try {
            return new Source(name, Optional.of(path), Optional.empty(), encoding, Files.size(path));
        } catch (IOException unreadable) {
            throw unreadable(name, unreadable);
        }
    }

    /** A stream that can be read once. */
    public static Source stream(String name, InputStream in, Charset encoding) {
        return new Source(name, Optional.empty(), Optional.of(in), encoding, 0);
    }

    /** As the user named it. */
    public String name() {
        return name;
    }

    /** Where it lies on disk; absent for a stream. */
    public Optional<Path> path() {
        return path;
    }

    /** Bytes on disk, still zipped; 0 for a stream. */
    public long size() {
        return size;
    }

    /** Bytes taken from disk or pipe since it was last opened, still zipped. Any thread may ask. */
    public long bytesRead() {
        return bytesRead;
    }

    /**
     * Opens the text; the caller closes it.
     *
     * @throws Fault DATA if it cannot be read, or RESOURCES if it is a stream that was read before
     */
    public InputStream open() {
        try {
            if (path.isPresent()) {
                return text(Files.newInputStream(path.get()));
            }
            InputStream stream = once.orElseThrow(() -> new IllegalStateException(name + " can be read only once"));
            once = Optional.empty();
            return stream instanceof Text text ? text : text(stream);
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

    private InputStream text(InputStream raw) throws IOException {
        InputStream unzipped = unzipped(new BufferedInputStream(new Counted(raw), BUFFER));
        unzipped.mark(3);
        byte[] mark = unzipped.readNBytes(3);
        unzipped.reset();
        Optional<Charset> marked = marked(mark);
        if (marked.isPresent()) {
            unzipped.skipNBytes(marked.get().equals(StandardCharsets.UTF_8) ? 3 : 2);
        }
        Charset charset = marked.orElse(encoding);
        return charset.equals(StandardCharsets.UTF_8) ? unzipped : new TranscodedStream(unzipped, charset);
    }

    private static InputStream unzipped(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return zipped ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
    }

    private static Optional<Charset> marked(byte[] mark) {
        if (mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF) {
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
            case ZipException broken -> "the compressed file is damaged (%s)".formatted(broken.getMessage());
            case CharacterCodingException _ -> "it is not written in the encoding that --encoding names";
            default -> String.valueOf(cause.getMessage());
        };
        return Fault.data(
                        "cannot read the input: " + reason,
                        Location.of(name),
                        "check the file: ls -l " + Shell.word(name))
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
        public boolean markSupported() {
            return false;
        }
    }
}
