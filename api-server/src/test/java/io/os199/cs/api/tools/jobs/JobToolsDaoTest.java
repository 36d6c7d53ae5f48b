package io.os199.cs.api.tools.jobs;

import static io.os199.cs.jobs.TestJobs.until;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.core.AuditLog;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobEngine;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.Marking;
import io.os199.cs.jobs.TestJobs;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The worked examples of jobs, through the tools. */
class JobToolsDaoTest {
    private static final Principal ANA =
            new Principal("key_ana", Set.of(Scope.CS_WRITE, Scope.PII_READ));
    private static final Principal BEN = new Principal("key_ben", Set.of(Scope.CS_WRITE));

    private final TestJobs jobs = new TestJobs(1200);
    private final Tool<?, ?> get;
    private final Tool<?, ?> list;
    private final Tool<?, ?> cancel;
    private final ToolFixture tools = new ToolFixture(jobs.database(), jobs.clock());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    JobToolsDaoTest() {
        List<Tool<?, ?>> all =
                new JobTools(
                                jobs.database(),
                                jobs.jobs(),
                                new AuditLog(jobs.clock()),
                                new Cursors(new Sealer("0123456789abcdef"), jobs.clock()),
                                jobs.clock(),
                                List.of())
                        .all();
        get = all.get(0);
        list = all.get(1);
        cancel = all.get(2);
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        jobs.close();
    }

    @Test
    void showsHowFarAJobIsAndThenItsResult() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        JobEngine engine = jobs.engine(pausingInTheThird(goOn));
        Job job = jobs.submit("mark", "key_ana");
        Future<?> run = threads.submit(() -> engine.run(job.jobId()));
        until(() -> jobs.job(job.jobId()).progressDone() == 1000);

        JsonNode working = ok(get, ANA, id(job, "'wait_seconds': 0"));
        assertThat(working.at("/job/status").asText()).isEqualTo("working");
        assertThat(working.at("/job/progress_done_count").asInt()).isEqualTo(1000);
        assertThat(working.at("/job/progress_total_count").asInt()).isEqualTo(1200);
        assertThat(working.at("/job/progress_rate").decimalValue()).isEqualByComparingTo("0.8333");
        assertThat(working.at("/job/is_own").asBoolean()).isTrue();
        assertThat(working.at("/job").has("principal")).isFalse();
        assertThat(working.at("/retry_after_seconds").asInt()).isEqualTo(2);

