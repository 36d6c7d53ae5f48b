package io.os199.cs.api.tools.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.ProductTool;
import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.TaskStore;
import io.os199.cs.api.security.Principal;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.jobs.CancelOutcome;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs as tasks of the tasks extension, on the same rows that {@code get_job} and {@code cancel_job} serve. */
public final class JobTasks implements TaskStore {
    private static final String CANCEL = "cancel_job";
    private static final String INTERNAL = "internal";
    private static final int INTERNAL_ERROR = -32603;

    private final Database database;
    private final Jobs jobs;
    private final ToolScopes scopes;
    private final JobAnswers answers;
    private final AuditLog audit;
    private final Clock clock;

    JobTasks(
            Database database,
            Jobs jobs,
            ToolScopes scopes,
            JobAnswers answers,
            AuditLog audit,
            Clock clock) {
        this.database = database;
        this.jobs = jobs;
        this.scopes = scopes;
        this.answers = answers;
        this.audit = audit;
        this.clock = clock;
    }

    /** Finds only the caller's own jobs: another principal's job is no task here. */
    @Override
    public Optional<ObjectNode> find(String taskId, Asked asked) {
        return own(taskId, asked).map(job -> task(job, asked.principal()));
    }

    /** None of our jobs asks anything while it runs, so there is no key that an answer could belong to. */
    @Override
    public boolean update(String taskId, Map<String, JsonNode> responses, Asked asked) {
        return own(taskId, asked).isPresent();
    }

    @Override
    public boolean cancel(String taskId, Asked asked) {
        Optional<Job> job = own(taskId, asked);
        if (job.isPresent() && !job.get().status().isFinal()) {
            database.write(
                    tx -> {
                        CancelOutcome outcome = jobs.cancel(tx, job.get());
                        audit.record(
                                tx,
                                new AuditEntry(
                                        asked.principal().id(),
                                        CANCEL,
                                        "cancel",
                                        List.of(taskId),
                                        WireName.of(outcome),
                                        asked.requestId()));
                        return outcome;
                    });
        }
        return job.isPresent();
    }

    private Optional<Job> own(String taskId, Asked asked) {
        return asked.principal()
                .seeingItsWrites(() -> jobs.find(taskId))
                .filter(job -> job.principal().equals(asked.principal().id()));
    }

    private ObjectNode task(Job job, Principal principal) {
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.put("taskId", job.jobId());
        task.put("status", status(job));
        String message = message(job);
        if (message != null) {
            task.put("statusMessage", message);
        }
        task.put("createdAt", job.submittedAt().toString());
        task.put("lastUpdatedAt", job.updatedAt().toString());
        Instant expiresAt = job.expiresAt();
        if (expiresAt == null) {
            // Until it has ended, nothing limits its lifetime.
            task.putNull("ttlMs");
        } else {
            task.put("ttlMs", Duration.between(job.submittedAt(), expiresAt).toMillis());
        }
        Integer again = job.retryAfterSeconds(clock.instant());
        if (again != null) {
            task.put("pollIntervalMs", again * 1000);
        }
        end(task, job, principal);
        return task;
    }

    private void end(ObjectNode task, Job job, Principal principal) {
        JsonNode error = job.error();
        if (job.status() == JobStatus.COMPLETED) {
            String withheld = JobLookup.withheld(job, principal, scopes);
            JsonNode result = answers.of(job, principal.seesPersonalData());
            task.set(
                    "result",
                    withheld == null && result != null
                            ? ProductTool.result(false, Json.written(result, true))
                            : refused(refusal(withheld(withheld))));
        } else if (job.status() == JobStatus.FAILED && isFault(error)) {
            task.putObject("error")
                    .put("code", INTERNAL_ERROR)
                    .put("message", error == null ? "failed" : error.path("message").asText());
        } else if (job.status() == JobStatus.FAILED && error != null) {
            task.set("result", refused(refusal(error)));
        }
    }

    private static ObjectNode refused(JsonNode error) {
        return ProductTool.result(true, Json.written(error, true));
    }

    /**
     * A job that failed for a reason that the tool itself could have given counts as completed, with that reason as
     * its result.
     */
    private static String status(Job job) {
        return switch (job.status()) {
            case QUEUED, WORKING -> "working";
            case INPUT_REQUIRED -> "input_required";
            case COMPLETED -> "completed";
            case CANCELLED -> "cancelled";
            case FAILED -> isFault(job.error()) ? "failed" : "completed";
        };
    }

    private static boolean isFault(@Nullable JsonNode error) {
        return error == null || error.path("code").asText().equals(INTERNAL);
    }

    private static @Nullable String message(Job job) {
        if (job.message() != null || job.progressTotal() == null) {
            return job.message();
        }
        return "%d of %d".formatted(job.progressDone(), job.progressTotal());
    }

    private static JsonNode withheld(@Nullable String right) {
        ObjectNode error = Json.mapper().createObjectNode();
        error.put("code", "forbidden");
        error.put(
                "message",
                "the result is withheld: the caller has lost the right to it since ("
                        + right
                        + "); call the tool again");
        return error.put("retryable", false);
    }

    private static ObjectNode refusal(JsonNode error) {
        ObjectNode content = Json.mapper().createObjectNode();
        content.set("error", error);
        return content;
    }
}
