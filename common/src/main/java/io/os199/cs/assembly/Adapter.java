package io.os199.cs.assembly;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.webhook.WebhookInbox;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the worker does with one external service that is on.
 *
 * @param check checks whether the service accepts our key, and stores the result
 * @param syncs what is read from the service
 * @param deliveries processes what the service delivers on its own; absent where it delivers nothing
 * @param outbox delivers what the features have for the service; absent where they have nothing
 * @param closing releases the service's connections
 */
public record Adapter(
        Integration integration,
        Runnable check,
        List<Sync> syncs,
        WebhookInbox.@Nullable Working deliveries,
        @Nullable OutboxDelivery outbox,
        Runnable closing) {
    public Adapter {
        syncs = List.copyOf(syncs);
    }
}
