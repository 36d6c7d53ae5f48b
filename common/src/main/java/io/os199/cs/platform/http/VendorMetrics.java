package io.os199.cs.platform.http;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Metrics on vendors for operators, besides those of the calls themselves. */
public final class VendorMetrics {
    private final Gauge circuitOpen;
    private final Gauge remaining;

    public VendorMetrics(PrometheusRegistry registry) {
        circuitOpen =
                Gauge.builder()
                        .name("integration_circuit_open")
                        .help("1 while a service outside is not asked because it fails.")
                        .labelNames("integration")
                        .register(registry);
        remaining =
                Gauge.builder()
                        .name("integration_rate_limit_remaining")
                        .help("Calls that a service outside still takes, as its last answer said.")
                        .labelNames("integration")
                        .register(registry);
    }

    void circuit(String integration, boolean open) {
        circuitOpen.labelValues(integration).set(open ? 1 : 0);
    }

    void remaining(String integration, long calls) {
        remaining.labelValues(integration).set((double) calls);
    }
}
