package io.os199.cs.api.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.os199.cs.api.mcp.Dispatcher.Answered;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.Surface;
import io.os199.cs.api.security.Authentication;
import io.os199.cs.api.security.FaultBarrier;
import io.os199.cs.api.security.HttpErrors;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * The MCP endpoint: takes a POST, and gives each of its messages to the dispatcher. Keeps nothing between two
 * requests. Origin, Host and key have been checked by the filters before it.
 */
public final class McpServlet extends HttpServlet {
    private static final int LARGEST_BODY = 1 << 20;
    private static final int LARGEST_BATCH = 50;
    private static final String TOOLSET_PATH = "/x/";
    private static final String ONE_MESSAGE = "send one message, not a batch";

    private final transient Dispatcher dispatcher;
    private final transient LegacyGate legacyGate;
    private final transient Set<String> toolsets;

    McpServlet(Dispatcher dispatcher, LegacyGate legacyGate, Set<String> toolsets) {
        this.dispatcher = dispatcher;
        this.legacyGate = legacyGate;
        this.toolsets = toolsets;
    }

    /** Refuses other methods: GET would open a stream and DELETE end a session, and there are neither. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<Surface> surface = surface(request.getPathInfo());
        if (surface.isEmpty()) {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_NOT_FOUND,
                    "there is /mcp, /mcp/readonly, and /mcp/x/ with one of "
                            + String.join(", ", toolsets));
        } else if (request.getQueryString() != null) {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "the path takes no options; leave out what follows the question mark");
        } else if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            HttpErrors.write(
                    response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "send messages by POST");
        } else {
            post(request, response, surface.get());
        }
    }

    private Optional<Surface> surface(String path) {
        if (path == null) {
            return Optional.of(Surface.ALL);
        }
        if (path.equals("/readonly")) {
            return Optional.of(Surface.READ_ONLY);
        }
        return Optional.of(path)
                .filter(each -> each.startsWith(TOOLSET_PATH))
                .map(each -> each.substring(TOOLSET_PATH.length()))
                .filter(toolsets::contains)
                .map(Surface::ofToolset);
    }

    private void post(HttpServletRequest request, HttpServletResponse response, Surface surface)
            throws IOException {
        Optional<byte[]> body = body(request);
        if (body.isEmpty()) {
            HttpErrors.tooLarge(
                    request, response, "the body is larger than 1 MiB; send less in one call");
            return;
        }
        Reply reply = new Reply(request, response);
        JsonNode message;
        try {
            message = Wire.read(body.get());
        } catch (JsonProcessingException e) {
            reply.finish(
                    HttpServletResponse.SC_BAD_REQUEST, Envelope.error(null, RpcError.parse()));
            return;
        }
        Incoming incoming =
                new Incoming(
                        request,
                        response,
                        Authentication.principalOf(request),
                        surface,
                        FaultBarrier.requestIdOf(request),
                        reply);
        if (message.isArray()) {
            batch(incoming, (ArrayNode) message);
        } else {
            Answered answered = dispatcher.answer(incoming, message);
            reply.finish(answered.status(), answered.body());
        }
    }

    /** Returns the body, unless it is larger than the limit. */
    private static Optional<byte[]> body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > LARGEST_BODY) {
            return Optional.empty();
        }
        byte[] bytes = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        return bytes.length > LARGEST_BODY ? Optional.empty() : Optional.of(bytes);
    }

    /** Answers several messages at once, which only revision 2025-03-26 has. */
    private void batch(Incoming incoming, ArrayNode messages) {
        Optional<RpcError> refused = refusedBatch(incoming, messages);
        if (refused.isPresent()) {
            incoming.reply()
                    .finish(refused.get().httpStatus(), Envelope.error(null, refused.get()));
            return;
        }
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        for (JsonNode message : messages) {
            Answered answered = dispatcher.answer(incoming, message);
            if (answered.body() != null) {
                answers.add(answered.body());
            }
        }
        if (answers.isEmpty()) {
            incoming.reply().finish(HttpServletResponse.SC_ACCEPTED, null);
        } else {
            incoming.reply().finish(HttpServletResponse.SC_OK, answers);
        }
    }

    private Optional<RpcError> refusedBatch(Incoming incoming, ArrayNode messages) {
        String version = incoming.request().getHeader(ModernGate.VERSION_HEADER);
        if (version != null && Revision.isModern(version)) {
            return Optional.of(RpcError.invalidRequest(ONE_MESSAGE));
        }
        try {
            Revision revision =
                    legacyGate.check(incoming.request(), incoming.principal()).revision();
            if (revision != Revision.V2025_03_26) {
                return Optional.of(RpcError.invalidRequest(ONE_MESSAGE));
            }
        } catch (RpcException e) {
            return Optional.of(e.error());
        }
        boolean initializes =
                messages.valueStream()
                        .anyMatch(each -> "initialize".equals(each.path("method").textValue()));
        if (initializes) {
            return Optional.of(RpcError.invalidRequest("initialize comes alone, not in a batch"));
        }
        return messages.isEmpty() || messages.size() > LARGEST_BATCH
                ? Optional.of(RpcError.invalidRequest("a batch has 1 to 50 messages"))
                : Optional.empty();
    }
}
