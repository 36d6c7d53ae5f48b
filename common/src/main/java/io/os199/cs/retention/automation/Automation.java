package io.os199.cs.retention.automation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A rule as it is stored.
 *
 * @param watchedClientCount whom it lets through now
 * @param lastError how many clients its last evaluation failed for; absent where none
 */
public record Automation(
        String automationId,
        AutomationSettings settings,
        AutomationStatus status,
        int watchedClientCount,
        @Nullable Instant activatedAt,
        @Nullable Instant lastEvaluatedAt,
        @Nullable String lastError,
        int version) {}
