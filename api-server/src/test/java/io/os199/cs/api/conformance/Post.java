package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.TreeMap;

/** One message as a well-behaved client sends it, unless a test changes it. JSON is in single quotes. */
final class Post {
    static final String MODERN = "2026-07-28";
    private static final String PREFIX = "io.modelcontextprotocol/";

    private final ObjectNode body;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Post(ObjectNode body) {
        this.body = body;
        header("Content-Type", "application/json");
        header("Accept", "application/json, text/event-stream");
    }

    /** Returns a request of a legacy client. */
    static Post legacy(String method, String params) {
        ObjectNode body = Literal.object("{'jsonrpc': '2.0', 'id': 1}").put("method", method);
        body.set("params", Literal.object(params));
        return new Post(body);
    }

    /** Returns a notification or a response of a legacy client, or any other message. */
    static Post raw(ObjectNode body) {
        return new Post(body);
    }

    /** Returns a request of a modern client without capabilities. */
    static Post modern(String method, String params) {
        Post post = legacy(method, params);
        ObjectNode sent = (ObjectNode) post.body.get("params");
        sent.withObject("/_meta").put(PREFIX + "protocolVersion", MODERN);
        post.header("MCP-Protocol-Version", MODERN).header("Mcp-Method", method);
        for (String named : new String[] {"name", "uri", "taskId"}) {
            if (sent.has(named)) {
                post.header("Mcp-Name", sent.get(named).textValue());
            }
        }
        return post.able("{}");
    }

    /** Sets the capabilities of this request's modern client. */
    Post able(String capabilities) {
        return meta(PREFIX + "clientCapabilities", Literal.object(capabilities));
    }

    Post meta(String name, JsonNode value) {
        body.withObject("/params").withObject("/_meta").set(name, value);
        return this;
    }

    Post param(String name, JsonNode value) {
        body.withObject("/params").set(name, value);
        return this;
    }

    Post id(int id) {
        body.put("id", id);
        return this;
    }

    Post header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Sends it with {@code key}. */
    Post as(String key) {
        return header("Authorization", "Bearer " + key);
    }

    /** Sends it within a legacy session. */
    Post in(String session) {
        return header("Mcp-Session-Id", session);
    }

    /** Sends it to this replica, not to the next in turn. */
    Post to(int replica) {
        return header(Dealer.REPLICA, Integer.toString(replica));
    }

    HttpRequest request(URI url) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        headers.forEach(request::header);
        return request.build();
    }
}
