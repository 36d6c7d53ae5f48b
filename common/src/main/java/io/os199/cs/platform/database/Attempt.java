package io.os199.cs.platform.database;

import io.os199.cs.platform.answer.Answer;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** One run of some work in one transaction on one connection. */
final class Attempt<T> {
    static final TransactionIsolationLevel USUAL = TransactionIsolationLevel.READ_COMMITTED;

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /** What is taken back although nothing was wrong. */
    record Rehearsed<T>(T result) {}

    private enum Stage {
        OPENING,
        WORKING,
        COMMITTING,
        COMMITTED,
        ROLLED_BACK
    }

    private final Connections connections;
    private final long generation;
    private final TransactionIsolationLevel isolation;
    private final boolean readOnly;
    private final @Nullable String role;
    private Stage stage = Stage.OPENING;
    private List<Runnable> afterCommit = List.of();

    /** @param role whose rights the transaction has; absent: those of the connection's own */
    Attempt(
            Connections connections,
            TransactionIsolationLevel isolation,
            boolean readOnly,
            @Nullable String role) {
        this.connections = connections;
        this.generation = connections.generation();
        this.isolation = isolation;
        this.readOnly = readOnly;
        this.role = role;
    }

    /** To be called once. */
    T run(Work<T> work) {
        try (Handle handle = connections.open()) {
            Cancellation.enter(handle.getConnection());
            try {
                stage = Stage.WORKING;
                stopIfCancelled();
                begin(handle);
                OpenTransaction transaction = new OpenTransaction(handle);
                T result = work.run(transaction);
                stopIfCancelled();
                end(handle, result);
                afterCommit = transaction.actions();
                return result;
            } catch (Throwable e) {
                rollbackQuietly(handle);
                throw e;
            } finally {
                Cancellation.leave(handle.getConnection());
                restoreQuietly(handle);
            }
        }
    }

    private void begin(Handle handle) {
        if (readOnly) {
            handle.setReadOnly(true);
        }
        if (isolation != USUAL) {
            handle.setTransactionIsolationLevel(isolation);
        }
        handle.begin();
        if (role != null) {
            // Until the transaction ends; a connection of that very role stays what it is.
            handle.execute("set local role " + Grants.quoted(role));
        }
    }

    private void end(Handle handle, T result) {
        if (result instanceof Answer.Refused || result instanceof Rehearsed) {
            handle.rollback();
            stage = Stage.ROLLED_BACK;
        } else {
            stage = Stage.COMMITTING;
            commit(handle);
            stage = Stage.COMMITTED;
        }
    }

    /** A commit that PostgreSQL refuses left nothing; one without an answer may have been done. */
    private void commit(Handle handle) {
        boolean maybeDone = true;
        try {
            handle.commit();
        } catch (RuntimeException e) {
            maybeDone = !SqlStates.isAnswer(SqlStates.of(e));
            throw e;
        } finally {
            if (maybeDone && !readOnly) {
                Cancellation.wrote();
            }
        }
    }

    /** Whether rows may be others now. */
    boolean hasWritten() {
        return stage == Stage.COMMITTED && !readOnly;
    }

    /** Does what the work left for then; nothing when it was rolled back. */
    void actAfterCommit() {
        if (stage == Stage.COMMITTED) {
            afterCommit.forEach(Attempt::runLogged);
        }
    }

    /**
     * To be told of the failure. Throws away the connections where it says that they lead to the wrong place.
     *
     * @return whether the same work may be run again at once: it left nothing, and another connection may do
     */
    boolean mayBeRunAgainAfter(String state) {
        if (SqlStates.isLost(state) || (SqlStates.isReadOnly(state) && !readOnly)) {
            connections.discard(generation);
            return stage == Stage.WORKING;
        }
        return SqlStates.isConflict(state);
    }

    /** The connection goes back to the pool as it came. */
    private void restoreQuietly(Handle handle) {
        try {
            if (isolation != USUAL) {
                handle.setTransactionIsolationLevel(USUAL);
            }
            if (readOnly) {
                handle.setReadOnly(false);
            }
        } catch (RuntimeException e) {
            LOG.warn("could not restore a connection; it is broken: {}", e.toString());
        }
    }

    /** A cancel that meets no statement under way stops the transaction before the next step. */
    private static void stopIfCancelled() {
        if (Cancellation.currentIsCancelled()) {
            throw new CancelledException("the call was stopped", null);
        }
    }

    private static void rollbackQuietly(Handle handle) {
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
        } catch (RuntimeException e) {
            LOG.warn("could not roll back; the connection is given up: {}", e.toString());
        }
    }

    private static void runLogged(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("an action after a commit failed", e);
        }
    }
}
