package io.os199.cs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestDatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The API process as {@code config.yml} makes it, on free ports, over a database of its own. */
final class RunningApi implements AutoCloseable {
    static final String MODERN = "2026-07-28";

    private final TestDatabase testDatabase = TestDatabase.create();
    private final DropwizardTestSupport<ServiceConfiguration> server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String key;
    private boolean stopped;

    RunningApi() {
        this.server =
                new DropwizardTestSupport<>(
                        ApiServer.class,
                        "../config.yml",
                        ConfigOverride.randomPorts(),
                        ConfigOverride.config("database.url", testDatabase.url()),
                        ConfigOverride.config("readDatabase.url", testDatabase.readUrl()),
                        ConfigOverride.config("secrets.sealingKey", "a sealing key for this test"));
        try {
            server.before();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        this.key = key(Scope.CS_ADMIN, Scope.PII_READ);
    }

    Database database() {
        return testDatabase.database();
    }

    TestDatabase testDatabase() {
        return testDatabase;
    }

    /** A new key with just these scopes. */
    String key(Scope... scopes) {
        return new ApiKeys(database(), Clock.systemUTC()).create("test", Set.of(scopes), null);
    }

    /** The key that may do everything. */
    String key() {
        return key;
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.getLocalPort() + path);
    }

    /** Sends {@code body} with exactly these headers besides content type and accept. */
    HttpResponse<String> post(String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri("/mcp"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A request of the modern era as a well-behaved client sends it. */
    HttpResponse<String> modern(String bearer, String method, ObjectNode params) {
        ObjectNode all = params.deepCopy();
        all.putObject("_meta")
                .put("io.modelcontextprotocol/protocolVersion", MODERN)
                .putObject("io.modelcontextprotocol/clientCapabilities");
        List<String> headers =
                new ArrayList<>(
                        List.of(
                                "Authorization", "Bearer " + bearer,
                                "MCP-Protocol-Version", MODERN,
                                "Mcp-Method", method));
        if (params.has("name")) {
            headers.addAll(List.of("Mcp-Name", params.get("name").asText()));
        }
        HttpRequest request =
                HttpRequest.newBuilder(uri("/mcp"))
                        .headers(headers.toArray(String[]::new))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(rpc(1, method, all)))
                        .build();
        return send(request);
    }

    /** Calls a tool in the modern era; {@code arguments} with single quotes for double ones. */
    JsonNode call(String bearer, String tool, String arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", tool);
        params.set("arguments", Json.read(arguments.replace('\'', '"'), JsonNode.class));
        return json(modern(bearer, "tools/call", params)).path("result");
    }

    static String rpc(int id, String method, ObjectNode params) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        message.put("id", id).put("method", method).set("params", params);
        return message.toString();
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body(), JsonNode.class);
    }

    /** Ends the process as a deployment does; its database stays. */
    void stop() {
        if (!stopped) {
            stopped = true;
            server.after();
        }
    }

    @Override
    public void close() {
        stop();
        testDatabase.close();
    }
}
