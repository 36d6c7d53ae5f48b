package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Which clients are looked at, and which of them are at risk.
 *
 * @param renewalBy the next renewal at the latest
 * @param atLeast this level of risk or worse
 * @param healthBelow a health score under which a client is at risk
 * @param minProbability a probability from which it is
 * @param predictions whether what the model says counts
 */
public record RiskFilter(
        @Nullable Tier tier,
        @Nullable String csm,
        @Nullable String segmentId,
        @Nullable BigDecimal minArr,
        @Nullable LocalDate renewalBy,
        @Nullable Severity atLeast,
        int healthBelow,
        double minProbability,
        boolean predictions) {}
