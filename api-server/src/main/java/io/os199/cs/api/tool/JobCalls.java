package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.tracing.Tracing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Determines how every tool that starts a job answers: with a task to a client that accepts tasks, otherwise with the
 * result if it arrives in time, otherwise with a handle for {@code get_job}.
 */
public final class JobCalls {
    private final Jobs jobs;
    private final AuditLog audit;

    public JobCalls(Jobs jobs, AuditLog audit) {
        this.jobs = jobs;
        this.audit = audit;
    }

    private record Submitted(String jobId) {}

    /**
     * Starts the job, or joins the open one with the same arguments.
     *
     * @param tool whose worker runs it
     * @param order its arguments, without personal data
     */
    public <O extends Record> Answer<O> answer(
            Call call,
            String tool,
            JsonNode order,
            int waitSeconds,
            Function<JsonNode, O> ofResult,
            Function<JobHandle, O> ofHandle) {
        if (call.onlyReads()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "this is a job, and none can be started where only reading is"
                                            + " allowed")
                            .hint("Name a client, or call the tool where writing is allowed"));
        }
        String span = Tracing.currentParent();
        String parent = span == null ? call.traceParent() : span;
        JobOrder job = new JobOrder(tool, order, call.principal().id(), parent);
        Answer<Submitted> submitted =
                call.write(Submitted.class, tx -> Answer.of(submit(tx, job, call)));
        return submitted.then(
                begun -> {
                    Duration wait = Duration.ofSeconds(call.takesTasks() ? 0 : waitSeconds);
                    Optional<Job> found = jobs.await(begun.jobId(), wait, call::waitsFor);
                    return found.map(it -> outcome(call, it, ofResult, ofHandle))
                            .map(Answer::of)
                            .orElseGet(() -> Answer.refused(expired()));
                });
    }

    /** Records in the audit log who asked; the job records what it then does itself. */
    private Submitted submit(Transaction tx, JobOrder order, Call call) {
        String jobId = jobs.submit(tx, order).jobId();
        Actor actor = call.actor();
        audit.record(tx, AuditEntry.done(actor, call.tool(), "ask for job", List.of(jobId)));
        return new Submitted(jobId);
    }

    private static <O extends Record> O outcome(
            Call call, Job job, Function<JsonNode, O> ofResult, Function<JobHandle, O> ofHandle) {
        JsonNode result = job.result();
        if (job.status() == JobStatus.COMPLETED && result != null) {
            return ofResult.apply(result);
        }
        if (call.takesTasks() && !job.status().isFinal()) {
            call.answerAsTask(job.jobId());
        }
        return ofHandle.apply(JobHandle.of(job, call.now()));
    }

    private static Refusal expired() {
        return Refusal.notFound("idempotency_key", "the job of this key has expired")
                .hint("Send a new idempotency_key to start another");
    }
}
