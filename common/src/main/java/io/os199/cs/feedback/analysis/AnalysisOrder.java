package io.os199.cs.feedback.analysis;

import io.os199.cs.core.model.Tier;
import io.os199.cs.feedback.model.FeedbackCategory;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What is asked about feedback.
 *
 * @param asOf the day as of which follow-ups count as overdue
 * @param periodEnd the day after the last
 * @param types empty for all, as are categories
 * @param featureKey a feature that the items are tagged with
 * @param csmHash the hash of the manager's name, because a job does not keep the name itself
 * @param maxThemes the limit for themes of all kinds together
 * @param limit the number of items
 * @param after where the previous page of items ended
 * @param seesPersonalData whether the caller may see addresses and how people refer to each other
 */
public record AnalysisOrder(
        LocalDate asOf,
        LocalDate periodStart,
        LocalDate periodEnd,
        List<FeedbackType> types,
        List<FeedbackCategory> categories,
        @Nullable String featureKey,
        @Nullable Tier tier,
        @Nullable String csmHash,
        boolean includeNps,
        boolean includeThemes,
        boolean compareToPrevious,
        int minMentions,
        int maxThemes,
        boolean includeItems,
        int limit,
        @Nullable Position after,
        boolean seesPersonalData) {
    public AnalysisOrder {
        types = List.copyOf(types);
        categories = List.copyOf(categories);
    }

    /** The position of an item in the list, which has the newest first. */
    public record Position(Instant receivedAt, String itemId) {}

    /** Returns the same order for its first page. */
    AnalysisOrder first() {
        return new AnalysisOrder(
                asOf,
                periodStart,
                periodEnd,
                types,
                categories,
                featureKey,
                tier,
                csmHash,
                includeNps,
                includeThemes,
                compareToPrevious,
                minMentions,
                maxThemes,
                includeItems,
                0,
                null,
                seesPersonalData);
    }

    int days() {
        return (int) ChronoUnit.DAYS.between(periodStart, periodEnd);
    }

    LocalDate previousStart() {
        return periodStart.minusDays(days());
    }

    /** Returns which items of which clients are meant. */
    Scope scope(@Nullable String clientId, @Nullable String csm) {
        return new Scope(
                clientId,
                tier,
                csm,
                types.stream().map(WireName::of).toList(),
                categories.stream().map(WireName::of).toList(),
                featureKey,
                start(compareToPrevious ? previousStart() : periodStart),
                start(periodStart),
                start(periodEnd));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /**
     * The selection of items, in the form that statements take.
     *
     * @param since the start of the time before, or the same as {@code from}
     */
    public record Scope(
            @Nullable String clientId,
            @Nullable Tier tier,
            @Nullable String csm,
            List<String> types,
            List<String> categories,
            @Nullable String featureKey,
            Instant since,
            Instant from,
            Instant until) {}
}
