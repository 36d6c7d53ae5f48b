package io.os199.cs.jobs;

import io.os199.cs.platform.metrics.Durations;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** Counts how jobs ended, and measures the time since they were submitted and since they began. */
public final class JobMetrics {
    static final String FAILED = "failed";

    private final Histogram durations;
    private final Histogram waits;
    private final Counter ends;

    /**
     * Registers the metrics.
     *
     * @param works the kinds of work that may fail: a counter that is first seen at 1 does not show as an increase,
     *     so all begin at 0
     */
    public JobMetrics(PrometheusRegistry registry, Collection<? extends JobWork> works) {
        durations =
                Durations.ofJobs(
                        registry,
                        "job_duration",
                        "From a job's first start to its end, by tool and outcome.",
                        "tool_name",
                        "outcome");
        waits =
                Durations.ofJobs(
                        registry, "job_wait", "From a job's submission to its start.", "tool_name");
        ends =
                Counter.builder()
                        .name("job_executions")
                        .help("Jobs that ended, by tool and outcome.")
                        .labelNames("tool_name", "outcome")
                        .register(registry);
        works.forEach(work -> ends.initLabelValues(work.tool(), FAILED));
    }

    void ended(Job job, String outcome, Instant now) {
        ends.labelValues(job.tool(), outcome).inc();
        Instant started = job.startedAt();
        if (started != null) {
            durations.labelValues(job.tool(), outcome).observe(seconds(started, now));
            waits.labelValues(job.tool()).observe(seconds(job.submittedAt(), started));
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toNanos() / 1e9);
    }
}
