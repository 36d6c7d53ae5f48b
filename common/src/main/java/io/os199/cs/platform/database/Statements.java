package io.os199.cs.platform.database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jdbi.v3.core.extension.ExtensionMethod;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The listeners to the statements of a Jdbi: those that it runs, and those that bypass it over its connections. */
public final class Statements implements JdbiConfig<Statements> {
    private static final String OTHER = "other";

    private @Nullable StatementListener listener;

    /** Reports all statements from now on to {@code listener}; must be called before the first of them. */
    public static void listen(Jdbi jdbi, StatementListener listener) {
        jdbi.getConfig(Statements.class).listener = listener;
        jdbi.setSqlLogger(new Listening(listener));
    }

    /** Reports a statement that bypassed Jdbi over the connection of {@code handle} and has just ended. */
    static void ran(Handle handle, String name, Duration took, boolean failed) {
        StatementListener listener = handle.getConfig(Statements.class).listener;
        if (listener != null) {
            listener.ran(name, took, failed);
        }
    }

    /** Every handle shares the same instance. */
    @Override
    public Statements createCopy() {
        return this;
    }

    private record Listening(StatementListener listener) implements SqlLogger {
        @Override
        public void logAfterExecution(StatementContext context) {
            tell(context, false);
        }

        @Override
        public void logException(StatementContext context, SQLException failure) {
            tell(context, true);
        }

        private void tell(StatementContext context, boolean failed) {
            if (context.getExecutionMoment() != null && context.getCompletionMoment() != null) {
                Duration took = Duration.ofNanos(context.getElapsedTime(ChronoUnit.NANOS));
                listener.ran(name(context), took, failed);
            }
        }

        private static String name(StatementContext context) {
            ExtensionMethod method = context.getExtensionMethod();
            return method == null
                    ? OTHER
                    : method.getType().getSimpleName() + "." + method.getMethod().getName();
        }
    }
}
