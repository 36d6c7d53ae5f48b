package io.os199.cs.platform.database;

import io.opentelemetry.api.trace.SpanKind;
import io.os199.cs.platform.metrics.Durations;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.platform.tracing.Tracing.Labels;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jdbi.v3.core.extension.ExtensionMethod;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Measures every statement, and shows it as a span, by the method of the DAO that it belongs to, of which there are as many as the program has; a slow one
 * is logged by that name too, without its arguments.
 */
public final class StatementWatch implements SqlLogger {
    private static final Logger LOG = LoggerFactory.getLogger(StatementWatch.class);
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final String OTHER = "other";
    private static final Labels POSTGRESQL = Labels.of("db.system.name", "postgresql");

    private final Tracing tracing;
    private final Histogram durations;

    public StatementWatch(PrometheusRegistry registry, Tracing tracing) {
        this.tracing = tracing;
        durations =
                Durations.ofCalls(
                        registry,
                        "database_query_duration",
                        "How long statements took, by the method that ran them.",
                        "query_type");
    }

    @Override
    public void logAfterExecution(StatementContext context) {
        measure(context, false);
    }

    @Override
    public void logException(StatementContext context, SQLException failure) {
        measure(context, true);
    }

    private void measure(StatementContext context, boolean failed) {
        if (context.getExecutionMoment() == null || context.getCompletionMoment() == null) {
            return;
        }
        long nanos = context.getElapsedTime(ChronoUnit.NANOS);
        String type = type(context);
        durations.labelValues(type).observe(nanos / 1e9);
        tracing.past(
                type,
                SpanKind.CLIENT,
                POSTGRESQL,
                context.getExecutionMoment(),
                context.getCompletionMoment(),
                failed);
        if (nanos >= SLOW.toNanos()) {
            LOG.warn("slow statement {} took {} ms", type, nanos / 1_000_000);
        }
    }

    private static String type(StatementContext context) {
        ExtensionMethod method = context.getExtensionMethod();
        return method == null
                ? Objects.toString(context.getAttribute(Parts.TITLE), OTHER)
                : method.getType().getSimpleName() + "." + method.getMethod().getName();
    }
}
