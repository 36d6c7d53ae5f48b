package io.os199.cs.assembly;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.webhook.WebhookInbox;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the worker does with one service outside that is on.
 *
 * @param check asks whether it takes our key, and stores what it says
 * @param syncs what is read of it
 * @param deliveries works what it delivers by itself; absent where it delivers nothing
 * @param outbox delivers what the features have for it; absent where they have nothing
 * @param closing lets its connections go
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
