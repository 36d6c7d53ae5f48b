package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.health.HealthModels;
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
import io.os199.cs.testing.TestRedis;
import io.os199.cs.usage.UsagePeriods;
import io.os199.cs.usage.UsageScene;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Answers about use are cached in Redis until the rollups are rewritten. The scene's rollups drop no cached answer:
 * only {@code usage_seq} causes a new one.
 */
class KeptUsageAnswersTest {
    private static final String CLIENT = "{'client_id': 'crm-1'}";

    private final UsageScene scene = new UsageScene(1);
    private final SentStatements sent = new SentStatements();
    private final Database database = scene.server.database(sent);
    private final ToolFixture fixture = new ToolFixture(database, scene.clock);
    private final TestRedis server = TestRedis.start();
    private final Redis redis =
            Redis.at(new RedisConfig(server.host(), server.port(), ""), scene.clock);
    private final ClientAnswers answers =
            new ClientAnswers(
                    new Cache(redis, new CacheMetrics(new PrometheusRegistry()), Tracing.off()));

    @BeforeEach
    void use() {
        event("1", "2026-03-18T09:00:00Z");
        scene.rollUp();
    }

    @AfterEach
    void close() {
        redis.close();
        server.close();
        scene.close();
    }

    @Test
    void useIsKeptUntilTheRollupsAreRewritten() {
        keptUntilTheRollupsAreRewritten(
                new TrackUsageEngagement(
                        database,
                        new ClientDirectory(),
                        answers,
                        new UsagePeriods(),
                        new HealthModels()),
                "/engagement/event_count");
    }

    @Test
    void habitsAreKeptUntilTheRollupsAreRewritten() {
        Jobs jobs =
                new Jobs(
                        database,
                        new JobQueue(scene.server.dataSource()),
                        new DatabaseSignals(scene.server.directDataSource()),
                        scene.clock);
        keptUntilTheRollupsAreRewritten(
                new AnalyzeEngagementPatterns(
                        database,
                        new ClientDirectory(),
                        answers,
                        new JobCalls(jobs, new AuditLog(scene.clock))),
                "/evidence/event_count");
    }

    private void keptUntilTheRollupsAreRewritten(Tool<?, ?> tool, String eventCount) {
        JsonNode first = fixture.ok(tool, CLIENT);
        assertThat(first.at(eventCount).asInt()).isEqualTo(1);

        // Rows that no rollup counts, and an event whose day is still waiting: neither is seen.
        scene.run("update usage_daily_users set event_count = 40");
        event("2", "2026-03-18T10:00:00Z");
        sent.since();
        assertThat(fixture.ok(tool, CLIENT)).isEqualTo(first);
        assertThat(sent.since()).containsExactly("ClientDirectoryDao.used");

        long before = usageSeq();
        scene.rollUp();
        assertThat(usageSeq()).isEqualTo(before + 1);
        JsonNode rewritten = fixture.ok(tool, CLIENT);
        assertThat(rewritten.at(eventCount).asInt()).isEqualTo(2);
        sent.since();
        assertThat(fixture.ok(tool, CLIENT)).isEqualTo(rewritten);
        assertThat(sent.since()).containsExactly("ClientDirectoryDao.used");
    }

    private void event(String id, String at) {
        scene.take(UsageScene.line("crm-1", id, "ada", at, ""));
    }

    private long usageSeq() {
        return scene.server
                .jdbi()
                .withHandle(
                        db ->
                                db.createQuery("select usage_seq from clients")
                                        .mapTo(Long.class)
                                        .one());
    }
}
