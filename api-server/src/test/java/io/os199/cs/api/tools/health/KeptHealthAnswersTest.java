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
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.cache.CacheMetrics;
import io.os199.cs.platform.cache.Redis;
import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.SentStatements;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.testing.TestRedis;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Scores that are not stored, and splits that are not saved, are cached until data of their clients is written. */
class KeptHealthAnswersTest {
    private static final String UNSAVED = "{'client_id': 'acme corp', 'save': false}";
    private static final String SPLIT = "{'segmentation_type': 'value_based'}";

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private final SentStatements sent = new SentStatements();
    private final AuditLog audit = new AuditLog(clock);
    private final TestDatabase server = TestDatabase.create(clock);
    private final Database database = server.database(sent);
    private final ToolFixture fixture = new ToolFixture(database, clock);
    private final TestRedis kept = TestRedis.start();
    private final Redis redis = Redis.at(new RedisConfig(kept.host(), kept.port(), ""), clock);
    private final ClientAnswers answers =
            new ClientAnswers(
                    new Cache(redis, new CacheMetrics(new PrometheusRegistry()), Tracing.off()));
    private final JobCalls jobs =
            new JobCalls(
                    new Jobs(
                            database,
                            new JobQueue(server.dataSource()),
                            new DatabaseSignals(server.directDataSource()),
                            clock),
                    audit);
    private final Tool<?, ?> health =
            new CalculateHealthScore(
                    database,
                    new ClientDirectory(),
                    new HealthModels(),
                    new HealthScoring(new Timeline(), audit, answers, clock),
                    answers,
                    jobs);
    private final Tool<?, ?> segments = new SegmentCustomers(database, answers, jobs);

    @BeforeEach
    void scene() {
        server.jdbi().useHandle(HealthScenes::acme);
    }

    @AfterEach
    void close() {
        redis.close();
        kept.close();
        server.close();
    }

    @Test
    void aScoreIsKeptUntilOneIsStored() {
        JsonNode first = fixture.ok(health, UNSAVED);
        assertThat(computes(health, UNSAVED)).isFalse();
        assertThat(fixture.ok(health, UNSAVED)).isEqualTo(first);
        assertThat(
                        computes(
                                health,
                                "{'client_id': 'acme corp', 'save': false, 'risk_threshold': 80}"))
                .isTrue();

        assertThat(fixture.ok(health, "{'client_id': 'acme corp'}").path("saved").asBoolean())
                .isTrue();
        assertThat(computes(health, UNSAVED)).isTrue();
        assertThat(computes(health, UNSAVED)).isFalse();

        clock.advance(Duration.ofDays(1));
        assertThat(computes(health, UNSAVED)).as("on another day").isTrue();
    }

    @Test
    void aSplitIsKeptUntilAClientIsAnother() {
        JsonNode first = fixture.ok(segments, SPLIT);
        assertThat(computes(segments, SPLIT)).isFalse();
        assertThat(fixture.ok(segments, SPLIT)).isEqualTo(first);

        fixture.ok(health, "{'client_id': 'acme corp'}");
        assertThat(computes(segments, SPLIT)).isTrue();
    }

    /** Whether the database is asked for more than the model and the client. */
    private boolean computes(Tool<?, ?> tool, String arguments) {
        sent.since();
        fixture.ok(tool, arguments);
        return sent.since().stream()
                .anyMatch(
                        each ->
                                !each.equals("ScoringModelDao.active")
                                        && !each.equals("ClientDirectoryDao.used"));
    }
}
