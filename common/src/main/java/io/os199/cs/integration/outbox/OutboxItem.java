package io.os199.cs.integration.outbox;

import io.os199.cs.integration.Integration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something to be done in a service outside. The id goes with it wherever the service keeps one, so that it can be found there again.
 *
 * @param refTable the row that it is about, and {@code refId}: texts are read from there when it is delivered
 * @param payload JSON: ids and names of fields only
 * @param attempts that were made before and used up
 * @param inDoubtSince since when it may have been carried out: an earlier attempt had no answer, or whoever made it died; absent where it
 *     certainly was not
 */
public record OutboxItem(
        String clientId,
        String itemId,
        Integration integration,
        String operation,
        String refTable,
        String refId,
        String payload,
        int attempts,
        @Nullable Instant inDoubtSince,
        Instant createdAt) {}
