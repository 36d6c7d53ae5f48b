package io.os199.cs.api.tools.jobs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobFilter;
import io.os199.cs.jobs.JobKey;
import io.os199.cs.jobs.JobPage;
import io.os199.cs.jobs.JobSummary;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Lists the jobs that are in progress or ended recently. */
@ToolInfo(
        name = "list_jobs",
        title = "List jobs",
        description =
                "Jobs under way or ended lately: your own, or all for an administrator. get_job has"
                        + " one with its result.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 5,
        idempotent = true)
public final class ListJobs implements Tool<ListJobs.Input, ListJobs.Output> {
    private static final int DEFAULT_LIMIT = 20;
    private static final int LONGEST_ARGUMENTS = 1000;

    private final Jobs jobs;
    private final ToolScopes scopes;
    private final Cursors cursors;

    ListJobs(Jobs jobs, ToolScopes scopes, Cursors cursors) {
        this.jobs = jobs;
        this.scopes = scopes;
        this.cursors = cursors;
    }

    public record Input(
            @Nullable @Size(max = 6) List<JobStatus> statusFilter,
            @Nullable @Size(max = 60) String toolFilter,
            @Default(value = "false", listed = false) boolean allPrincipals,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor) {}

    /**
     * One page, and the load.
     *
     * @param workers only with {@code all_principals}
     */
    public record Output(
            List<Item> items,
            long totalCount,
            @Nullable String nextCursor,
            Summary summary,
            @Nullable Workers workers,
            List<DataGap> dataGaps) {}

    /**
     * One job without its result.
     *
     * @param arguments omitted if longer than 1,000 characters
     */
    public record Item(
            @JsonUnwrapped JobRecord job,
            @Nullable JsonNode arguments,
            @Nullable String errorCode) {}

    /** The summary of the jobs that the caller sees. */
    public record Summary(
            long queuedCount,
            long workingCount,
            long failed24hCount,
            @Nullable Long oldestQueuedSeconds) {}

    public record Workers(int aliveCount, @Nullable Instant lastSeenAt) {}

    public record DataGap(String field, String reason, String howToFix) {}

    @Override
    public Answer<Output> call(Input input, Call call) {
        if (input.allPrincipals() && !call.has(Scope.CS_ADMIN)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "all_principals needs the scope cs:admin; leave it out to list"
                                            + " your own jobs",
                                    Scope.CS_ADMIN)
                            .field("all_principals"));
        }
        String tool = input.toolFilter();
        if (tool != null && !scopes.knows(tool)) {
            return Answer.refused(unknown(tool));
        }
        String digest = Cursors.digest(call.tool() + call.principal().id(), input);
        return start(input, digest).map(key -> output(input, key, digest, call));
    }

    private Refusal unknown(String tool) {
        return Refusal.invalid(
                        "tool_filter",
                        "tool_filter names no tool that starts jobs; send the name of one that"
                                + " does, as those suggested, or import",
                        "the name of a tool, or import")
                .suggestions(
                        scopes.near(tool).stream()
                                .map(name -> new Refusal.Suggestion(name, null))
                                .toList());
    }

    private Answer<JobKey> start(Input input, String digest) {
        String cursor = input.cursor();
        return cursor == null
                ? Answer.of(JobKey.START)
                : cursors.open(digest, cursor).map(ListJobs::key);
    }

    private Output output(Input input, JobKey after, String digest, Call call) {
        JobFilter filter =
                new JobFilter(
                        input.allPrincipals() ? null : call.principal().id(),
                        input.toolFilter(),
                        Objects.requireNonNullElse(input.statusFilter(), List.of()));
        JobPage found = jobs.list(filter, after, input.limit() + 1);
        List<Item> rows = found.jobs().stream().map(job -> item(job, call)).toList();
        Workers workers = input.allPrincipals() ? workers() : null;
        Summary summary = summary(found.summary(), call.now());
        Page<Item> page =
                Page.of(
                        rows,
                        input.limit(),
                        found.totalCount(),
                        AnswerBudget.of(input.limit(), DEFAULT_LIMIT),
                        summary,
                        last -> cursors.after(digest, sortValues(last.job())));
        return new Output(
                page.items(),
                page.totalCount(),
                page.nextCursor(),
                summary,
                workers,
                gaps(workers));
    }

    private static Item item(Job job, Call call) {
        JsonNode error = job.error();
        boolean fits = job.arguments().toString().length() <= LONGEST_ARGUMENTS;
        return new Item(
                JobRecord.of(job, call),
                fits ? job.arguments() : null,
                error == null ? null : error.path("code").asText());
    }

    private Workers workers() {
        Jobs.Workers workers = jobs.workers();
        return new Workers(workers.aliveCount(), workers.lastSeenAt());
    }

    private static Summary summary(JobSummary load, Instant now) {
        Instant oldest = load.oldestQueuedAt();
        return new Summary(
                load.queuedCount(),
                load.workingCount(),
                load.failedLastDayCount(),
                oldest == null ? null : Math.max(0, Duration.between(oldest, now).toSeconds()));
    }

    private static List<DataGap> gaps(@Nullable Workers workers) {
        return workers == null || workers.aliveCount() > 0
                ? List.of()
                : List.of(
                        new DataGap(
                                "items",
                                "no_worker",
                                "no worker was heard of for 60 s, so queued jobs wait: start a"
                                        + " worker process"));
    }

    private static List<String> sortValues(JobRecord job) {
        return List.of(
                Boolean.toString(job.status().isFinal()),
                job.submittedAt().toString(),
                job.jobId());
    }

    private static JobKey key(List<@Nullable String> sortValues) {
        return new JobKey(
                Boolean.parseBoolean(sortValues.get(0)),
                Instant.parse(Objects.requireNonNull(sortValues.get(1))),
                sortValues.get(2));
    }
}
