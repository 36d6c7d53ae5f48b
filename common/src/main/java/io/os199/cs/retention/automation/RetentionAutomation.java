package io.os199.cs.retention.automation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A rule as it is stored.
 *
 * @param watchedClientCount the clients that its filter lets through now
 * @param lastError the number of clients for which its last evaluation failed; absent where there is none
 */
public record RetentionAutomation(
        String automationId,
        RetentionAutomationSettings settings,
        RetentionAutomationStatus status,
        int watchedClientCount,
        @Nullable Instant activatedAt,
        @Nullable Instant lastEvaluatedAt,
        @Nullable String lastError,
        int version) {}
