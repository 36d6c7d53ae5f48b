package io.os199.cs.api.web;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;

import io.os199.cs.platform.metrics.Sampled;
import io.os199.cs.usage.UsageBacklog;
import io.os199.cs.usage.model.IntakeAnswer;

import java.time.Clock;
import java.time.Duration;

/** The metrics of the intake for operators: requests, results of events, and how far the rollups are behind. */
public final class IntakeMetrics {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Timer requests;
    private final Meter accepted;
    private final Meter duplicates;
    private final Meter rejected;

    public IntakeMetrics(MetricRegistry metrics, UsageBacklog backlog, Clock clock) {
        Sampled<Duration> lag = new Sampled<>(backlog::lag, FRESH, clock);
        requests = metrics.timer(MetricRegistry.name("ingest", "request"));
        accepted = metrics.meter(MetricRegistry.name("ingest", "events", "accepted"));
        duplicates = metrics.meter(MetricRegistry.name("ingest", "events", "duplicates"));
        rejected = metrics.meter(MetricRegistry.name("ingest", "events", "rejected"));
        metrics.gauge(
                MetricRegistry.name("usage", "rollup", "lag", "seconds"),
                () -> () -> lag.get().map(Duration::toSeconds).orElse(null));
    }

    /** Starts a timer, to be closed when the request has its answer. */
    Timer.Context request() {
        return requests.time();
    }

    void answered(IntakeAnswer answer) {
        accepted.mark(answer.accepted());
        duplicates.mark(answer.duplicates());
        rejected.mark(answer.rejected().size());
    }
}
