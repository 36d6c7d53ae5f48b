package io.os199.cs.support.performance;

import java.util.List;

/**
 * The direction of figures over consecutive weeks: the least-squares line through them. They count as rising or
 * falling when that line changes by a tenth of their mean over at least six weeks.
 *
 * @param slope the slope per week; 0 for fewer than two weeks
 */
record WeeklyTrend(int weekCount, double mean, double slope, Direction direction) {
    private static final double LEAST = 0.10;
    static final int WEEKS = 6;

    /** The direction of the figures. */
    public enum Direction {
        RISING,
        FALLING,
        STABLE
    }

    /** The figure of a week; weeks are numbered in order. */
    record Point(int week, double value) {}

    /** Computes the trend of figures, the oldest first; a week may have none. */
    static WeeklyTrend of(List<Point> points) {
        int n = points.size();
        double mean = points.stream().mapToDouble(Point::value).average().orElse(0);
        if (n < 2) {
            return new WeeklyTrend(n, mean, 0, Direction.STABLE);
        }
        double middle = points.stream().mapToDouble(Point::week).average().orElse(0);
        double together = 0;
        double apart = 0;
        for (Point each : points) {
            together += (each.week() - middle) * (each.value() - mean);
            apart += (each.week() - middle) * (each.week() - middle);
        }
        double slope = together / apart;
        double rise = slope * (points.getLast().week() - points.getFirst().week());
        boolean isStable = n < WEEKS || slope == 0 || Math.abs(rise) < LEAST * Math.abs(mean);
        return new WeeklyTrend(
                n,
                mean,
                slope,
                isStable ? Direction.STABLE : slope > 0 ? Direction.RISING : Direction.FALLING);
    }
}
