package io.os199.cs.api.tools.jobs;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.model.JobStatus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/** A job as the job tools show it. The principal is shown to administrators only. */
record JobRecord(
        String jobId,
        String tool,
        JobStatus status,
        long progressDoneCount,
        @Nullable Long progressTotalCount,
        @Nullable BigDecimal progressRate,
        @Nullable String message,
        Instant submittedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,
        boolean isOwn,
        @Nullable String principal) {

    static JobRecord of(Job job, Call call) {
        return new JobRecord(
                job.jobId(),
                job.tool(),
                job.status(),
                job.progressDone(),
                job.progressTotal(),
                job.progressRate(),
                job.message(),
                job.submittedAt(),
                job.startedAt(),
                job.finishedAt(),
                job.expiresAt(),
                isOwn(job, call),
                call.has(Scope.CS_ADMIN) ? job.principal() : null);
    }

    static boolean isOwn(Job job, Call call) {
        return job.principal().equals(call.principal().id());
    }

    /** Whether the caller sees the job: one's own jobs, and for administrators all. */
    static boolean isVisible(Job job, Call call) {
        return isOwn(job, call) || call.has(Scope.CS_ADMIN);
    }
}
