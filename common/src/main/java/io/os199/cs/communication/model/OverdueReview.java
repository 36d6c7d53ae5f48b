package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/** A client whose next review should have been held. */
public record OverdueReview(
        String clientId,
        String clientName,
        String tier,
        @Nullable LocalDate lastReviewOn,
        int daysOverdue) {}
