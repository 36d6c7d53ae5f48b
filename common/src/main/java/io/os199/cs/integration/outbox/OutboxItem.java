package io.os199.cs.integration.outbox;

import io.os199.cs.integration.Integration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something to be done in an external service. The item's id goes with it wherever the service keeps one, so that it
 * can be found there again.
 *
 * @param refTable with {@code refId} the row that the item is about; texts are read from there on delivery
 * @param payload JSON, with only ids and names of fields
 * @param attempts the attempts that were made before and used up
 * @param inDoubtSince since when it may have been carried out, because an earlier attempt had no answer or its worker
 *     died; absent where it certainly was not
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
