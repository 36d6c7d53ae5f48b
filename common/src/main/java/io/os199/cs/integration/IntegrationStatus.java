package io.os199.cs.integration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How a service outside is, for operators.
 *
 * @param waitingCount deliveries that wait for a worker
 * @param deadCount deliveries that were given up and are still kept
 */
public record IntegrationStatus(
        Integration name,
        boolean enabled,
        IntegrationState state,
        @Nullable Instant checkedAt,
        @Nullable Instant lastSyncAt,
        @Nullable String lastErrorCode,
        long waitingCount,
        long deadCount) {}
