package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figure on the rows held out is the one that new rows will give, where these are later or others' than those learned from. */
class HonestHoldOutTest {
    private static final int STEPS = 2400;
    private static final int HANDS = 8;

    @TempDir
    private Path folder;

    /** The rmse that training promised, and the one on rows that are truly new. */
    private record Promise(double heldOut, double truth, String err) {
        /** Few stretches of the walk are independent, and few ids held out: over some seeds it was 0.72 to 1.14. */
        void assertKept() {
            assertEquals(1, heldOut / truth, 0.4, toString());
        }

        /** At least twice as good as the truth. */
        void assertTooGood() {
            assertTrue(heldOut < 0.5 * truth, toString());
        }
    }

    private Promise promise(String table, String unseen, String... flags) throws IOException {
        String name = String.join("-", flags).replaceAll("[^a-z]+", "-");
        Path data = Files.writeString(folder.resolve("table.csv"), table);
        Path newer = Files.writeString(folder.resolve("new.csv"), unseen);
        Path zip = folder.resolve(name + ".zip");
        List<String> args = new ArrayList<>(List.of("train", "--data", data.toString(), "-o", zip.toString()));
        args.addAll(List.of("--run-dir", folder.resolve(name).toString(), "--model", "mlp:64,32"));
        args.addAll(List.of(flags));
        CliRun run = CliRun.of(args).done();
        CliRun judged = CliRun.of("evaluate", zip.toString(), newer.toString()).done();
        return new Promise(rmse(run.said("held out")), rmse(judged.out()), run.err());
    }

    private static double rmse(String text) {
        Matcher found = Pattern.compile("rmse +([0-9.]+)").matcher(text);
        assertTrue(found.find(), text);
        return Double.parseDouble(found.group(1));
    }

    private static String[] with(String[] flags, String last) {
        return Stream.concat(Stream.of(flags), Stream.of(last)).toArray(String[]::new);
    }

    /** A random walk between two walls, and clock hands from which any moment between two known ones can be told. */
    private static List<String> walk(int steps, SplittableRandom random) {
        List<String> rows = new ArrayList<>();
        double y = 0;
        for (int t = 0; t < steps; t++) {
            y += 0.5 * random.nextGaussian();
            y = y > 3 ? 6 - y : y < -3 ? -6 - y : y;
            StringBuilder row = new StringBuilder(Integer.toString(t));
            for (int hand = 0; hand < HANDS; hand++) {
                double angle = 2 * Math.PI * t * (1 << hand) / STEPS;
                row.append(String.format(
                        Locale.ROOT,
                        ",%.4f,%.4f",
                        Math.sin(angle) + 0.01 * random.nextGaussian(),
                        Math.cos(angle) + 0.01 * random.nextGaussian()));
            }
            rows.add(row.append(String.format(Locale.ROOT, ",%.3f%n", y)).toString());
        }
        return rows;
    }

    @Test
    void train_randomWalk_byTimeSaysWhatLaterRowsWillGiveAndByRowDoesNot() throws IOException {
        List<String> rows = walk(2 * STEPS, new SplittableRandom(1));
        String hands = IntStream.range(0, HANDS)
                .mapToObj(hand -> ",sine%d,cosine%d".formatted(hand, hand))
                .collect(Collectors.joining());
        String header = "t%s,y\n".formatted(hands);
        String table = header + String.join("", rows.subList(0, STEPS));
        String later = header + String.join("", rows.subList(STEPS, 2 * STEPS));
        String[] usual = {"--ignore", "t", "--valid", "20%", "--epochs", "25", "--valid-by"};
        Promise time = promise(table, later, with(usual, "time:t"));
        Promise row = promise(table, later, with(usual, "row"));
        time.assertKept();
        row.assertTooGood();
        assertTrue(
                time.err().contains("held out: the rows from 1920 on by \"t\", because --valid-by says so\n"),
                time.err());
    }

    /** 40 near-copies of each of a hundred rows under one id; the target is drawn for each id and follows from nothing. */
    private static String copies(String name, SplittableRandom random) {
        List<String> rows = new ArrayList<>();
        for (int id = 0; id < 100; id++) {
            double[] cells = IntStream.range(0, 10)
                    .mapToDouble(_ -> random.nextGaussian())
                    .toArray();
            double y = (random.nextBoolean() ? 1 : -1) + 0.1 * random.nextGaussian();
            for (int copy = 0; copy < 40; copy++) {
                StringBuilder row = new StringBuilder(name + id);
                for (double cell : cells) {
                    row.append(String.format(Locale.ROOT, ",%.4f", cell + 0.05 * random.nextGaussian()));
                }
                rows.add(row.append(String.format(Locale.ROOT, ",%.4f%n", y)).toString());
            }
        }
        return "id,a,b,c,d,e,f,g,h,i,j,y\n" + String.join("", rows);
    }

    @Test
    void train_nearCopiesUnderOneId_byGroupSaysWhatOtherIdsWillGiveAndByRowDoesNot() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        String table = copies("a", random);
        String others = copies("b", random);
        String[] usual = {"--id", "id", "--valid", "30%", "--epochs", "6", "--lr", "0.004", "--valid-by"};
        Promise group = promise(table, others, with(usual, "auto"));
        Promise row = promise(table, others, with(usual, "row"));
        group.assertKept();
        row.assertTooGood();
        assertTrue(
                group.err().contains("held out: whole groups by \"id\", because the id repeats: 100 in 4,000 rows\n"),
                group.err());
    }
}
