package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.InputRequest;
import io.os199.cs.api.mcp.served.RpcException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** One task, from its beginning to whichever end comes first. */
final class FixtureTask {
    private static final String WORKING = "working";

    private final String id;
    private final String principal;
    private final Runnable changed;
    private final String createdAt = Instant.now().toString();
    private final Map<String, InputRequest> open = new LinkedHashMap<>();
    private final Map<String, JsonNode> answers = new HashMap<>();
    private String updatedAt = createdAt;
    private String status = WORKING;
    private ObjectNode end = Literal.object("{}");

    /** The work of a task; a thrown {@link RpcException} is its failure. */
    interface Work {
        ObjectNode run(FixtureTask task) throws InterruptedException;
    }

    FixtureTask(String id, String principal, Runnable changed) {
        this.id = id;
        this.principal = principal;
        this.changed = changed;
    }

    String principal() {
        return principal;
    }

    void run(Work work) {
        try {
            ObjectNode result = work.run(this);
            end("completed", Literal.object("{}").set("result", result));
        } catch (RpcException e) {
            ObjectNode failed = Literal.object("{}");
            failed.putObject("error")
                    .put("code", e.error().code())
                    .put("message", e.error().message());
            end("failed", failed);
        } catch (CancellationException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes this long, unless it is cancelled. */
    synchronized void work(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        long left = time.toMillis();
        while (left > 0) {
            stopIfCancelled();
            wait(left);
            left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        }
        stopIfCancelled();
    }

    /** Asks the questions, and waits until all have been answered. */
    Map<String, JsonNode> ask(Map<String, InputRequest> questions) throws InterruptedException {
        synchronized (this) {
            open.putAll(questions);
            set("input_required");
        }
        changed.run();
        synchronized (this) {
            while (!open.isEmpty()) {
                stopIfCancelled();
                wait();
            }
            stopIfCancelled();
            return Map.copyOf(answers);
        }
    }

    void answer(Map<String, JsonNode> responses) {
        synchronized (this) {
            responses.forEach(
                    (key, response) -> {
                        if (open.remove(key) != null) {
                            answers.put(key, response);
                        }
                    });
            if (status.equals("input_required") && open.isEmpty()) {
                set(WORKING);
            }
        }
        changed.run();
    }

    void cancel() {
        end("cancelled", Literal.object("{}"));
    }

    /** Returns the task without its result, error or questions. */
    synchronized ObjectNode summary() {
        return Literal.object("{}")
                .put("taskId", id)
                .put("status", status)
                .put("createdAt", createdAt)
                .put("lastUpdatedAt", updatedAt)
                .put("ttlMs", 3_600_000)
                .put("pollIntervalMs", 1000);
    }

    synchronized ObjectNode detail() {
        ObjectNode detail = summary().setAll(end.deepCopy());
        if (status.equals("input_required")) {
            ObjectNode requests = detail.putObject("inputRequests");
            open.forEach(
                    (key, request) ->
                            requests.putObject(key)
                                    .put("method", request.method())
                                    .set("params", request.params().deepCopy()));
        }
        return detail;
    }

    /** Ends the task, unless it has ended already. */
    private void end(String status, ObjectNode end) {
        synchronized (this) {
            if (!isUnderWay()) {
                return;
            }
            this.end = end;
            set(status);
        }
        changed.run();
    }

    private boolean isUnderWay() {
        return status.equals(WORKING) || status.equals("input_required");
    }

    private synchronized void set(String status) {
        this.status = status;
        updatedAt = Instant.now().toString();
        notifyAll();
    }

    private void stopIfCancelled() {
        if (!isUnderWay()) {
            throw new CancellationException("the task was cancelled");
        }
    }
}
