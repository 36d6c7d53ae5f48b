package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * What the rows say of one milestone of one client.
 *
 * @param startedOn where the client's clock starts
 * @param neededValue a count, also of a rate
 * @param isApplicable whether the client can have any of the features that it asks for
 * @param reachedOn by the rows as they are now
 * @param recordedOn as it was first recorded, which stays even if rows change later
 */
public record MilestoneRow(
        String clientId,
        LocalDate startedOn,
        String milestoneKey,
        int neededValue,
        int currentValue,
        boolean isApplicable,
        @Nullable LocalDate reachedOn,
        @Nullable LocalDate recordedOn) {}
