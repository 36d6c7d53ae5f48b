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

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The API process as {@code config.yml} configures it, on free ports, over a database of its own. */
final class RunningApi implements AutoCloseable {
    static final String MODERN = "2026-07-28";

    private static final String DATA = "data:";

    private final TestDatabase testDatabase;
    private final boolean ownsDatabase;
    private final DropwizardTestSupport<ServiceConfiguration> server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String key;
    private boolean stopped;

    /** Starts a process with very high rate limits, since tests call faster than a caller may. */
    RunningApi() {
        this(
                UnaryOperator.identity(),
                ConfigOverride.config("rateLimits.burstSeconds", "3600"),
                ConfigOverride.config("rateLimits.failuresPerMinute", "100000"));
    }

    /** Starts a process with the rate limits of {@code config.yml}. */
    RunningApi(ConfigOverride... overrides) {
        this(UnaryOperator.identity(), overrides);
    }

    /** @param change the changes that the deployment makes to {@code config.yml} */
    RunningApi(UnaryOperator<String> change, ConfigOverride... overrides) {
        this(TestDatabase.create(), true, change, overrides);
    }

    /** Starts a process over other servers, which do not know this one's own key. */
    static RunningApi over(String url, String readUrl, ConfigOverride... overrides) {
        TestDatabase unused = TestDatabase.create();
        return new RunningApi(unused, true, url, readUrl, UnaryOperator.identity(), overrides);
    }

    /** Starts another replica over the same database. */
    RunningApi replica() {
        return new RunningApi(
                testDatabase,
                false,
                UnaryOperator.identity(),
                ConfigOverride.config("rateLimits.burstSeconds", "3600"));
    }

    private RunningApi(
            TestDatabase testDatabase,
            boolean ownsDatabase,
            UnaryOperator<String> change,
            ConfigOverride... overrides) {
        this(
                testDatabase,
                ownsDatabase,
                testDatabase.url(),
                testDatabase.readUrl(),
                change,
                overrides);
    }

    private RunningApi(
            TestDatabase testDatabase,
            boolean ownsDatabase,
            String url,
            String readUrl,
            UnaryOperator<String> change,
            ConfigOverride... overrides) {
        this.testDatabase = testDatabase;
        this.ownsDatabase = ownsDatabase;
        List<ConfigOverride> all =
                new ArrayList<>(
                        List.of(
                                ConfigOverride.randomPorts(),
                                ConfigOverride.config("database.url", url),
                                ConfigOverride.config("readDatabase.url", readUrl),
                                ConfigOverride.config(
                                        "secrets.sealingKey", "a sealing key for this test")));
        all.addAll(List.of(overrides));
        this.server =
                new DropwizardTestSupport<>(
                        ApiServer.class,
                        configuration(change).toString(),
                        all.toArray(ConfigOverride[]::new));
        try {
            server.before();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        this.key = key(Scope.CS_ADMIN, Scope.PII_READ);
    }

    private static Path configuration(UnaryOperator<String> change) {
        try {
            Path file = Files.createTempFile("config", ".yml");
            file.toFile().deleteOnExit();
            return Files.writeString(
                    file, change.apply(Files.readString(Path.of("..", "config.yml"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Database database() {
        return testDatabase.database();
    }

    TestDatabase testDatabase() {
        return testDatabase;
    }

    /** Creates a key with exactly these scopes. */
    String key(Scope... scopes) {
        return new ApiKeys(database(), Clock.systemUTC()).create("test", Set.of(scopes), null);
    }

    /** Returns the key that may do everything. */
    String key() {
        return key;
    }

    int port() {
        return server.getLocalPort();
    }

    int adminPort() {
        return server.getAdminPort();
    }

    Server jetty() {
        return server.getEnvironment().getApplicationContext().getServer();
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

    /** Sends a request of the modern era as a well-behaved client does. */
    HttpResponse<String> modern(String bearer, String method, ObjectNode params) {
        return modern(bearer, method, params, "{}");
    }

    /** Sends a request of a client with more capabilities; {@code capabilities} with single quotes for double ones. */
    HttpResponse<String> modern(
            String bearer, String method, ObjectNode params, String capabilities) {
        return send(modernRequest(bearer, method, params, capabilities));
    }

    HttpRequest modernRequest(
            String bearer, String method, ObjectNode params, String capabilities) {
        ObjectNode all = params.deepCopy();
        all.putObject("_meta")
                .put("io.modelcontextprotocol/protocolVersion", MODERN)
                .set(
                        "io.modelcontextprotocol/clientCapabilities",
                        Json.read(capabilities.replace('\'', '"'), JsonNode.class));
        List<String> headers =
                new ArrayList<>(
                        List.of(
                                "Authorization", "Bearer " + bearer,
                                "MCP-Protocol-Version", MODERN,
                                "Mcp-Method", method));
        for (String named : List.of("name", "uri", "taskId")) {
            if (params.has(named)) {
                headers.addAll(List.of("Mcp-Name", params.get(named).asText()));
            }
        }
        return HttpRequest.newBuilder(uri("/mcp"))
                .headers(headers.toArray(String[]::new))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(rpc(1, method, all)))
                .build();
    }

    HttpClient http() {
        return http;
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

    /** Reads an answer; of one that took so long that it came as a stream, the last event. */
    static JsonNode json(HttpResponse<String> response) {
        String last =
                response.body()
                        .lines()
                        .filter(line -> line.startsWith(DATA))
                        .reduce((before, after) -> after)
                        .map(line -> line.substring(DATA.length()))
                        .orElse(response.body());
        return Json.read(last, JsonNode.class);
    }

    /** Runs the action when the process has begun to stop, before it stops accepting connections. */
    void whenStopping(Runnable action) {
        server.getEnvironment()
                .getApplicationContext()
                .getServer()
                .addEventListener(
                        new LifeCycle.Listener() {
                            @Override
                            public void lifeCycleStopping(LifeCycle stopping) {
                                action.run();
                            }
                        });
    }

    /** Stops the process as a deployment does; its database stays. */
    void stop() {
        if (!stopped) {
            stopped = true;
            server.after();
        }
    }

    @Override
    public void close() {
        stop();
        if (ownsDatabase) {
            testDatabase.close();
        }
    }
}
