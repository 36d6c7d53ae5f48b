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
import io.os199.cs.health.HealthScenes;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.adoption.AdoptionMilestones;
import io.os199.cs.health.patterns.DropIndicators;
import io.os199.cs.health.patterns.EngagementPatternWork;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.SentStatements;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.usage.UsagePeriods;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** The statements that the answers about one client send, each of which is a round trip. */
class RoundTripsTest {
    private static final String ACME = "{'client_id': 'acme corp'}";

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private final SentStatements sent = new SentStatements();
    private final AuditLog audit = new AuditLog(clock);
    private TestDatabase server;
    private Database database;
    private ToolFixture fixture;
    private JobCalls jobs;

    @BeforeEach
    void open() {
        server = TestDatabase.create(clock);
        database = server.database(sent);
        fixture = new ToolFixture(database, clock);
        jobs =
                new JobCalls(
                        new Jobs(
                                database,
                                new JobQueue(server.dataSource()),
                                new DatabaseSignals(server.directDataSource()),
                                clock),
                        audit);
        server.jdbi().useHandle(HealthScenes::acme);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void useIsReadByTwoOnceTheClientIsFound() {
        // Of 10 earlier days one is left.
        run("delete from usage_daily_users where user_key = 'u7' and day > '2026-06-01'");
        JsonNode answer =
                ask(
                        new TrackUsageEngagement(
                                database,
                                new ClientDirectory(),
                                ClientAnswers.unkept(),
                                new UsagePeriods(),
                                new HealthModels()),
                        ACME);
        assertThat(answer.at("/at_risk_users/0/user_key").asText()).isEqualTo("u7");
        assertThat(answer.at("/features/top")).hasSize(9);
        assertThat(answer.path("benchmark")).isEmpty();
        assertThat(sent.since())
                .containsExactly(
                        "ClientDirectoryDao.used",
                        "UsagePeriodDao.client",
                        "UsageBenchmarkDao.read");
    }

    @Test
    void habitsBesideTheRunOfTheNightAreReadByTwoOnceTheClientIsFound() {
        runOfTheNight();
        JsonNode answer = ask(patterns(), ACME);
        assertThat(answer.at("/evidence/portfolio_cut_at").asText())
                .isEqualTo("2026-06-30T02:45:00Z");
        assertThat(answer.at("/temporal/by_hour")).hasSize(24);
        assertThat(answer.at("/communication/by_kind")).isNotEmpty();
        assertThat(answer.at("/support/ticket_count").asInt()).isEqualTo(5);
        assertThat(sent.since())
                .containsExactly(
                        "ClientDirectoryDao.used",
                        "EngagementPatternDao.individual",
                        "UsagePeriodDao.groups");
    }

    /** Without such a run the portfolio is read within a time limit of its own, which an unnamed statement sets. */
    @Test
    void habitsWithoutARunTakeTheComparisonWithThePortfolioBesides() {
        JsonNode answer = ask(patterns(), ACME);
        assertThat(answer.path("evidence").has("portfolio_cut_at")).isFalse();
        assertThat(answer.path("anomalies")).isNotEmpty();
        assertThat(sent.since())
                .containsExactly(
                        "ClientDirectoryDao.used",
                        "EngagementPatternDao.individual",
                        "UsagePeriodDao.groups",
                        "EngagementPatternDao.clients",
                        "other",
                        "EngagementPatternDao.risks",
                        "EngagementPatternDao.churned",
                        "EngagementPatternDao.risks",
                        "other",
                        "EngagementPatternDao.usageDays");
        ask(
                patterns(),
                "{'client_id': 'acme corp', 'anomaly_detection': false, 'predictive_insights':"
                        + " false}");
        assertThat(sent.since()).hasSize(3);
    }

    private Tool<?, ?> patterns() {
        return new AnalyzeEngagementPatterns(
                database, new ClientDirectory(), ClientAnswers.unkept(), jobs);
    }

    /** Stores a nightly run as the worker's job does. */
    private void runOfTheNight() {
        Instant cut = Instant.parse("2026-06-30T02:45:00Z");
        JobOrder order = EngagementPatternWork.nightly(HealthScenes.TODAY);
        EngagementPatternWork work =
                new EngagementPatternWork(
                        new DropIndicators(new Timeline(), audit, ClientAnswers.unkept(), clock));
        RunningJob job = new RunningJob("job_1", order.tool(), "system", order.arguments(), cut);
        JobChunk chunk = new JobChunk(1, HealthScenes.ACME, HealthScenes.ACME, 1);
        JsonNode result =
                database.write(tx -> work.finish(tx, job, List.of(work.work(tx, job, chunk))));
        server.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into jobs (job_id, tool, arguments, arguments_hash, principal, status, result,
                                            submitted_at, finished_at)
                                        values ('job_1', ?, ?::jsonb, '', 'system', 'completed', ?::jsonb, ?, ?)
                                        """,
                                        order.tool(),
                                        order.arguments().toString(),
                                        result.toString(),
                                        cut,
                                        cut));
    }

    @Test
    void aScoreIsReadByTwoOnceModelAndClientAreFound() {
        Tool<?, ?> tool =
                new CalculateHealthScore(
                        database,
                        new ClientDirectory(),
                        new HealthModels(),
                        new HealthScoring(new Timeline(), audit, ClientAnswers.unkept(), clock),
                        ClientAnswers.unkept(),
                        jobs);
        JsonNode answer = ask(tool, "{'client_id': 'acme corp', 'save': false}");
        assertThat(answer.path("overall_score").decimalValue()).isEqualTo("74.59");
        assertThat(sent.since())
                .containsExactly(
                        "ScoringModelDao.active",
                        "ClientDirectoryDao.used",
                        "HealthStatementDao.score",
                        "HealthBeside");
        assertThat(ask(tool, ACME).path("saved").asBoolean()).isTrue();
        assertThat(sent.since()).hasSize(15);
    }

    @Test
    void adoptedFeaturesAreReadByTwoOnceTheClientIsFound() {
        JsonNode answer =
                ask(
                        new TrackFeatureAdoption(
                                database,
                                new ClientDirectory(),
                                jobs,
                                new Cursors(new Sealer("a key of sixteen bytes"), clock)),
                        ACME);
        assertThat(answer.path("total_count").asInt()).isEqualTo(20);
        assertThat(sent.since())
                .containsExactly(
                        "ClientDirectoryDao.named", "AdoptionDao.client", "AdoptionDao.benchmarks");
    }

    @Test
    void milestonesAreReadByFiveAndRecordedByFiveMore() {
        Tool<?, ?> tool =
                new TrackAdoptionMilestones(
                        database,
                        new ClientDirectory(),
                        new AdoptionMilestones(new Timeline(), audit, ClientAnswers.unkept()),
                        jobs);
        assertThat(
                        ask(tool, "{'client_id': 'acme corp', 'record': false}")
                                .path("achieved_count")
                                .asInt())
                .isPositive();
        assertThat(sent.since())
                .containsExactly(
                        "AdoptionMilestoneDao.active",
                        "ClientDirectoryDao.named",
                        "AdoptionMilestoneDao.rows",
                        "AdoptionMilestoneDao.benchmarks",
                        "AdoptionMilestoneDao.blocked");
        ask(tool, ACME);
        assertThat(server.count("adoption_milestones")).isPositive();
        assertThat(sent.since()).hasSize(10);
    }

    private JsonNode ask(Tool<?, ?> tool, String arguments) {
        sent.since();
        return fixture.ok(tool, arguments);
    }

    private void run(String sql) {
        server.jdbi().useHandle(db -> db.execute(sql));
    }
}
