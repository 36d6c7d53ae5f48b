package io.os199.cs.api.tools.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.json.Json;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;

/** Reports the progress of a job, and its result once available. */
@ToolInfo(
        name = "get_job",
        title = "Get job",
        description =
                "How far a job is, and its result once it is there, after an answer with a job_id;"
                        + " list_jobs finds an id.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class GetJob implements Tool<GetJob.Input, GetJob.Output> {
    private final Jobs jobs;
    private final ToolScopes scopes;
    private final JobAnswers answers;
    private final Clock clock;

    GetJob(Jobs jobs, ToolScopes scopes, JobAnswers answers, Clock clock) {
        this.jobs = jobs;
        this.scopes = scopes;
        this.answers = answers;
        this.clock = clock;
    }

    public record Input(
            @Size(max = 60) String jobId,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {}

    /**
     * The job in its current state.
     *
     * @param result what the tool itself would have answered
     * @param resultWithheld the right that the caller has since lost: {@code scope} or {@code pii}
     */
    public record Output(
            JobRecord job,
            @Nullable JsonNode result,
            @Nullable String resultWithheld,
            @Nullable Fault error,
            @Nullable Integer retryAfterSeconds) {}

    /** The reason why a job failed. */
    public record Fault(String code, String message, boolean retryable) {}

    @Override
    public Answer<Output> call(Input input, Call call) {
        return JobLookup.checked(input.jobId())
                .then(id -> JobLookup.visible(jobs.find(id), id, call))
                .then(
                        job ->
                                JobLookup.visible(
                                        jobs.await(
                                                job.jobId(),
                                                Duration.ofSeconds(input.waitSeconds()),
                                                call::waitsFor),
                                        job.jobId(),
                                        call))
                .map(job -> output(job, call));
    }

    private Output output(Job job, Call call) {
        String withheld =
                JobRecord.isOwn(job, call)
                        ? JobLookup.withheld(job, call.principal(), scopes)
                        : null;
        JsonNode error = job.error();
        return new Output(
                JobRecord.of(job, call),
                withheld == null && JobRecord.isOwn(job, call)
                        ? answers.of(job, call.seesPersonalData())
                        : null,
                withheld,
                error == null ? null : Json.mapper().convertValue(error, Fault.class),
                job.retryAfterSeconds(clock.instant()));
    }
}
