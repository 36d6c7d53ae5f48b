package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.ContributionType;
import io.os199.cs.communication.model.DealOutcome;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A contribution of an advocate.
 *
 * @param on absent for now
 */
public record NewContribution(
        ContributionType type, @Nullable String details, @Nullable LocalDate on, Deal deal) {

    /** The deal that a contribution helped; null means not given. */
    public record Deal(
            @Nullable String reference,
            @Nullable BigDecimal valueAmount,
            @Nullable DealOutcome outcome) {}

    /** Returns the instant to store: now, or the beginning of an earlier day. */
    Instant at(Instant now) {
        return on == null || on.equals(LocalDate.ofInstant(now, ZoneOffset.UTC))
                ? now
                : on.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
