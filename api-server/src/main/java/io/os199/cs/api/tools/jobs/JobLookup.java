package io.os199.cs.api.tools.jobs;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.tool.Call;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.ids.TypeId;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Finds a job that the caller named, or explains why it cannot be found. */
final class JobLookup {
    private JobLookup() {}

    static Answer<String> checked(String jobId) {
        return TypeId.is("job", jobId)
                ? Answer.of(jobId)
                : Answer.refused(
                        Refusal.invalid(
                                "job_id",
                                "job_id is not the id of a job",
                                "job_ and 26 characters, as answered by the tool that started it"));
    }

    /** Answers for a job that the caller may not see as for one that does not exist. */
    static Answer<Job> visible(Optional<Job> job, String jobId, Call call) {
        return job.filter(found -> JobRecord.isVisible(found, call))
                .map(Answer::of)
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Refusal.notFound(
                                                        "job_id",
                                                        "there is no job "
                                                                + jobId
                                                                + " of yours; jobs are kept 24"
                                                                + " hours after their end")
                                                .hint("list_jobs shows the jobs that there are")));
    }

    /**
     * The missing right for which the result of the caller's own job is withheld: {@code "scope"} or {@code "pii"};
     * absent where it is not withheld.
     */
    static @Nullable String withheld(Job job, Principal principal, ToolScopes scopes) {
        if (job.status() != JobStatus.COMPLETED) {
            return null;
        }
        if (!principal.has(scopes.of(job.tool()))) {
            return "scope";
        }
        boolean shows = job.arguments().path(JobOrder.SEES_PERSONAL_DATA).asBoolean();
        return shows && !principal.seesPersonalData() ? "pii" : null;
    }
}
