package io.os199.cs.api.tool;

import io.os199.cs.platform.metrics.Durations;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * The metrics recorded for every tool call. A status is {@code ok}, the code of the refusal, or {@code cancelled}
 * where the client withdrew the call or disconnected; the numbers of tools and codes are fixed.
 */
final class ToolMetrics {
    private final Histogram durations;
    private final Counter executions;
    private final Counter confirmations;

    ToolMetrics(PrometheusRegistry registry) {
        durations =
                Durations.ofCalls(
                        registry,
                        "mcp_tool_execution_duration",
                        "How long calls of tools took.",
                        "tool_name",
                        "status");
        executions =
                Counter.builder()
                        .name("mcp_tool_execution")
                        .help("Calls of tools.")
                        .labelNames("tool_name", "status")
                        .register(registry);
        confirmations =
                Counter.builder()
                        .name("mcp_confirmations")
                        .help("What became of questions for a person's yes.")
                        .labelNames("tool_name", "outcome")
                        .register(registry);
    }

    void called(String tool, String status, long nanos) {
        durations.labelValues(tool, status).observe(nanos / 1e9);
        executions.labelValues(tool, status).inc();
    }

    void confirmation(String tool, String outcome) {
        confirmations.labelValues(tool, outcome).inc();
    }
}
