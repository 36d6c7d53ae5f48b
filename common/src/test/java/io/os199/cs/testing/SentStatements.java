package io.os199.cs.testing;

import io.os199.cs.platform.database.StatementListener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The statements that were sent over a {@link TestDatabase#database(StatementListener)}, in their order, by the names that they are
 * measured by. What begins and ends transactions is not among them.
 */
public final class SentStatements implements StatementListener {
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Override
    public void ran(String name, Duration took, boolean failed) {
        sent.add(name);
    }

    /** Those since the last time that this was asked. */
    public List<String> since() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}
