package io.os199.cs.onboarding.journey;

import io.os199.cs.core.model.LifecycleStage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What of a journey is asked for.
 *
 * @param stage only the stays in it
 * @param periodEnd the day after the last
 */
public record JourneyQuery(
        String clientId,
        LocalDate asOf,
        @Nullable LifecycleStage stage,
        @Nullable LocalDate periodStart,
        @Nullable LocalDate periodEnd) {
    /** Default of {@code limit}. */
    public static final int USUAL_LIMIT = 20;

    /**
     * What of it is shown.
     *
     * @param limit contacts on a page
     * @param after the last of the page before
     */
    public record Shown(
            boolean touchpoints,
            boolean milestones,
            boolean experience,
            int limit,
            @Nullable Position after) {}

    /** Where a contact stands in the list, the newest first. */
    public record Position(Instant occurredAt, String id) {}
}
