package org.mlscale.engine.modelfile;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Somebody with a zip tool and bad intentions: changes entries of a model file and, if told to, its checksums too. */
final class ZipEdit {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    static ZipEdit of(byte[] file) {
        ZipEdit edit = new ZipEdit();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                edit.entries.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return edit;
    }

    byte[] get(String name) {
        byte[] bytes = entries.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("no entry " + name);
        }
        return bytes;
    }

    String text(String name) {
        return new String(get(name), StandardCharsets.UTF_8);
    }

    ZipEdit put(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    ZipEdit put(String name, String text) {
        return put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    ZipEdit remove(String name) {
        get(name);
        entries.remove(name);
        return this;
    }

    /** Changes a text; fails if nothing changes. */
    ZipEdit replace(String name, String from, String to) {
        String before = text(name);
        String after = before.replace(from, to);
        if (after.equals(before)) {
            throw new IllegalArgumentException("%s does not hold %s:%n%s".formatted(name, from, before));
        }
        return put(name, after);
    }

    /** Changes the manifest's object. */
    ZipEdit manifest(UnaryOperator<Map<String, Object>> change) {
        try {
            return put("manifest.json", JSON.std.asBytes(change.apply(JSON.std.mapFrom(get("manifest.json")))));
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** Makes the manifest's checksums those of the entries that there are. */
    ZipEdit sealed() {
        Map<String, String> checksums = new LinkedHashMap<>();
        entries.forEach((name, bytes) -> {
            if (!name.equals("manifest.json")) {
                checksums.put(name, HexFormat.of().formatHex(Archive.digest().digest(bytes)));
            }
        });
        return manifest(manifest -> {
            manifest.put("sha256", checksums);
            return manifest;
        });
    }

    byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return file.toByteArray();
    }

    void writeTo(Path path) throws IOException {
        Files.write(path, bytes());
    }
}
