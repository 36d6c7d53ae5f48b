package io.os199.cs.health.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * Flagged days of one client, metric and direction that belong together.
 *
 * @param days the flagged ones, oldest first
 * @param worstScore of the day that is furthest off
 * @param deviationTotal of all days together
 */
public record UsageEpisode(
        String clientId,
        String clientName,
        UsageMetric metric,
        Swing direction,
        List<LocalDate> days,
        BigDecimal worstScore,
        BigDecimal deviationTotal) {
    private static final BigDecimal HIGH = BigDecimal.valueOf(6);

    /** Whether it stands out of the client's own days so far that it is a severe one. */
    public boolean reachesHigh() {
        return worstScore.abs().compareTo(HIGH) >= 0;
    }

    public LocalDate from() {
        return days.getFirst();
    }

    public LocalDate to() {
        return days.getLast();
    }

    /** The furthest off first. */
    public static Comparator<UsageEpisode> worstFirst() {
        return Comparator.comparing(
                        (UsageEpisode episode) -> episode.worstScore().abs(),
                        Comparator.reverseOrder())
                .thenComparing(UsageEpisode::clientId)
                .thenComparing(UsageEpisode::metric)
                .thenComparing(UsageEpisode::from);
    }

    public UsageEpisode {
        days = List.copyOf(days);
    }
}
