package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Excerpt;
import org.mlscale.engine.chunk.Excerpts;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;

/**
 * Chooses a sample: the text of all files is parted into as many strata as there are to be spans, and one span is looked at in each, at a place that is drawn. A table that is sorted is
 * so sampled as evenly as one that is not. Some text is looked at in any case, all of a small table: of that, if it is more than was asked for, single rows are drawn.
 *
 * <p>A pure function of text, wish and seed.
 */
public final class SampleChoice {
    /** Enough that a table sorted by its target is sampled to a two-thousandth of it. */
    private static final int SPANS = 2_048;

    /** Less is not read faster: that much takes about as long as finding the place. */
    private static final int SPAN_BYTES_MIN = 1 << 16;

    private static final int SPAN_BYTES_MAX = 1 << 20;

    /** A span has so many records at least, by the length of the first ones. */
    private static final int SPAN_RECORDS = 8;

    /** So much text is looked at in any case: a thousand spans, less than a second of work. */
    private static final long SMALL_BYTES = 64L << 20;

    private static final int HEAD_BYTES = 1 << 18;

    /** Spans hold more or fewer rows than those at the table's beginning let expect. */
    private static final double SPARE = 1.25;

    /** Tells these draws from others of the same seed. */
    private static final long DRAWS = 0x5A3B1D;

    private final TableFreeze.Headed table;
    private final SampleWish wish;
    private final long seed;
    private final LongConsumer progress;
    private final long smallBytes;

    /** {@code progress} is told the bytes of text looked at so far. */
    public SampleChoice(TableFreeze.Headed table, SampleWish wish, long seed, LongConsumer progress) {
        this(table, wish, seed, progress, SMALL_BYTES);
    }

    /** {@code smallBytes}: up to so much text all is looked at. */
    SampleChoice(TableFreeze.Headed table, SampleWish wish, long seed, LongConsumer progress, long smallBytes) {
        this.table = table;
        this.wish = wish;
        this.seed = seed;
        this.progress = progress;
        this.smallBytes = smallBytes;
    }

    /** The records of one file: bytes [start, end) of its text. */
    private record Body(int source, long start, long end) {
        long length() {
            return end - start;
        }
    }

    /**
     * What was found where it was looked.
     *
     * @param bytes of the spans that were not dropped, or of all
     */
    private record Found(List<Excerpt> excerpts, long bytes, int spans, int dropped) {
        long records() {
            return excerpts.stream().mapToLong(Excerpt::records).sum();
        }
    }

    /**
     * The sample; nothing if it would be the whole table.
     *
     * @throws Fault DATA if a file cannot be read, has another header than the first, or no record can be told from the next
     */
    public Optional<Sample> choose() {
        List<Body> bodies = bodies();
        long total = bodies.stream().mapToLong(Body::length).sum();
        double recordBytes = recordBytes(bodies);
        double wanted = switch (wish) {
            case SampleWish.Bytes(long bytes) -> bytes;
            case SampleWish.Share(double share) -> share * total;
            case SampleWish.Rows(long rows) -> SPARE * rows * recordBytes;
        };
        if (total == 0 || wanted >= total && !(wish instanceof SampleWish.Rows)) {
            return Optional.empty();
        }
        while (total > smallBytes && wanted < total) {
            double looked = Math.max(wanted, (double) smallBytes);
            Found found = inSpans(bodies, total, looked, recordBytes);
            long records = found.records();
            if (records == 0) {
                throw nothingFound(found);
            }
            long rows = wish instanceof SampleWish.Rows(long count) ? count : rows(records, wanted / found.bytes());
            if (rows <= records) {
                return Optional.of(sample(found, rows, total, false));
            }
            wanted = looked * SPARE * rows / records;
        }
        double share = wanted / total;
        return inAll(bodies).flatMap(found -> ofAll(found, share, total));
    }

    /** Of a table of which every record was found; nothing if all are wanted. */
    private Optional<Sample> ofAll(Found found, double share, long total) {
        long records = found.records();
        long rows = wish instanceof SampleWish.Rows(long count) ? count : rows(records, share);
        return rows >= records ? Optional.empty() : Optional.of(sample(found, rows, total, true));
    }

    private static long rows(long records, double share) {
        return Math.clamp(Math.round(share * records), 1, records);
    }

    private Sample sample(Found found, long rows, long total, boolean exact) {
        long records = found.records();
        long whole = exact ? records : Math.round((double) records / found.bytes() * total);
        List<String> readWhole = table.input().sources().stream()
                .filter(source -> source.plain().isEmpty())
                .map(Source::name)
                .toList();
        return new Sample(
                found.excerpts(),
                records,
                rows,
                seed,
                new Sample.Whole(total, whole, exact, found.spans(), found.dropped(), readWhole));
    }

