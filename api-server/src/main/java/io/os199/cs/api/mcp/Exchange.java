package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.ClientAbilities;
import io.os199.cs.api.mcp.served.Inputs;
import io.os199.cs.api.mcp.served.Surface;
import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.database.Cancellation;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** One request being answered: who sent it, in which revision, and where the answer goes. */
final class Exchange implements Asked {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Incoming incoming;
    private final Message message;
    private final Revision revision;
    private final ClientAbilities client;
    private final Inputs inputs;
    private final Cancellation cancellation;
    private final Progress progress;

    Exchange(
            Incoming incoming,
            Message message,
            Revision revision,
            ClientAbilities client,
            Inputs inputs) {
        this(
                incoming,
                message,
                revision,
                client,
                inputs,
                new Cancellation(),
                new Progress(incoming.reply(), message.meta().get("progressToken")));
    }

    private Exchange(
            Incoming incoming,
            Message message,
            Revision revision,
            ClientAbilities client,
            Inputs inputs,
            Cancellation cancellation,
            Progress progress) {
        this.incoming = incoming;
        this.message = message;
        this.revision = revision;
        this.client = client;
        this.inputs = inputs;
        this.cancellation = cancellation;
        this.progress = progress;
    }

    /** Returns the same request, with what the client has answered meanwhile. */
    Exchange with(Inputs answered) {
        return new Exchange(incoming, message, revision, client, answered, cancellation, progress);
    }

    Incoming incoming() {
        return incoming;
    }

    Message message() {
        return message;
    }

    Revision revision() {
        return revision;
    }

    Reply reply() {
        return incoming.reply();
    }

    @Override
    public Principal principal() {
        return incoming.principal();
    }

    @Override
    public Surface surface() {
        return incoming.surface();
    }

    @Override
    public String requestId() {
        return incoming.requestId();
    }

    @Override
    public JsonNode params() {
        return message.params();
    }

    @Override
    public boolean isModern() {
        return revision.isModern();
    }

    @Override
    public ClientAbilities client() {
        return client;
    }

    @Override
    public Inputs inputs() {
        return inputs;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Returns a key made from the HTTP header for it and from the message, since one POST may bring several. */
    @Override
    public @Nullable String repeatKey() {
        String sent = incoming.request().getHeader(IDEMPOTENCY_KEY);
        if (sent == null || sent.isBlank()) {
            return null;
        }
        String one = sent + ' ' + message.id();
        return "http_" + UUID.nameUUIDFromBytes(one.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String traceParent() {
        String carried = message.meta().path("traceparent").textValue();
        return carried == null ? incoming.request().getHeader("traceparent") : carried;
    }

    @Override
    public void progress(double done, @Nullable Double total, @Nullable String said) {
        progress.tell(done, total, said);
    }

    @Override
    public void send(String method, ObjectNode params) {
        reply().send(notification(method, params));
    }

    static ObjectNode notification(String method, ObjectNode params) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        message.put("method", method).set("params", params);
        return message;
    }
}
