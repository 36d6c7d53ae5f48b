package io.os199.cs.api.tools.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tools.expansion.ExpansionTools;
import io.os199.cs.api.tools.onboarding.OnboardingTools;
import io.os199.cs.api.tools.retention.RetentionTools;
import io.os199.cs.assembly.Features;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.feedback.metric.MetricWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.onboarding.process.OnboardingProcessWork;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.PortfolioRows;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** A metric equals what the tool with its details reports for the same days. */
class MetricsAgreementTest {
    private static final String QUARTER =
            ", 'period_start': '2025-04-02', 'period_end': '2025-07-01'";

    private final TestClock clock = new TestClock("2025-06-30T09:00:00Z");
    private final TestDatabase server = TestDatabase.create(clock);
    private final ToolFixture fixture = new ToolFixture(server.database(), clock);
    private final List<Tool<?, ?>> tools = new ArrayList<>();

    @BeforeEach
    void arrange() {
        PortfolioRows.fill(server, 200);
        Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
        Database database = server.database();
        JobCalls jobs = new JobCalls(ToolFixture.jobs(server, clock), features.auditLog());
        Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
        tools.addAll(RetentionTools.of(database, features, jobs, cursors));
        tools.addAll(ExpansionTools.of(database, features, jobs, cursors));
        tools.addAll(OnboardingTools.of(database, features, jobs, cursors));
        tools.addAll(FeedbackTools.of(database, features, jobs, cursors));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void ofSurveysAndTicketsWithMonitorSatisfaction() {
        JsonNode report = call("monitor_satisfaction", "'survey_type': 'all', 'group_by': 'tier'");
        String[] metrics = {"nps", "csat", "ces"};
        String[] figures = {"nps_points", "csat_rate", "ces_mean"};
        for (int i = 0; i < metrics.length; i++) {
            JsonNode metric = all(metrics[i], QUARTER);
            JsonNode measure = report.path("measures").get(i);
            assertThat(metric.at("/current/n").asText())
                    .isEqualTo(measure.path("response_count").asText());
            assertThat(metric.at("/current/n").asInt()).isGreaterThan(30);
            assertThat(metric.at("/current/value").asText())
                    .isEqualTo(measure.path(figures[i]).asText());
        }
        JsonNode nps = all("nps", QUARTER);
        assertThat(nps.at("/current/components/promoters").asText())
                .isEqualTo(report.at("/measures/0/promoter_count").asText());
        assertThat(nps.at("/current/components/detractors").asText())
                .isEqualTo(report.at("/measures/0/detractor_count").asText());
        JsonNode support = all("support_satisfaction", QUARTER).path("current");
        assertThat(support.path("n").asText())
                .isEqualTo(report.at("/ticket_csat/rated_count").asText());
        assertThat(support.path("value").asText())
                .isEqualTo(report.at("/ticket_csat/satisfied_rate").asText());
    }

    @Test
    void ofSurveysWithAnalyzeFeedbackSentiment() {
        String year = ", 'period_start': '2023-07-01', 'period_end': '2025-07-01'";
        // The client with the most answers, so that there is a value.
        String client =
                server.jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery(
                                                        """
                                                        select client_id from survey_responses where kind = 'csat'
                                                        group by client_id order by count(distinct contact_email) desc, client_id
                                                        limit 1
                                                        """)
                                                .mapTo(String.class)
                                                .one());
        JsonNode surveys =
                call("analyze_feedback_sentiment", "'client_id': '" + client + "'" + year)
                        .path("surveys");
        String[] metrics = {"nps", "csat", "ces"};
        String[] figures = {"nps", "csat_rate", "ces_mean"};
        for (int i = 0; i < metrics.length; i++) {
            JsonNode current =
                    call(
                                    "track_cs_metrics",
                                    "'metric_type': '%s', 'client_id': '%s'%s"
                                            .formatted(metrics[i], client, year))
                            .path("current");
            JsonNode measure = surveys.path(figures[i]);
            assertThat(current.path("n").asText()).isEqualTo(measure.path("n").asText());
            for (String figure : List.of("value", "interval_low", "interval_high")) {
                assertThat(current.path(figure)).isEqualTo(measure.path(figure));
            }
        }
    }

