package io.os199.cs.testing;

import io.os199.cs.platform.database.StatementListener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The statements that were sent over a {@link TestDatabase#database(StatementListener)}, in order, by the names under
 * which they are measured. Statements that begin and end transactions are not among them.
 */
public final class SentStatements implements StatementListener {
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Override
    public void ran(String name, Duration took, boolean failed) {
        sent.add(name);
    }

    /** Returns the statements since the last call. */
    public List<String> since() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}
