package io.os199.cs.integration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How a service outside is, for operators.
 *
 * @param waitingCount what it delivered and waits for a worker, and what waits to be told it
 * @param deadCount what was given up of either and is still kept
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
