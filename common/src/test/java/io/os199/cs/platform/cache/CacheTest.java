package io.os199.cs.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestRedis;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.RedisClient;

import java.time.Duration;
import java.util.List;

final class CacheTest {
    private static final Duration KEPT = Duration.ofSeconds(60);

    private record Thing(int number) {}

    private final TestRedis server = TestRedis.start();
    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private Redis redis;
    private Cache cache;
    private int computed;

    @BeforeEach
    void connect() {
        redis = Redis.at(new RedisConfig(server.host(), server.port(), ""), clock);
        cache = new Cache(redis, new CacheMetrics(new PrometheusRegistry()), Tracing.off());
    }

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    @Test
    void answersWhatIsKeptUntilItsGroupIsDropped() {
        assertThat(ask("a")).isEqualTo(1);
        assertThat(ask("a")).isEqualTo(1);
        assertThat(ask("b")).isEqualTo(2);

        cache.drop(List.of("client:x", "clients"));

        assertThat(ask("a")).isEqualTo(3);
        assertThat(ask("b")).isEqualTo(4);
    }

    @Test
    void keepsWhatOtherGroupsHold() {
        ask("a");
        cache.drop(List.of("client:y"));
        assertThat(ask("a")).isEqualTo(1);
    }

    @Test
    void neverFindsAfterADropWhatWasReadBeforeIt() {
        Thing old =
                cache.get(
                        "client:x",
                        "a",
                        KEPT,
                        Thing.class,
                        () -> {
                            cache.drop(List.of("client:x"));
                            return new Thing(-1);
                        });

        assertThat(old.number()).isEqualTo(-1);
        assertThat(ask("a")).isEqualTo(1);
    }

    @Test
    void worksWhileRedisIsGoneAndKeepsAgainOnceItIsBack() {
        ask("a");
        server.stop();

        assertThat(ask("a")).isEqualTo(2);
        cache.drop(List.of("client:x"));
        assertThat(ask("a")).isEqualTo(3);

        server.startAgain();
        assertThat(ask("a")).as("not asked again so soon").isEqualTo(4);
        clock.advance(Duration.ofSeconds(6));
        assertThat(ask("a")).isEqualTo(5);
        assertThat(ask("a")).isEqualTo(5);
    }

    @Test
    void computesAnewWhereGarbageIsKept() {
        ask("a");
        try (RedisClient client = RedisClient.create(server.host(), server.port())) {
            String key = client.keys("answer:*").iterator().next();
            client.set(key.getBytes(), new byte[] {(byte) 0xff, 0, '{', 7});
        }
        assertThat(ask("a")).isEqualTo(2);
        assertThat(ask("a")).isEqualTo(2);
    }

    @Test
    void keepsNothingWhereNoneIsConfigured() {
        try (Redis unconfigured = Redis.at(new RedisConfig("", 6379, ""), clock)) {
            Cache none =
                    new Cache(
                            unconfigured,
                            new CacheMetrics(new PrometheusRegistry()),
                            Tracing.off());
            none.drop(List.of("client:x"));
            assertThat(none.get("client:x", "a", KEPT, Thing.class, this::compute).number())
                    .isEqualTo(1);
            assertThat(none.get("client:x", "a", KEPT, Thing.class, this::compute).number())
                    .isEqualTo(2);
        }
    }

    private int ask(String key) {
        return cache.get("client:x", key, KEPT, Thing.class, this::compute).number();
    }

    private Thing compute() {
        return new Thing(++computed);
    }
}
