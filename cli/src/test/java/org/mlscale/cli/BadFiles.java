package org.mlscale.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The files of {@link BadInputs}: a good table and two good models, and what can be wrong with their like. */
final class BadFiles {
    private final Path folder;

    private BadFiles(Path folder) {
        this.folder = folder;
    }

    static void write(Path folder) throws IOException {
        BadFiles files = new BadFiles(folder);
        files.tables();
        files.models();
    }

    private void tables() throws IOException {
        String churn = Tables.yesNo();
        text("churn.csv", churn);
        text("prices.csv", Tables.regression());
        text("mine.csv", "mine\n");
        Files.createDirectory(folder.resolve("parts"));
        text("parts/part-1.csv", churn);
        text("empty.csv", "");
        text("header.csv", "id,age,left\n");
        text("one-row.csv", "id,age,left\n1,30,yes\n");
        text("hash.csv", churn.replace(',', '#'));
        text("twins.csv", "id,age,age,left\n1,30,31,yes\n2,40,41,no\n");
        text("two-headers.csv", ",X1,X2,Y\nID,LIMIT,AGE,left\n1,500,30,0\n2,900,40,1\n3,700,50,0\n");
        Files.write(
                folder.resolve("latin.csv"),
                churn.replace("basic", "\u00e9conomique").getBytes(StandardCharsets.ISO_8859_1));
        text("nul.csv", churn.replaceFirst("pro", "p\u0000ro"));
        Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(gzip(churn), 1000));
        byte[] twice = Arrays.copyOf(gzip(churn), 2 * gzip(churn).length);
        System.arraycopy(gzip(churn), 1, twice, twice.length / 2, twice.length / 2 - 1); // its first byte is lost
        Files.write(folder.resolve("behind.csv.gz"), twice);
        Files.write(folder.resolve("window.csv.zst"), HexFormat.of().parseHex("28b52ffd00a8010000"));
        text("other.csv", churn.replaceFirst("plan", "tariff"));
        text("ragged.csv", churn + "1,2\n1,2,3,4,5,6\n3\n4\n");
        text("unclosed.csv", churn + "c300,40,\"basic,20,yes\nc301,40,basic,20,no\n");
        String longer = longer(churn);
        text("infinite.csv", longer.replaceFirst("(?m)^(c007,[0-9]+,[a-z]+),[^,]*", "$1,inf"));
        text("infinities.csv", longer.replaceAll("(?m)^(c[1-4]?00[0-9],[0-9]+,[a-z]+),[^,]*", "$1,inf"));
        text("commas.csv", churn.replaceAll("([0-9]+)\\.([0-9]{2})", "\"$1,$2\""));
        text("unlabelled.csv", churn.replaceAll(",(no|yes)\n", ",\n"));
        text("one-class.csv", churn.replaceAll(",no\n", ",yes\n"));
        text("constant.csv", Tables.regression().replaceAll("(?m),[0-9.]+$", ",7"));
        text("renamed.csv", churn.replaceFirst("age", "Age "));
        text("german.csv", churn.replace(',', ';').replace('.', ','));
        text("misread.csv", churn.replaceFirst("(?m)^(c003),[0-9]+,", "$1,young,"));
        text("no-target.csv", churn.replaceAll("(?m),[^,]*$", ""));
        text("other-labels.csv", churn.replace(",no\n", ",0\n").replace(",yes\n", ",1\n"));
    }

    /** Five times as many rows, each with an id of its own. */
    private static String longer(String table) {
        String rows = table.substring(table.indexOf('\n') + 1);
        return table
                + IntStream.rangeClosed(1, 4)
                        .mapToObj(more -> rows.replaceAll("(?m)^c", "c" + more))
                        .collect(Collectors.joining());
    }

    private void models() throws IOException {
        train("churn.csv", "model.zip");
        train("prices.csv", "price.zip");
        Files.copy(folder.resolve("model.zip"), folder.resolve("kept.zip"));
        byte[] whole = Files.readAllBytes(folder.resolve("model.zip"));
        Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length / 2));

        Map<String, byte[]> flipped = entries();
        flipped.get("params.f32")[40] ^= 1;
        zip("flipped.zip", flipped);

        Map<String, byte[]> newer = entries();
        newer.compute(
                "manifest.json",
                (_, json) -> bytes(string(json)
                        .replaceFirst("\"format\" : 1", "\"format\" : 2")
                        .replaceFirst("\"mlscale\" : \"[^\"]*\"", "\"mlscale\" : \"9.0.0\"")));
        zip("newer.zip", newer);

        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new ArrayList<>(List.of("anything")));
        }
        Map<String, byte[]> planted = entries();
        planted.put("preprocessor.bin", object.toByteArray());
        zip("planted.zip", planted);

        Map<String, byte[]> outside = entries();
        outside.put("../../.profile", bytes("true\n"));
        zip("outside.zip", outside);

        Map<String, byte[]> bomb = entries();
        bomb.put("MODEL_CARD.md", new byte[65 << 20]);
        zip("bomb.zip", bomb);

        Map<String, byte[]> drifted = entries();
        byte[] golden = drifted.get("golden.csv");
        byte[] changed = bytes(string(golden).replaceFirst("(?m),[0-9.E-]+$", ",0.5"));
        drifted.put("golden.csv", changed);
        drifted.compute("manifest.json", (_, json) -> bytes(string(json).replace(sha256(golden), sha256(changed))));
        zip("drifted.zip", drifted);
    }

    private void train(String table, String model) {
        CliRun.of(
                        "train",
                        "--data",
                        folder.resolve(table).toString(),
                        "--id",
                        "id",
                        "--epochs",
                        "1",
                        "--model",
                        "mlp:3",
                        "--out",
                        folder.resolve(model).toString(),
                        "--run-dir",
                        folder.resolve(model + "-run").toString(),
                        "-q")
                .done();
    }

    /** Those of the good model. */
    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] file = Files.readAllBytes(folder.resolve("model.zip"));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private void zip(String name, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    private void text(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(bytes(text));
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
