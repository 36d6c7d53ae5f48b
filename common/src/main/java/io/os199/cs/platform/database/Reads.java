package io.os199.cs.platform.database;

import java.util.function.Function;

/** Where reads go that need not be of the primary. */
public interface Reads {
    /** Runs {@code attempt} on the connections that are right for the caller now; twice, where the first ones break. */
    <T> T read(Function<Connections, T> attempt);

    /** To be told when the {@link Caller} knows of a change, for example of its own write: later reads show it. */
    void callerKnows();

    /** All the same way: there is no replica. */
    static Reads through(Connections connections) {
        return new Reads() {
            @Override
            public <T> T read(Function<Connections, T> attempt) {
                return attempt.apply(connections);
            }

            @Override
            public void callerKnows() {
                // Whoever reads sees it.
            }
        };
    }
}
