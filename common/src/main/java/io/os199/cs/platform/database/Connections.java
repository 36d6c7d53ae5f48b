package io.os199.cs.platform.database;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** The connections of one role to the server that its URL leads to. */
public final class Connections {
    private static final int ATTEMPTS = 3;

    /**
     * Maximum number of waiting callers per connection. A caller that is refused at once tries again; one that waits
     * in a queue for seconds gives up, and its result is computed for nobody. At 25 ms per statement, the last of so
     * many waits 0.4 s.
     */
    private static final int WAITING_PER_CONNECTION = 16;

    private final Jdbi jdbi;
    private final @Nullable DataSourceProxy pool;
    private final int attempts;
    private final AtomicLong generation = new AtomicLong();

    private Connections(Jdbi jdbi, @Nullable DataSourceProxy pool, int attempts) {
        this.jdbi = jdbi;
        this.pool = pool;
        this.attempts = attempts;
    }

    /**
     * Creates connections from a pool, which can be discarded; {@code jdbi} is over it and went through {@link
     * Database#configure}.
     */
    public static Connections pooled(Jdbi jdbi, DataSourceProxy pool) {
        return new Connections(jdbi, pool, ATTEMPTS);
    }

    /** Like {@link #pooled}, for a replica: what fails here is not retried here, because the primary can do it. */
    public static Connections toReplica(Jdbi jdbi, DataSourceProxy pool) {
        return new Connections(jdbi, pool, 1);
    }

    /** For a caller that manages its connections itself. */
    static Connections of(Jdbi jdbi) {
        return new Connections(jdbi, null, ATTEMPTS);
    }

    /**
     * Opens a connection, or waits for one as long as the pool allows.
     *
     * @throws BusyException when none became free in that time, or too many callers are already waiting
     */
    Handle open() {
        if (pool != null && pool.getWaitCount() >= pool.getMaxActive() * WAITING_PER_CONNECTION) {
            throw new BusyException();
        }
        try {
            return jdbi.open();
        } catch (ConnectionException e) {
            if (e.getCause() instanceof PoolExhaustedException) {
                throw new BusyException();
            }
            throw SqlStates.of(e).isEmpty() ? new ConnectionException(noConnection(e)) : e;
        }
    }

    /** When a server goes away during the handshake, the pool reports only that its query failed. */
    private static SQLException noConnection(ConnectionException e) {
        return new SQLException("no connection", SqlStates.NO_CONNECTION, e);
    }

    /** How often the same work is run at most. */
    int attempts() {
        return attempts;
    }

    /** Changes with every {@link #discard}. */
    long generation() {
        return generation.get();
    }

    /**
     * Closes the idle connections now and the borrowed ones when they are returned, so that new ones go where the URL
     * leads now.
     *
     * @param seen the {@link #generation} under which a connection failed: of many that fail at once, only the first
     *     discards, and connections opened since are kept
     */
    void discard(long seen) {
        if (pool != null && generation.compareAndSet(seen, seen + 1)) {
            pool.purge();
        }
    }

    /** Like {@link #discard(long)}, whatever has been opened since. */
    void discard() {
        discard(generation());
    }
}
