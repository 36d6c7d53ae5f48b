package io.os199.cs.platform.database;

import java.util.function.Function;

/** Routes reads that do not need the primary. */
public interface Reads {
    /**
     * Runs {@code attempt} on the connections that are right for the caller now, and a second time when the first
     * ones break.
     */
    <T> T read(Function<Connections, T> attempt);

    /** Must be called when the {@link Caller} knows of a change, for example of its own write: later reads show it. */
    void callerKnows();

    /** Sends all reads the same way, as there is no replica. */
    static Reads through(Connections connections) {
        return new Reads() {
            @Override
            public <T> T read(Function<Connections, T> attempt) {
                return attempt.apply(connections);
            }

            @Override
            public void callerKnows() {
                // Every read sees the change anyway.
            }
        };
    }
}
