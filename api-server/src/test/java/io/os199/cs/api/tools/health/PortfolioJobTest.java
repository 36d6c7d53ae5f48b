package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.health.adoption.PortfolioAdoptionWork;
import io.os199.cs.jobs.JobEngine;
import io.os199.cs.jobs.JobFilter;
import io.os199.cs.jobs.JobKey;
import io.os199.cs.jobs.TestJobs;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The portfolio through the tool, with a worker's engine in this process. */
class PortfolioJobTest {
    private final TestJobs jobs = new TestJobs(3);
    private final ToolFixture tools = new ToolFixture(jobs.database(), jobs.clock());
    private final HealthModels models = new HealthModels();
    private final HealthScoring scoring =
            new HealthScoring(
                    new Timeline(),
                    new AuditLog(jobs.clock()),
                    ClientAnswers.unkept(),
                    jobs.clock());
    private final Tool<?, ?> tool =
            new CalculateHealthScore(
                    jobs.database(),
                    new ClientDirectory(),
                    models,
                    scoring,
                    ClientAnswers.unkept(),
                    new JobCalls(jobs.jobs(), new AuditLog(jobs.clock())));

    @AfterEach
    void close() throws Exception {
        jobs.close();
    }

    @Test
    void whoWaitsGetsTheResultItselfAndTheSameKeyAnswersItAgain() throws Exception {
        JobEngine engine = jobs.engine(new PortfolioScoring(scoring, models, jobs.clock()));
        JsonNode result;
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<JsonNode> waiting =
                    threads.submit(
                            () -> tools.ok(tool, "{'wait_seconds': 25, 'idempotency_key': 'k'}"));
            TestJobs.until(() -> jobs.count("select count(*) from jobs") == 1);
            engine.run(onlyJob());
            result = waiting.get();
        }
        assertThat(result.has("job")).isFalse();
        assertThat(result.path("client_count").asInt()).isEqualTo(3);
        assertThat(result.path("chunk_count").asInt()).isEqualTo(1);
        assertThat(jobs.count("select count(*) from health_scores")).isEqualTo(3);
        assertThat(tools.ok(tool, "{'wait_seconds': 0, 'idempotency_key': 'k'}")).isEqualTo(result);
    }

    @Test
    void otherWeightsAreTriedOverThePortfolioOnlyWhenNothingIsSaved() {
        String weights =
                "'usage_weight': 0.2, 'engagement_weight': 0.2, 'support_weight': 0.2,"
                        + " 'satisfaction_weight': 0.2, 'payment_weight': 0.2, 'wait_seconds': 0";
        JsonNode refused = tools.refused(tool, "{" + weights + "}");
        assertThat(refused.toString()).contains("save: false");
        String call = "{'save': false, 'idempotency_key': 'k', " + weights + "}";
        tools.ok(tool, call);
        jobs.engine(new PortfolioScoring(scoring, models, jobs.clock())).run(onlyJob());
        JsonNode result = tools.ok(tool, call);
        assertThat(result.at("/what_if_weights/usage").decimalValue()).isEqualByComparingTo("0.2");
        assertThat(result.path("by_band")).hasSize(5);
        assertThat(jobs.count("select count(*) from health_scores")).isZero();
    }

    @Test
    void aJobThatEndedWithoutAResultSaysWhy() {
        String call = "{'wait_seconds': 0, 'idempotency_key': 'k'}";
        tools.ok(tool, call);
        jobs.execute(
                "update jobs set status = 'failed', finished_at = now(), expires_at = now() +"
                        + " interval '1 day', error = '{\"code\": \"timeout\", \"message\": \"Too"
                        + " late.\", \"retryable\": true}'");
        JsonNode failed = tools.ok(tool, call).path("job");
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("message").asText()).startsWith("the job failed");
        assertThat(failed.at("/error/message").asText()).isEqualTo("Too late.");
        assertThat(failed.at("/error/retryable").asBoolean()).isTrue();
        assertThat(failed.has("retry_after_seconds")).isFalse();

        String again = "{'wait_seconds': 0, 'idempotency_key': 'k2'}";
        String jobId = tools.ok(tool, again).at("/job/job_id").asText();
        assertThat(jobId).isNotEqualTo(failed.path("job_id").asText());
        jobs.cancel(jobId);
        JsonNode cancelled = tools.ok(tool, again).path("job");
        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.path("message").asText()).contains("cancelled", "stand");
        assertThat(cancelled.has("error")).isFalse();
    }

    @Test
    void theFeaturesOfThePortfolioComeInPages() {
        Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), jobs.clock());
        JobEngine engine = jobs.engine(new PortfolioAdoptionWork(models, cursors));
        Tool<?, ?> features =
                new TrackFeatureAdoption(
                        jobs.database(),
                        new ClientDirectory(),
                        new JobCalls(jobs.jobs(), new AuditLog(jobs.clock())),
                        cursors);
        jobs.execute(
                "insert into features (feature_id, key, name) values ('feature_1', 'reports',"
                        + " 'Reports'), ('feature_2', 'alerts', 'Alerts')");
        assertThat(tools.refusedReading(features, "{'limit': 1}").path("code").asText())
                .isEqualTo("failed_precondition");
        JsonNode handle = tools.ok(features, "{'wait_seconds': 0, 'limit': 1}").path("job");
        engine.run(handle.path("job_id").asText());
        JsonNode first = jobs.job(handle.path("job_id").asText()).result();
        assertThat(first.at("/items/0/feature_key").asText()).isEqualTo("alerts");
        assertThat(first.at("/evidence/row_counts/clients").asInt()).isEqualTo(3);
        assertThat(jobs.count("select count(*) from feature_adoption_daily")).isEqualTo(6);
        String next =
                tools.ok(
                                features,
                                "{'wait_seconds': 0, 'limit': 1, 'cursor': '"
                                        + first.path("next_cursor").asText()
                                        + "'}")
                        .at("/job/job_id")
                        .asText();
        engine.run(next);
        assertThat(jobs.job(next).result().at("/items/0/feature_key").asText())
                .isEqualTo("reports");
        assertThat(jobs.job(next).result().has("next_cursor")).isFalse();
    }

    private String onlyJob() {
        return jobs.jobs()
                .list(new JobFilter(null, null, List.of()), JobKey.START, 1)
                .jobs()
                .getFirst()
                .jobId();
    }
}
