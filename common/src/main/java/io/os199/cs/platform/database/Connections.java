package io.os199.cs.platform.database;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** The connections of one role to where its URL leads. */
public final class Connections {
    private static final int ATTEMPTS = 3;

    /**
     * Who is told at once that it is too much sends again; who waits for seconds in a queue goes away, and what it asked for is
     * computed for nobody. At 25 ms a statement the last of so many waits 0.4 s.
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

    /** Of a pool, whose connections can be thrown away; {@code jdbi} is over it and went through {@link Database#configure}. */
    public static Connections pooled(Jdbi jdbi, DataSourceProxy pool) {
        return new Connections(jdbi, pool, ATTEMPTS);
    }

    /** As {@link #pooled}, to a replica: what fails here is not tried here again, because the primary can do it. */
    public static Connections toReplica(Jdbi jdbi, DataSourceProxy pool) {
        return new Connections(jdbi, pool, 1);
    }

    /** Of who looks after its connections itself. */
    static Connections of(Jdbi jdbi) {
        return new Connections(jdbi, null, ATTEMPTS);
    }

    /**
     * Opens one, or waits for one as long as the pool lets it.
     *
     * @throws BusyException when none was free in that time, or so many wait already that the turn would not come
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

    /** The pool says of a server that went while it was greeted only that its query failed. */
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
     * Closes the idle connections now and the borrowed ones when they come back, so that new ones go where the URL leads
     * now.
     *
     * @param seen the {@link #generation} under which a connection failed: of many that fail at once the first throws
     *     away, and what was opened since is kept
     */
    void discard(long seen) {
        if (pool != null && generation.compareAndSet(seen, seen + 1)) {
            pool.purge();
        }
    }

    /** As {@link #discard(long)}, whatever was opened since. */
    void discard() {
        discard(generation());
    }
}
