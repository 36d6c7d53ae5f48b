package io.os199.cs.platform.metrics;

import com.codahale.metrics.MetricRegistry;

import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Serves {@code /metrics} on the admin port: our own metrics, and those of Dropwizard, Jetty, its certificates, the
 * pools and the JVM.
 */
public final class Exposition {
    /** The prefix of the pools' own metrics; {@code PoolMetrics} reports them under one name for all pools. */
    private static final String POOLS = "io.dropwizard.db.";

    private Exposition() {}

    /** Creates a registry for this process, shown at {@code /metrics}. */
    public static PrometheusRegistry of(Environment environment) {
        PrometheusRegistry registry = new PrometheusRegistry();
        MetricRegistry dropwizard = environment.metrics();
        DropwizardExports.builder()
                .dropwizardRegistry(dropwizard)
                .metricFilter((name, metric) -> !name.startsWith(POOLS))
                .register(registry);
        environment
                .lifecycle()
                .addServerLifecycleListener(server -> TlsCertificates.watch(server, registry));
        environment
                .admin()
                .addServlet("prometheus", new PrometheusMetricsServlet(registry))
                .addMapping("/metrics");
        return registry;
    }
}