    @Test
    void ofRevenueWithTrackRevenueExpansion() {
        JsonNode periods =
                call(
                                "track_revenue_expansion",
                                "'time_period': 'monthly', 'periods': 6, 'period_end':"
                                        + " '2025-06-01'")
                        .path("periods");
        String half = ", 'period_start': '2024-12-01', 'period_end': '2025-06-01'";
        String[] metrics = {
            "net_revenue_retention", "gross_revenue_retention", "retention_rate", "expansion_rate"
        };
        String[] figures = {"nrr_rate", "grr_rate", "logo_retention_rate", "expansion_rate"};
        for (int i = 0; i < metrics.length; i++) {
            JsonNode series = all(metrics[i], half).path("series");
            assertThat(series).hasSize(6);
            for (int month = 0; month < series.size(); month++) {
                JsonNode period = periods.get(month);
                assertThat(series.get(month).path("bucket_start"))
                        .isEqualTo(period.path("period_start"));
                assertThat(series.get(month).path("value").asText())
                        .isEqualTo(period.path(figures[i]).asText());
                assertThat(series.get(month).path("n").asText())
                        .isEqualTo(period.path("cohort_client_count").asText());
            }
        }
    }

    @Test
    void ofTimeToValueWithOptimizeOnboardingProcess() {
        ask("optimize_onboarding_process", "'wait_seconds': 0");
        JsonNode told =
                server.database()
                        .read(
                                tx ->
                                        new OnboardingProcessWork()
                                                .run(tx, job("optimize_onboarding_process")))
                        .path("time_to_value");
        JsonNode current = all("time_to_value", QUARTER).path("current");
        assertThat(current.path("n").asInt()).isGreaterThan(5);
        assertThat(current.path("value").asText()).isEqualTo(told.path("median_days").asText());
        assertThat(current.at("/components/reached_count").asText())
                .isEqualTo(told.path("reached_count").asText());
        assertThat(current.at("/components/open_count").asText())
                .isEqualTo(told.path("open_count").asText());
        assertThat(current.at("/components/reached_within_21_days_rate").asText())
                .isEqualTo(told.at("/reached_within_target_rate/value").asText());
    }

    @Test
    void ofFeaturesWithAnalyzeProductUsage() {
        for (int n = 1; n <= 20; n++) {
            String client = "'client_id': 'client_" + n + "'";
            JsonNode use = call("analyze_product_usage", client + QUARTER).path("core");
            JsonNode metric =
                    call(
                            "track_cs_metrics",
                            "'metric_type': 'feature_adoption', " + client + QUARTER);
            if (metric.at("/current/n").asInt() == 1) {
                assertThat(metric.at("/current/value").asText())
                        .isEqualTo(use.path("feature_utilization_rate").asText());
            }
        }
    }

    private JsonNode all(String metric, String more) {
        ask("track_cs_metrics", "'wait_seconds': 0, 'metric_type': '" + metric + "'" + more);
        MetricWork work = new MetricWork(ClientAnswers.unkept());
        RunningJob job = job(MetricWork.TOOL);
        return server.database()
                .read(
                        tx ->
                                work.finish(
                                        tx,
                                        job,
                                        List.of(
                                                work.work(
                                                        tx,
                                                        job,
                                                        new JobChunk(
                                                                0, "client_", "client_z", 200)))));
    }

    private void ask(String name, String arguments) {
        server.jdbi().useHandle(db -> db.execute("delete from jobs"));
        call(name, arguments);
    }

    private RunningJob job(String tool) {
        String arguments =
                server.jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery("select arguments::text from jobs")
                                                .mapTo(String.class)
                                                .one());
        return new RunningJob(
                "job_1",
                tool,
                "key_admin",
                Json.read(arguments, ObjectNode.class),
                clock.instant());
    }

    private JsonNode call(String name, String arguments) {
        Tool<?, ?> tool =
                tools.stream()
                        .filter(each -> ToolDefinition.of(each).name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return fixture.ok(tool, "{" + arguments + "}");
    }
}
