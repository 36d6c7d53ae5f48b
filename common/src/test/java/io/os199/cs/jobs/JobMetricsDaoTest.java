package io.os199.cs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.Await;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The job metrics that operators see: how jobs ended, what waits and for how long, and which workers are alive. */
class JobMetricsDaoTest {
    private final TestJobs jobs = new TestJobs(3);

    @AfterEach
    void close() throws Exception {
        jobs.close();
    }

    @Test
    void endsAreCountedByToolAndOutcomeOnce() throws IOException {
        JobEngine engine = jobs.engine(new Marking(500, (marks, chunk) -> {}));
        Job done = jobs.submit("mark", "ana");
        engine.run(done.jobId());
        engine.run(done.jobId());
        Job stopped = jobs.submit("mark", "bob");
        jobs.cancel(stopped.jobId());
        assertThat(scraped())
                .contains(
                        "job_executions_total{outcome=\"completed\",tool_name=\"mark\"} 1.0",
                        "job_duration_seconds_count{outcome=\"completed\",tool_name=\"mark\"} 1",
                        "job_wait_seconds_count{tool_name=\"mark\"} 1");

        JobEngine failing =
                jobs.engine(
                        new Marking(
                                500,
                                (marks, chunk) -> {
                                    throw new IllegalStateException("on purpose");
                                }));
        failing.run(jobs.submit("mark", "cleo").jobId());
        assertThat(scraped())
                .contains("job_executions_total{outcome=\"failed\",tool_name=\"mark\"} 1.0");
    }

    /** Prometheus sees a counter grow only if it existed before, not if it first appears as 1. */
    @Test
    void failuresAreCountedFromTheStart() throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        var _ = new JobMetrics(registry, List.of(new Marking(500, (marks, chunk) -> {})));
        assertThat(scraped(registry))
                .contains("job_executions_total{outcome=\"failed\",tool_name=\"mark\"} 0.0");
    }

    @Test
    void whatWaitsIsSeenWithItsAge() throws Exception {
        QueueMetrics.register(jobs.registry(), jobs.database(), jobs.queue(), jobs.clock());
        // A scrape does not wait for a slow reading, and finds its result the next time.
        Await.until(() -> scraped().contains("job_queue_depth"));
        assertThat(scraped()).contains("job_queue_depth 0.0", "job_oldest_queued_age_seconds 0.0");
        jobs.submit("mark", "ana");
        jobs.execute(
                "insert into refresh_runs (name, finished_at, last_error) values ('health',"
                        + " '2026-01-01T00:00:00Z', null), ('audit', null, '2 faults')");
        jobs.goOn(Duration.ofMinutes(10));
        Await.until(() -> scraped().contains("job_queue_depth"));
        assertThat(scraped())
                .contains(
                        "job_queue_depth 1.0",
                        "jobs_working 0.0",
                        "job_workers 0.0",
                        "refresh_last_success_timestamp_seconds{name=\"health\"} 1.7672256E9",
                        "refresh_failed{name=\"health\"} 0.0",
                        "refresh_failed{name=\"audit\"} 1.0")
                .doesNotContain("timestamp_seconds{name=\"audit\"}")
                .containsPattern("job_oldest_queued_age_seconds 60\\d\\.");
    }

    private String scraped() throws IOException {
        return scraped(jobs.registry());
    }

    private static String scraped(PrometheusRegistry registry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }
}
