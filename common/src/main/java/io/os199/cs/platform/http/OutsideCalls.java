package io.os199.cs.platform.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.os199.cs.platform.metrics.Durations;
import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;

/**
 * The passage for every call to an external service: measured by outcome, and shown as a span with the names of
 * OpenTelemetry's HTTP conventions. The full address stays out of both, since vendors' paths and queries contain ids
 * and addresses of people.
 */
public final class OutsideCalls {
    private static final String TIMEOUT = "timeout";
    private static final String CONNECT_ERROR = "connect_error";
    private static final int FIRST_ERROR = 400;

    private final Tracing tracing;
    private final Counter calls;
    private final Histogram durations;

    public OutsideCalls(PrometheusRegistry registry, Tracing tracing) {
        this.tracing = tracing;
        calls =
                Counter.builder()
                        .name("integration_api_calls")
                        .help(
                                "Calls to services outside, by HTTP status, timeout or"
                                        + " connect_error; circuit_open were not made.")
                        .labelNames("integration", "status")
                        .register(registry);
        durations =
                Durations.ofCalls(
                        registry,
                        "integration_api_duration",
                        "How long calls to services outside took, by template of the path.",
                        "integration",
                        "endpoint");
    }

    /** For commands, whose calls nobody measures. */
    public static OutsideCalls unwatched() {
        return new OutsideCalls(new PrometheusRegistry(), Tracing.off());
    }

    /** One request and its answer; {@link Tracing#currentParent()} is the trace context that goes along. */
    public interface Exchange<T, E extends Exception> {
        T send() throws E;
    }

    /**
     * Makes a call.
     *
     * @param server its destination, of which only host and port are shown
     * @param status gives the HTTP status of the answer
     */
    public <T, E extends Exception> T call(
            Endpoint endpoint, URI server, ToIntFunction<T> status, Exchange<T, E> exchange)
            throws E {
        Span span = begin(endpoint, server);
        long begun = System.nanoTime();
        try (Scope _ = span.makeCurrent()) {
            try {
                T answer = exchange.send();
                int code = status.applyAsInt(answer);
                span.setAttribute("http.response.status_code", (long) code);
                String came = Integer.toString(code);
                ended(endpoint, came, begun);
                if (code >= FIRST_ERROR) {
                    failed(span, came);
                }
                return answer;
            } catch (Exception e) {
                String came = isTimeout(e) ? TIMEOUT : CONNECT_ERROR;
                ended(endpoint, came, begun);
                failed(span, came);
                throw e;
            }
        } finally {
            span.end();
        }
    }

    /** Counts a call that was not made, because the service has failed too often lately. */
    void keptBack(String integration) {
        calls.labelValues(integration, "circuit_open").inc();
    }

    private Span begin(Endpoint endpoint, URI server) {
        Span span = tracing.client(endpoint.method() + " " + endpoint.template());
        span.setAttribute("http.request.method", endpoint.method());
        span.setAttribute("url.template", endpoint.template());
        if (server.getHost() != null) {
            span.setAttribute("server.address", server.getHost());
            span.setAttribute("server.port", (long) port(server));
        }
        return span;
    }

    private static int port(URI server) {
        if (server.getPort() >= 0) {
            return server.getPort();
        }
        return "http".equals(server.getScheme()) ? 80 : 443;
    }

    private void ended(Endpoint endpoint, String came, long begun) {
        calls.labelValues(endpoint.integration(), came).inc();
        durations
                .labelValues(endpoint.integration(), endpoint.template())
                .observe((System.nanoTime() - begun) / 1e9);
    }

    private static void failed(Span span, String came) {
        span.setAttribute("error.type", came);
        span.setStatus(StatusCode.ERROR);
    }

    /** Whether the answer timed out; when the connection timed out, nothing was sent. */
    private static boolean isTimeout(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case HttpConnectTimeoutException _ -> false;
            case HttpTimeoutException _ -> true;
            case InterruptedIOException _ -> true;
            case TimeoutException _ -> true;
            default -> isTimeout(failure.getCause());
        };
    }
}
