package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.DealOutcome;
import io.os199.cs.communication.model.PointsEntry;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A single change of an advocate's points.
 *
 * @param points that it added, or, below zero, took
 * @param on the day of the contribution, not of its entry
 * @param detailsText the customer's words, or the reason that was typed
 */
public record AdvocateContribution(
        String contributionId,
        PointsEntry type,
        int points,
        LocalDate on,
        @Nullable String dealReference,
        @Nullable DealOutcome dealOutcome,
        @Nullable BigDecimal dealValueAmount,
        @Nullable Boolean untrusted,
        @Nullable @Personal(Personal.Kind.TEXT) String detailsText,
        @Nullable Boolean truncated) {}
