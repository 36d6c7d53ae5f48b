package io.os199.cs.platform.database;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.os199.cs.platform.json.Json;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.jackson2.Jackson2Config;
import org.jdbi.v3.jackson2.Jackson2Plugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

/**
 * Transactions on the primary, and reads on a replica where there is one.
 *
 * <p>Nothing of a transaction stays when its work throws or returns a refusal. A transaction that PostgreSQL ended
 * for a deadlock or a serialization failure, whose connection broke before the commit was sent, or that reached a
 * server that takes no writes, is run again, three times at most, so work must have no effect except on the database
 * and through {@link Transaction#afterCommit}.
 */
public final class Database {
    private static final TransactionIsolationLevel USUAL = TransactionAttempt.USUAL;

    private static final ScopedValue<Boolean> ONLY_READING = ScopedValue.newInstance();

    /** Shared by all pools, which would otherwise each parse the same statements with a parser of their own. */
    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    private final Connections primary;
    private final Reads reads;
    private final @Nullable String readOnlyRole;

    /**
     * @param reads where reads go that do not need the primary
     * @param readOnlyRole the role under which {@link #onlyReading} runs; absent: the connection's own role
     */
    public Database(Connections primary, Reads reads, @Nullable String readOnlyRole) {
        this.primary = primary;
        this.reads = reads;
        this.readOnlyRole = readOnlyRole;
    }

    /**
     * For a caller that manages the connections itself.
     *
     * @param primary has gone through {@link #configure}, as has {@code reads}, which may be the same
     */
    public Database(Jdbi primary, Jdbi reads, @Nullable String readOnlyRole) {
        this(Connections.of(primary), Reads.through(Connections.of(reads)), readOnlyRole);
    }

    /** For commands, which have one source, no replica and no metrics. */
    public static Database of(DataSource dataSource) {
        return of(Connections.of(configure(Jdbi.create(dataSource))));
    }

    /**
     * Uses the pool of a process, but waits only for {@code patience} for a connection.
     *
     * @return a database whose methods throw {@link BusyException} after that
     */
    public static Database impatient(DataSourceProxy pool, Duration patience) {
        Jdbi jdbi = configure(Jdbi.create(new Impatient(pool, patience)));
        return of(Connections.pooled(jdbi, pool));
    }

    private static Database of(Connections all) {
        return new Database(all, Reads.through(all), null);
    }

    /** Installs how rows become records: constructors by name, arrays, jsonb, enums as the contract spells them. */
    public static Jdbi configure(Jdbi jdbi) {
        ObjectMapper json = Json.mapper();
        jdbi.installPlugin(new PostgresWithoutLargeObjects())
                .installPlugin(new SqlObjectPlugin())
                .installPlugin(new Jackson2Plugin())
                .registerExtension(LazyDaos.INSTANCE);
        jdbi.getConfig(Jackson2Config.class).setMapper(json);
        // The arguments of a failed statement may be personal data, so they are kept out of
        // messages and logs.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        // No statement is a template. The usual engine reads each of them, every time, for names in
        // angle brackets.
        jdbi.getConfig(SqlStatements.class)
                .setTemplateEngine(TemplateEngine.NOP)
                .setSqlParser(PARSER);
        WireEnums.install(jdbi);
        return jdbi;
    }

    /** Whether a failure says that the database was not reached, or was lost meanwhile. */
    public static boolean isUnavailable(RuntimeException failure) {
        return SqlStates.isLost(SqlStates.of(failure));
    }

    /** Runs {@code work} in one transaction on the primary; when it returns a refusal, it is rolled back. */
    public <T> T write(Work<T> work) {
        if (ONLY_READING.isBound()) {
            throw new IllegalStateException("a write where only reading is allowed");
        }
        return run(primary, USUAL, false, work);
    }

    /** Runs {@code work} like {@link #write} and rolls everything back: it returns what a write would return. */
    public <T> T rehearse(Work<T> work) {
        return write(tx -> new TransactionAttempt.Rehearsed<>(work.run(tx))).result();
    }

    /** Runs {@code work} read-only on the primary, for reads that must show the caller's own writes. */
    public <T> T current(Work<T> work) {
        return run(primary, USUAL, true, work);
    }

    /** Runs {@code work} read-only; each of its statements sees what is committed when that statement begins. */
    public <T> T read(Work<T> work) {
        return reads.read(connections -> run(connections, USUAL, true, work));
    }

    /**
     * Asks the parts as one statement without a transaction around it: one round trip, one snapshot.
     *
     * @param title the name under which the statement is measured
     * @param values of the named parameters of all parts; a {@code String[]} is an array
     * @param limit in whole seconds; zero: only the limit that every statement has
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
            return Optional.of(
                    reads.read(
                            connections -> Question.ask(connections, title, parts, values, limit)));
        } catch (StatementException e) {
            if (!SqlStates.isCanceled(SqlStates.of(e))) {
                throw e;
            }
            if (Cancellation.currentIsCancelled()) {
                throw new CancelledException("the call was stopped", e);
            }
            return Optional.empty();
        }
    }

    /** Like {@link #ask(String, List, Map, Duration)}, with the limit that every statement has. */
    public Parts ask(
            String title, List<Part<?>> parts, Map<String, ? extends @Nullable Object> values) {
        return ask(title, parts, values, Duration.ZERO)
                .orElseThrow(() -> new CancelledException("the statement was stopped", null));
    }

    /** Runs {@code work} read-only in one snapshot, so that all its statements see the same rows. */
    public <T> T snapshot(Work<T> work) {
        return reads.read(
                connections ->
                        run(connections, TransactionIsolationLevel.REPEATABLE_READ, true, work));
    }

    /** Like {@link #read}; empty when a statement exceeds its time limit, and the call goes on without it. */
    public <T> Optional<T> readInTime(Work<T> work) {
        try {
            return Optional.of(read(work));
        } catch (CancelledException e) {
            if (Cancellation.currentIsCancelled()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Makes the later reads of the {@link Caller} show what is committed now, because it is told about some of it. */
    public void callerKnows() {
        reads.callerKnows();
    }

    /**
     * Runs {@code work} so that it cannot write, whatever it tries: {@link #write} fails at once, and every
     * transaction of this thread is read-only and has the rights of the read-only role. This does not extend to what
     * {@code work} hands to other threads.
     */
    public <T, X extends Throwable> T onlyReading(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(ONLY_READING, true).call(work);
    }

    private <T> T run(
            Connections connections,
            TransactionIsolationLevel isolation,
            boolean readOnly,
            Work<T> work) {
        String role = ONLY_READING.isBound() ? readOnlyRole : null;
        for (int left = connections.attempts() - 1; ; left--) {
            TransactionAttempt<T> attempt =
                    new TransactionAttempt<>(connections, isolation, readOnly, role);
            try {
                T result = attempt.run(work);
                if (attempt.hasWritten()) {
                    reads.callerKnows();
                }
                attempt.actAfterCommit();
                return result;
            } catch (RuntimeException e) {
                String state = SqlStates.of(e);
                if (SqlStates.isCanceled(state)) {
                    throw new CancelledException("the statement was stopped", e);
                }
                boolean again = attempt.mayBeRunAgainAfter(state) && left > 0;
                if (!again || Cancellation.currentIsCancelled()) {
                    throw e;
                }
            }
        }
    }
}
