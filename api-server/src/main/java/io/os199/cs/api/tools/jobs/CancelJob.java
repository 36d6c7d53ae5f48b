package io.os199.cs.api.tools.jobs;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.jobs.CancelOutcome;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.PersonalData;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** Stops a job, and reports what was stored and is kept. */
@ToolInfo(
        name = "cancel_job",
        title = "Cancel job",
        description =
                "Stops a queued or running job; what it stored is kept. Another principal's job"
                        + " needs cs:admin and a confirmation.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class CancelJob implements Tool<CancelJob.Input, CancelJob.Output> {
    private static final String MAIL = "send_personalized_email";

    private final Jobs jobs;
    private final ToolScopes scopes;
    private final AuditLog audit;

    CancelJob(Jobs jobs, ToolScopes scopes, AuditLog audit) {
        this.jobs = jobs;
        this.scopes = scopes;
        this.audit = audit;
    }

    public record Input(
            @Size(max = 60) String jobId,
            @Nullable @Size(max = 300) String reason,
            @Default(value = "5", listed = false) @Min(0) @Max(25) int waitSeconds,
            @Nullable @Size(max = 400) String confirmationToken,
            @Default(value = "false", listed = false) boolean dryRun) {}

    /**
     * The result of stopping a job.
     *
     * @param isDryRun whether this only reports what would happen
     */
    public record Output(
            JobRecord job, CancelOutcome outcome, Kept kept, @Nullable Boolean isDryRun) {}

    /**
     * What the job had stored, which is kept.
     *
     * @param what the unit of the counts
     */
    public record Kept(long doneCount, @Nullable Long totalCount, String what) {}

    /** The preview that a person confirms. */
    public record StopPreview(JobRecord job, Kept kept) implements Preview {
        @Override
        public String question() {
            return "Stop the %s job of another principal? What it has stored is kept, nothing is undone."
                    .formatted(job.tool());
        }
    }

    /** The outcome of the cancel statement itself, before any waiting. */
    public record Met(CancelOutcome outcome) {}

    @Override
    public Answer<Output> call(Input input, Call call) {
        return JobLookup.checked(input.jobId())
                .then(id -> JobLookup.visible(jobs.find(id), id, call))
                .then(job -> permitted(job, call))
                .then(job -> cancel(job, input, call));
    }

    private Answer<Job> permitted(Job job, Call call) {
        Scope scope = scopes.of(job.tool());
        if (JobRecord.isOwn(job, call) && !call.has(scope)) {
            return Answer.refused(
                    NeededScopes.refusal(
                            "a job of " + job.tool() + " is stopped with the scope " + scope,
                            scope));
        }
        boolean delivers =
                job.tool().equals(MAIL)
                        && (job.status() == JobStatus.WORKING
                                || job.status() == JobStatus.COMPLETED);
        return delivers
                ? Answer.refused(
                        Refusal.failedPrecondition("the mails of this job are on their way")
                                .hint(MAIL + " with action cancel stops those not sent yet"))
                : Answer.of(job);
    }

    private Answer<Output> cancel(Job job, Input input, Call call) {
        if (job.status().isFinal()) {
            return Answer.of(output(job, CancelOutcome.ALREADY_FINAL, null, call));
        }
        if (input.dryRun()) {
            CancelOutcome would =
                    job.status() == JobStatus.WORKING
                            ? CancelOutcome.CANCELLING
                            : CancelOutcome.CANCELLED;
            return Answer.of(output(job, would, true, call));
        }
        Answer<Met> met =
                JobRecord.isOwn(job, call)
                        ? call.write(Met.class, tx -> Answer.of(stop(tx, job, input, call)))
                        : call.writeConfirmed(
                                new StopPreview(JobRecord.of(job, call), kept(job)),
                                job.jobId() + " " + WireName.of(job.status()),
                                Met.class,
                                tx -> Answer.of(stop(tx, job, input, call)));
        return met.map(stopped -> awaited(job, stopped.outcome(), input, call));
    }

    private Met stop(Transaction tx, Job job, Input input, Call call) {
        CancelOutcome outcome = jobs.cancel(tx, job);
        String reason = input.reason();
        audit.record(
                tx,
                new AuditEntry(
                        call.principal().id(),
                        call.tool(),
                        reason == null ? "cancel" : "cancel: " + PersonalData.blankContacts(reason),
                        List.of(job.jobId()),
                        WireName.of(outcome),
                        call.requestId()));
        return new Met(outcome);
    }

    private Output awaited(Job before, CancelOutcome met, Input input, Call call) {
        Job job =
                jobs.await(before.jobId(), Duration.ofSeconds(input.waitSeconds()), call::waitsFor)
                        .orElse(before);
        return output(job, outcome(met, job.status()), null, call);
    }

    /** A job that finished first keeps its final status. */
    private static CancelOutcome outcome(CancelOutcome met, JobStatus now) {
        if (met != CancelOutcome.CANCELLING || !now.isFinal()) {
            return met;
        }
        return now == JobStatus.CANCELLED ? CancelOutcome.CANCELLED : CancelOutcome.ALREADY_FINAL;
    }

    private static Output output(
            Job job, CancelOutcome outcome, @Nullable Boolean isDryRun, Call call) {
        return new Output(JobRecord.of(job, call), outcome, kept(job), isDryRun);
    }

    private static Kept kept(Job job) {
        String what =
                switch (job.tool()) {
                    case "import" -> "rows";
                    case MAIL -> "messages";
                    default -> "clients";
                };
        return new Kept(job.progressDone(), job.progressTotal(), what);
    }
}
