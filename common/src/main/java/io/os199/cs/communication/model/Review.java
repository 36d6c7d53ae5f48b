package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * An executive review as stored.
 *
 * @param attendees a JSON array of {@link ReviewAttendee}
 * @param completedAt when it ended
 * @param notesText typed by our people, perhaps from a customer's words
 */
public record Review(
        String clientId,
        String clientName,
        String reviewId,
        ReviewType type,
        ReviewStatus status,
        Instant scheduledAt,
        int durationMinutes,
        String attendees,
        List<String> agenda,
        List<String> objectives,
        @Nullable Instant completedAt,
        @Nullable Integer satisfaction,
        @Nullable String notesText,
        @Nullable LocalDate nextReviewOn,
        int version) {}