    private List<Body> bodies() {
        List<Body> bodies = new ArrayList<>();
        for (int i = 0; i < table.input().sources().size(); i++) {
            Source source = table.input().sources().get(i);
            try (ChunkReader reader = new ChunkReader(
                    new Input(List.of(source)),
                    table.head().dialect(),
                    table.head().columnNames(),
                    HEAD_BYTES)) {
                Optional<Chunk> first = reader.next(); // checks the header
                if (first.isPresent()) {
                    bodies.add(new Body(i, first.get().cut().start(), source.textBytes()));
                }
            }
        }
        return bodies;
    }

    /** Mean length of the first records. */
    private double recordBytes(List<Body> bodies) {
        if (bodies.isEmpty()) {
            return 1;
        }
        Body body = bodies.getFirst();
        try (Excerpts excerpts = excerpts(body)) {
            return excerpts.between(body.start(), Math.min(body.end(), body.start() + HEAD_BYTES), true)
                    .filter(head -> head.records() > 0)
                    .map(head -> (double) (head.cut().end() - head.cut().start()) / head.records())
                    .orElse((double) HEAD_BYTES);
        }
    }

    private Excerpts excerpts(Body body) {
        return new Excerpts(
                table.input(),
                body.source(),
                table.head().dialect(),
                table.head().columnNames().size());
    }

    /** Looks at one span of each stratum, {@code looked} bytes in all or some more. */
    private Found inSpans(List<Body> bodies, long total, double looked, double recordBytes) {
        long least = Math.max(SPAN_BYTES_MIN, (long) (SPAN_RECORDS * recordBytes));
        long span = Math.max(least, Math.min(SPAN_BYTES_MAX, (long) (looked / SPANS)));
        int strata = (int) Math.clamp(Math.round(looked / span), 1, Math.max(1, total / span));
        List<Excerpt> found = new ArrayList<>();
        long bytes = 0;
        int spans = 0;
        int dropped = 0;
        int stratum = 0;
        long before = 0; // bytes of the bodies before
        for (Body body : bodies) {
            try (Excerpts excerpts = excerpts(body)) {
                for (; stratum < strata; stratum++) {
                    long place = place(stratum, strata, span, total) - before;
                    if (place >= body.length()) {
                        break;
                    }
                    long from = body.start() + place;
                    long to = Math.min(body.end(), from + span);
                    Optional<Excerpt> excerpt = excerpts.between(from, to, place == 0);
                    excerpt.filter(some -> some.records() > 0).ifPresent(found::add);
                    spans++;
                    dropped += excerpt.isEmpty() ? 1 : 0;
                    bytes += excerpt.isEmpty() ? 0 : to - from;
                    progress.accept(bytes);
                }
            }
            before += body.length();
        }
        return new Found(found, bytes, spans, dropped);
    }

    /** Where the span of a stratum begins in the bodies, one after the other. */
    private long place(int stratum, int strata, long span, long total) {
        long first = RowPlan.cut(total, stratum, strata);
        long room = RowPlan.cut(total, stratum + 1, strata) - first - span + 1;
        return first + Math.unsignedMultiplyHigh(Draws.draw(DRAWS, seed, stratum), Math.max(1, room));
    }

    /** Looks at every record; nothing if one does not end, which who reads the table tells better. */
    private Optional<Found> inAll(List<Body> bodies) {
        List<Excerpt> found = new ArrayList<>();
        long bytes = 0;
        for (Body body : bodies) {
            try (Excerpts excerpts = excerpts(body)) {
                for (long from = body.start(); from < body.end(); ) {
                    Optional<Excerpt> excerpt =
                            excerpts.between(from, Math.min(body.end(), from + SPAN_BYTES_MAX), true);
                    if (excerpt.isEmpty()) {
                        return Optional.empty();
                    }
                    excerpt.filter(some -> some.records() > 0).ifPresent(found::add);
                    bytes += excerpt.get().cut().end() - from;
                    from = excerpt.get().cut().end();
                    progress.accept(bytes);
                }
            }
        }
        return Optional.of(new Found(found, bytes, 0, 0));
    }

    private Fault nothingFound(Found found) {
        return Fault.data(
                "in none of %,d spans of the table can it be told where a record begins".formatted(found.spans()),
                Location.of(table.input().describe()),
                "leave out --sample, or --quote none if quotes mean nothing in this table");
    }
}
