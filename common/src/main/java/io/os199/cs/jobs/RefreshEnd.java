package io.os199.cs.jobs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The result of a job that stores data from which several tools answer.
 *
 * @param run the result of the run
 * @param nextStep how to read the stored data
 */
public record RefreshEnd<T extends Record>(@JsonUnwrapped T run, String nextStep) {
    /** The result of a run stored for {@code tools}, the tools that may have started the job. */
    public static <T extends Record> RefreshEnd<T> of(T run, String tools) {
        return new RefreshEnd<>(
                run,
                "Call "
                        + tools
                        + " again with the arguments of the first call, without refresh: it answers"
                        + " from what this job has stored");
    }
}
