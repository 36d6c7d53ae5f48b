package io.os199.cs.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.cache.Buckets.Quota;
import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestRedis;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.RedisClient;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

final class BucketsTest {
    private static final Quota ALL = new Quota("x:all", 60, 10);
    private static final Quota SEND = new Quota("x:send", 6, 2);

    private final TestRedis server = TestRedis.start();
    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final RedisConfig config = new RedisConfig(server.host(), server.port(), "");
    private final Redis redis = Redis.at(config, clock);
    private final Buckets shared = new Buckets(redis, clock);

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    @Test
    void givesABurstAndThenAsMuchAsComesBack() {
        for (Buckets buckets : List.of(shared, Buckets.here(clock))) {
            assertThat(taken(buckets, 20, ALL)).isEqualTo(10);
            assertThat(buckets.take(List.of(ALL))).hasValue(Duration.ofSeconds(1));
            clock.advance(Duration.ofMillis(2500));
            assertThat(taken(buckets, 20, ALL)).isEqualTo(2);
            assertThat(buckets.take(List.of(ALL))).hasValue(Duration.ofMillis(500));
            clock.advance(Duration.ofHours(1));
            assertThat(taken(buckets, 20, ALL)).as("never more than it holds").isEqualTo(10);
        }
    }

    @Test
    void takesFromAllBucketsOrFromNone() {
        for (Buckets buckets : List.of(shared, Buckets.here(clock))) {
            assertThat(taken(buckets, 5, ALL, SEND)).isEqualTo(2);
            assertThat(buckets.take(List.of(ALL, SEND))).hasValue(Duration.ofSeconds(10));
            assertThat(taken(buckets, 20, ALL)).as("the others are untouched").isEqualTo(8);
            assertThat(taken(buckets, 5, new Quota("y:all", 60, 10))).isEqualTo(5);
        }
    }

    @Test
    void countsOverAllProcesses() throws Exception {
        Quota quota = new Quota("x:all", 600, 100);
        try (Redis second = Redis.at(config, clock);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Buckets other = new Buckets(second, clock);
            List<Future<Integer>> counts =
                    IntStream.range(0, 8)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> taken(i < 4 ? shared : other, 50, quota)))
                            .toList();
            int sum = 0;
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
            assertThat(sum).isEqualTo(100);
        }
    }

    @Test
    void asksRedisOnceForAllBucketsOfACall() {
        try (RedisClient client = RedisClient.create(server.host(), server.port())) {
            shared.take(List.of(ALL, SEND));
            long before = commands(client);
            shared.take(List.of(ALL, SEND));
            assertThat(commands(client) - before)
                    .as("the script with its two reads and two writes, and the question")
                    .isEqualTo(6);
        }
    }

    @Test
    void leavesNothingBehindOnceABucketIsFull() {
        taken(shared, 20, ALL);
        try (RedisClient client = RedisClient.create(server.host(), server.port())) {
            assertThat(client.pttl("bucket:x:all")).isBetween(1L, 11_000L);
        }
    }

    @Test
    void countsForItselfWhileRedisIsGoneAndAsksItAgainOnceItIsBack() {
        assertThat(taken(shared, 4, ALL)).isEqualTo(4);
        server.stop();
        assertThat(taken(shared, 20, ALL)).isEqualTo(10);

        server.startAgain();
        assertThat(shared.take(List.of(ALL))).as("not asked again so soon").isPresent();
        clock.advance(Duration.ofSeconds(6));
        assertThat(taken(shared, 20, ALL)).as("the bucket in Redis is a new one").isEqualTo(10);
        try (RedisClient client = RedisClient.create(server.host(), server.port())) {
            assertThat(client.exists("bucket:x:all")).isTrue();
        }
    }

    private static long commands(RedisClient client) {
        return client.info("stats")
                .lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static int taken(Buckets buckets, int tries, Quota... quotas) {
        return (int)
                IntStream.range(0, tries)
                        .filter(i -> buckets.take(List.of(quotas)).isEmpty())
                        .count();
    }
}
