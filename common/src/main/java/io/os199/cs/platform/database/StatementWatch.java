package io.os199.cs.platform.database;

import io.opentelemetry.api.trace.SpanKind;
import io.os199.cs.platform.metrics.Durations;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.platform.tracing.Tracing.Labels;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * Measures every statement, and shows it as a span, by the name of its DAO method, of which there are as many as the
 * program has; a slow statement is logged under that name too, without its arguments.
 */
public final class StatementWatch implements StatementListener {
    private static final Logger LOG = LoggerFactory.getLogger(StatementWatch.class);
    private static final Duration SLOW = Duration.ofSeconds(1);
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
    public void ran(String name, Duration took, boolean failed) {
        durations.labelValues(name).observe(took.toNanos() / 1e9);
        tracing.past(name, SpanKind.CLIENT, POSTGRESQL, took, failed);
        if (took.compareTo(SLOW) >= 0) {
            LOG.warn("slow statement {} took {} ms", name, took.toMillis());
        }
    }
}
