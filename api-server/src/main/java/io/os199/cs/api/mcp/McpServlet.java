package io.os199.cs.api.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Authentication;
import io.os199.cs.api.security.FaultBarrier;
import io.os199.cs.api.security.HttpErrors;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolRegistry;
import io.os199.cs.api.tool.ToolRunner;
import io.os199.cs.platform.secrets.Sealer;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The MCP endpoint: takes a POST, tells its era, answers its messages. Keeps nothing between two
 * requests. Origin, Host and key have been checked by the filters before it.
 */
public final class McpServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(McpServlet.class);
    private static final int LARGEST_BODY = 1 << 20;
    private static final int LARGEST_BATCH = 50;
    private static final ObjectMapper JSON = strictJson();

    private final transient Methods methods;
    private final transient LegacyGate legacyGate;
    private final transient Envelope envelope;

    public McpServlet(
            ServerIdentity identity, ToolRegistry registry, ToolRunner runner, Sealer sealer) {
        this.methods =
                new Methods(new Handshake(identity, sealer), new ToolMethods(registry, runner));
        this.legacyGate = new LegacyGate(sealer);
        this.envelope = new Envelope(identity);
    }

    /** GET would open a stream, DELETE end a session: there is neither. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            HttpErrors.write(
                    response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "send messages by POST");
            return;
        }
        post(request, response, FaultBarrier.requestIdOf(request));
    }

    private void post(HttpServletRequest request, HttpServletResponse response, String requestId)
            throws IOException {
        Optional<byte[]> body = body(request);
        if (body.isEmpty()) {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    "the body is larger than 1 MiB; send less in one call");
            return;
        }
        JsonNode message;
        try {
            message = JSON.readTree(body.get());
        } catch (JsonProcessingException e) {
            write(response, 400, Envelope.error(null, RpcError.parse()));
            return;
        }
        if (message.isArray()) {
            batch(request, response, requestId, (ArrayNode) message);
            return;
        }
        Reply reply = reply(request, response, requestId, message);
        if (reply.body() == null) {
            response.setStatus(reply.status());
        } else {
            write(response, reply.status(), reply.body());
        }
    }

    /** The body, unless it is larger than the bound. */
    private static Optional<byte[]> body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > LARGEST_BODY) {
            return Optional.empty();
        }
        byte[] bytes = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        return bytes.length > LARGEST_BODY ? Optional.empty() : Optional.of(bytes);
    }

    /** Several messages at once, which only revision 2025-03-26 has. */
    private void batch(
            HttpServletRequest request,
            HttpServletResponse response,
            String requestId,
            ArrayNode messages)
            throws IOException {
        Optional<RpcError> refused = refusedBatch(request, messages);
        if (refused.isPresent()) {
            write(response, 400, Envelope.error(null, refused.get()));
            return;
        }
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        for (JsonNode message : messages) {
            Reply reply = reply(request, response, requestId, message);
            if (reply.body() != null) {
                answers.add(reply.body());
            }
        }
        if (answers.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_ACCEPTED);
        } else {
            write(response, HttpServletResponse.SC_OK, answers);
        }
    }

    private Optional<RpcError> refusedBatch(HttpServletRequest request, ArrayNode messages) {
        try {
            Revision revision = legacyGate.check(request, Authentication.principalOf(request));
            if (revision != Revision.V2025_03_26) {
                return Optional.of(RpcError.invalidRequest("send one message, not a batch"));
            }
        } catch (RpcException e) {
            return Optional.of(e.error());
        }
        return messages.isEmpty() || messages.size() > LARGEST_BATCH
                ? Optional.of(RpcError.invalidRequest("a batch has 1 to 50 messages"))
                : Optional.empty();
    }

    /** An HTTP status, and a body unless the message asked for none. */
    private record Reply(int status, @Nullable ObjectNode body) {}

    private Reply reply(
            HttpServletRequest request,
            HttpServletResponse response,
            String requestId,
            JsonNode node) {
        try {
            if (isResponse(node)) {
                throw new RpcException(RpcError.invalidRequest("no request of ours is open"));
            }
            Message message = Message.of(node);
            Principal principal = Authentication.principalOf(request);
            Revision revision = revision(request, node, message, principal);
            if (message.isNotification()) {
                return new Reply(HttpServletResponse.SC_ACCEPTED, null);
            }
            Exchange exchange = new Exchange(message, revision, principal, requestId, response);
            ObjectNode result = methods.find(revision, message.method()).answer(exchange);
            return new Reply(HttpServletResponse.SC_OK, envelope.result(exchange, result));
        } catch (RpcException e) {
            challenge(request, response, e.error());
            return new Reply(
                    e.error().httpStatus(), Envelope.error(Message.readableId(node), e.error()));
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            RpcError error =
                    new RpcError(200, -32603, "internal error; correlation id " + requestId, null);
            return new Reply(200, Envelope.error(Message.readableId(node), error));
        }
    }

    private Revision revision(
            HttpServletRequest request, JsonNode node, Message message, Principal principal) {
        if (ModernGate.claims(request.getHeader(ModernGate.VERSION_HEADER), node)) {
            return ModernGate.check(request, message);
        }
        return message.method().equals("initialize")
                ? Revision.newestLegacy()
                : legacyGate.check(request, principal);
    }

    private static boolean isResponse(JsonNode node) {
        return node.isObject() && !node.has("method") && (node.has("result") || node.has("error"));
    }

    private static void challenge(
            HttpServletRequest request, HttpServletResponse response, RpcError error) {
        if (error.httpStatus() == HttpServletResponse.SC_FORBIDDEN && error.data() != null) {
            Scope needed = Scope.parse(error.data().path("scope").asText());
            Authentication.challengeOf(request)
                    .insufficientScope(
                            response, Authentication.principalOf(request), Set.of(needed));
        }
    }

    private static void write(HttpServletResponse response, int status, JsonNode body)
            throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** A key twice, or text after the message, is an error and not a choice. */
    private static ObjectMapper strictJson() {
        JsonMapper mapper =
                JsonMapper.builder()
                        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(50)
                                .maxNumberLength(100)
                                .build());
        return mapper;
    }
}
