package io.os199.cs.platform.database;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.json.Json;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.jackson2.Jackson2Config;
import org.jdbi.v3.jackson2.Jackson2Plugin;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectFactory;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.sql.DataSource;

/**
 * Transactions on the primary, and reads on a replica where there is one.
 *
 * <p>Nothing of a transaction stays when its work throws or answers a refusal. A transaction that
 * PostgreSQL ended for a deadlock or a serialisation failure is run again, three times at most, so
 * work must have no effect but on the database and through {@link Transaction#afterCommit}.
 */
public final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int ATTEMPTS = 3;
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String QUERY_CANCELED = "57014";
    private static final String ATTEMPT = "attempt";
    private static final TransactionIsolationLevel USUAL = TransactionIsolationLevel.READ_COMMITTED;

    private static final ScopedValue<Boolean> ONLY_READING = ScopedValue.newInstance();

    private final Jdbi primary;
    private final Jdbi replica;
    private final @Nullable String readOnlyRole;
    private final Set<Known> known = ConcurrentHashMap.newKeySet();

    /** Both must have gone through {@link #configure}; the replica may be the primary itself. */
    public Database(Jdbi primary, Jdbi replica) {
        this(primary, replica, null);
    }

    /**
     * As {@link #Database(Jdbi, Jdbi)}.
     *
     * @param readOnlyRole under which {@link #onlyReading} runs; absent: under the connection's own
     */
    public Database(Jdbi primary, Jdbi replica, @Nullable String readOnlyRole) {
        this.primary = primary;
        this.replica = replica;
        this.readOnlyRole = readOnlyRole;
    }

    /** For commands, which have one source, no replica and no metrics. */
    public static Database of(DataSource dataSource) {
        Jdbi jdbi = configure(Jdbi.create(dataSource));
        return new Database(jdbi, jdbi);
    }

    /**
     * Over the pool of a process, but waits only so long for a connection.
     *
     * @return whose methods throw {@link BusyException} then
     */
    public static Database impatient(
            org.apache.tomcat.jdbc.pool.DataSourceProxy pool, Duration patience) {
        Jdbi jdbi = configure(Jdbi.create(new Impatient(pool, patience)));
        return new Database(jdbi, jdbi);
    }

    /** Installs how rows become records: constructors by name, arrays, jsonb, enums as the contract spells them. */
    public static Jdbi configure(Jdbi jdbi) {
        ObjectMapper json = Json.mapper();
        jdbi.installPlugin(new PostgresPlugin())
                .installPlugin(new SqlObjectPlugin())
                .installPlugin(new Jackson2Plugin());
        jdbi.getConfig(Jackson2Config.class).setMapper(json);
        // The arguments of a failed statement may be personal data: not in messages, not in logs.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        // No statement is a template. The usual engine reads each of them, every time, for names in
        // angle brackets.
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        WireEnums.install(jdbi);
        return jdbi;
    }

    /** Runs {@code work} in one transaction on the primary; what it answers as refused is rolled back. */
    public <T> T write(Work<T> work) {
        if (ONLY_READING.isBound()) {
            throw new IllegalStateException("a write where only reading is allowed");
        }
        return run(primary, USUAL, false, work);
    }

    /** Runs {@code work} as {@link #write} does and takes everything back: what it answers is what a write would do. */
    public <T> T rehearse(Work<T> work) {
        return write(tx -> new Rehearsed<>(work.run(tx))).result();
    }

    private record Rehearsed<T>(T result) {}

    /** Runs {@code work} read-only on the primary: for what must show the caller's own writes. */
    public <T> T current(Work<T> work) {
        return run(primary, USUAL, true, work);
    }

    /** Runs {@code work} read-only; each of its statements sees what is committed when it begins. */
    public <T> T read(Work<T> work) {
        return run(replica, USUAL, true, work);
    }

    /**
     * Asks parts as one statement, which nothing begins or ends: one round trip, one snapshot.
     *
     * @param title what the statement is measured as
     * @param values of the named parameters of all parts; a {@code String[]} is an array
     * @param limit whole seconds; of zero, no other than every statement has
     * @return empty when it took longer
     */
    public Optional<Parts> ask(
            String title,
            List<Part<?>> parts,
            Map<String, ? extends @Nullable Object> values,
            Duration limit) {
        if (ONLY_READING.isBound() && readOnlyRole != null) {
            return Optional.of(read(tx -> tx.ask(title, parts, values)));
        }
        try {
            return Optional.of(asked(title, parts, values, limit));
        } catch (StatementException e) {
            if (!QUERY_CANCELED.equals(sqlState(e))) {
                throw e;
            }
            stopIfCancelled();
            return Optional.empty();
        }
    }

    /** As {@link #ask(String, List, Map, Duration)}, with the limit that every statement has. */
    public Parts ask(
            String title, List<Part<?>> parts, Map<String, ? extends @Nullable Object> values) {
        return ask(title, parts, values, Duration.ZERO)
                .orElseThrow(() -> new CancelledException("the statement was stopped", null));
    }

    private Parts asked(
            String title,
            List<Part<?>> parts,
            Map<String, ? extends @Nullable Object> values,
            Duration limit) {
        try (Handle handle = replica.open()) {
            Cancellation.enter(handle.getConnection());
            try {
                stopIfCancelled();
                return Parts.read(handle, title, parts, values, limit);
            } finally {
                Cancellation.leave(handle.getConnection());
            }
        }
    }

    /** Runs {@code work} read-only in one snapshot, so that all its statements see the same rows. */
    public <T> T snapshot(Work<T> work) {
        return run(replica, TransactionIsolationLevel.REPEATABLE_READ, true, work);
    }

    /**
     * Runs {@code work} so that it cannot write, whatever it tries: {@link #write} fails at once, and
     * every transaction of this thread is read-only and has the rights of the read-only role. What {@code work} hands to
     * other threads is not held by it.
     */
    public <T, X extends Throwable> T onlyReading(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(ONLY_READING, true).call(work);
    }

    private <T> T run(
            Jdbi jdbi, TransactionIsolationLevel isolation, boolean readOnly, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(jdbi, isolation, readOnly, work);
            } catch (RuntimeException e) {
                String state = sqlState(e);
                if (QUERY_CANCELED.equals(state)) {
                    throw new CancelledException("the statement was stopped", e);
                }
                boolean again = SERIALIZATION_FAILURE.equals(state) || DEADLOCK.equals(state);
                if (!again || attempt == ATTEMPTS || Cancellation.currentIsCancelled()) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(
            Jdbi jdbi, TransactionIsolationLevel isolation, boolean readOnly, Work<T> work) {
        List<Runnable> afterCommit = new ArrayList<>();
        T result;
        try (Handle handle = jdbi.open()) {
            Cancellation.enter(handle.getConnection());
            try {
                stopIfCancelled();
                begin(handle, isolation, readOnly);
                if (ONLY_READING.isBound() && readOnlyRole != null) {
                    takeRole(handle, readOnlyRole);
                }
                result = work.run(new OpenTransaction(jdbi, handle, afterCommit));
                stopIfCancelled();
                if (result instanceof Answer.Refused || result instanceof Rehearsed) {
                    handle.rollback();
                    afterCommit.clear();
                } else {
                    handle.commit();
                }
            } catch (Throwable e) {
                rollbackQuietly(handle);
                throw e;
            } finally {
                Cancellation.leave(handle.getConnection());
                restoreQuietly(handle, isolation, readOnly);
            }
        }
        afterCommit.forEach(Database::runLogged);
        return result;
    }

    private static void begin(
            Handle handle, TransactionIsolationLevel isolation, boolean readOnly) {
        if (readOnly) {
            handle.setReadOnly(true);
        }
        if (isolation != USUAL) {
            handle.setTransactionIsolationLevel(isolation);
        }
        handle.begin();
    }

    /** Until the transaction ends; a connection of that very role stays what it is. */
    private static void takeRole(Handle handle, String role) {
        handle.execute("set local role " + Grants.quoted(role));
    }

    /** The connection goes back to the pool as it came. */
    private static void restoreQuietly(
            Handle handle, TransactionIsolationLevel isolation, boolean readOnly) {
        try {
            if (isolation != USUAL) {
                handle.setTransactionIsolationLevel(USUAL);
            }
            if (readOnly) {
                handle.setReadOnly(false);
            }
        } catch (RuntimeException e) {
            LOG.warn("could not restore a connection; it is broken", e);
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
            LOG.warn("could not roll back; the connection is given up", e);
        }
    }

    private static void runLogged(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("an action after a commit failed", e);
        }
    }

    private static String sqlState(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /**
     * Has what the methods of a DAO say read once and for all. Jdbi keeps it where it was asked for, and a handle that reads
     * it itself, which takes longer than most statements, forgets it when it is closed.
     */
    private void know(Jdbi jdbi, Class<?> dao) {
        if (known.add(new Known(jdbi, dao))) {
            Extensions extensions = jdbi.getConfig(Extensions.class);
            extensions
                    .findFactory(SqlObjectFactory.class)
                    .ifPresent(factory -> extensions.findMetadata(dao, factory));
        }
    }

    private record Known(Jdbi jdbi, Class<?> dao) {}

    private final class OpenTransaction implements Transaction {
        private final Jdbi jdbi;
        private final Handle handle;
        private final List<Runnable> actions;
        private final Map<Class<?>, Object> daos = new HashMap<>();

        OpenTransaction(Jdbi jdbi, Handle handle, List<Runnable> actions) {
            this.jdbi = jdbi;
            this.handle = handle;
            this.actions = actions;
        }

        @Override
        public <D> D dao(Class<D> type) {
            return type.cast(daos.computeIfAbsent(type, this::attached));
        }

        private Object attached(Class<?> type) {
            know(jdbi, type);
            return handle.attach(type);
        }

        @Override
        public Parts ask(
                String title, List<Part<?>> parts, Map<String, ? extends @Nullable Object> values) {
            return Parts.read(handle, title, parts, values, Duration.ZERO);
        }

        @Override
        public <T> Optional<T> within(Duration limit, Supplier<T> work) {
            handle.savepoint(ATTEMPT);
            try {
                handle.createQuery("select set_config('statement_timeout', :millis, true)")
                        .bind("millis", Long.toString(limit.toMillis()))
                        .mapTo(String.class)
                        .one();
                T result = work.get();
                handle.releaseSavepoint(ATTEMPT);
                return Optional.of(result);
            } catch (RuntimeException e) {
                if (!QUERY_CANCELED.equals(sqlState(e)) || Cancellation.currentIsCancelled()) {
                    throw e;
                }
                handle.rollbackToSavepoint(ATTEMPT);
                return Optional.empty();
            }
        }

        @Override
        public void afterCommit(Runnable action) {
            actions.add(action);
        }
    }
}
