package io.os199.cs.retention.automation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A client whose sign shows.
 *
 * @param value the value that is compared with the threshold, where there is one
 * @param conditionSince when a lasting sign began; absent where it is new
 * @param occurrenceKey the key that tells this occurrence from the one before; absent where a lasting sign is new
 * @param isDone whether the rule has run for this occurrence
 * @param lastRunAt when the rule last ran for this client
 * @param activeCampaignId the active campaign of the kind that the rule would start
 */
public record SignCandidate(
        String clientId,
        String clientName,
        BigDecimal arrAmount,
        @Nullable String csm,
        @Nullable Double value,
        @Nullable Instant conditionSince,
        @Nullable String occurrenceKey,
        boolean isDone,
        @Nullable Instant lastRunAt,
        @Nullable String activeCampaignId) {}
