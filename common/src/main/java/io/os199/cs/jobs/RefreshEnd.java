package io.os199.cs.jobs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The result of a job that stores what several tools answer from.
 *
 * @param run what it came to
 * @param nextStep how to get at it
 */
public record RefreshEnd<T extends Record>(@JsonUnwrapped T run, String nextStep) {
    /** Stored for {@code tools}: those that may have started the job. */
    public static <T extends Record> RefreshEnd<T> of(T run, String tools) {
        return new RefreshEnd<>(
                run,
                "Call "
                        + tools
                        + " again with the arguments of the first call, without refresh: it answers"
                        + " from what this job has stored");
    }
}
