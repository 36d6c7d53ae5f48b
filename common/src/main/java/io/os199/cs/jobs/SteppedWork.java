package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

/**
 * Work in steps, one after the other and by one worker at a time, each in a transaction of its own. Its progress is
 * kept in rows that the work writes itself, so that whoever takes up the job after a kill continues behind the last
 * committed step. A step that throws is tried three times; then the job fails and the steps before it stand.
 */
public non-sealed interface SteppedWork extends JobWork {
    /** Does the next step. */
    Step step(Transaction tx, RunningJob job);

    /** The outcome of a step, stored together with what the step did. */
    sealed interface Step {}

    /**
     * There is more to do.
     *
     * @param total absent while it is not known
     */
    record More(long done, @Nullable Long total, String message) implements Step {}

    /** That was the last one. */
    record Finished(JsonNode result) implements Step {}

    /** The work cannot be done, now or later, and the message says what to do instead; what the step wrote stands. */
    record Refused(String code, String message) implements Step {}
}
