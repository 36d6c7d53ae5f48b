package io.os199.cs.core.history;

import io.os199.cs.core.model.EventType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The totals of a period of a timeline.
 *
 * @param byType the most frequent first
 * @param longestSilence the largest gap of 14 days or more between two days with a contact
 */
public record TimelineSummary(
        List<TypeCount> byType,
        ImpactCounts byImpact,
        int milestoneCount,
        @Nullable Instant firstAt,
        @Nullable Instant lastAt,
        @Nullable Silence longestSilence) {
    private static final int FEWEST_FOR_BALANCE = 3;

    public record TypeCount(EventType type, int eventCount) {}

    public record ImpactCounts(int positiveCount, int neutralCount, int negativeCount) {}

    public record Silence(LocalDate fromOn, LocalDate toOn, int silenceDays) {}

    /** The direction in which the events of a period lean. */
    public enum Balance {
        POSITIVE,
        MIXED,
        NEGATIVE
    }

    static TimelineSummary of(List<TimelineReadDao.Group> groups, @Nullable Silence silence) {
        Map<EventType, Integer> types = new EnumMap<>(EventType.class);
        int positive = 0;
        int neutral = 0;
        int negative = 0;
        int milestones = 0;
        Instant first = null;
        Instant last = null;
        for (TimelineReadDao.Group group : groups) {
            types.merge(group.type(), group.eventCount(), Integer::sum);
            milestones += group.milestoneCount();
            switch (group.impact()) {
                case POSITIVE -> positive += group.eventCount();
                case NEUTRAL -> neutral += group.eventCount();
                case NEGATIVE -> negative += group.eventCount();
            }
            first = first == null || group.firstAt().isBefore(first) ? group.firstAt() : first;
            last = last == null || group.lastAt().isAfter(last) ? group.lastAt() : last;
        }
        List<TypeCount> byType = new ArrayList<>();
        types.forEach((type, count) -> byType.add(new TypeCount(type, count)));
        byType.sort(
                Comparator.comparingInt(TypeCount::eventCount)
                        .reversed()
                        .thenComparing(count -> count.type().name()));
        return new TimelineSummary(
                byType,
                new ImpactCounts(positive, neutral, negative),
                milestones,
                first,
                last,
                silence);
    }

    public int eventCount() {
        return byImpact.positiveCount() + byImpact.neutralCount() + byImpact.negativeCount();
    }

    /** Returns the balance; absent where fewer than three events are good or bad news. */
    public @Nullable Balance balance() {
        int good = byImpact.positiveCount();
        int bad = byImpact.negativeCount();
        if (good + bad < FEWEST_FOR_BALANCE) {
            return null;
        }
        if (good >= FEWEST_FOR_BALANCE && good >= 2 * bad) {
            return Balance.POSITIVE;
        }
        if (bad >= FEWEST_FOR_BALANCE && bad >= 2 * good) {
            return Balance.NEGATIVE;
        }
        return Balance.MIXED;
    }
}
