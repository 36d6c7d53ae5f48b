package io.os199.cs.communication.model;

import java.time.Instant;
import java.util.List;

/** A review to schedule. */
public record NewReview(
        ReviewType type,
        Instant scheduledAt,
        int durationMinutes,
        List<ReviewAttendee> attendees,
        List<String> agenda,
        List<String> objectives) {}
