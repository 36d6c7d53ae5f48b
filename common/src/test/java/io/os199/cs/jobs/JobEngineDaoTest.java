package io.os199.cs.jobs;

import static io.os199.cs.jobs.TestJobs.until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The worked examples of jobs that need no HTTP; workers are threads here. */
class JobEngineDaoTest {
    private static final Duration LONG = Duration.ofSeconds(25);
    private static final JobOrder ANEW =
            new JobOrder("mark", JsonNodeFactory.instance.objectNode(), "system");

    private final TestJobs jobs = new TestJobs(1200);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() throws Exception {
        workers.shutdownNow();
        jobs.close();
    }

    @Test
    void showsItsProgressAndThenItsResult() throws Exception {
        CountDownLatch inTheThird = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        JobEngine engine =
                jobs.engine(
                        new Marking(
                                500,
                                (marks, chunk) -> {
                                    if (chunk.chunkNo() == 3) {
                                        inTheThird.countDown();
                                        waitFor(goOn);
                                    }
                                }));
        Job job = jobs.submit("mark", "ana");
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        Future<?> run = workers.submit(() -> engine.run(job.jobId()));
        waitFor(inTheThird);

        Job working = jobs.job(job.jobId());
        assertThat(working.status()).isEqualTo(JobStatus.WORKING);
        assertThat(working.progressDone()).isEqualTo(1000);
        assertThat(working.progressTotal()).isEqualTo(1200);
        assertThat(working.progressRate()).isEqualByComparingTo("0.8333");
        assertThat(working.retryAfterSeconds(jobs.now())).isEqualTo(2);

        goOn.countDown();
        run.get();
        Job completed = jobs.job(job.jobId());
        assertThat(completed.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(completed.result())
                .isEqualTo(Json.tree(Map.of("client_count", 1200, "chunk_count", 3)));
        assertThat(completed.retryAfterSeconds(jobs.now())).isNull();
        assertThat(completed.expiresAt())
                .isEqualTo(completed.finishedAt().plus(Duration.ofHours(24)));
    }

    @Test
    void everyChunkTakesEffectOnceHoweverManyWorkersTakePart() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Marking marking =
                new Marking(
                        20,
                        (marks, chunk) -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            Thread.yield();
                            now.decrementAndGet();
                        });
        JobEngine one = jobs.engine(marking);
        JobEngine two = jobs.engine(marking);
        Job job = jobs.submit("mark", "ana");
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            JobEngine engine = i % 2 == 0 ? one : two;
            runs.add(workers.submit(() -> engine.run(job.jobId())));
        }
        for (Future<?> run : runs) {
            run.get();
        }
        assertThat(jobs.job(job.jobId()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(jobs.count("select count(*) from marks where client_id <> 'finish'"))
                .isEqualTo(1200);
        assertThat(jobs.count("select count(distinct client_id) from marks")).isEqualTo(1201);
        assertThat(jobs.count("select count(*) from marks where client_id = 'finish'"))
                .isEqualTo(1);
        assertThat(most.get()).isLessThanOrEqualTo(JobStart.PLACES);
    }

    /**
     * A worker that checks whether all is done while another finishes the last chunk does not keep the other from
     * ending the job.
     */
    @Test
    void whoeverDoesTheLastChunkEndsTheJob() throws Exception {
        CountDownLatch inTheFirst = new CountDownLatch(1);
        CountDownLatch inTheSecond = new CountDownLatch(1);
        CountDownLatch lookedAt = new CountDownLatch(1);
        CountDownLatch lastHasLeft = new CountDownLatch(1);
        JobEngine engine =
                jobs.engine(
                        new Marking(
                                600,
                                (marks, chunk) -> {
                                    if (chunk.chunkNo() == 1) {
                                        inTheFirst.countDown();
                                        waitFor(inTheSecond);
                                    } else {
                                        inTheSecond.countDown();
                                        waitFor(lookedAt);
                                    }
                                }));
        Job job = jobs.submit("mark", "ana");
        Future<?> early = workers.submit(() -> engine.run(job.jobId()));
        waitFor(inTheFirst);
        jobs.after(
                "JobRunDao.countChunks",
                () -> {
                    if (lookedAt.getCount() > 0) {
                        lookedAt.countDown();
                        waitFor(lastHasLeft);
                    }
                });
        engine.run(job.jobId());
        lastHasLeft.countDown();
        early.get();

        assertThat(jobs.job(job.jobId()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void whatAKilledWorkerHadBegunIsDoneByItsSuccessor() throws Exception {
        AtomicBoolean killing = new AtomicBoolean(true);
        Marking marking =
                new Marking(
                        500,
                        (marks, chunk) -> {
                            if (chunk.chunkNo() == 2 && killing.get()) {
                                marks.sleep();
                            }
                        });
        JobEngine first = jobs.engine(marking);
        Job job = jobs.submit("mark", "ana");
        Future<?> killer = workers.submit(() -> killSleepersWhile(killing));
        assertThatThrownBy(() -> first.run(job.jobId())).isInstanceOf(RuntimeException.class);
        killing.set(false);
        killer.get();
        assertThat(jobs.job(job.jobId()).status()).isEqualTo(JobStatus.WORKING);
        assertThat(jobs.job(job.jobId()).progressDone()).isEqualTo(500);

        jobs.execute("delete from jobs.jobrunr_jobs");
        JobEngine second = jobs.engine(marking);
        second.start();
        until(
                () ->
                        jobs.count(
                                        "select count(*) from jobs.jobrunr_jobs where state ="
                                                + " 'ENQUEUED'")
                                >= 2);
        second.run(job.jobId());
        second.stop();
        assertThat(jobs.job(job.jobId()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(jobs.count("select count(*) from marks")).isEqualTo(1201);
        assertThat(jobs.count("select count(distinct client_id) from marks")).isEqualTo(1201);
    }

    @Test
    void cancelledInTheThirdChunkKeepsAThousand() throws Exception {
        CountDownLatch inTheThird = new CountDownLatch(1);
        JobEngine engine =
                jobs.engine(
                        new Marking(
                                500,
                                (marks, chunk) -> {
                                    if (chunk.chunkNo() == 3) {
                                        inTheThird.countDown();
                                        marks.sleep();
                                    }
                                }));
        jobs.listening();
        Job job = jobs.submit("mark", "ana");
        Future<?> run = workers.submit(() -> engine.run(job.jobId()));
        waitFor(inTheThird);
        until(
                () ->
                        jobs.count(
                                        "select count(*) from pg_stat_activity where query like"
                                            + " '%pg_sleep(60)%' and state = 'active' and pid <>"
                                            + " pg_backend_pid()")
                                == 1);

        assertThat(jobs.cancel(job.jobId())).isEqualTo(CancelOutcome.CANCELLING);
        Job ended = jobs.jobs().await(job.jobId(), LONG, each -> true).orElseThrow();
        run.get();
        assertThat(ended.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(ended.progressDone()).isEqualTo(1000);
        assertThat(ended.progressTotal()).isEqualTo(1200);
        assertThat(jobs.count("select count(*) from marks")).isEqualTo(1000);
        assertThat(jobs.submit("mark", "ana").jobId()).isNotEqualTo(job.jobId());
    }

    @Test
    void cancelAndEndAtTheSameMomentLeaveOneFinalState() throws Exception {
        JobEngine engine = jobs.engine(new Marking(2000, (marks, chunk) -> {}));
        jobs.listening();
        for (int i = 0; i < 100; i++) {
            Job job = jobs.submit("mark", "ana");
            CyclicBarrier together = new CyclicBarrier(2);
            Future<?> run =
                    workers.submit(
                            () -> {
                                together.await();
                                engine.run(job.jobId());
                                return true;
                            });
            together.await();
            if (i % 4 != 0) {
                until(() -> jobs.job(job.jobId()).status() != JobStatus.QUEUED);
            }
            CancelOutcome outcome = jobs.cancel(job.jobId());
            run.get();
            JobStatus end = jobs.job(job.jobId()).status();
            assertThat(end).isIn(JobStatus.COMPLETED, JobStatus.CANCELLED);
            if (outcome == CancelOutcome.ALREADY_FINAL) {
                assertThat(end).isEqualTo(JobStatus.COMPLETED);
            }
            if (outcome == CancelOutcome.CANCELLED) {
                assertThat(end).isEqualTo(JobStatus.CANCELLED);
            }
            boolean stands =
                    jobs.count(
                                    "select count(*) from marks where client_id = 'finish' and"
                                            + " job_id = '"
                                            + job.jobId()
                                            + "'")
                            == 1;
            assertThat(stands).isEqualTo(end == JobStatus.COMPLETED);
            assertThat(jobs.cancel(job.jobId())).isEqualTo(CancelOutcome.ALREADY_FINAL);
            assertThat(jobs.job(job.jobId()).status()).isEqualTo(end);
        }
    }

    @Test
    void queuedAndCancelledNeverRuns() {
        JobEngine engine = jobs.engine(new Marking(500, (marks, chunk) -> {}));
        Job job = jobs.submit("mark", "ana");
        assertThat(jobs.cancel(job.jobId())).isEqualTo(CancelOutcome.CANCELLED);
        engine.run(job.jobId());
        assertThat(jobs.job(job.jobId()).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(jobs.count("select count(*) from marks")).isZero();
        assertThat(jobs.cancel(job.jobId())).isEqualTo(CancelOutcome.ALREADY_FINAL);
    }

    @Test
    void aJobThatNeverReachedTheQueueIsFoundByTheSweeper() {
        Job job = jobs.submit("mark", "ana");
        // The dashboard lists it by its tool.
        assertThat(
                        jobs.count(
                                "select count(*) from jobs.jobrunr_jobs where cast(jobAsJson as"
                                        + " jsonb) ->> 'jobName' = 'mark "
                                        + job.jobId()
                                        + "'"))
                .isEqualTo(1);
        jobs.execute("delete from jobs.jobrunr_jobs");
        JobEngine engine = jobs.engine(new Marking(500, (marks, chunk) -> {}));
        engine.start();
        until(() -> jobs.count("select count(*) from jobs.jobrunr_jobs") == 1);
        jobs.execute(
                "update jobs.jobrunr_jobs set state = 'FAILED', jobAsJson = replace(jobAsJson,"
                        + " 'EnqueuedState', 'DeletedState')");
        until(
                () ->
                        jobs.count(
                                        "select count(*) from jobs.jobrunr_jobs where state ="
                                                + " 'ENQUEUED'")
                                == 1);
        engine.run(job.jobId());
        engine.stop();
        assertThat(jobs.job(job.jobId()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void theSameArgumentsByTheSamePrincipalAreOneJobWhileItIsOpen() throws Exception {
        List<Future<Job>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(workers.submit(() -> jobs.submit("mark", "ana")));
        }
        for (Future<Job> call : calls) {
            assertThat(call.get().jobId()).isEqualTo(calls.getFirst().get().jobId());
        }
        assertThat(jobs.submit("mark", "ben").jobId()).isNotEqualTo(calls.getFirst().get().jobId());
        assertThat(jobs.submit("mark", "ana", Json.tree(Map.of("as_of", "2026-06-30"))).jobId())
                .isNotEqualTo(calls.getFirst().get().jobId());
        assertThat(jobs.count("select count(*) from jobs.jobrunr_jobs")).isEqualTo(3);
    }

    @Test
    void aChunkThatFailsThreeTimesFailsTheJobAndTheNextCallTakesUpTheRest() {
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger chunks = new AtomicInteger();
        JobEngine engine =
                jobs.engine(
                        new Marking(
                                500,
                                (marks, chunk) -> {
                                    chunks.incrementAndGet();
                                    if (chunk.chunkNo() == 2 && tries.incrementAndGet() <= 3) {
                                        throw new IllegalStateException("made to fail");
                                    }
                                }));
        Job job = jobs.submit("mark", "ana");
        engine.run(job.jobId());
        Job failed = jobs.job(job.jobId());
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(failed.error().get("message").asText())
                .startsWith("Chunk 2 of 3 (client_00000000000000000000000501 to ")
                .endsWith(
                        "failed 3 times. 2 chunks with 700 of 1200 clients stand; the same call"
                                + " again takes up the rest.");
        assertThat(failed.error().get("retryable").asBoolean()).isTrue();
        assertThat(jobs.count("select count(*) from marks")).isEqualTo(700);

        Job again = jobs.submit("mark", "ana");
        engine.run(again.jobId());
        assertThat(jobs.job(again.jobId()).result().get("client_count").asInt()).isEqualTo(1200);
        assertThat(
                        jobs.count(
                                "select count(*) from marks where job_id = '"
                                        + again.jobId()
                                        + "' and client_id <> 'finish'"))
                .isEqualTo(500);
        assertThat(chunks.get()).isEqualTo(6);
    }

    @Test
    void theSecondPrincipalJoinsTheRunUnderWay() throws Exception {
        CountDownLatch inTheFirst = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger chunks = new AtomicInteger();
        Marking marking =
                new Marking(
                        500,
                        Optional.of("health:default"),
                        (marks, chunk) -> {
                            chunks.incrementAndGet();
                            inTheFirst.countDown();
                            waitFor(goOn);
                        });
        JobEngine engine = jobs.engine(marking);
        Job first = jobs.submit("mark", "ana");
        Future<?> run = workers.submit(() -> engine.run(first.jobId()));
        waitFor(inTheFirst);
        Job second = jobs.submit("mark", "ben");
        engine.run(second.jobId());
        assertThat(jobs.job(second.jobId()).status()).isEqualTo(JobStatus.QUEUED);
        assertThat(jobs.job(second.jobId()).notBeforeAt()).isAfter(jobs.now().plusSeconds(50));

        goOn.countDown();
        run.get();
        engine.run(second.jobId());
        Job joined = jobs.job(second.jobId());
        assertThat(joined.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(joined.message()).isEqualTo("joined the run under way");
        assertThat(joined.result().get("client_count").asInt()).isEqualTo(1200);
        assertThat(joined.progressDone()).isEqualTo(1200);
        assertThat(chunks.get()).isEqualTo(3);

        Job third = jobs.submit("mark", "ben");
        engine.run(third.jobId());
        assertThat(chunks.get()).isEqualTo(6);
    }

    /** The run under way has read its first chunk before it was changed. */
    @Test
    void whatChangesDuringARunIsWorkedOnOnceMoreAndOnce() throws Exception {
        CountDownLatch inTheFirst = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        JobEngine engine =
                jobs.engine(
                        new Marking(
                                500,
                                Optional.of("health:default"),
                                (marks, chunk) -> {
                                    inTheFirst.countDown();
                                    waitFor(goOn);
                                }));
        Job queued = submitAnew();
        assertThat(submitAnew().jobId()).as("has not begun").isEqualTo(queued.jobId());
        Future<?> run = workers.submit(() -> engine.run(queued.jobId()));
        waitFor(inTheFirst);
        Job next = submitAnew();
        assertThat(submitAnew().jobId()).isEqualTo(next.jobId()).isNotEqualTo(queued.jobId());
        engine.run(next.jobId());
        assertThat(jobs.job(next.jobId()).status()).isEqualTo(JobStatus.QUEUED);

        goOn.countDown();
        run.get();
        jobs.goOn(Duration.ofMinutes(2));
        engine.run(next.jobId());
        assertThat(jobs.job(next.jobId()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(marks(queued)).isEqualTo(1201);
        assertThat(marks(next)).isEqualTo(1201);
        Job last = submitAnew();
        engine.run(last.jobId());
        assertThat(marks(last)).as("nothing was under way").isEqualTo(1201);
        assertThat(last.arguments()).isEqualTo(queued.arguments());
    }

    /** Unlike a repeated run, which takes up what the failed one has done. */
    @Test
    void whatChangesAfterAFailedRunIsAllWorkedOn() {
        AtomicBoolean broken = new AtomicBoolean(true);
        JobEngine engine =
                jobs.engine(
                        new Marking(
                                500,
                                (marks, chunk) -> {
                                    if (chunk.chunkNo() == 2 && broken.get()) {
                                        throw new IllegalStateException("broken on purpose");
                                    }
                                }));
        for (int i = 0; i < 2; i++) {
            Job failed = submitAnew();
            engine.run(failed.jobId());
            assertThat(jobs.job(failed.jobId()).status()).isEqualTo(JobStatus.FAILED);
        }
        broken.set(false);
        Job job = submitAnew();
        engine.run(job.jobId());
        assertThat(marks(job)).isEqualTo(1201);
    }

    /** The new job may join it, so it must not have begun before. */
    @Test
    void aRunThatSomebodyElseAskedForBeginsAfterTheChange() throws Exception {
        JobEngine engine = jobs.engine(new Marking(500, (marks, chunk) -> {}));
        Job queued = jobs.submit("mark", "ana");
        CompletableFuture<?> run =
                jobs.database()
                        .write(
                                tx -> {
                                    submission().submitAnew(tx, ANEW);
                                    CompletableFuture<?> begun =
                                            CompletableFuture.runAsync(
                                                    () -> engine.run(queued.jobId()), workers);
                                    until(() -> waitingForLocks() == 1);
                                    assertThat(jobs.job(queued.jobId()).status())
                                            .isEqualTo(JobStatus.QUEUED);
                                    return begun;
                                });
        run.get();
        assertThat(marks(queued)).isEqualTo(1201);
    }

    private long waitingForLocks() {
        return jobs.count(
                "select count(*) from pg_stat_activity where datname = current_database() and"
                        + " wait_event_type = 'Lock'");
    }

    private Job submitAnew() {
        return jobs.database().write(tx -> submission().submitAnew(tx, ANEW));
    }

    private JobSubmission submission() {
        return new JobSubmission(jobs.queue(), jobs.clock());
    }

    private long marks(Job job) {
        return jobs.count("select count(*) from marks where job_id = '%s'".formatted(job.jobId()));
    }

    @Test
    void whatReadsARunsRowsStartsAfterItAndNotForEver() throws Exception {
        CountDownLatch inTheFirst = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Marking marking =
                new Marking(
                        500,
                        (marks, chunk) -> {
                            inTheFirst.countDown();
                            waitFor(goOn);
                        });
        JobEngine engine = jobs.engine(marking, new MarkCount());
        Job marks = jobs.submit("mark", "ana");
        Future<?> run = workers.submit(() -> engine.run(marks.jobId()));
        waitFor(inTheFirst);
        Job count = jobs.submit("count_marks", "ben");
        engine.run(count.jobId());
        Job waiting = jobs.job(count.jobId());
        assertThat(waiting.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(waiting.message()).isEqualTo("waits for mark to end");
        assertThat(waiting.notBeforeAt()).isAfter(jobs.now().plusSeconds(50));

        Job impatient = jobs.submit("count_marks", "cleo");
        engine.run(impatient.jobId());
        jobs.goOn(Duration.ofHours(2));
        engine.run(impatient.jobId());
        assertThat(jobs.job(impatient.jobId()).status()).isEqualTo(JobStatus.COMPLETED);

        goOn.countDown();
        run.get();
        engine.run(count.jobId());
        assertThat(jobs.job(count.jobId()).result().get("count").asInt()).isEqualTo(1201);
    }

    @Test
    void whatReadsTheRowsOfTheNightsRunWaitsForItBeforeItBegins() {
        JobEngine engine = jobs.engine(new Marking(500, (marks, chunk) -> {}), new MarkCount());
        Job night = jobs.submit("mark", "system");
        Job count = jobs.submit("count_marks", "ben");
        engine.run(count.jobId());
        assertThat(jobs.job(count.jobId()).status()).isEqualTo(JobStatus.QUEUED);

        engine.run(night.jobId());
        jobs.goOn(Duration.ofMinutes(2));
        engine.run(count.jobId());
        assertThat(jobs.job(count.jobId()).result().get("count").asInt()).isEqualTo(1201);
    }

    /** Counts what {@link Marking} leaves. */
    private static final class MarkCount implements SingleWork {
        interface Count {
            @SqlQuery("select count(*) from marks")
            int marks();
        }

        @Override
        public String tool() {
            return "count_marks";
        }

        @Override
        public Set<String> runsAfter() {
            return Set.of("mark");
        }

        @Override
        public JsonNode run(Transaction tx, RunningJob job) {
            return Json.tree(Map.of("count", tx.dao(Count.class).marks()));
        }
    }

    /** The settings belong to the transaction alone: the next user of the connection has the defaults. */
    @Test
    void itsStatementsMayTakeLongAndArePlannedForTheirValues() {
        Settings settings = new Settings();
        JobEngine engine = jobs.engine(settings);
        Job job = jobs.submit("settings", "ana");
        engine.run(job.jobId());

        assertThat(jobs.job(job.jobId()).result())
                .isEqualTo(
                        Json.tree(
                                Map.of(
                                        "statement_timeout", "10min",
                                        "client_connection_check_interval", "1s",
                                        "plan_cache_mode", "force_custom_plan")));
        assertThat(jobs.database().read(settings::read).get("plan_cache_mode").textValue())
                .isEqualTo("auto");
    }

    /** Reports the settings that its statements run with. */
    private static final class Settings implements SingleWork {
        interface SettingDao {
            @SqlQuery("select current_setting(:name)")
            String of(String name);
        }

        @Override
        public String tool() {
            return "settings";
        }

        @Override
        public JsonNode run(Transaction tx, RunningJob job) {
            return read(tx);
        }

        JsonNode read(Transaction tx) {
            SettingDao dao = tx.dao(SettingDao.class);
            return Json.tree(
                    Stream.of(
                                    "statement_timeout",
                                    "client_connection_check_interval",
                                    "plan_cache_mode")
                            .collect(Collectors.toMap(Function.identity(), dao::of)));
        }
    }

    @Test
    void waitingEndsWithTheJobAndHoldsNoConnection() throws Exception {
        JobEngine engine = jobs.engine(new Marking(500, (marks, chunk) -> {}));
        jobs.listening();
        Job job = jobs.submit("mark", "ana");
        Instant before = Instant.now();
        Future<Optional<Job>> waiting =
                workers.submit(() -> jobs.jobs().await(job.jobId(), LONG, each -> true));
        engine.run(job.jobId());
        assertThat(waiting.get(10, TimeUnit.SECONDS).orElseThrow().status())
                .isEqualTo(JobStatus.COMPLETED);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));

        Job other = jobs.submit("mark", "ben");
        assertThat(jobs.jobs().await(other.jobId(), LONG, each -> false).orElseThrow().status())
                .isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void isGoneADayAfterItsEnd() {
        JobEngine engine = jobs.engine(new Marking(500, (marks, chunk) -> {}));
        Job job = jobs.submit("mark", "ana");
        engine.run(job.jobId());
        jobs.goOn(Duration.ofHours(24).minusSeconds(5));
        assertThat(jobs.jobs().find(job.jobId())).isPresent();
        assertThat(engine.purge()).isZero();
        jobs.goOn(Duration.ofSeconds(6));
        assertThat(jobs.jobs().find(job.jobId())).isEmpty();
        assertThat(engine.purge()).isEqualTo(1);
        assertThat(jobs.count("select count(*) from job_chunks")).isZero();
    }

    private Void killSleepersWhile(AtomicBoolean killing) {
        until(
                () -> {
                    jobs.count(
                            """
                            select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
                            where datname = current_database() and state = 'active'
                              and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()
                            """);
                    return !killing.get();
                });
        return null;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
