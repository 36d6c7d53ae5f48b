package io.os199.cs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Requests as a broken or hostile client sends them, most of them nearly valid, as those get farthest. The same seed
 * yields the same requests. They contain none of the words that the answers are searched for.
 */
final class HostileRequests {
    private static final List<String> METHODS =
            List.of(
                    "initialize",
                    "ping",
                    "server/discover",
                    "tools/list",
                    "tools/call",
                    "prompts/list",
                    "prompts/get",
                    "resources/list",
                    "resources/read",
                    "resources/templates/list",
                    "resources/subscribe",
                    "completion/complete",
                    "logging/setLevel",
                    "tasks/get",
                    "tasks/update",
                    "tasks/cancel",
                    "tasks/list",
                    "subscriptions/listen",
                    "notifications/initialized",
                    "notifications/cancelled",
                    "no/such");

    private static final List<String> PATHS =
            List.of("/mcp/readonly", "/mcp/x/core", "/mcp/x/%00", "/mcp;x=1", "/MCP", "/mcp?a=%zz");

    private static final List<String> VERSIONS =
            List.of(
                    "2026-07-28",
                    "2025-11-25",
                    "2025-06-18",
                    "2025-03-26",
                    "2099-01-01",
                    "1999",
                    "",
                    "2026-07-28, 2025-11-25");

