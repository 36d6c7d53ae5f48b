package io.os199.cs.health.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a score is heading if its weekly trend gradually levels off: a damped linear trend. */
public record HealthForecast(
        String method,
        int pointCount,
        BigDecimal slopePointsPerWeek,
        BigDecimal residualPoints,
        List<Point> points) {
    /** The fewest stored weeks that a trend line needs. */
    public static final int FEWEST = 6;

    private static final int MOST = 12;
    private static final MathContext EXACT = MathContext.DECIMAL128;
    private static final BigDecimal DAMPING = new BigDecimal("0.85");
    private static final BigDecimal RANGE_80 = new BigDecimal("1.2816");
    private static final BigDecimal FULL = BigDecimal.valueOf(100);

    public record Weekly(LocalDate day, BigDecimal score) {}

    public record Point(
            int weeksAhead,
            LocalDate forecastOn,
            BigDecimal score,
            BigDecimal lowScore,
            BigDecimal highScore) {}

    /** Forecasts from one score per ISO week, oldest first; empty for fewer than {@link #FEWEST}. */
    public static Optional<HealthForecast> of(List<Weekly> weekly, LocalDate asOf) {
        if (weekly.size() < FEWEST) {
            return Optional.empty();
        }
        List<Weekly> last = weekly.subList(Math.max(0, weekly.size() - MOST), weekly.size());
        BigDecimal n = BigDecimal.valueOf(last.size());
        BigDecimal meanWeek =
                last.stream()
                        .map(w -> week(w, last))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(n, EXACT);
        BigDecimal meanScore =
                last.stream()
                        .map(Weekly::score)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(n, EXACT);
        BigDecimal squares = BigDecimal.ZERO;
        BigDecimal products = BigDecimal.ZERO;
        for (Weekly point : last) {
            BigDecimal x = week(point, last).subtract(meanWeek);
            squares = squares.add(x.multiply(x));
            products = products.add(x.multiply(point.score().subtract(meanScore)));
        }
        BigDecimal slope = products.divide(squares, EXACT);
        BigDecimal errors = BigDecimal.ZERO;
        for (Weekly point : last) {
            BigDecimal fitted = meanScore.add(slope.multiply(week(point, last).subtract(meanWeek)));
            BigDecimal error = point.score().subtract(fitted);
            errors = errors.add(error.multiply(error));
        }
        BigDecimal residual = errors.divide(n.subtract(BigDecimal.TWO), EXACT).sqrt(EXACT);
        List<Point> points = new ArrayList<>();
        for (int weeks : List.of(4, 8, 12)) {
            points.add(point(weeks, asOf, last.getLast(), slope, residual));
        }
        return Optional.of(
                new HealthForecast(
                        "damped_linear_trend", last.size(), r2(slope), r2(residual), points));
    }

    /** Returns the number of weeks since the first point's ISO week, so that gaps count at their full length. */
    private static BigDecimal week(Weekly point, List<Weekly> points) {
        return BigDecimal.valueOf(
                ChronoUnit.WEEKS.between(monday(points.getFirst().day()), monday(point.day())));
    }

    private static LocalDate monday(LocalDate day) {
        return day.minusDays(day.getDayOfWeek().getValue() - 1L);
    }

    /** Follows the trend from the last score, over the whole weeks that have passed since and those ahead. */
    private static Point point(
            int weeks, LocalDate asOf, Weekly last, BigDecimal slope, BigDecimal residual) {
        int steps = Math.toIntExact(ChronoUnit.WEEKS.between(last.day(), asOf)) + weeks;
        BigDecimal damped = BigDecimal.ZERO;
        for (int i = 1; i <= steps; i++) {
            damped = damped.add(DAMPING.pow(i));
        }
        BigDecimal score = clamp(last.score().add(slope.multiply(damped)));
        BigDecimal range =
                RANGE_80.multiply(residual).multiply(BigDecimal.valueOf(steps).sqrt(EXACT));
        return new Point(
                weeks,
                asOf.plusWeeks(weeks),
                r2(score),
                r2(clamp(score.subtract(range))),
                r2(clamp(score.add(range))));
    }

    private static BigDecimal clamp(BigDecimal score) {
        return score.max(BigDecimal.ZERO).min(FULL);
    }

    private static BigDecimal r2(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_UP);
    }
}
