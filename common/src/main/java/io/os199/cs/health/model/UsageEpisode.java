package io.os199.cs.health.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * Flagged days that belong together, for one client, metric and direction.
 *
 * @param days the flagged days, oldest first
 * @param worstScore the score of the day that is furthest off
 * @param deviationTotal the total deviation of all the days
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

    /** Whether it deviates so far from the client's usual days that it is severe. */
    public boolean reachesHigh() {
        return worstScore.abs().compareTo(HIGH) >= 0;
    }

    public LocalDate from() {
        return days.getFirst();
    }

    public LocalDate to() {
        return days.getLast();
    }

    /** Returns an order that puts the episode furthest off first. */
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
