package io.os199.cs.platform.secrets.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A stub that answers {@code GetSecretValue} as the API of AWS Secrets Manager is documented, for want of an account.
 * It checks whether requests are signed by the key that it knows, not whether the signature is right.
 */
public final class StubSecretsManager implements AutoCloseable {
    /** The one access key that it knows. */
    public static final String ACCESS_KEY = "AKIDSTUB";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Map<String, String>> secrets = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean silent;
    private volatile String error = "";

    public StubSecretsManager() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void put(String id, String text) {
        secrets.put(id, Map.of("Name", id, "SecretString", text));
    }

    public void putBinary(String id) {
        secrets.put(id, Map.of("Name", id, "SecretBinary", "AAEC"));
    }

    /** Accepts requests from now on and answers none. */
    public void fallSilent() {
        silent = true;
    }

    /** Refuses with this code from now on; empty to answer normally. */
    public void refuseWith(String code) {
        error = code;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String signed = exchange.getRequestHeaders().getFirst("Authorization");
        String id = JSON.readTree(exchange.getRequestBody()).path("SecretId").asText();
        Map<String, String> secret = secrets.get(id);
        if (silent) {
            waitForTheEnd();
        } else if (!"secretsmanager.GetSecretValue".equals(target)) {
            send(exchange, 400, Map.of("__type", "UnknownOperationException"));
        } else if (signed == null || !signed.contains("Credential=" + ACCESS_KEY + "/")) {
            send(exchange, 400, Map.of("__type", "UnrecognizedClientException"));
        } else if (!error.isEmpty()) {
            send(exchange, 400, Map.of("__type", error, "message", "refused"));
        } else if (secret == null) {
            send(exchange, 400, Map.of("__type", "ResourceNotFoundException"));
        } else {
            send(exchange, 200, secret);
        }
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
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
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
