package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The departures that are to be analyzed together.
 *
 * @param periodEnd the day after the last
 * @param csmHash the hash of the manager's name, which is not kept with a job
 * @param minArrAmount the lowest ARR of a client, before it left or now
 */
public record PatternsOrder(
        LocalDate periodStart,
        LocalDate periodEnd,
        @Nullable Tier tier,
        @Nullable String csmHash,
        @Nullable String segmentId,
        @Nullable BigDecimal minArrAmount) {}
