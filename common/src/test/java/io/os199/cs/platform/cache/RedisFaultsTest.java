package io.os199.cs.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.FaultProxy;
import io.os199.cs.testing.FaultProxy.Fault;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestRedis;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.RedisClient;

import java.time.Duration;
import java.util.List;

/**
 * Redis is slow, gone, lying or full: answers stay right, calls stay short, and Redis is used again once it is well.
 */
class RedisFaultsTest {
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** A delay so long that no answer of Redis arrives before a call has to be over. */
    private static final Duration SLOW = Duration.ofSeconds(30);

    /** 250 ms each for a connection, its greeting and an answer, plus what a loaded machine adds. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private record Thing(int number) {}

    private final TestRedis server = TestRedis.start();
    private final FaultProxy proxy = FaultProxy.before(server.host(), server.port());
    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final Redis redis = Redis.at(new RedisConfig(proxy.host(), proxy.port(), ""), clock);
    private final Cache cache =
            new Cache(redis, new CacheMetrics(new PrometheusRegistry()), Tracing.off());
    private int truth = 1;
    private int computed;

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void answersAreRightInTimeAndKeptAgainOnceItIsWell(Fault fault) throws Exception {
        for (int key = 0; key < 20; key++) {
            assertThat(ask(key)).isEqualTo(1);
        }
        if (fault == Fault.DELAY) {
            proxy.delay(SLOW);
        } else {
            proxy.set(fault);
        }

        assertThat(ask(0)).isEqualTo(1);
        write(2);
        long began = System.nanoTime();
        for (int key = 0; key < 60; key++) {
            assertThat(ask(key % 20)).isEqualTo(2);
        }
        // If each waited for Redis, they would take three times as long.
        if (fault != Fault.CORRUPTION) {
            assertThat(since(began)).as("calls while nobody asks it").isLessThan(BOUND);
        }
        write(3);

        proxy.set(Fault.NONE);
        Await.until(
                () -> {
                    clock.advance(Duration.ofSeconds(6));
                    int before = computed;
                    assertThat(ask(0)).isEqualTo(3);
                    return computed == before;
                });
        for (int key = 0; key < 20; key++) {
            assertThat(ask(key)).as("what was kept before the writes is not found").isEqualTo(3);
        }
    }

    /** The writer cannot reach Redis while readers can: the drop is announced as soon as it gets through. */
    @Test
    void aDropThatWasNotHeardIsToldAgain() throws Exception {
        try (Redis direct = Redis.at(new RedisConfig(server.host(), server.port(), ""), clock)) {
            Cache other =
                    new Cache(direct, new CacheMetrics(new PrometheusRegistry()), Tracing.off());
            assertThat(ask(other, 0)).isEqualTo(1);
            proxy.set(Fault.BLACK_HOLE);
            write(2);

            proxy.set(Fault.NONE);
            clock.advance(Duration.ofSeconds(6));
            Await.until(() -> ask(other, 0) == 2);
        }
    }

    @Test
    void aFullRedisKeepsNothingMoreAndStillHearsDrops() {
        assertThat(ask(0)).isEqualTo(1);
        try (RedisClient operator = RedisClient.create(server.host(), server.port())) {
            operator.configSet("maxmemory-policy", "noeviction");
            operator.configSet("maxmemory", "100kb");
            assertThatThrownBy(() -> operator.set("more", "x")).hasMessageStartingWith("OOM ");

            truth = 2;
            assertThat(ask(1)).isEqualTo(2);
            assertThat(ask(0)).as("what it held it still finds").isEqualTo(1);
            write(3);
            assertThat(ask(0)).isEqualTo(3);
            assertThat(ask(1)).isEqualTo(3);

            operator.configSet("maxmemory", "0");
            ask(0);
            int before = computed;
            assertThat(ask(0)).isEqualTo(3);
            assertThat(computed).as("kept again at once").isEqualTo(before);
        }
    }

    /** Foreign values under all our names: lists where strings are expected, and none of our answers. */
    @Test
    void foreignThingsUnderOurNamesAreNoAnswers() {
        ask(0);
        try (RedisClient operator = RedisClient.create(server.host(), server.port())) {
            for (String name : operator.keys("*")) {
                operator.del(name);
                operator.rpush(name, "foreign");
            }
            truth = 2;
            assertThat(ask(0)).isEqualTo(2);
            write(3);
            assertThat(ask(0)).isEqualTo(3);

            operator.keys("generation:*").forEach(operator::del);
            assertThat(ask(0)).isEqualTo(3);
            for (String name : operator.keys("answer:*")) {
                operator.set(name, "{\"number\":9}");
            }
            cacheOfAnotherProcessFinds(3);
        }
    }

    private void cacheOfAnotherProcessFinds(int expected) {
        Cache other = new Cache(redis, new CacheMetrics(new PrometheusRegistry()), Tracing.off());
        assertThat(ask(other, 0)).isEqualTo(expected);
    }

    /** Writes and drops, as a transaction does once it has committed. */
    private void write(int now) {
        truth = now;
        long began = System.nanoTime();
        cache.drop(List.of("client:x"));
        assertThat(since(began)).isLessThan(BOUND);
    }

    private int ask(int key) {
        return ask(cache, key);
    }

    private int ask(Cache asked, int key) {
        long began = System.nanoTime();
        int number =
                asked.get(
                                "client:x",
                                "thing:" + key,
                                KEPT,
                                Thing.class,
                                () -> {
                                    computed++;
                                    return new Thing(truth);
                                })
                        .number();
        assertThat(since(began)).as("a call").isLessThan(BOUND);
        return number;
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
