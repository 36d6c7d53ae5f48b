package io.os199.cs.platform.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

/**
 * Where spans are sent.
 *
 * @param endpoint of a collector that accepts OTLP over HTTP, for example {@code http://collector:4318/v1/traces};
 *     empty: no spans
 * @param sampleShare the sampled share of traces that begin here, 0 to 1; for a trace begun by a caller, the caller's
 *     decision applies
 */
public record TracingConfig(String endpoint, @DecimalMin("0") @DecimalMax("1") double sampleShare) {
    public static TracingConfig off() {
        return new TracingConfig("", 1);
    }

    public boolean isOn() {
        return !endpoint.isEmpty();
    }
}
