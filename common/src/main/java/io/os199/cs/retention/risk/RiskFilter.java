package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Which clients are considered, and which of them are at risk.
 *
 * @param renewalBy the latest day for the next renewal
 * @param atLeast this level of risk or worse
 * @param healthBelow the health score below which a client is at risk
 * @param minProbability the probability from which a client is at risk
 * @param predictions whether the model's result counts
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
