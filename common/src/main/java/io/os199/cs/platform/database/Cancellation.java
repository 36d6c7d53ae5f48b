package io.os199.cs.platform.database;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Stops the SQL of one call, and records whether any of it may have been committed. Every transaction that a thread
 * opens inside {@link #scope} registers its connection here; {@link #cancel} asks the server to stop what runs on
 * them, and transactions opened later fail at once.
 */
public final class Cancellation {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);
    private static final ScopedValue<Cancellation> CURRENT = ScopedValue.newInstance();

    /**
     * The pause between one request to the server to stop and the next; {@code REPEATS} is how many follow the first.
     */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int REPEATS = 50;

    private final Set<Connection> running = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean cancelled;
    private boolean withdrawn;
    private boolean mayHaveWritten;

    /** Runs {@code work} so that its SQL can be stopped by {@link #cancel}. */
    public <T, X extends Throwable> T scope(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /**
     * Stops what is running; may be called from any thread, any number of times. A connection is not given back while
     * the request is sent for it, so that nobody else's statement is hit.
     *
     * <p>PostgreSQL drops a request that arrives between two statements, so it is repeated for five seconds while
     * something still runs.
     */
    public synchronized void cancel() {
        boolean first = !cancelled;
        cancelled = true;
        stopStatements();
        if (first && !running.isEmpty()) {
            Thread.ofVirtual().name("cancellation").start(this::repeat);
        }
    }

    private void repeat() {
        try {
            for (int i = 0; i < REPEATS && stillRuns(); i++) {
                Thread.sleep(PAUSE);
                stopStatements();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean stillRuns() {
        return !running.isEmpty();
    }

    private synchronized void stopStatements() {
        for (Connection connection : running) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException alreadyClosed) {
                // A closed connection runs nothing: there is nothing left to stop.
                LOG.debug("could not cancel on a connection", alreadyClosed);
            }
        }
    }

    /** Stops what is running, like {@link #cancel}, because the caller cancelled the call or has gone. */
    public synchronized void withdraw() {
        withdrawn = true;
        cancel();
    }

    /** Whether nobody wants the answer any more. */
    public synchronized boolean isWithdrawn() {
        return withdrawn;
    }

    /**
     * Aborts the connections on which something still runs, because their server does not even receive {@link
     * #cancel}.
     */
    public synchronized void abandon() {
        for (Connection connection : running) {
            try {
                ((Connection) connection.unwrap(PGConnection.class)).abort(Runnable::run);
            } catch (SQLException alreadyClosed) {
                LOG.debug("could not give up a connection", alreadyClosed);
            }
        }
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Whether a writing transaction was committed, or its commit was sent and never answered. */
    public synchronized boolean mayHaveWritten() {
        return mayHaveWritten;
    }

    /** Whether the call that this thread works for has been cancelled; false outside a {@link #scope}. */
    public static boolean currentIsCancelled() {
        return CURRENT.isBound() && CURRENT.get().isCancelled();
    }

    static void enter(Connection connection) {
        if (CURRENT.isBound()) {
            CURRENT.get().add(connection);
        }
    }

    static void leave(Connection connection) {
        if (CURRENT.isBound()) {
            CURRENT.get().remove(connection);
        }
    }

    /** Must be called for each commit of a writing transaction, unless it is known to have failed. */
    static void wrote() {
        if (CURRENT.isBound()) {
            CURRENT.get().noteWritten();
        }
    }

    private synchronized void noteWritten() {
        mayHaveWritten = true;
    }

    private synchronized void add(Connection connection) {
        running.add(connection);
    }

    private synchronized void remove(Connection connection) {
        running.remove(connection);
    }
}
