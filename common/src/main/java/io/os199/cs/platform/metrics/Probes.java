package io.os199.cs.platform.metrics;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.metrics.servlets.HealthCheckServlet;
import io.dropwizard.metrics.servlets.PingServlet;

/**
 * What orchestrators and load balancers ask the admin port of a process. {@code /health}: it lives, 200. {@code /ready}: it can
 * serve, 200; or it cannot, 500, and the body names the check that says so. They are Dropwizard's {@code /ping} and
 * {@code /healthcheck} under the names that are usual.
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
