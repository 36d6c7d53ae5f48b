package io.os199.cs.platform.metrics;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.metrics.servlets.HealthCheckServlet;
import io.dropwizard.metrics.servlets.PingServlet;

/**
 * The probes that orchestrators and load balancers call on a process's admin port. {@code /health}: 200 when it is
 * alive. {@code /ready}: 200 when it can serve, or 500 when it cannot, and the body names the failed check. They are
 * Dropwizard's {@code /ping} and {@code /healthcheck} under the usual names.
 */
public final class Probes {
    private Probes() {}

    public static void serve(Environment environment) {
        environment.admin().addServlet("health", new PingServlet()).addMapping("/health");
        environment
                .admin()
                .addServlet("ready", new HealthCheckServlet(environment.healthChecks()))
                .addMapping("/ready");
    }
}
