package io.os199.cs.integration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The state of an external service, for operators.
 *
 * @param waitingCount deliveries of the service that wait for a worker, and items that wait to be sent to it
 * @param deadCount those of either that were given up and are still kept
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
