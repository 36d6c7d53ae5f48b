package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Which departures are to be looked at together.
 *
 * @param periodEnd the day after the last
 * @param csmHash of the name of the manager, which is not kept with a job
 * @param minArrAmount that a client brought before it left, or brings
 */
public record PatternsOrder(
        LocalDate periodStart,
        LocalDate periodEnd,
        @Nullable Tier tier,
        @Nullable String csmHash,
        @Nullable String segmentId,
        @Nullable BigDecimal minArrAmount) {}