        goOn.countDown();
        run.get();
        JsonNode done = ok(get, ANA, id(job, "'wait_seconds': 25"));
        assertThat(done.at("/job/status").asText()).isEqualTo("completed");
        assertThat(done.at("/result"))
                .isEqualTo(Json.tree(Map.of("client_count", 1200, "chunk_count", 3)));
        assertThat(done.has("retry_after_seconds")).isFalse();
    }

    @Test
    void anothersJobIsNotThereAndAnAdministratorSeesItsRecordOnly() {
        Job job = jobs.submit("mark", "key_ana");
        jobs.engine(new Marking(500, (marks, chunk) -> {})).run(job.jobId());
        assertThat(refused(get, BEN, id(job, "")).at("/code").asText()).isEqualTo("not_found");
        JsonNode seen = tools.ok(get, id(job, ""));
        assertThat(seen.at("/job/principal").asText()).isEqualTo("key_ana");
        assertThat(seen.at("/job/is_own").asBoolean()).isFalse();
        assertThat(seen.has("result")).isFalse();
        assertThat(refused(get, ANA, "{'job_id': 'job_1'}").at("/code").asText())
                .isEqualTo("invalid_argument");
        jobs.goOn(Duration.ofHours(24).plusSeconds(1));
        assertThat(refused(get, ANA, id(job, "")).at("/code").asText()).isEqualTo("not_found");
    }

    @Test
    void whoHasLostARightGetsTheRecordWithoutTheResult() {
        Job job =
                jobs.submit(
                        "mark", "key_ana", Json.tree(Map.of(JobOrder.SEES_PERSONAL_DATA, true)));
        jobs.engine(new Marking(500, (marks, chunk) -> {})).run(job.jobId());
        Principal smaller = new Principal("key_ana", Set.of(Scope.CS_READ));
        JsonNode withheld = ok(get, smaller, id(job, ""));
        assertThat(withheld.at("/result_withheld").asText()).isEqualTo("pii");
        assertThat(withheld.has("result")).isFalse();
        assertThat(ok(get, ANA, id(job, "")).has("result")).isTrue();

        jobs.execute("update jobs set tool = 'import'");
        JsonNode narrower = ok(get, smaller, id(job, ""));
        assertThat(narrower.at("/result_withheld").asText()).isEqualTo("scope");
        assertThat(narrower.has("result")).isFalse();
    }

    @Test
    void stoppingNeedsTheRightToStartAndMailsUnderWayAreStoppedElsewhere() {
        Job job = jobs.submit("import", "key_ana");
        Principal reader = new Principal("key_ana", Set.of(Scope.CS_READ));
        assertThat(refused(cancel, reader, id(job, "")).at("/code").asText())
                .isEqualTo("forbidden");
        assertThat(jobs.job(job.jobId()).status()).isEqualTo(JobStatus.QUEUED);

        jobs.execute(
                "update jobs set tool = 'send_personalized_email', status = 'working', started_at ="
                        + " now(), lease_until = now() + interval '1 day'");
        JsonNode underWay = refused(cancel, ANA, id(job, ""));
        assertThat(underWay.at("/code").asText()).isEqualTo("failed_precondition");
        assertThat(underWay.at("/hint").asText()).startsWith("send_personalized_email");
        assertThat(jobs.count("select count(*) from jobs where cancel_requested_at is not null"))
                .isZero();
    }

    @Test
    void listsOwnJobsWorkingFirstAndEverybodysForAnAdministrator() {
        Job done = jobs.submit("import", "key_ana");
        jobs.execute("update jobs set tool = 'mark' where job_id = '" + done.jobId() + "'");
        jobs.engine(new Marking(2000, (marks, chunk) -> {})).run(done.jobId());
        jobs.goOn(Duration.ofSeconds(1));
        Job working = jobs.submit("mark", "key_ana", Json.tree(Map.of("as_of", "2026-06-30")));
        jobs.execute(
                "update jobs set status = 'working', started_at = now(), lease_until = now() +"
                        + " interval '1 day' where job_id = '"
                        + working.jobId()
                        + "'");
        Job others = jobs.submit("import", "key_ben");
        jobs.goOn(Duration.ofSeconds(90));

        JsonNode own = ok(list, ANA, "{}");
        assertThat(own.at("/items").findValuesAsText("job_id"))
                .containsExactly(working.jobId(), done.jobId());
        assertThat(own.at("/items/0/arguments/as_of").asText()).isEqualTo("2026-06-30");
        assertThat(own.at("/total_count").asInt()).isEqualTo(2);
        assertThat(own.has("workers")).isFalse();

        JsonNode all = tools.ok(list, "{'all_principals': true}");
        assertThat(all.at("/total_count").asInt()).isEqualTo(3);
        assertThat(all.at("/items").findValuesAsText("job_id"))
                .containsExactly(others.jobId(), working.jobId(), done.jobId());
        // The clock goes on with the time itself.
        assertThat(all.at("/summary/oldest_queued_seconds").asInt()).isBetween(90, 150);
        assertThat(all.at("/workers/alive_count").asInt()).isZero();
        assertThat(all.at("/data_gaps/0/reason").asText()).isEqualTo("no_worker");

        JsonNode first = tools.ok(list, "{'all_principals': true, 'limit': 2}");
        String cursor = first.at("/next_cursor").asText();
        JsonNode second =
                tools.ok(list, "{'all_principals': true, 'limit': 2, 'cursor': '" + cursor + "'}");
        assertThat(second.at("/items").findValuesAsText("job_id")).containsExactly(done.jobId());
        assertThat(second.has("next_cursor")).isFalse();
        JsonNode queued = tools.ok(list, "{'all_principals': true, 'status_filter': ['queued']}");
        assertThat(queued.at("/items").findValuesAsText("job_id")).containsExactly(others.jobId());

        assertThat(refused(list, ANA, "{'all_principals': true}").at("/code").asText())
                .isEqualTo("forbidden");
        JsonNode unknown = refused(list, ANA, "{'tool_filter': 'imports'}");
        assertThat(unknown.at("/code").asText()).isEqualTo("invalid_argument");
        assertThat(unknown.at("/message").asText()).contains("; send the name of one that does");
        assertThat(unknown.at("/suggestions/0/value").asText()).isEqualTo("import");
    }

    @Test
    void cancelsWhatIsQueuedAtOnceAndAnswersTwice() {
        Job job = jobs.submit("mark", "key_ana");
        JsonNode preview = ok(cancel, ANA, id(job, "'dry_run': true"));
        assertThat(preview.at("/is_dry_run").asBoolean()).isTrue();
        assertThat(jobs.job(job.jobId()).status()).isEqualTo(JobStatus.QUEUED);
        JsonNode stopped = ok(cancel, ANA, id(job, "'reason': 'asked by mistake'"));
        assertThat(stopped.at("/outcome").asText()).isEqualTo("cancelled");
        assertThat(stopped.at("/job/status").asText()).isEqualTo("cancelled");
        assertThat(stopped.at("/kept/done_count").asInt()).isZero();
        assertThat(ok(cancel, ANA, id(job, "")).at("/outcome").asText()).isEqualTo("already_final");
        assertThat(
                        jobs.count(
                                "select count(*) from audit_log where tool = 'cancel_job' and"
                                        + " action = 'cancel: asked by mistake'"))
                .isEqualTo(1);
    }

    @Test
    void cancelledInTheThirdChunkKeepsAThousandOf1200() throws Exception {
        JobEngine engine =
                jobs.engine(
                        new Marking(
                                500,
                                (marks, chunk) -> {
                                    if (chunk.chunkNo() == 3) {
                                        marks.sleep();
                                    }
                                }));
        jobs.listening();
        Job job = jobs.submit("mark", "key_ana");
        Future<?> run = threads.submit(() -> engine.run(job.jobId()));
        until(
                () ->
                        jobs.count(
                                        "select count(*) from pg_stat_activity where query like"
                                            + " '%pg_sleep(60)%' and state = 'active' and datname ="
                                            + " current_database() and pid <> pg_backend_pid()")
                                == 1);
        JsonNode stopped = ok(cancel, ANA, id(job, "'wait_seconds': 20"));
        run.get();
        assertThat(stopped.at("/outcome").asText()).isEqualTo("cancelled");
        assertThat(stopped.at("/kept/done_count").asInt()).isEqualTo(1000);
        assertThat(stopped.at("/kept/total_count").asInt()).isEqualTo(1200);
        assertThat(stopped.at("/kept/what").asText()).isEqualTo("clients");
        assertThat(jobs.count("select count(*) from marks")).isEqualTo(1000);
    }

    @Test
    void anAdministratorStopsAnothersJobOnlyWithAYes() {
        Job job = jobs.submit("mark", "key_ana");
        assertThat(refused(cancel, BEN, id(job, "")).at("/code").asText()).isEqualTo("not_found");
        JsonNode asked = tools.refused(cancel, id(job, ""));
        assertThat(asked.at("/code").asText()).isEqualTo("confirmation_required");
        assertThat(asked.at("/preview/job/tool").asText()).isEqualTo("mark");
        assertThat(asked.at("/preview/kept/done_count").asInt()).isZero();
        assertThat(jobs.job(job.jobId()).status()).isEqualTo(JobStatus.QUEUED);
        String token = asked.at("/confirmation_token").asText();
        assertThat(
                        tools.ok(cancel, id(job, "'confirmation_token': '" + token + "'"))
                                .at("/outcome")
                                .asText())
                .isEqualTo("cancelled");
    }

    private static Marking pausingInTheThird(CountDownLatch goOn) {
        return new Marking(
                500,
                (marks, chunk) -> {
                    if (chunk.chunkNo() == 3) {
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                });
    }

    private static String id(Job job, String more) {
        return "{'job_id': '" + job.jobId() + "'" + (more.isEmpty() ? "" : ", " + more) + "}";
    }

    private JsonNode ok(Tool<?, ?> tool, Principal principal, String arguments) {
        ToolResult result = tools.call(tool, principal, arguments);
        assertThat(result.isError()).as("%s", result.content()).isFalse();
        return result.content();
    }

    private JsonNode refused(Tool<?, ?> tool, Principal principal, String arguments) {
        ToolResult result = tools.call(tool, principal, arguments);
        assertThat(result.isError()).as("%s", result.content()).isTrue();
        return result.content().path("error");
    }
}
