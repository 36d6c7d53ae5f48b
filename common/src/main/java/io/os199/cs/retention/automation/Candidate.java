package io.os199.cs.retention.automation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A client whose sign shows.
 *
 * @param value that the threshold is compared with, where there is one
 * @param conditionSince since when, of a sign that lasts; absent where it is new
 * @param occurrenceKey what makes it another than the one before; absent where a lasting sign is new
 * @param isDone whether the rule has run for it
 * @param lastRunAt of the rule for this client
 * @param activeCampaignId of the kind that the rule would start
 */
public record Candidate(
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
