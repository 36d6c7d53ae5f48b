package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The stored facts about one milestone of one client.
 *
 * @param startedOn where the client's clock starts
 * @param neededValue a count, even for a rate
 * @param isApplicable whether the client can have any of the features that the milestone asks for
 * @param reachedOn the day according to the rows as they are now
 * @param recordedOn the day as first recorded, which stays even if rows change later
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
