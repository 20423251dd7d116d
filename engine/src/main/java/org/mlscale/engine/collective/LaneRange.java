package org.mlscale.engine.collective;

/** The lanes {@code [first, end)} that one rank owns in one generation. */
public record LaneRange(int first, int end) {
    /** All lanes on one machine. */
    public static LaneRange all(int laneCount) {
        return new LaneRange(0, laneCount);
    }

    public int laneCount() {
        return end - first;
    }
}
