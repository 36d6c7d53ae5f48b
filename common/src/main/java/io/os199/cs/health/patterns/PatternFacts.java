package io.os199.cs.health.patterns;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the rows of some clients say, as returned by the statements of {@link EngagementPatternDao}. */
final class PatternFacts {
    private PatternFacts() {}

    /**
     * Daily use.
     *
     * @param weekCount whole weeks, one for each client and week since the client's first user
     * @param activeWeekCount those of these weeks with use on three days or more
     */
    record Use(
            List<Day> days,
            long activeWeekCount,
            long weekCount,
            long activeUserCount,
            int knownClientCount) {
        static final Use NONE = new Use(List.of(), 0, 0, 0, 0);

        Use plus(Use other) {
            Map<LocalDate, Long> sums = new TreeMap<>();
            Stream.concat(days.stream(), other.days.stream())
                    .forEach(day -> sums.merge(day.day(), day.eventCount(), Long::sum));
            return new Use(
                    sums.entrySet().stream()
                            .map(sum -> new Day(sum.getKey(), sum.getValue()))
                            .toList(),
                    activeWeekCount + other.activeWeekCount,
                    weekCount + other.weekCount,
                    activeUserCount + other.activeUserCount,
                    knownClientCount + other.knownClientCount);
        }
    }

    record Day(LocalDate day, long eventCount) {}

    /**
     * Adopted features.
     *
     * @param adopters the number of users by feature
     * @param unreadPathCount the number of the rarest paths that were left out, where there are too many
     */
    record Features(
            int userCount,
            Map<String, Integer> adopters,
            Map<String, Integer> abandoned,
            List<Pair> pairs,
            List<Path> paths,
            int unreadPathCount) {
        static final Features NONE = new Features(0, Map.of(), Map.of(), List.of(), List.of(), 0);

        Features plus(Features other) {
            Map<List<String>, Integer> together = new HashMap<>();
            Stream.concat(pairs.stream(), other.pairs.stream())
                    .forEach(
                            pair ->
                                    together.merge(
                                            List.of(pair.featureA(), pair.featureB()),
                                            pair.togetherCount(),
                                            Integer::sum));
            Map<List<String>, Integer> begun = new HashMap<>();
            Stream.concat(paths.stream(), other.paths.stream())
                    .forEach(path -> begun.merge(path.features(), path.userCount(), Integer::sum));
            return new Features(
                    userCount + other.userCount,
                    sum(adopters, other.adopters),
                    sum(abandoned, other.abandoned),
                    together.entrySet().stream()
                            .map(
                                    pair ->
                                            new Pair(
                                                    pair.getKey().getFirst(),
                                                    pair.getKey().getLast(),
                                                    pair.getValue()))
                            .toList(),
                    begun.entrySet().stream()
                            .map(path -> new Path(path.getKey(), path.getValue()))
                            .toList(),
                    unreadPathCount + other.unreadPathCount);
        }

        private static Map<String, Integer> sum(Map<String, Integer> a, Map<String, Integer> b) {
            Map<String, Integer> sums = new TreeMap<>(a);
            b.forEach((feature, users) -> sums.merge(feature, users, Integer::sum));
            return sums;
        }
    }

    record Pair(String featureA, String featureB, int togetherCount) {}

    record Path(List<String> features, int userCount) {}

    /** Touchpoints and tickets, each present if it was asked for. */
    record Dialogue(@Nullable Contacts contacts, @Nullable Tickets tickets) {}

    record Contacts(List<Kind> kinds, @Nullable BigDecimal medianGapDays, List<Slot> slots) {}

    record Kind(
            String kind,
            int inboundCount,
            int outboundCount,
            int askedCount,
            int answeredCount,
            @Nullable BigDecimal medianAnswerHours) {}

    /** Three hours of a weekday; Monday and the three hours from midnight are 0. */
    record Slot(int weekday, int block, int askedCount, int answeredCount) {}

    record Tickets(
            int ticketCount,
            int repeatCount,
            @Nullable BigDecimal medianResolutionHours,
            List<Weekday> weekdays,
            List<Category> categories) {}

    record Weekday(int weekday, int ticketCount) {}

    record Category(String category, int ticketCount, int repeatCount) {}
}
