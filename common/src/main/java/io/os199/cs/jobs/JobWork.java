package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;
import java.util.Set;

/** The work done by the jobs of one tool: in one transaction, in steps, or in chunks of the portfolio. */
public sealed interface JobWork permits ChunkedWork, SingleWork, SteppedWork {
    /** The tool whose jobs this runs. */
    String tool();

    /**
     * The key of jobs, of whatever tool, that run one after the other; a job with the same tool and arguments as a
     * run that ended after the job was submitted returns what that run stored. Empty: the jobs may run side by side.
     */
    default Optional<String> exclusiveKey(JsonNode arguments) {
        return Optional.empty();
    }

    /**
     * Tools whose results this work reads, so it waits for their running jobs and for their nightly jobs still to
     * come. It is put back while there is one, and after two hours goes on with what is stored.
     */
    default Set<String> runsAfter() {
        return Set.of();
    }
}
