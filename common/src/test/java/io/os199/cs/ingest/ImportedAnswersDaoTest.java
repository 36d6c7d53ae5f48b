package io.os199.cs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.ingest.TestImports.Ask;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.cache.CacheMetrics;
import io.os199.cs.platform.cache.Redis;
import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.testing.TestRedis;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The next answer contains what an import merged, for its clients and for the portfolio. */
class ImportedAnswersDaoTest {
    private record ClientCount(long count) {}

    private static final String FILE = "external_id,name\nA-1,Acme Corp\n";

    private final TestDatabase test = TestDatabase.create();
    private final TestRedis server = TestRedis.start();
    private final TestClock clock = new TestClock("2026-06-15T12:00:00Z");
    private final Redis redis = Redis.at(new RedisConfig(server.host(), server.port(), ""), clock);
    private final ClientAnswers answers =
            new ClientAnswers(
                    new Cache(redis, new CacheMetrics(new PrometheusRegistry()), Tracing.off()));
    private final TestImports imports = new TestImports(test, answers, clock);

    @AfterEach
    void close() {
        redis.close();
        server.close();
        test.close();
    }

    @Test
    void anImportIsSeenAtOnceAndATrialOfOneChangesNothing() {
        assertThat(listed()).isZero();
        run(
                "insert into client_names (client_id, name, created_at, updated_at)"
                        + " values ('client_x', 'Unseen', now(), now())");
        run(
                "insert into clients (client_id, name, company_name, created_at, updated_at)"
                        + " values ('client_x', 'Unseen', 'Unseen', now(), now())");
        assertThat(imports.run(Ask.of("clients").dry(), FILE).state()).isEqualTo(ImportState.DONE);
        assertThat(listed()).as("kept").isZero();
        assertThat(ofClient()).isEqualTo(1);

        assertThat(imports.run(Ask.of("clients").forced(), FILE).state())
                .isEqualTo(ImportState.DONE);
        assertThat(listed()).isEqualTo(2);
        assertThat(ofClient()).isEqualTo(2);
    }

    private long listed() {
        return answers.list("clients", ClientCount.class, this::count).count();
    }

    private long ofClient() {
        return answers.timeline("client_x", "clients", ClientCount.class, this::count).count();
    }

    private ClientCount count() {
        return new ClientCount(
                test.jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery("select count(*) from clients")
                                                .mapTo(Long.class)
                                                .one()));
    }

    private void run(String sql) {
        test.jdbi().useHandle(db -> db.execute(sql));
    }
}
