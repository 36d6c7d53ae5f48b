package io.os199.cs.onboarding.journey;

import io.os199.cs.core.model.LifecycleStage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The part of a journey that is asked for.
 *
 * @param stage limits the stays to this stage
 * @param periodEnd the day after the last
 */
public record JourneyQuery(
        String clientId,
        LocalDate asOf,
        @Nullable LifecycleStage stage,
        @Nullable LocalDate periodStart,
        @Nullable LocalDate periodEnd) {
    /** The default of {@code limit}. */
    public static final int USUAL_LIMIT = 20;

    /**
     * The parts of the journey that are shown.
     *
     * @param limit contacts per page
     * @param after the last contact of the previous page
     */
    public record Shown(
            boolean touchpoints,
            boolean milestones,
            boolean experience,
            int limit,
            @Nullable Position after) {}

    /** A contact's position in the list, newest first. */
    public record Position(Instant occurredAt, String id) {}
}
