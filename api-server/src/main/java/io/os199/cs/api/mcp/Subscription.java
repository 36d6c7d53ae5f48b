package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.ServedResources;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What one stream listens for, and the notices that wait to be sent on it. A notice that is already waiting is not
 * added again, so no more can wait than were asked for.
 */
final class Subscription {
    private static final int MOST_OF_A_KIND = 100;
    private static final long LOOK_MILLIS = 1000;

    private final String principal;
    private final Set<String> lists = new LinkedHashSet<>();
    private final Map<String, String> keysByUri = new LinkedHashMap<>();
    private final Set<String> tasks = new LinkedHashSet<>();
    private final Set<Notice> waiting = new LinkedHashSet<>();
    private final Semaphore bell = new Semaphore(0);

    /** A notice that something changed. The client has to ask for its new state. */
    sealed interface Notice {
        record OfList(String list) implements Notice {}

        record OfResource(String uri) implements Notice {}

        record OfTask(String taskId) implements Notice {}
    }

    private Subscription(String principal) {
        this.principal = principal;
    }

    /** Subscribes to that part of what was asked for that exists and that this caller may listen for. */
    static Subscription of(JsonNode wanted, Catalogue catalogue, Exchange exchange) {
        Subscription subscription = new Subscription(exchange.principal().id());
        if (catalogue.announcesChanges()) {
            Listen.LISTS.stream()
                    .filter(list -> wanted.path(list + "ListChanged").asBoolean())
                    .forEach(subscription.lists::add);
        }
        for (String uri : texts(wanted, "resourceSubscriptions")) {
            catalogue
                    .resources()
                    .watchKey(uri, exchange)
                    .ifPresent(key -> subscription.keysByUri.put(uri, key));
        }
        if (exchange.client().takesTasks()) {
            texts(wanted, "taskIds").stream()
                    .filter(taskId -> catalogue.tasks().find(taskId, exchange).isPresent())
                    .forEach(subscription.tasks::add);
        }
        return subscription;
    }

    private static List<String> texts(JsonNode wanted, String name) {
        JsonNode sent = wanted.path(name);
        boolean texts = sent.valueStream().allMatch(JsonNode::isTextual);
        if (!sent.isMissingNode() && (!sent.isArray() || !texts || sent.size() > MOST_OF_A_KIND)) {
            throw new RpcException(
                    RpcError.invalidParams(name + " must be a list of at most 100 texts"));
        }
        return sent.valueStream().map(JsonNode::textValue).toList();
    }

    String principal() {
        return principal;
    }

    /** Returns the part of what was asked for that is served. */
    ObjectNode honoured() {
        ObjectNode honoured = JsonNodeFactory.instance.objectNode();
        lists.forEach(list -> honoured.put(list + "ListChanged", true));
        put(honoured, "resourceSubscriptions", keysByUri.keySet());
        put(honoured, "taskIds", tasks);
        return honoured;
    }

    private static void put(ObjectNode into, String name, Set<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = into.putArray(name);
            texts.forEach(array::add);
        }
    }

    void changed(String key) {
        keysByUri.forEach(
                (uri, watched) -> {
                    if (key.isEmpty()
                            || watched.equals(key)
                            || watched.equals(ServedResources.ANYTHING)) {
                        add(new Notice.OfResource(uri));
                    }
                });
    }

    void taskChanged(String taskId) {
        if (taskId.isEmpty()) {
            tasks.forEach(each -> add(new Notice.OfTask(each)));
        } else if (tasks.contains(taskId)) {
            add(new Notice.OfTask(taskId));
        }
    }

    void listChanged(String list) {
        if (lists.contains(list)) {
            add(new Notice.OfList(list));
        }
    }

    void end() {
        bell.release();
    }

    private void add(Notice notice) {
        synchronized (waiting) {
            waiting.add(notice);
        }
        bell.release();
    }

    /**
     * Returns the waiting notices as soon as there are any, or nothing after a second without news, so that the
     * caller can check other things.
     */
    List<Notice> take() throws InterruptedException {
        if (bell.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            bell.drainPermits();
        }
        synchronized (waiting) {
            List<Notice> taken = List.copyOf(waiting);
            waiting.clear();
            return taken;
        }
    }
}
