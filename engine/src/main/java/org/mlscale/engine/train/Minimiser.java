package org.mlscale.engine.train;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks downhill on a smooth function by L-BFGS: steps by the curvature that the last few steps showed, each made shorter until it goes down.
 * It never ends above where it began, even where the function is no number.
 *
 * @param stepsMax steps at most
 * @param looksMax values of the function at most
 * @see "Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 3.1 and 7.5"
 */
record Minimiser(int stepsMax, int looksMax) {
    private static final int MEMORY = 10;
    private static final double ENOUGH = 1e-4; // of what the slope promises (Armijo)
    private static final int HALVINGS_MAX = 30;

    /** A step that gains less than this share is the last: the function is a sum of float32 gradients. */
    private static final double GAIN_MIN = 1e-6;

    /** The function. */
    interface Function {
        /** Its value at {@code x}; writes its slope there to {@code slope}, as long as {@code x}. */
        double value(double[] x, double[] slope);
    }

    private record Step(double[] way, double[] bend, double curvature) {}

    /** The lowest point found from {@code start} on, which is left as it is. */
    double[] minimise(Function function, double[] start) {
        double[] at = start.clone();
        double[] slope = new double[at.length];
        double value = function.value(at, slope);
        Deque<Step> steps = new ArrayDeque<>();
        int looks = 1;
        for (int step = 0; step < stepsMax; step++) {
            double[] direction = direction(slope, steps);
            double down = dot(direction, slope);
            if (!(down < 0)) {
                return at; // the lowest point, or nothing that is a number
            }
            double length = steps.isEmpty() ? Math.min(1, 1 / Math.sqrt(-down)) : 1;
            double[] next = at;
            double[] nextSlope = new double[at.length];
            double nextValue = Double.NaN;
            for (int halving = 0; halving < HALVINGS_MAX && !(nextValue <= value + ENOUGH * length * down); halving++) {
                if (looks++ == looksMax) {
                    return at;
                }
                length = halving == 0 ? length : length / 2;
                next = along(at, direction, length);
                nextValue = function.value(next, nextSlope);
            }
            if (!(nextValue < value)) {
                return at;
            }
            boolean last = value - nextValue <= GAIN_MIN * Math.abs(value);
            remember(steps, minus(next, at), minus(nextSlope, slope));
            at = next;
            slope = nextSlope;
            value = nextValue;
            if (last) {
                return at;
            }
        }
        return at;
    }

    private static void remember(Deque<Step> steps, double[] way, double[] bend) {
        double curvature = dot(way, bend);
        if (curvature > 1e-12 * dot(way, way)) { // else it bends the wrong way: rounding
            steps.addLast(new Step(way, bend, curvature));
            if (steps.size() > MEMORY) {
                steps.removeFirst();
            }
        }
    }

    /** The slope times the inverse of the curvature, downhill: the two-loop recursion. */
    private static double[] direction(double[] slope, Deque<Step> steps) {
        double[] direction = along(new double[slope.length], slope, -1);
        Deque<Double> shares = new ArrayDeque<>();
        steps.descendingIterator().forEachRemaining(step -> {
            double share = dot(step.way, direction) / step.curvature;
            shares.addFirst(share);
            add(direction, step.bend, -share);
        });
        if (!steps.isEmpty()) {
            Step last = steps.getLast();
            double scale = last.curvature / dot(last.bend, last.bend);
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= scale;
            }
        }
        for (Step step : steps) {
            add(direction, step.way, shares.removeFirst() - dot(step.bend, direction) / step.curvature);
        }
        return direction;
    }

    private static double[] along(double[] from, double[] direction, double length) {
        double[] to = from.clone();
        add(to, direction, length);
        return to;
    }

    private static double[] minus(double[] a, double[] b) {
        return along(a, b, -1);
    }

    private static void add(double[] to, double[] what, double times) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * what[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
