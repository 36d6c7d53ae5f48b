package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.ContributionType;
import io.os199.cs.communication.model.DealOutcome;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What an advocate did.
 *
 * @param on absent for now
 */
public record NewContribution(
        ContributionType type, @Nullable String details, @Nullable LocalDate on, Deal deal) {

    /** The deal that a contribution helped; null is not said. */
    public record Deal(
            @Nullable String reference,
            @Nullable BigDecimal valueAmount,
            @Nullable DealOutcome outcome) {}

    /** The instant that is stored: now, or the beginning of an earlier day. */
    Instant at(Instant now) {
        return on == null || on.equals(LocalDate.ofInstant(now, ZoneOffset.UTC))
                ? now
                : on.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
