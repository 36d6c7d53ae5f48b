package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

/**
 * A request for a job.
 *
 * @param arguments without personal data, and without anything that does not change the work ({@code wait_seconds},
 *     {@code idempotency_key}): equal arguments of one principal are one job
 * @param traceParent the W3C trace context of the call, so that its trace continues in the worker
 * @param retryOf the failed job that this one runs again
 */
public record JobOrder(
        String tool,
        JsonNode arguments,
        String principal,
        @Nullable String traceParent,
        @Nullable String retryOf) {
    /**
     * The argument whose value true says that the result shows personal data unmasked; without the right to see it,
     * the result is withheld.
     */
    public static final String SEES_PERSONAL_DATA = "sees_personal_data";

    /** The argument that names an earlier run whose results no longer hold, so that this one is not the same. */
    static final String AFTER = "after_job_id";

    public JobOrder(
            String tool, JsonNode arguments, String principal, @Nullable String traceParent) {
        this(tool, arguments, principal, traceParent, null);
    }

    public JobOrder(String tool, JsonNode arguments, String principal) {
        this(tool, arguments, principal, null);
    }

    /** Returns the order of the same work, done anew whatever that run has done. */
    JobOrder after(String jobId) {
        ObjectNode anew = arguments.deepCopy();
        anew.put(AFTER, jobId);
        return new JobOrder(tool, anew, principal, traceParent, retryOf);
    }
}
