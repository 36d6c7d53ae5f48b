package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * The data that an answer was computed from.
 *
 * @param cutAt rows later than this do not count
 * @param rowCounts rows read, by table
 * @param halves the periods that the change of a client's features compares; absent for the portfolio
 */
public record AdoptionEvidence(
        Instant cutAt,
        LocalDate windowStartOn,
        LocalDate windowEndOn,
        BigDecimal adoptionThreshold,
        Map<String, Long> rowCounts,
        @Nullable Halves halves) {
    /** The two halves of the window's complete days. */
    public record Halves(LocalDate firstStartOn, LocalDate secondStartOn, LocalDate secondEndOn) {}
}
