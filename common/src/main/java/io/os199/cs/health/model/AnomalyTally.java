package io.os199.cs.health.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Abnormal days of some clients.
 *
 * @param withoutReferenceCount the number of clients with too little history for any day
 * @param days one entry for each day and metric for which some client has a reference
 */
public record AnomalyTally(
        int clientCount,
        int withoutReferenceCount,
        List<DayCount> days,
        List<UsageEpisode> episodes) {
    private static final int FEWEST_FLAGGED = 5;
    private static final int FLAGGED_IN = 5;

    public static final AnomalyTally NONE = new AnomalyTally(0, 0, List.of(), List.of());

    /** How many clients have a reference for a day, and how many are flagged. */
    public record DayCount(
            LocalDate day, UsageMetric metric, int referenceCount, int spikeCount, int dropCount) {

        private DayCount plus(DayCount other) {
            return new DayCount(
                    day,
                    metric,
                    referenceCount + other.referenceCount,
                    spikeCount + other.spikeCount,
                    dropCount + other.dropCount);
        }

        private int flagged(Swing direction) {
            return direction == Swing.SPIKE ? spikeCount : dropCount;
        }
    }

    /** A day on which so many clients are flagged in the same direction that it is no matter of their own. */
    public record PortfolioEvent(
            LocalDate day,
            UsageMetric metric,
            Swing direction,
            int clientCount,
            int referenceClientCount,
            BigDecimal shareRate) {}

    public AnomalyTally {
        days = List.copyOf(days);
        episodes = List.copyOf(episodes);
    }

    public static AnomalyTally of(List<UsageDays> clients) {
        return sum(clients.stream().map(UsageDays::tally).toList());
    }

    public static AnomalyTally sum(List<AnomalyTally> parts) {
        Map<String, DayCount> days = new TreeMap<>();
        List<UsageEpisode> episodes = new ArrayList<>();
        int clients = 0;
        int without = 0;
        for (AnomalyTally part : parts) {
            clients += part.clientCount;
            without += part.withoutReferenceCount;
            part.days.forEach(
                    day -> days.merge(day.day() + " " + day.metric(), day, DayCount::plus));
            episodes.addAll(part.episodes);
        }
        return new AnomalyTally(clients, without, List.copyOf(days.values()), episodes);
    }

    /** Returns the tally without the clients' own episodes. */
    public AnomalyTally daysOnly() {
        return new AnomalyTally(clientCount, withoutReferenceCount, days, List.of());
    }

    /** Returns the portfolio events, the newest first. */
    public List<PortfolioEvent> portfolioEvents() {
        return days.stream()
                .flatMap(day -> Stream.of(Swing.values()).map(direction -> event(day, direction)))
                .filter(
                        event ->
                                event.clientCount() >= FEWEST_FLAGGED
                                        && FLAGGED_IN * event.clientCount()
                                                >= event.referenceClientCount())
                .sorted(
                        Comparator.comparing(PortfolioEvent::day, Comparator.reverseOrder())
                                .thenComparing(PortfolioEvent::metric)
                                .thenComparing(PortfolioEvent::direction))
                .toList();
    }

    private static PortfolioEvent event(DayCount day, Swing direction) {
        return new PortfolioEvent(
                day.day(),
                day.metric(),
                direction,
                day.flagged(direction),
                day.referenceCount(),
                BigDecimal.valueOf(day.flagged(direction))
                        .divide(BigDecimal.valueOf(day.referenceCount()), 4, RoundingMode.HALF_UP));
    }

    /** Whether one of the days of an episode is a portfolio event. */
    public static boolean isShared(UsageEpisode episode, List<PortfolioEvent> events) {
        return events.stream()
                .anyMatch(
                        event ->
                                event.metric() == episode.metric()
                                        && event.direction() == episode.direction()
                                        && episode.days().contains(event.day()));
    }
}