    /** Texts as they stand between the quotes of JSON. */
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "x",
                    "Acme Corp",
                    "' or 1=1 --",
                    "%",
                    "\\\\",
                    "\\u0000",
                    "a\\u0000b",
                    "\\ud800",
                    "\\udc00\\ud800",
                    "\\u202eevil",
                    "\u202e\u200b",
                    "💥",
                    "../../etc/passwd",
                    "${x}",
                    "{{x}}",
                    "<b>",
                    "null",
                    "NaN",
                    "2026-02-30",
                    "2026-07-01",
                    "-1",
                    "1e9",
                    "client_01h455vb4pex5vsknk084sn02q",
                    "cs://clients/x",
                    "x".repeat(201),
                    "é".repeat(5000));

    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0",
                    "-1",
                    "1",
                    "1.0",
                    "1.5",
                    "2147483648",
                    "9223372036854775808",
                    "1e400",
                    "1e-400",
                    "1e999999999",
                    "-1e2147483647",
                    "9".repeat(99),
                    "9".repeat(101),
                    "0." + "3".repeat(90));

    /** An answer that fits in a body, and has a thousand times as many digits when its numbers are written out. */
    private static final String LONG_ANSWER =
            "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":[%s0]}"
                    .formatted("1e9999,".repeat(149_000));

    private final Random random;
    private final String key;
    private final List<JsonNode> tools;

    HostileRequests(long seed, String key, List<JsonNode> tools) {
        this.random = new Random(seed);
        this.key = key;
        this.tools = tools;
    }

    byte[] next() {
        Message message = message();
        byte[] body = body(message.json());
        StringBuilder head = new StringBuilder();
        head.append(chance(95) ? "POST" : any(List.of("GET", "DELETE", "OPTIONS", "PUT", "PATCH")));
        head.append(' ').append(chance(96) ? "/mcp" : any(PATHS)).append(" HTTP/1.1\r\n");
        for (String header : headers(message)) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(contentLength(body.length)).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** A message with the fields that its headers repeat. */
    private record Message(String json, String method, String name, boolean isModern) {}

    private Message message() {
        String method = chance(50) ? "tools/call" : any(METHODS);
        boolean isModern = chance(50);
        List<String> params = new ArrayList<>();
        String name = "";
        switch (method) {
            case "tools/call" -> {
                JsonNode tool = any(tools);
                name = chance(90) ? tool.path("name").textValue() : any(TEXTS);
                params.add(field("name", quoted(name)));
                boolean waits = tool.at("/inputSchema/properties").has("wait_seconds");
                if (waits || chance(95)) {
                    params.add(field("arguments", arguments(tool.path("inputSchema"))));
                }
            }
            case "prompts/get" -> {
                name = any(TEXTS);
                params.add(field("name", quoted(name)));
                params.add(field("arguments", value(2)));
            }
            case "resources/read", "resources/subscribe" -> {
                name = any(TEXTS);
                params.add(field("uri", quoted(name)));
            }
            case "tasks/get", "tasks/update", "tasks/cancel" -> {
                name = any(TEXTS);
                params.add(field("taskId", quoted(name)));
                params.add(field("inputResponses", value(2)));
            }
            case "initialize" -> {
                params.add(field("protocolVersion", quoted(any(VERSIONS))));
                params.add(field("capabilities", chance(70) ? "{}" : value(2)));
                params.add(field("clientInfo", value(2)));
            }
            case "completion/complete" -> {
                params.add(
                        field(
                                "ref",
                                chance(70)
                                        ? "{\"type\":\"ref/prompt\",\"name\":%s}".formatted(text())
                                        : value(2)));
                params.add(
                        field(
                                "argument",
                                chance(70)
                                        ? "{\"name\":%s,\"value\":%s}".formatted(text(), text())
                                        : value(2)));
            }
            default -> {
                if (chance(50)) {
                    params.add(
                            field(
                                    any(List.of("cursor", "level", "notifications", "requestId")),
                                    value(2)));
                }
            }
        }
        if (isModern) {
            params.add(field("_meta", chance(90) ? meta() : value(2)));
        }
        List<String> message = new ArrayList<>();
        message.add(field("jsonrpc", chance(97) ? "\"2.0\"" : value(1)));
        if (chance(93)) {
            message.add(field("id", chance(85) ? "7" : value(1)));
        }
        message.add(field("method", chance(97) ? quoted(method) : value(1)));
        message.add(field("params", chance(97) ? object(params) : value(2)));
        return new Message(object(message), method, name, isModern);
    }

    private String meta() {
        List<String> meta = new ArrayList<>();
        meta.add(
                field(
                        "io.modelcontextprotocol/protocolVersion",
                        chance(90) ? "\"2026-07-28\"" : value(1)));
        meta.add(
                field(
                        "io.modelcontextprotocol/clientCapabilities",
                        any(
                                List.of(
                                        "{}",
                                        "{\"elicitation\":{}}",
                                        "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}",
                                        "[]"))));
        if (chance(20)) {
            meta.add(field(any(List.of("progressToken", "traceparent", "x/y")), value(1)));
        }
        return object(meta);
    }

    /** Returns arguments for a schema: mostly of the right type, within the bounds or at their edge. */
    private String arguments(JsonNode schema) {
        if (chance(3)) {
            return value(3);
        }
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(each -> required.add(each.textValue()));
        List<String> fields = new ArrayList<>();
        schema.path("properties")
                .properties()
                .forEach(
                        property -> {
                            String name = property.getKey();
                            if (name.equals("wait_seconds")) {
                                // No worker runs the jobs here, and the default is a long wait.
                                fields.add(
                                        field(
                                                name,
                                                any(List.of("0", "0", "0", "-1", "99", "\"x\""))));
                            } else if (chance(required.contains(name) ? 90 : 35)) {
                                fields.add(
                                        field(
                                                name,
                                                chance(75)
                                                        ? fitting(property.getValue())
                                                        : value(2)));
                            }
                        });
        if (chance(5)) {
            fields.add(field("no_such", value(1)));
        }
        return object(fields);
    }

    private String fitting(JsonNode schema) {
        if (schema.has("enum")) {
            return any(schema.path("enum")).toString();
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> any(List.of("true", "false"));
            case "integer", "number" -> bound(schema);
            case "array" -> list(() -> fitting(schema.path("items")));
            case "object" -> arguments(schema);
            default ->
                    schema.path("format").asText().equals("date")
                            ? any(
                                    List.of(
                                            "\"2026-07-01\"",
                                            "\"1990-01-01\"",
                                            "\"2100-12-31\"",
                                            "\"9999-12-31\"",
                                            "\"-0001-01-01\""))
                            : text();
        };
    }

    private String bound(JsonNode schema) {
        JsonNode bound = schema.path(any(List.of("minimum", "maximum")));
        return bound.isMissingNode()
                ? any(List.of("0", "1", "7", "200", "100000"))
                : Long.toString(bound.asLong() + random.nextInt(3) - 1);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 6)) {
            case 0 -> "null";
            case 1 -> any(List.of("true", "false"));
            case 2 -> any(NUMBERS);
            case 3, 4, 5 -> text();
            case 6, 7, 8 -> list(() -> value(depth - 1));
            case 9, 10 -> {
                List<String> fields = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    fields.add("%s:%s".formatted(text(), value(depth - 1)));
                }
                yield object(fields);
            }
            default -> {
                int levels = any(List.of(1, 3, 10, 10, 45, 60, 5000));
                yield "[".repeat(levels) + "]".repeat(levels);
            }
        };
    }

    private String list(Supplier<String> item) {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(item.get());
        }
        return items.toString();
    }

    private String text() {
        return quoted(any(TEXTS));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String field(String name, String value) {
        return quoted(name) + ":" + value;
    }

    /** Returns an object, sometimes with a duplicate key. */
    private String object(List<String> fields) {
        List<String> all = new ArrayList<>(fields);
        if (!all.isEmpty() && chance(1)) {
            all.add(any(fields));
        }
        return "{" + String.join(",", all) + "}";
    }

    private byte[] body(String json) {
        String text = json;
        if (chance(5)) {
            int size = any(List.of(1, 2, 50, 51));
            text = "[" + (json + ",").repeat(size - 1) + json + "]";
        } else if (chance(2)) {
            text =
                    any(
                            List.of(
                                    "",
                                    "[]",
                                    "{}",
                                    "7",
                                    "\"x\"",
                                    json + json,
                                    "[[" + json + "]]",
                                    "\uFEFF",
                                    LONG_ANSWER));
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return chance(8) ? mutated(bytes) : bytes;
    }

    /** Returns the bytes with some changed, among them some that are invalid UTF-8, or cut off. */
    private byte[] mutated(byte[] bytes) {
        byte[] changed = bytes.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] =
                    (byte) (chance(50) ? random.nextInt(256) : any(List.of(0, 0xC0, 0xED, 0xFF)));
        }
        return chance(80) ? changed : Arrays.copyOf(changed, random.nextInt(changed.length + 1));
    }

    private List<String> headers(Message message) {
        List<String> headers = new ArrayList<>();
        headers.add("Host: " + (chance(99) ? "localhost" : any(TEXTS)));
        if (chance(99)) {
            headers.add("Authorization: " + (chance(99) ? "Bearer " + key : any(TEXTS)));
        }
        if (chance(98)) {
            headers.add(
                    "Content-Type: "
                            + (chance(96)
                                    ? "application/json"
                                    : any(
                                            List.of(
                                                    "application/json; charset=utf-16",
                                                    "text/plain",
                                                    ";",
                                                    "application/json; charset=nonsense"))));
        }
        headers.add(
                "Accept: "
                        + (chance(90)
                                ? "application/json, text/event-stream"
                                : any(List.of("*/*", "text/html", "", "application/json;q=x"))));
        if (message.isModern() ? chance(95) : chance(30)) {
            headers.add(
                    "MCP-Protocol-Version: "
                            + (message.isModern() && chance(95) ? "2026-07-28" : any(VERSIONS)));
        }
        if (message.isModern() ? chance(97) : chance(5)) {
            headers.add("Mcp-Method: " + (chance(97) ? message.method() : any(TEXTS)));
        }
        if (message.isModern() ? chance(97) : chance(5)) {
            headers.add("Mcp-Name: " + nameHeader(message.name()));
        }
        if (chance(4)) {
            headers.add("Mcp-Session-Id: " + any(TEXTS));
        }
        if (chance(2)) {
            headers.add("Last-Event-ID: " + any(TEXTS));
        }
        if (chance(1)) {
            headers.add("Origin: " + any(TEXTS));
        }
        return headers;
    }

    private String nameHeader(String name) {
        String encoded =
                "=?base64?"
                        + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8))
                        + "?=";
        return switch (random.nextInt(60)) {
            case 0, 1, 2, 3, 4 -> encoded;
            case 5 -> encoded.replace("?=", "?");
            case 6 -> "=?base64?" + any(List.of("*", "w4M", "/w==", "")) + "?=";
            case 7 -> "=?base64?=";
            case 8 -> any(TEXTS);
            default -> name;
        };
    }

    private String contentLength(int length) {
        return chance(98)
                ? Integer.toString(length)
                : any(
                        List.of(
                                Integer.toString(length / 2),
                                Integer.toString(length + 5),
                                "0",
                                "-1",
                                "99999999999999999999",
                                "2000000"));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private JsonNode any(JsonNode array) {
        return array.isEmpty()
                ? JsonNodeFactory.instance.nullNode()
                : array.get(random.nextInt(array.size()));
    }
}
