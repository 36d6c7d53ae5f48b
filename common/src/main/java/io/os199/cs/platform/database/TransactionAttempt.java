package io.os199.cs.platform.database;

import io.os199.cs.platform.answer.Answer;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** One run of some work in one transaction on one connection. */
final class TransactionAttempt<T> {
    static final TransactionIsolationLevel USUAL = TransactionIsolationLevel.READ_COMMITTED;

    private static final Logger LOG = LoggerFactory.getLogger(TransactionAttempt.class);

    /** Signals a result whose transaction is rolled back although nothing went wrong. */
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

    /** @param role the role whose rights the transaction has; absent: those of the connection's own role */
    TransactionAttempt(
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

    /** May be called only once. */
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
            // Lasts until the end of the transaction; a connection that already has that role stays
            // as it is.
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

    /** A commit that PostgreSQL refuses has left nothing behind; one without an answer may have been done. */
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

    /** Whether rows may have changed. */
    boolean hasWritten() {
        return stage == Stage.COMMITTED && !readOnly;
    }

    /** Runs the actions that the work registered for after the commit; does nothing when it was rolled back. */
    void actAfterCommit() {
        if (stage == Stage.COMMITTED) {
            afterCommit.forEach(TransactionAttempt::runLogged);
        }
    }

    /**
     * Must be called with the failure's SQL state. Discards the connections when it shows that they lead to the wrong
     * place.
     *
     * @return whether the same work may be run again at once: it left nothing behind, and another connection may
     *     succeed
     */
    boolean mayBeRunAgainAfter(String state) {
        if (SqlStates.isLost(state) || (SqlStates.isReadOnly(state) && !readOnly)) {
            connections.discard(generation);
            return stage == Stage.WORKING;
        }
        return SqlStates.isConflict(state);
    }

    /** Restores the connection's settings before it goes back to the pool. */
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

    /** A cancellation that finds no statement under way stops the transaction before the next step. */
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
