package io.os199.cs.health.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One client's daily use on the days that are searched for anomalies and on the days that they are compared with.
 *
 * @param firstDay the first day on which the client used anything; absent when there was none
 * @param newest the last complete day, which is the day of the last value
 * @param eventCounts one a day, 0 on days without a row
 */
public record UsageDays(
        String clientId,
        String clientName,
        @Nullable LocalDate firstDay,
        LocalDate newest,
        List<Long> eventCounts,
        List<Long> activeUserCounts) {
    /** The number of days searched for anomalies. */
    public static final int LOOKED_AT = 14;

    /** The number of days of data that this search needs. */
    public static final int NEEDED = LOOKED_AT + 8 * 7;

    private static final int WEEK = 7;
    private static final int WEEKS = 8;

    public UsageDays {
        eventCounts = List.copyOf(eventCounts);
        activeUserCounts = List.copyOf(activeUserCounts);
    }

    /** Returns what is abnormal about this client's days. */
    public AnomalyTally tally() {
        List<UsageEpisode> episodes = new ArrayList<>();
        List<AnomalyTally.DayCount> days = new ArrayList<>();
        boolean hasReference = false;
        for (UsageMetric metric : UsageMetric.values()) {
            List<@Nullable DayVerdict> verdicts = verdicts(metric);
            for (int n = 0; n < LOOKED_AT; n++) {
                DayVerdict verdict = verdicts.get(n);
                if (verdict != null) {
                    hasReference = true;
                    days.add(
                            new AnomalyTally.DayCount(
                                    day(n),
                                    metric,
                                    1,
                                    verdict.swing() == Swing.SPIKE ? 1 : 0,
                                    verdict.swing() == Swing.DROP ? 1 : 0));
                }
            }
            for (Swing direction : Swing.values()) {
                episodes.addAll(episodes(metric, direction, verdicts));
            }
        }
        return new AnomalyTally(1, hasReference ? 0 : 1, days, episodes);
    }

    private LocalDate day(int n) {
        return newest.minusDays(LOOKED_AT - 1L - n);
    }

    private List<@Nullable DayVerdict> verdicts(UsageMetric metric) {
        List<Long> values = metric == UsageMetric.EVENT_COUNT ? eventCounts : activeUserCounts;
        List<@Nullable DayVerdict> verdicts = new ArrayList<>();
        for (int n = 0; n < LOOKED_AT; n++) {
            int index = values.size() - LOOKED_AT + n;
            List<Long> reference = new ArrayList<>();
            for (int week = 1; week <= WEEKS; week++) {
                LocalDate day = day(n).minusDays((long) week * WEEK);
                if (firstDay != null && !day.isBefore(firstDay)) {
                    reference.add(values.get(index - week * WEEK));
                }
            }
            Optional<DayVerdict> verdict = DayVerdict.of(metric, values.get(index), reference);
            verdicts.add(verdict.orElse(null));
        }
        return verdicts;
    }

    /** Groups flagged days into episodes; quiet days in between do not end one. */
    private List<UsageEpisode> episodes(
            UsageMetric metric, Swing direction, List<@Nullable DayVerdict> verdicts) {
        List<UsageEpisode> episodes = new ArrayList<>();
        List<LocalDate> days = new ArrayList<>();
        BigDecimal worst = BigDecimal.ZERO;
        BigDecimal total = BigDecimal.ZERO;
        for (int n = 0; n <= LOOKED_AT; n++) {
            DayVerdict verdict = n < LOOKED_AT ? verdicts.get(n) : null;
            if (verdict != null && verdict.swing() == direction) {
                days.add(day(n));
                total = total.add(verdict.deviation());
                if (verdict.score().abs().compareTo(worst.abs()) > 0) {
                    worst = verdict.score();
                }
            } else if (!days.isEmpty() && (verdict == null || !verdict.isQuietDay())) {
                episodes.add(
                        new UsageEpisode(
                                clientId, clientName, metric, direction, days, worst, total));
                days.clear();
                worst = BigDecimal.ZERO;
                total = BigDecimal.ZERO;
            }
        }
        return episodes;
    }
}
