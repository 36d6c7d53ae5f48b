package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Doing;
import io.os199.cs.jobs.Job;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Cancellation;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Function;

/** One call in progress: who calls, when, and how it writes. It lives as long as the call. */
public final class Call {
    private final String tool;
    private final @Nullable JsonNode arguments;
    private final CallContext context;
    private final Instant now;
    private final Idempotency idempotency;
    private final Confirmation confirmation;
    private @Nullable String jobId;

    Call(
            String tool,
            @Nullable JsonNode arguments,
            CallContext context,
            Clock clock,
            Idempotency idempotency,
            Confirmation confirmation) {
        this.tool = tool;
        this.arguments = arguments;
        this.context = context;
        this.now = StoredTime.now(clock);
        this.idempotency = idempotency;
        this.confirmation = confirmation;
    }

    public String tool() {
        return tool;
    }

    public Principal principal() {
        return context.principal();
    }

    public boolean has(Scope scope) {
        return principal().has(scope);
    }

    /** Whether a write, or a job, would be allowed: the caller has cs:write, on a path where writing is allowed. */
    public boolean mayWrite() {
        return has(Scope.CS_WRITE) && !onlyReads();
    }

    /** Whether the caller sees personal data unmasked; caches keep answers for the two cases apart. */
    public boolean seesPersonalData() {
        return principal().seesPersonalData();
    }

    public String requestId() {
        return context.requestId();
    }

    public @Nullable String traceParent() {
        return context.traceParent();
    }

    /** Signals, and stops the work, when nobody waits for the answer any more. */
    public Cancellation cancellation() {
        return context.cancellation();
    }

    /** The caller, for the timeline and the audit log. */
    public Actor actor() {
        return new Actor(principal().id(), requestId());
    }

    /** Who does what this call writes, with which tool and when. */
    public Doing doing() {
        return new Doing(actor(), tool, now);
    }

    /** When the call began; every part of the answer uses this one instant. */
    public Instant now() {
        return now;
    }

    /** The UTC day of {@link #now}. */
    public LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /**
     * Writes: runs {@code work} in one transaction on the primary, which a refusal rolls back. Where the caller sent
     * an {@code idempotency_key}, or the transport has one, the key is taken first in that transaction, and repeating
     * the same call returns the answer of this one without running {@code work}.
     *
     * @param answerType the type to read a stored answer as
     */
    public <T extends Record> Answer<T> write(
            Class<T> answerType, Function<Transaction, Answer<T>> work) {
        return idempotency.once(this, idempotencyKey(), answerType, work);
    }

    /**
     * Writes what reaches customers or is destructive, once a person has said yes to {@code preview}. Until then it
     * answers with the refusal {@code confirmation_required}, the preview and a token; where the client can ask a
     * person, the edge turns it into a question. The yes is used up in the transaction of the write, so it counts
     * once or not at all.
     *
     * @param fingerprint of the versions and the audience that the preview shows: where it has changed by the time
     *     the yes arrives, the answer is {@code conflict} with the new preview
     */
    public <T extends Record> Answer<T> writeConfirmed(
            Preview preview,
            String fingerprint,
            Class<T> answerType,
            Function<Transaction, Answer<T>> work) {
        if (isRepeated()) {
            return write(answerType, work);
        }
        return confirmation
                .given(
                        this,
                        argument("confirmation_token"),
                        context.consent(),
                        preview,
                        fingerprint)
                .then(
                        token ->
                                write(
                                        answerType,
                                        transaction ->
                                                confirmation.use(transaction, this, token)
                                                        ? work.apply(transaction)
                                                        : Answer.refused(Confirmation.spent())));
    }

    /**
     * Whether this very call was answered before under its key. It then needs neither a yes nor a look at what it
     * would do, which could have changed by now: {@link #write} returns the earlier answer.
     */
    public boolean isRepeated() {
        return idempotency.isKept(this, idempotencyKey());
    }

    /** Returns the earlier answer of a repeated call, see {@link #isRepeated}; refused where it is gone by now. */
    public <T extends Record> Answer<T> repeat(Class<T> answerType) {
        return write(
                answerType,
                _ ->
                        Answer.refused(
                                Refusal.conflict(
                                                "the answer kept for idempotency_key has just been"
                                                        + " deleted, and nothing was done now;"
                                                        + " send a new key to do it again")
                                        .field("idempotency_key")));
    }

    /** Whether the client accepts a task as an answer: then {@link #answerAsTask} instead of waiting. */
    public boolean takesTasks() {
        return context.takesTasks();
    }

    /** Makes the client watch the job as a task; the tool's own answer is then not sent. */
    public void answerAsTask(String job) {
        this.jobId = job;
    }

    /** Reports the progress of a job that the call waits for; false when nobody waits any more. */
    public boolean waitsFor(Job job) {
        Long total = job.progressTotal();
        context.progress()
                .progress(
                        (double) job.progressDone(),
                        total == null ? null : total.doubleValue(),
                        job.message());
        return !cancellation().isCancelled();
    }

    boolean onlyReads() {
        return context.onlyReads();
    }

    @Nullable String jobId() {
        return jobId;
    }

    @Nullable JsonNode arguments() {
        return arguments;
    }

    private @Nullable String idempotencyKey() {
        String sent = argument("idempotency_key");
        return sent == null ? context.repeatKey() : sent;
    }

    private @Nullable String argument(String name) {
        return arguments != null && arguments.hasNonNull(name)
                ? arguments.get(name).asText()
                : null;
    }
}
