package io.os199.cs.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.json.Json;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Callers that write without a pause, each call with a key and words of its own, and record what they were told. */
final class Writers implements AutoCloseable {
    /** What a call writes, and the rows that then contain its words. */
    enum Kind {
        TOUCHPOINT(
                "log_activity",
                "{'client_id':'%2$s','kind':'call','note':'%1$s','idempotency_key':'%1$s'}",
                "touchpoints",
                "note_text",
                "log touchpoint"),
        TASK(
                "log_activity",
                "{'action':'create_task','client_id':'%2$s','title':'%1$s','idempotency_key':'%1$s'}",
                "tasks",
                "title",
                "create task"),
        CLIENT(
                "register_client",
                "{'client_name':'%1$s','idempotency_key':'%1$s'}",
                "clients",
                "name",
                "register"),
        /** A job, which saves a segment. */
        SEGMENT(
                "segment_customers",
                "{'segmentation_type':'custom','segment_name':'%1$s','save':true,'wait_seconds':0,"
                        + "'criteria':[{'field':'tier','op':'in','values':['enterprise']}],"
                        + "'idempotency_key':'%1$s'}",
                "segments",
                "name",
                "save segments custom");

        private final String tool;
        private final String arguments;
        private final String table;
        private final String column;
        private final String action;

        Kind(String tool, String arguments, String table, String column, String action) {
            this.tool = tool;
            this.arguments = arguments;
            this.table = table;
            this.column = column;
            this.action = action;
        }

        String tool() {
            return tool;
        }

        String table() {
            return table;
        }

        String column() {
            return column;
        }

        /** Returns the action of its entry in the audit log. */
        String action() {
            return action;
        }
    }

    /** What a caller knows after its call. */
    enum Heard {
        DONE,
        /** A refusal that says so, or a call that was not accepted. */
        NOT_DONE,
        /** A refusal that says so, or no answer. */
        UNKNOWN,
        /** An answer that none of these faults may cause. */
        WRONG
    }

    /** One call and its outcome. */
    record Sent(String words, Kind kind, Heard heard, String answer) {}

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(25);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    private final URI url;
    private final String key;
    private final List<String> clients;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> working = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean over;

    /** @param clients the clients, each of which one caller writes about */
    Writers(URI url, String key, List<String> clients) {
        this.url = url;
        this.key = key;
        this.clients = clients;
    }

    void start(long seed) {
        for (int caller = 0; caller < clients.size(); caller++) {
            int number = caller;
            working.add(threads.submit(() -> write(number, new Random(seed + number))));
        }
    }

    private void write(int caller, Random random) {
        for (int call = 0; !over; call++) {
            int dice = random.nextInt(10);
            Kind kind =
                    dice < 5
                            ? Kind.TOUCHPOINT
                            : dice < 8 ? Kind.TASK : dice < 9 ? Kind.CLIENT : Kind.SEGMENT;
            boolean isDone =
                    send("call %d of %d".formatted(call, caller), kind, caller).heard()
                            == Heard.DONE;
            LockSupport.parkNanos((isDone ? BETWEEN_CALLS : AFTER_REFUSAL).toNanos());
        }
    }

    /** Waits for the outstanding answers; returns everything that was sent. */
    List<Sent> end() throws Exception {
        over = true;
        for (Future<?> each : working) {
            each.get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
        }
        return List.copyOf(sent);
    }

    /** Sends one call about the client of that caller; the same words repeat the same call. */
    Sent send(String words, Kind kind, int caller) {
        Sent one = answered(words, kind, caller);
        sent.add(one);
        return one;
    }

    /** As {@link #send}, without recording it. */
    Sent sendAgain(Sent before) {
        int caller = Integer.parseInt(before.words().replaceFirst(".* of ", ""));
        return answered(before.words(), before.kind(), caller);
    }

    private Sent answered(String words, Kind kind, int caller) {
        try {
            HttpResponse<String> response =
                    http.send(
                            request(
                                    kind.tool,
                                    kind.arguments.formatted(words, clients.get(caller))),
                            HttpResponse.BodyHandlers.ofString());
            return new Sent(words, kind, heard(response), response.body());
        } catch (ConnectException e) {
            return new Sent(words, kind, Heard.NOT_DONE, e.toString());
        } catch (IOException e) {
            return new Sent(words, kind, Heard.UNKNOWN, e.toString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Heard heard(HttpResponse<String> response) {
        if (response.statusCode() == 503) {
            return Heard.NOT_DONE;
        }
        if (response.statusCode() != 200) {
            return Heard.WRONG;
        }
        JsonNode result = Messages.answer(response).path("result");
        if (!result.path("isError").asBoolean(true)) {
            return Heard.DONE;
        }
        JsonNode error = result.at("/structuredContent/error");
        String message = error.path("message").asText();
        boolean isFault =
                List.of("timeout", "dependency_unavailable", "rate_limited")
                        .contains(error.path("code").asText());
        if (isFault && message.contains("nothing of it was written")) {
            return Heard.NOT_DONE;
        }
        return isFault && message.contains("it may have been done") ? Heard.UNKNOWN : Heard.WRONG;
    }

    private HttpRequest request(String tool, String arguments) {
        ObjectNode message = Json.mapper().createObjectNode().put("jsonrpc", "2.0").put("id", 1);
        ObjectNode params =
                message.put("method", "tools/call").putObject("params").put("name", tool);
        params.set("arguments", Json.read(arguments.replace('\'', '"'), JsonNode.class));
        return HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .headers("Authorization", "Bearer " + key, "Content-Type", "application/json")
                .headers("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                .build();
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
        http.shutdownNow();
    }
}
