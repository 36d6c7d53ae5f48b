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
 * @param asOf the day by which follow-ups are late
 * @param periodEnd the day after the last
 * @param types empty: all; categories as well
 * @param featureKey that items are tagged with
 * @param csmHash of the name of the manager, which is not kept with a job
 * @param maxThemes of all kinds together
 * @param limit of items
 * @param after where the page of items before ended
 * @param seesPersonalData whether who asks may see addresses and what people call each other
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

    /** The place of an item in the list, the newest first. */
    public record Position(Instant receivedAt, String itemId) {}

    /** The same for its first page. */
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

    /** Which items of which clients. */
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
     * Items, as statements take it.
     *
     * @param since of the time before, or the same as {@code from}
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
