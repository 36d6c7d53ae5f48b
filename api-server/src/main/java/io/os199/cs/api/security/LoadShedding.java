package io.os199.cs.api.security;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limits how many requests are in progress at once, and answers others 503 before reading anything of them: an
 * overloaded process soon does all its work late, and for clients that have gone. A request that has become a stream
 * only waits most of its time, and no longer counts.
 */
public final class LoadShedding extends HttpFilter {
    private static final String PLACE = LoadShedding.class.getName();
    private static final Duration SOON = Duration.ofSeconds(1);

    private final transient Semaphore places;
    private final transient Counter shed;

    /** @param atOnce the number of requests in this process */
    public LoadShedding(int atOnce, PrometheusRegistry metrics) {
        this.places = new Semaphore(atOnce);
        this.shed =
                Counter.builder()
                        .name("mcp_requests_shed")
                        .help("Requests that were refused because too many were under way.")
                        .register(metrics);
        GaugeWithCallback.builder()
                .name("mcp_requests_active")
                .help("Requests under way, without those that have become streams.")
                .callback(gauge -> gauge.call((double) atOnce - places.availablePermits()))
                .register(metrics);
    }

    /** The place that a request in progress takes, until it leaves it for the first time. */
    private record Place(Semaphore places, AtomicBoolean left) {
        void leave() {
            if (left.compareAndSet(false, true)) {
                places.release();
            }
        }
    }

    /** Called when a request continues as a stream; may be called repeatedly. */
    public static void leave(HttpServletRequest request) {
        if (request.getAttribute(PLACE) instanceof Place place) {
            place.leave();
        }
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!places.tryAcquire()) {
            shed.inc();
            HttpErrors.retryAfter(response, SOON);
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "the server has all the requests that it can take, and has not read this one;"
                            + " send it again in a second");
            return;
        }
        Place place = new Place(places, new AtomicBoolean());
        request.setAttribute(PLACE, place);
        try {
            chain.doFilter(request, response);
        } finally {
            place.leave();
        }
    }
}
