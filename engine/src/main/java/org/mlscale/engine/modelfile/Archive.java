package org.mlscale.engine.modelfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.mlscale.engine.fault.Fault;

/**
 * The entries of a model file. A name that comes twice is refused at once, one that is not on our list by {@link #checkNames}, and so is one byte
 * more than an entry may have: nothing is unpacked to disk, nothing is run.
 */
final class Archive implements AutoCloseable {
    private static final long TEXT_MAX = 64L << 20;

    private final Path path;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new HashMap<>();

    private Archive(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
    }

    static Archive open(Path path) {
        if (Files.isDirectory(path)) {
            throw Fault.model(
                    "%s is a directory, not a model".formatted(path),
                    "name the file: %s".formatted(path.resolve("model.zip")));
        }
        if (!Files.exists(path)) {
            throw Fault.model(
                    "there is no model %s".formatted(path), "mlscale train --data TABLE.csv --out %s".formatted(path));
        }
        try {
            Archive archive = new Archive(path, new ZipFile(path.toFile()));
            archive.index();
            return archive;
        } catch (ZipException damaged) {
            throw Fault.model(
                            "%s is damaged, cut short, or not a model file (%s)".formatted(path, damaged.getMessage()),
                            "copy or train it again")
                    .because(damaged);
        } catch (AccessDeniedException denied) {
            throw Fault.model("%s cannot be read: permission denied".formatted(path), "ls -l " + path)
                    .because(denied);
        } catch (IOException unreadable) {
            throw Fault.model("%s cannot be read: %s".formatted(path, unreadable.getMessage()), "ls -l " + path)
                    .because(unreadable);
        }
    }

    private void index() {
        for (ZipEntry entry : zip.stream().toList()) {
            if (entries.put(entry.getName(), entry) != null) {
                close();
                throw unsafe("%s holds \"%s\" twice".formatted(path, printable(entry.getName())));
            }
        }
    }

    /** Refuses entries that no model of this format has. To be called once the format is known: a newer one may have more. */
    void checkNames() {
        names().stream().filter(name -> !Entries.ALL.contains(name)).findFirst().ifPresent(name -> {
            throw unsafe("%s holds \"%s\", which no model of ours has".formatted(path, printable(name)));
        });
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    byte[] text(String name) {
        return bytes(name, TEXT_MAX);
    }

    /** The whole entry, which may have {@code bytesMax} bytes. The zip's own check sum is looked at: nothing else vouches for the manifest. */
    byte[] bytes(String name, long bytesMax) {
        ZipEntry entry = entry(name);
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(Math.min(bytesMax, Integer.MAX_VALUE - 9) + 1));
            if (bytes.length > bytesMax) {
                throw tooLarge(name, bytesMax);
            }
            CRC32 sum = new CRC32();
            sum.update(bytes);
            if (sum.getValue() != entry.getCrc()) {
                throw Json.damaged(name, "its bytes do not fit their check sum");
            }
            return bytes;
        } catch (IOException broken) {
            throw Json.damaged(name, String.valueOf(broken.getMessage())).because(broken);
        }
    }

    /** The checksum of an entry, which may have {@code bytesMax} bytes. */
    String sha256(String name, long bytesMax) {
        MessageDigest digest = digest();
        try (InputStream in = zip.getInputStream(entry(name))) {
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                total += count;
                if (total > bytesMax) {
                    throw tooLarge(name, bytesMax);
                }
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException broken) {
            throw Json.damaged(name, String.valueOf(broken.getMessage())).because(broken);
        }
    }

    List<String> names() {
        return entries.keySet().stream().sorted().toList();
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            checkNames(); // a zip of something else is better told by what it holds
            throw Json.damaged(name, "it is not in the file");
        }
        return entry;
    }

    private static Fault tooLarge(String name, long bytesMax) {
        return unsafe("the model file is unsafe: %s unpacks to more than %,d bytes".formatted(name, bytesMax));
    }

    private static Fault unsafe(String what) {
        return Fault.model(what, "do not use this file: get the model from where it was trained");
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException harmless) {
            return; // it was only read
        }
    }
}
