package io.os199.cs.worker;

import static io.os199.cs.jobs.TestJobs.until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.jobrunr.scheduling.RecurringJobBuilder.aRecurringJob;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.jobs.FailedJob;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.JobRetry;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.jobs.JobTimes;
import io.os199.cs.jobs.JobWork;
import io.os199.cs.jobs.Marking;
import io.os199.cs.jobs.TestJobs;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.config.RetentionConfig;
import io.os199.cs.platform.config.WorkerConfig;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.Await;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Workers as they run: JobRunr's server, the wake-up, the engine and its sweeper, on one database. */
class WorkerProcessTest {
    private static final Duration LONG = Duration.ofSeconds(25);

    private final TestJobs jobs = new TestJobs(1200);
    private final List<WorkerProcess> workers = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (WorkerProcess worker : workers) {
            worker.stop();
        }
        jobs.close();
    }

    @Test
    void aSubmittedJobBeginsLongBeforeTheNextPoll() throws Exception {
        jobs.listening();
        start(new Marking(2000, (marks, chunk) -> {}));
        List<Duration> latencies = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            Job job = ended(jobs.submit("mark", "ana"));
            assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
            latencies.add(Duration.between(job.submittedAt(), job.startedAt()));
        }
        Collections.sort(latencies);
        assertThat(latencies.get(7)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void twoWorkersShareAJobAndEveryChunkTakesEffectOnce() throws Exception {
        jobs.listening();
        Marking marking = new Marking(50, (marks, chunk) -> {});
        start(marking);
        start(marking);
        until(() -> jobs.jobs().workers().aliveCount() == 2);
        Job job = ended(jobs.submit("mark", "ana"));
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.result().get("client_count").asInt()).isEqualTo(1200);
        assertThat(jobs.count("select count(*) from marks")).isEqualTo(1201);
        assertThat(jobs.count("select count(distinct client_id) from marks")).isEqualTo(1201);
    }

    @Test
    void aJobWhoseConnectionWasKilledEndsAllTheSame() throws Exception {
        jobs.listening();
        AtomicInteger begun = new AtomicInteger();
        start(
                new Marking(
                        500,
                        (marks, chunk) -> {
                            if (begun.incrementAndGet() == 2) {
                                marks.sleep();
                            }
                        }));
        Job job = jobs.submit("mark", "ana");
        until(() -> killed() == 1);
        assertThat(ended(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(jobs.count("select count(*) from marks")).isEqualTo(1201);
        assertThat(jobs.count("select count(distinct client_id) from marks")).isEqualTo(1201);
    }

    /** Started by an operator: as the principal's own second call would have done it, and not twice. */
    @Test
    void aFailedJobRunsAgainForWhoeverAskedForIt() throws Exception {
        jobs.listening();
        AtomicBoolean broken = new AtomicBoolean(true);
        start(
                new Marking(
                        500,
                        (marks, chunk) -> {
                            if (chunk.chunkNo() == 2 && broken.get()) {
                                awaitMarks(700);
                                throw new IllegalStateException("broken on purpose");
                            }
                        }));
        JsonNode arguments = Json.tree(Map.of(JobOrder.SEES_PERSONAL_DATA, true));
        Job failed = ended(jobs.submit("mark", "ana", arguments));
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(jobs.database().current(retry()::failed))
                .extracting(FailedJob::jobId, FailedJob::principal, FailedJob::laterJobId)
                .containsExactly(tuple(failed.jobId(), "ana", null));

        assertThat(refusal(failed.jobId(), job -> Optional.of("not by this version")))
                .isEqualTo("not by this version");
        broken.set(false);
        JobRetry.Begun begun =
                (JobRetry.Begun)
                        jobs.database()
                                .write(
                                        tx ->
                                                retry().retry(
                                                                tx,
                                                                failed.jobId(),
                                                                job -> Optional.empty()));
        Job again = ended(begun.job());
        assertThat(again.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(again.principal()).isEqualTo("ana");
        assertThat(again.arguments()).isEqualTo(arguments);
        assertThat(again.retryOf()).isEqualTo(failed.jobId());
        // The finished part of the failed job was not done again.
        assertThat(jobs.count("select count(*) from marks")).isEqualTo(1201);
        assertThat(jobs.count("select count(distinct client_id) from marks")).isEqualTo(1201);
        assertThat(
                        jobs.count(
                                "select count(*) from marks where job_id = '%s'"
                                        .formatted(failed.jobId())))
                .isEqualTo(700);

        assertThat(refusal(failed.jobId(), job -> Optional.empty()))
                .isEqualTo(
                        "%s was asked for again already: %s is completed"
                                .formatted(failed.jobId(), again.jobId()));
        assertThat(refusal(again.jobId(), job -> Optional.empty()))
                .isEqualTo("%s did not fail: it is completed".formatted(again.jobId()));
        assertThat(refusal("job_none", job -> Optional.empty())).contains("there is no job");
        assertThat(jobs.count("select count(*) from jobs")).isEqualTo(2);
    }

    /** Waits until the other chunks are done, which their takers do at the same time. */
    private void awaitMarks(long count) {
        try {
            Await.until(() -> jobs.count("select count(*) from marks") == count);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aJobThatWasRefusedForWhatItAskedIsNotRunAgain() {
        Job job = jobs.submit("mark", "ana");
        jobs.execute(
                """
                update jobs set status = 'failed', finished_at = now(), expires_at = now() + interval '1 day',
                    error = '{"code": "invalid", "message": "no such model", "retryable": false}'
                """);
        assertThat(refusal(job.jobId(), each -> Optional.empty()))
                .isEqualTo(
                        "%s would fail again, as it was refused for what was asked: no such model"
                                .formatted(job.jobId()));
    }

    private JobRetry retry() {
        return new JobRetry(new JobSubmission(jobs.queue(), jobs.clock()), jobs.clock());
    }

    private String refusal(String jobId, Function<Job, Optional<String>> obstacle) {
        JobRetry.Outcome outcome = jobs.database().write(tx -> retry().retry(tx, jobId, obstacle));
        return ((JobRetry.Refused) outcome).reason();
    }

    @Test
    void aServerThatStoppedItselfIsReplaced() throws Exception {
        jobs.listening();
        WorkerProcess worker = start(new Marking(500, (marks, chunk) -> {}));
        BackgroundJobServer first = worker.server().running().orElseThrow();
        first.stop();
        assertThat(worker.health().execute().isHealthy()).isFalse();
        until(() -> worker.health().execute().isHealthy());
        assertThat(worker.server().running().orElseThrow()).isNotSameAs(first);
        assertThat(ended(jobs.submit("mark", "ana")).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void theScheduleIsAnnouncedOnceAndHoldsNothingElse() throws Exception {
        start();
        new JobRequestScheduler(io.os199.cs.jobs.JobQueue.storage(jobs.dataSource()))
                .createRecurrently(
                        aRecurringJob()
                                .withId("zendesk-tickets")
                                .withCron("*/5 * * * *")
                                .withJobRequest(new ScheduledTask("zendesk-tickets")));
        start();
        assertThat(recurring()).doesNotContain("zendesk-tickets");
        assertThat(jobs.count("select count(*) from jobs.jobrunr_recurring_jobs")).isEqualTo(17);
    }

    /** Triggered by an operator on the dashboard, and by JobRunr at its time. */
    @Test
    void everyTaskOfTheScheduleRunsWhenItIsDue() throws Exception {
        start();
        Dashboard dashboard =
                new Dashboard(
                        io.os199.cs.jobs.JobQueue.storage(jobs.dataSource()),
                        new WorkerConfig(1, "127.0.0.1", 0, "operator", "correct horse"));
        dashboard.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String task : recurring()) {
                String place = "http://127.0.0.1:%d/api/recurring-jobs/%s/trigger";
                HttpRequest trigger =
                        HttpRequest.newBuilder(URI.create(place.formatted(dashboard.port(), task)))
                                .header("Authorization", basic("operator:correct horse"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build();
                assertThat(
                                client.send(trigger, HttpResponse.BodyHandlers.discarding())
                                        .statusCode())
                        .isBetween(200, 299);
            }
            until(
                    () ->
                            jobs.count(
                                            """
                                            select count(distinct recurringJobId) from jobs.jobrunr_jobs
                                            where state = 'SUCCEEDED'
                                            """)
                                    == recurring().size());
        } finally {
            dashboard.stop();
        }
    }

    /** JobRunr catches up on missed tasks in no particular order. */
    @Test
    void aNightThatWasMissedIsSubmittedInItsOrder() throws Exception {
        Schedule schedule =
                new Schedule(
                        jobs.database(),
                        jobs.jobs(),
                        jobs.engine(),
                        new Partitions(jobs.dataSource(), jobs.clock()),
                        Upkeep.of(
                                jobs.database(),
                                jobs.dataSource(),
                                ClientAnswers.unkept(),
                                RetentionConfig.usual(),
                                jobs.clock()),
                        List.of(),
                        jobs.clock());
        schedule.run("renewal-refresh");
        schedule.run("lifecycle-rules");
        schedule.run("portfolio-health");
        schedule.run("expansion-scan");
        List<String> submitted =
                jobs.database().read(tx -> tx.dao(RecurringDao.class).submitted("system"));
        assertThat(submitted)
                .containsExactly(
                        "contract_days",
                        "calculate_health_score",
                        "track_adoption_milestones",
                        "analyze_engagement_patterns",
                        "identify_churn_risk",
                        "track_feature_adoption",
                        "forecast_renewals",
                        "identify_upsell_opportunities",
                        "manage_lifecycle_stages");
    }

    private List<String> recurring() {
        return jobs.database().read(tx -> tx.dao(RecurringDao.class).names());
    }

    /** The schedule as JobRunr keeps it. */
    interface RecurringDao {
        @SqlQuery("select trim(id) from jobs.jobrunr_recurring_jobs order by id")
        List<String> names();

        @SqlQuery("select tool from jobs where principal = :principal order by job_id")
        List<String> submitted(String principal);
    }

    @Test
    void theDashboardAsksForItsPassword() throws Exception {
        Dashboard dashboard =
                new Dashboard(
                        io.os199.cs.jobs.JobQueue.storage(jobs.dataSource()),
                        new WorkerConfig(1, "127.0.0.1", 0, "operator", "correct horse"));
        dashboard.start();
        try {
            assertThat(get(dashboard, "")).isEqualTo(401);
            assertThat(get(dashboard, "operator:wrong")).isEqualTo(401);
            assertThat(get(dashboard, "operator:correct horse")).isEqualTo(200);
        } finally {
            dashboard.stop();
        }
    }

    private static int get(Dashboard dashboard, String credentials) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + dashboard.port() + "/dashboard/");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!credentials.isEmpty()) {
            request.header("Authorization", basic(credentials));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String basic(String credentials) {
        return "Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private WorkerProcess start(JobWork... works) throws Exception {
        WorkerProcess worker =
                new WorkerProcess(
                        jobs.database(),
                        jobs.dataSource(),
                        jobs.directDataSource(),
                        List.of(works),
                        List.of(),
                        ClientAnswers.unkept(),
                        RetentionConfig.usual(),
                        new WorkerConfig(4, "127.0.0.1", 0, "operator", ""),
                        JobTimes.usual(),
                        new PrometheusRegistry(),
                        Tracing.off(),
                        Clock.systemUTC());
        worker.start();
        workers.add(worker);
        return worker;
    }

    private Job ended(Job job) {
        return jobs.jobs().await(job.jobId(), LONG, each -> true).orElseThrow();
    }

    private long killed() {
        return jobs.count(
                """
                select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and state = 'active'
                  and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()
                """);
    }
}
