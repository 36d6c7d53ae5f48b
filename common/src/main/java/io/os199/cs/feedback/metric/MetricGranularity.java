package io.os199.cs.feedback.metric;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The length of a bucket of a series: a day, an ISO week, a calendar month or a calendar quarter. The finest is the
 * first.
 */
public enum MetricGranularity {
    DAILY(92),
    WEEKLY(106),
    MONTHLY(40),
    QUARTERLY(14);

    private static final int QUARTER_MONTHS = 3;

    private final int most;

    MetricGranularity(int most) {
        this.most = most;
    }

    /** Returns the most buckets that an answer may have. */
    public int most() {
        return most;
    }

    /** Returns the finest granularity at which a period does not have too many buckets. */
    public static Optional<MetricGranularity> finest(LocalDate start, LocalDate end) {
        return Arrays.stream(values())
                .filter(each -> each.buckets(start, end, end).size() <= each.most)
                .findFirst();
    }

    /**
     * Returns the buckets of a period, the oldest first, clipped to it.
     *
     * @param today a bucket that ends after it is not over
     */
    public List<Bucket> buckets(LocalDate start, LocalDate end, LocalDate today) {
        List<Bucket> buckets = new ArrayList<>();
        LocalDate begins = begin(start);
        while (begins.isBefore(end)) {
            LocalDate next = next(begins);
            LocalDate from = begins.isBefore(start) ? start : begins;
            LocalDate until = next.isAfter(end) ? end : next;
            boolean isClipped = from.isAfter(begins) || until.isBefore(next);
            buckets.add(new Bucket(from, until, isClipped || until.isAfter(today)));
            begins = next;
        }
        return buckets;
    }

    /** Returns the first day from which two whole buckets are over by a given day. */
    LocalDate twoBefore(LocalDate day) {
        return begin(begin(begin(day).minusDays(1)).minusDays(1));
    }

    /** Returns the coarsest of the finer granularities at which a period has two whole buckets. */
    Optional<MetricGranularity> finer(LocalDate start, LocalDate end, LocalDate today) {
        return Arrays.stream(values())
                .filter(each -> each.compareTo(this) < 0)
                .filter(
                        each -> {
                            List<Bucket> buckets = each.buckets(start, end, today);
                            return buckets.size() <= each.most
                                    && buckets.stream().filter(b -> !b.partial()).count() >= 2;
                        })
                .reduce((_, coarser) -> coarser);
    }

    private LocalDate begin(LocalDate day) {
        return switch (this) {
            case DAILY -> day;
            case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTHLY -> day.withDayOfMonth(1);
            case QUARTERLY -> day.with(IsoFields.DAY_OF_QUARTER, 1);
        };
    }

    private LocalDate next(LocalDate start) {
        return switch (this) {
            case DAILY -> start.plusDays(1);
            case WEEKLY -> start.plusWeeks(1);
            case MONTHLY -> start.plusMonths(1);
            case QUARTERLY -> start.plusMonths(QUARTER_MONTHS);
        };
    }

    /**
     * The days of one value of a series.
     *
     * @param end the day after the last
     * @param partial whether it is shorter than its day, week, month or quarter, or is not over
     */
    public record Bucket(LocalDate start, LocalDate end, boolean partial) {}
}
