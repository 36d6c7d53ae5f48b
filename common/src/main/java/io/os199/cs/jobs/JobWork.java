package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;
import java.util.Set;

/** What the jobs of one tool do: in one transaction, in steps, or in chunks of the portfolio. */
public sealed interface JobWork permits ChunkedWork, SingleWork, SteppedWork {
    /** The tool whose jobs this runs. */
    String tool();

    /**
     * Jobs with the same key, of whatever tool, run one after the other; one with the same tool and
     * arguments as a run that ended after it was submitted answers from what that run stored. Empty:
     * they may run beside each other.
     */
    default Optional<String> exclusiveKey(JsonNode arguments) {
        return Optional.empty();
    }

    /**
     * Tools whose runs under way, and whose runs of the night that are still to come, this waits for, because it reads what they write. It
     * is put back while there is one, and after two hours goes on with what is stored.
     */
    default Set<String> runsAfter() {
        return Set.of();
    }
}
