package org.mlscale.engine.modelfile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.model.PlainNetwork;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Ramps;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.Draws;
import org.mlscale.engine.table.Split;

/** A made-up model of one head over columns of every kind, the target among them. Params are drawn, not learned. */
public enum ModelCase {
    PRICE(Head.NUMBER),
    /** Two numbers, the second column of them first, and that one as its logarithm. */
    HARVEST(Head.NUMBER),
    LEAVES(Head.YES_NO),
    SPECIES(Head.CLASSES);

    public static final double AGE_MEAN = 40.25;
    public static final double AGE_SCALE = 12.5;
    public static final double INCOME_PIVOT = 50_000;
    public static final double INCOME_MEAN = 52_345.678;
    public static final double INCOME_SCALE = 20_000.125;
    public static final Ramps INCOME_RAMPS =
            new Ramps(List.of(20_000.0, 52_000.5, 90_000.0), List.of(0.75, 0.375), 0.3);
    public static final List<String> PLANS = List.of("basic", "family, \"four\"", "Größe");

    private final Head head;

    ModelCase(Head head) {
        this.head = head;
    }

    private static final Target.Numeric PRICE_TARGET =
            new Target.Numeric("answer", 100_000, 120_000.5, 31_000.25, 5_000, 900_000);

    private List<Target> targets() {
        return switch (this) {
            case PRICE -> List.of(PRICE_TARGET);
            case HARVEST ->
                List.of(
                        new Target.Numeric("worth", 900, 1.5, 0.75, 0, 2_000_000, new Target.Bend.Log(10, 1_000)),
                        PRICE_TARGET);
            case LEAVES -> List.of(new Target.Classes("answer", List.of("no, \"not yet\"", "yes"), List.of(70L, 30L)));
            case SPECIES ->
                List.of(new Target.Classes(
                        "answer", List.of("setosa", "versicolor", "ärmlich"), List.of(50L, 30L, 20L)));
        };
    }

    public Schema schema() {
        List<Column> columns = List.of(
                new Column.Unused("customer", Column.Why.ID),
                new Column.Numeric("age", 0, AGE_MEAN, AGE_SCALE, 18, 90, 7),
                new Column.Category("plan", PLANS, 4, 2),
                new Column.Unused("country", Column.Why.CONSTANT),
                new Column.Unused("importance", Column.Why.WEIGHT),
                new Column.Numeric("income", INCOME_PIVOT, INCOME_MEAN, INCOME_SCALE, 1_000, 250_000, INCOME_RAMPS, 0));
        List<Integer> places = this == HARVEST ? List.of(5, 2) : List.of(2);
        return new Schema(
                true,
                columns,
                targets(),
                places,
                Optional.of("importance"),
                new MissingTokens(Set.of("NA", "?")),
                DecimalSign.POINT);
    }

    public Net net() {
        return Net.mlp(schema().featureCount(), List.of(6, 5), schema().outputCount(), head);
    }

    public Model model() {
        float[] params = net().initialParams(11);
        for (int i = 0; i < params.length; i++) {
            params[i] += 0.3f * Draws.signed(13, name().length(), i);
        }
        return new Model(schema(), net(), params);
    }

    /** What runs models everywhere. */
    public Network network() {
        return Networks.of(net());
    }

    /** Plain loops, a row at a time: its bits do not depend on what stands beside a row. */
    public Network plainNetwork() {
        return new PlainNetwork(net());
    }

    /** Made-up inputs as the encoder gives them. */
    public Batch batch(int rowCount) {
        int width = schema().featureCount();
        float[] features = new float[rowCount * width];
        for (int i = 0; i < features.length; i++) {
            features[i] = 2 * Draws.signed(17, i);
        }
        return new Batch(
                features,
                width,
                new float[rowCount],
                new float[0],
                IntStream.range(0, rowCount).asLongStream().toArray());
    }

