package io.os199.cs.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestRedis;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

final class CacheTest {
    private static final Duration KEPT = Duration.ofSeconds(60);

    private record Thing(int number) {}

    /** {@link Thing} as another version of the program defines it. */
    private record ThingOfOld(long number) {}

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final TestRedis server = TestRedis.start();
    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private Redis redis;
    private Cache cache;
    private int computed;
    private int written;

    @BeforeEach
    void connect() {
        redis = Redis.at(new RedisConfig(server.host(), server.port(), ""), clock);
        cache = new Cache(redis, new CacheMetrics(registry), Tracing.off());
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

    /** A caller who may not see everything never gets the text written for one who may. */
    @Test
    void writesAHeldAnswerOnceForWhoSeesAllAndOnceForWhoDoesNot() {
        assertThat(sent(thing(), true)).isEqualTo("1");
        assertThat(sent(thing(), false)).isEqualTo("2");
        assertThat(sent(thing(), true)).isEqualTo("1");
        assertThat(sent(thing(), false)).isEqualTo("2");

        cache.drop(List.of("client:x"));
        assertThat(sent(thing(), true)).isEqualTo("3");
        assertThat(sent(thing(), true)).isEqualTo("3");
    }

    /** An answer that is merely equal may be written differently. */
    @Test
    void writesWhatItDoesNotHoldEachTime() {
        assertThat(sent(thing(), true)).isEqualTo("1");
        assertThat(sent(new Thing(1), true)).isEqualTo("2");
        assertThat(sent(new Thing(1), true)).isEqualTo("3");
    }

    private Thing thing() {
        return cache.get("client:x", "a", KEPT, Thing.class, this::compute);
    }

    private String sent(Thing answer, boolean seesPersonalData) {
        return cache.written(answer, seesPersonalData, () -> Json.written(++written, true))
                .toString();
    }

    @Test
    void oneOfManyThatMissComputes() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        List<FutureTask<Integer>> answers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            FutureTask<Integer> answer = new FutureTask<>(() -> askWaiting(read));
            answers.add(answer);
            threads.add(Thread.ofPlatform().daemon().start(answer));
        }
        Await.until(() -> in(threads, Thread.State.TIMED_WAITING) == 5 && count("miss") == 6);
        read.countDown();
        for (FutureTask<Integer> each : answers) {
            assertThat(each.get()).isEqualTo(1);
        }
    }

    /** The earlier computation may have read before the write that the drop reports. */
    @Test
    void waitsForNobodyWhoBeganBeforeADrop() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        FutureTask<Integer> before = new FutureTask<>(() -> askWaiting(read));
        Thread thread = Thread.ofPlatform().daemon().start(before);
        Await.until(() -> thread.getState() == Thread.State.WAITING);

        cache.drop(List.of("client:x"));
        assertThat(ask("a")).isEqualTo(2);
        read.countDown();
        assertThat(before.get()).isEqualTo(1);
        // It may have replaced the newer answer in the store; it is not found all the same.
        assertThat(ask("a")).isNotEqualTo(1);
        assertThat(ask(another(), "a")).isNotEqualTo(1);
    }

    private int askWaiting(CountDownLatch read) {
        return cache.get(
                        "client:x",
                        "a",
                        KEPT,
                        Thing.class,
                        () -> {
                            Thing thing = compute();
                            try {
                                read.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return thing;
                        })
                .number();
    }

    private static long in(List<Thread> threads, Thread.State state) {
        return threads.stream().filter(each -> each.getState() == state).count();
    }

    @Test
    void dropsEverything() {
        ask("a");
        cache.dropAll();
        assertThat(ask("a")).isEqualTo(2);
    }

    /**
     * A copy held in this process does not count: the next question after a drop by another process is answered anew.
     */
    @Test
    void findsNothingHereThatAnotherProcessDropped() {
        Cache other = another();
        for (int round = 1; round <= 50; round++) {
            assertThat(ask("a")).isEqualTo(round);
            assertThat(ask("a")).isEqualTo(round);
            other.drop(List.of("client:x"));
        }
        assertThat(count("near")).isEqualTo(50);
        assertThat(count("miss")).isEqualTo(50);
    }

    @Test
    void asksOnceForAHitAndForTheGenerationAloneWhereTheAnswerIsHere() {
        ask("a");
        Cache other = another();
        try (RedisClient client = RedisClient.create(server.host(), server.port())) {
            ask(other, "a");
            resetStatistics(client);
            Cache third = another();
            assertThat(ask(third, "a")).isEqualTo(1);
            assertThat(commands(client)).containsExactly("mget");
            resetStatistics(client);
            assertThat(ask(third, "a")).isEqualTo(1);
            assertThat(commands(client)).containsExactly("mget");
        }
    }

    @Test
    void readsNoAnswerOfAnotherForm() {
        ask("a");
        assertThat(
                        cache.get("client:x", "a", KEPT, ThingOfOld.class, () -> new ThingOfOld(7))
                                .number())
                .isEqualTo(7);
        assertThat(ask("a")).isEqualTo(1);
    }

    @Test
    void spreadsTheEndsOfWhatWasKeptTogether() {
        for (int i = 0; i < 50; i++) {
            ask("key" + i);
        }
        try (RedisClient client = RedisClient.create(server.host(), server.port())) {
            List<Long> millis = client.keys("answer:*").stream().map(client::pttl).toList();
            assertThat(millis).hasSize(50).allMatch(each -> each <= 66_000);
            long spread =
                    millis.stream().mapToLong(Long::longValue).max().orElseThrow()
                            - millis.stream().mapToLong(Long::longValue).min().orElseThrow();
            assertThat(spread).isGreaterThan(3_000);
        }
    }

    /** An answer held in this process does not outlive its time either. */
    @Test
    void computesAnewWhenTheTimeIsOver() {
        ask("a");
        clock.advance(KEPT.multipliedBy(11).dividedBy(10));
        assertThat(ask("a")).isEqualTo(2);
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
        Cache other = another();
        assertThat(ask(other, "a")).isEqualTo(2);
        assertThat(ask(other, "a")).isEqualTo(2);
    }

    /** Readable, and with the right name and generation: only the checksum reveals it. */
    @Test
    void computesAnewWhereAnAnswerWasChanged() {
        ask("a");
        try (RedisClient client = RedisClient.create(server.host(), server.port())) {
            byte[] key = client.keys("answer:*").iterator().next().getBytes(UTF_8);
            byte[] stored = client.get(key);
            assertThat(new String(stored, UTF_8)).endsWith("{\"number\":1}");
            stored[stored.length - 2] = '9';
            client.set(key, stored);
        }
        assertThat(ask(another(), "a")).isEqualTo(2);
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

    /** Returns the cache of another process: over the same Redis, holding nothing. */
    private Cache another() {
        return new Cache(redis, new CacheMetrics(new PrometheusRegistry()), Tracing.off());
    }

    private double count(String outcome) {
        return ((CounterSnapshot)
                        registry.scrape(name -> name.equals("cache_requests")).stream()
                                .findFirst()
                                .orElseThrow())
                .getDataPoints().stream()
                        .filter(point -> outcome.equals(point.getLabels().get("outcome")))
                        .mapToDouble(point -> point.getValue())
                        .sum();
    }

    private static void resetStatistics(RedisClient client) {
        client.executeCommand(new CommandArguments(Protocol.Command.CONFIG).add("resetstat"));
    }

    /** Returns the commands sent to the server since its statistics began, each repeated as often as it was sent. */
    private static List<String> commands(RedisClient client) {
        return client.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_"))
                .filter(line -> !line.startsWith("cmdstat_config"))
                .flatMap(
                        line ->
                                Collections.nCopies(
                                        Integer.parseInt(
                                                line.replaceAll(".*:calls=(\\d+),.*", "$1")),
                                        line.substring("cmdstat_".length(), line.indexOf(':')))
                                        .stream())
                .toList();
    }

    private int ask(String key) {
        return ask(cache, key);
    }

    private int ask(Cache asked, String key) {
        return asked.get("client:x", key, KEPT, Thing.class, this::compute).number();
    }

    private synchronized Thing compute() {
        return new Thing(++computed);
    }
}
