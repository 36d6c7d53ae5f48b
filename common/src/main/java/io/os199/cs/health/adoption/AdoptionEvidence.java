package io.os199.cs.health.adoption;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * What an answer was computed from.
 *
 * @param cutAt rows later than it do not count
 * @param rowCounts rows read, by table
 */
public record AdoptionEvidence(
        Instant cutAt,
        LocalDate windowStartOn,
        LocalDate windowEndOn,
        BigDecimal adoptionThreshold,
        Map<String, Long> rowCounts) {}
