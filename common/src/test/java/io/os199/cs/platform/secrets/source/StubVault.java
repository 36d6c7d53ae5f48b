package io.os199.cs.platform.secrets.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stub that answers as Vault's HTTP API is documented, for want of a Vault: version 2 of the key-value engine below
 * {@code secret/}, tokens, namespaces, and the Kubernetes login.
 */
public final class StubVault implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Map<String, ?>> secrets = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger logins = new AtomicInteger();
    private volatile String account = "";
    private volatile boolean silent;
    private volatile int broken;

    public StubVault() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/secret/data/", this::secret);
        server.createContext("/v1/auth/kubernetes/login", this::login);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Writes a new version of the secret at {@code path}, below {@code secret/data/}. */
    public void put(String path, Map<String, ?> data) {
        secrets.put(path, data);
    }

    /** Accepts {@code token} from now on, in {@code namespace}, empty for the root. */
    public void allow(String token, String namespace) {
        tokens.put(token, namespace);
    }

    public void revoke(String token) {
        tokens.remove(token);
    }

    /** Admits the service account with this token as role {@code cs}. */
    public void bind(String serviceAccount) {
        account = serviceAccount;
    }

    /** Returns the number of logins. */
    public int loginCount() {
        return logins.get();
    }

    /** Accepts requests from now on and answers none. */
    public void fallSilent() {
        silent = true;
    }

    /** Answers with {@code status} from now on; 0 to answer normally. */
    public void breakWith(int status) {
        broken = status;
    }

    private void secret(HttpExchange exchange) throws IOException {
        if (silent) {
            waitForTheEnd();
        } else if (broken != 0) {
            send(exchange, broken, Map.of("errors", new String[] {"internal error"}));
        } else if (!isAllowed(exchange)) {
            send(exchange, 403, Map.of("errors", new String[] {"permission denied"}));
        } else {
            String path = exchange.getRequestURI().getPath().substring("/v1/secret/data/".length());
            Map<String, ?> data = secrets.get(path);
            if (data == null) {
                send(exchange, 404, Map.of("errors", new String[0]));
            } else {
                Map<String, ?> kept =
                        Map.of("data", data, "metadata", Map.of("version", 1, "destroyed", false));
                send(exchange, 200, Map.of("lease_duration", 0, "data", kept));
            }
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String token = header(exchange, "X-Vault-Token");
        return header(exchange, "X-Vault-Namespace").equals(tokens.get(token));
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private void login(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        if (!body.path("role").asText().equals("cs")
                || !body.path("jwt").asText().equals(account)) {
            send(exchange, 403, Map.of("errors", new String[] {"permission denied"}));
            return;
        }
        String token = "hvs.login-" + logins.incrementAndGet();
        allow(token, header(exchange, "X-Vault-Namespace"));
        send(
                exchange,
                200,
                Map.of(
                        "lease_id",
                        "",
                        "renewable",
                        false,
                        "auth",
                        Map.of(
                                "client_token",
                                token,
                                "accessor",
                                "accessor",
                                "policies",
                                new String[] {"cs"},
                                "metadata",
                                Map.of("role", "cs"),
                                "lease_duration",
                                3600,
                                "renewable",
                                true)));
    }

    private void waitForTheEnd() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