    public static Provenance provenance() {
        return new Provenance(
                "0.1.0",
                "2026-01-02T03:04:05Z",
                List.of("mlscale", "train", "--data", "größe \"x\".csv", "--seed", "-9007199254740993"),
                -9_007_199_254_740_993L, // a double would make it even
                "Linux amd64, 3 cores, Java 25, an engine",
                List.of(
                        new Provenance.DataFile("a.csv", 5_000_000_000L, "ab12"),
                        new Provenance.DataFile("stdin", 0, "")),
                Optional.of(new Provenance.Part("1%", 90_000_000_000L, 9_100_000_000_000L)),
                9_000_000_000L,
                1000,
                Optional.of(new Split(
                        Split.By.TIME, "größe \"x\"", "the rows from 7 on", "it never decreases", "the future")),
                77,
                List.of(
                        new Figure("rmse", 1.5, 3.25, false),
                        new Figure("mae", 1.0 / 3, Double.NaN, false),
                        new Figure("r2", 0.75, 0, true)),
                List.of(new Figure("rmse", 2.25, 3.25, false)));
    }

    public ModelFile.AdamState adam() {
        float[] moments = new float[2 * net().paramCount()];
        for (int i = 0; i < moments.length; i++) {
            moments[i] = Math.abs(0.01f * Draws.signed(19, i));
        }
        return new ModelFile.AdamState(0.002, 77, moments);
    }

    public String writeTo(Path path) {
        return ModelFile.write(path, model(), network(), provenance(), adam());
    }

    /** One row of a table for this model, as values. Absent: missing. */
    public record Values(String customer, Optional<Integer> age, Optional<String> plan, Optional<Double> income) {
        /** Drawn; missing cells and words that training never saw among them. */
        public static Values drawn(int row) {
            List<String> plans = new ArrayList<>(PLANS);
            plans.add("unheard of");
            return new Values(
                    "c-%05d".formatted(row),
                    Draws.unit(23, row) < 0.1 ? Optional.empty() : Optional.of(18 + (int) (70 * Draws.unit(29, row))),
                    Draws.unit(31, row) < 0.1
                            ? Optional.empty()
                            : Optional.of(plans.get((int) (4 * Draws.unit(37, row)))),
                    Draws.unit(41, row) < 0.1
                            ? Optional.empty()
                            : Optional.of(Math.round(1e7 * Draws.unit(43, row)) / 100.0));
        }

        /** The net's inputs, by the rules of {@link Column} and without the encoder. */
        public float[] features() {
            float[] features = new float[10];
            age.ifPresentOrElse(years -> features[0] = bounded((years - AGE_MEAN) / AGE_SCALE), () -> features[1] = 1);
            int word = plan.map(PLANS::indexOf)
                    .map(index -> index < 0 ? PLANS.size() : index)
                    .orElse(PLANS.size() + 1);
            features[2 + word] = 1;
            income.ifPresent(amount -> features[7] =
                    bounded(((float) (amount - INCOME_PIVOT) + (INCOME_PIVOT - INCOME_MEAN)) / INCOME_SCALE));
            for (int t = 0; t < 2; t++) {
                double from = INCOME_RAMPS.knots().get(t);
                double to = INCOME_RAMPS.knots().get(t + 1);
                double part = income.map(amount -> (float) (amount - INCOME_PIVOT) + INCOME_PIVOT)
                        .map(cell -> Math.clamp((cell - from) / (to - from), 0, 1))
                        .orElse(0.0);
                features[8 + t] = (float)
                        (INCOME_RAMPS.gain() * (part - INCOME_RAMPS.means().get(t)));
            }
            return features;
        }

        private static float bounded(double z) {
            return (float) (z / Math.sqrt(1 + z * z / 9));
        }

        /** The batch of this row alone. */
        public Batch batch() {
            return new Batch(features(), 10, new float[1], new float[0], new long[] {0});
        }
    }
}
