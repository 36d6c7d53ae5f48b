package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.Subscription.Notice;
import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code subscriptions/listen}: the streams on which modern clients receive changes. A stream stays open as long as
 * its request; it ends with an empty result when this process stops, or after an hour, so that whoever has lost the
 * right to listen has to present a key again.
 */
public final class Listen {
    /** The lists that may change. */
    static final List<String> LISTS = List.of("tools", "prompts", "resources");

    private static final int MOST_STREAMS = 1024;
    private static final int MOST_PER_PRINCIPAL = 32;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

    private final Catalogue catalogue;
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    Listen(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Announces that what {@code key} stands for has changed; empty: some things may have. */
    public void changed(String key) {
        open.forEach(subscription -> subscription.changed(key));
    }

    /** Announces that a task has changed; an empty id: some may have. */
    public void taskChanged(String taskId) {
        open.forEach(subscription -> subscription.taskChanged(taskId));
    }

    /** Announces that a list has changed: {@code tools}, {@code prompts} or {@code resources}. */
    public void listChanged(String list) {
        open.forEach(subscription -> subscription.listChanged(list));
    }

    /** Ends every stream properly; no new one begins. */
    public void close() {
        closing = true;
        open.forEach(Subscription::end);
    }

    /** Opens a stream, and answers when it ends. */
    Outcome open(Exchange exchange) {
        exchange.reply().requireStream();
        JsonNode wanted = exchange.params().path("notifications");
        if (!wanted.isObject()) {
            throw new RpcException(
                    RpcError.invalidParams("notifications must be an object: what to listen for"));
        }
        Subscription subscription = Subscription.of(wanted, catalogue, exchange);
        enter(subscription);
        try {
            ObjectNode acknowledged = JsonNodeFactory.instance.objectNode();
            acknowledged.set("notifications", subscription.honoured());
            send(exchange, "notifications/subscriptions/acknowledged", acknowledged);
            long end = System.nanoTime() + LONGEST.toNanos();
            while (!closing && !exchange.reply().isGone() && System.nanoTime() < end) {
                subscription.take().forEach(notice -> tell(exchange, notice));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(subscription);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putObject(Message.META).set(SUBSCRIPTION_ID, exchange.message().id());
        return Outcome.of(result);
    }

    private void enter(Subscription subscription) {
        String principal = subscription.principal();
        long own = open.stream().filter(each -> each.principal().equals(principal)).count();
        if (closing || own >= MOST_PER_PRINCIPAL || open.size() >= MOST_STREAMS) {
            throw new RpcException(
                    RpcError.tooMany(
                            "too many streams are open; close one of yours, or try again later"));
        }
        open.add(subscription);
    }

    private void tell(Exchange exchange, Notice notice) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        switch (notice) {
            case Notice.OfList(String list) ->
                    send(exchange, "notifications/" + list + "/list_changed", params);
            case Notice.OfResource(String uri) -> {
                catalogue.resources().willBeTold(exchange);
                send(exchange, "notifications/resources/updated", params.put("uri", uri));
            }
            case Notice.OfTask(String taskId) -> {
                // Read and authorized again: the notice itself says nothing.
                Optional<ObjectNode> task = catalogue.tasks().find(taskId, exchange);
                task.ifPresent(found -> send(exchange, "notifications/tasks", found));
            }
        }
    }

    private static void send(Exchange exchange, String method, ObjectNode params) {
        params.withObject("/" + Message.META).set(SUBSCRIPTION_ID, exchange.message().id());
        exchange.send(method, params);
    }
}
