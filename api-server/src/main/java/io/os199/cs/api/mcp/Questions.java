package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.InputRequest;
import io.os199.cs.api.mcp.served.Inputs;
import io.os199.cs.api.mcp.served.Outcome.InputRequired;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.database.CancelledException;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns what the modern era asks by a result into the real requests of earlier eras: sent on the stream of the call,
 * and answered by a POST that any replica may get and pass on to the others over the bus.
 */
final class Questions {
    private static final String CHANNEL = "mcp_reply";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 500;

    private final Bus bus;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /** A question waiting in this process for its answer. */
    private record Open(String principal, CompletableFuture<JsonNode> answer) {}

    /** An answer on its way to the replica that asked. */
    private record Posted(String principal, JsonNode response) {}

    Questions(Bus bus) {
        this.bus = bus;
        bus.on(CHANNEL, this::arrived);
    }

    /**
     * Ends every question still unanswered after {@code toAnswer}, without an answer: the outcome of a later yes
     * could be reported to nobody.
     */
    void stop(Duration toAnswer) {
        var _ = stopped.completeOnTimeout(null, toAnswer.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks the client everything at once, and waits for the answers. Holds no database connection meanwhile. */
    Inputs ask(Exchange exchange, InputRequired required) {
        for (InputRequest request : required.requests().values()) {
            if (!exchange.client().canDo(request)) {
                throw new RpcException(
                        RpcError.invalidParams(
                                "this needs a client that declared "
                                        + request.method()
                                        + " at its start"));
            }
        }
        exchange.reply().requireStream();
        List<Asking> all = new ArrayList<>();
        try {
            required.requests().forEach((key, request) -> all.add(send(exchange, key, request)));
            long end = System.nanoTime() + PATIENCE.toNanos();
            Map<String, JsonNode> responses = new HashMap<>();
            for (Asking asking : all) {
                JsonNode response = await(exchange, asking.open().answer(), end);
                responses.put(asking.key(), result(response, asking.request()));
            }
            return new Inputs(responses, required.state());
        } finally {
            all.forEach(asking -> open.remove(asking.id()));
        }
    }

    /** A question that was sent under {@code id}. */
    private record Asking(String key, InputRequest request, String id, Open open) {}

    private Asking send(Exchange exchange, String key, InputRequest request) {
        String id = TypeId.next("ask");
        Open waiting = new Open(exchange.principal().id(), new CompletableFuture<>());
        open.put(id, waiting);
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        message.put("id", id).put("method", request.method()).set("params", request.params());
        exchange.reply().send(message);
        return new Asking(key, request, id, waiting);
    }

    private JsonNode await(Exchange exchange, CompletableFuture<JsonNode> answer, long end) {
        while (System.nanoTime() < end) {
            if (exchange.cancellation().isCancelled() || exchange.reply().isGone()) {
                throw new CancelledException("the client went before it answered", null);
            }
            try {
                return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Not yet: check whether anybody is still waiting, and whether there is time.
                if (stopped.isDone()) {
                    throw new RpcException(
                            RpcError.stopping(
                                    "the server is stopping; nothing was done, so make the call"
                                            + " again"));
                }
            } catch (InterruptedException | ExecutionException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("stopped while waiting for an answer", e);
            }
        }
        throw new RpcException(
                RpcError.invalidParams("nobody answered within 10 minutes; nothing was done"));
    }

    /** Returns the result of a response; a client that cannot ask a person after all counts as a person who cancels. */
    private static JsonNode result(JsonNode response, InputRequest request) {
        if (response.has("result")) {
            return response.get("result");
        }
        if (request.method().equals("elicitation/create")) {
            return JsonNodeFactory.instance.objectNode().put("action", "cancel");
        }
        throw new RpcException(
                RpcError.invalidParams("the client could not answer " + request.method()));
    }

    /** Takes a response that a client posted; false where no question of this process waits for it. */
    boolean answered(Principal principal, JsonNode response) {
        return deliver(new Posted(principal.id(), response));
    }

    /** Passes a response that a client posted on to whichever replica asked. */
    void passOn(Principal principal, JsonNode response) {
        ObjectNode posted = JsonNodeFactory.instance.objectNode();
        posted.put("principal", principal.id()).set("response", response);
        // Numbers stay as short as they were sent: written plainly, 1e9999 has ten thousand digits.
        String text = posted.toString();
        if (text.getBytes(StandardCharsets.UTF_8).length > Bus.LONGEST) {
            throw new RpcException(
                    RpcError.invalidRequest("the answer is too long; send less than 7 kB"));
        }
        bus.publish(CHANNEL, text);
    }

    private void arrived(String text) {
        if (!text.isEmpty()) {
            deliver(Json.read(text, Posted.class));
        }
    }

    private boolean deliver(Posted posted) {
        Open asked = open.get(posted.response().path("id").asText());
        if (asked == null) {
            return false;
        }
        // Another principal's answer is dropped here, as it would be anywhere.
        if (asked.principal().equals(posted.principal())) {
            asked.answer().complete(posted.response());
        }
        return true;
    }
}
