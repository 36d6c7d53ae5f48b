package io.os199.cs.platform.cache;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.SharedCircuits.Turn;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorAnswer.CircuitOpen;
import io.os199.cs.platform.http.VendorAnswer.ServerFault;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorMetrics;
import io.os199.cs.platform.http.VendorRequest;
import io.os199.cs.platform.http.Vendors;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestRedis;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.RedisClient;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Two processes over one Redis, and one that is on its own. */
final class RedisCircuitsTest {
    private static final Turn GIVEN = new Turn(Duration.ZERO, 0);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestRedis server = TestRedis.start();
    private final TestClock clock = new TestClock("2026-11-11T10:00:00Z");
    private final RedisConfig config = new RedisConfig(server.host(), server.port(), "");
    private final Redis redis = Redis.at(config, clock);
    private final Redis second = Redis.at(config, clock);
    private final RedisCircuits one = new RedisCircuits(redis, clock);
    private final RedisCircuits other = new RedisCircuits(second, clock);

    @AfterEach
    void stop() {
        redis.close();
        second.close();
        server.close();
    }

    private static boolean fails(RedisCircuits process, long trial) {
        return process.ended("zendesk", trial, false).orElseThrow();
    }

    private void opens() {
        for (int i = 0; i < 4; i++) {
            assertThat(fails(i % 2 == 0 ? one : other, 0)).isFalse();
        }
        assertThat(fails(one, 0)).isTrue();
    }

    private Turn turn(RedisCircuits process) {
        return process.ask("zendesk").orElseThrow();
    }

    @Test
    void failuresOfAllProcessesAreCountedAndAllLeaveItAlone() {
        opens();
        assertThat(turn(one)).isEqualTo(new Turn(MINUTE, 0));
        assertThat(turn(other)).isEqualTo(new Turn(MINUTE, 0));
        assertThat(other.ask("intercom")).as("of that service only").contains(GIVEN);
        for (int pause : new int[] {60, 120, 240, 480, 600, 600}) {
            clock.advance(Duration.ofSeconds(pause).minusMillis(1));
            assertThat(turn(other)).isEqualTo(new Turn(Duration.ofMillis(1), 0));
            clock.advance(Duration.ofMillis(1));
            Turn trial = turn(other);
            assertThat(trial.rest()).isZero();
            assertThat(turn(one).rest()).as("one tries").isEqualTo(Duration.ofSeconds(1));
            assertThat(fails(other, trial.trial())).isTrue();
        }
        clock.advance(Duration.ofMinutes(10));
        assertThat(one.ended("zendesk", turn(one).trial(), true)).contains(false);
        assertThat(turn(other)).isEqualTo(GIVEN);
        opens();
        assertThat(turn(other).rest()).as("from the beginning").isEqualTo(MINUTE);
    }

    @Test
    void anAnswerBetweenFailuresBeginsTheRowAnew() {
        for (int i = 0; i < 3; i++) {
            for (int failure = 0; failure < 4; failure++) {
                assertThat(fails(one, 0)).isFalse();
            }
            assertThat(other.ended("zendesk", 0, true)).contains(false);
        }
        assertThat(turn(one)).isEqualTo(GIVEN);
    }

    @Test
    void callsThatBeganBeforeItOpenedChangeNothing() {
        opens();
        assertThat(other.ended("zendesk", 0, true)).contains(true);
        assertThat(fails(other, 0)).isTrue();
        assertThat(turn(one).rest()).isEqualTo(MINUTE);
        clock.advance(MINUTE);
        long trial = turn(one).trial();
        assertThat(fails(other, 0)).as("while another tries").isTrue();
        assertThat(one.ended("zendesk", trial, true)).contains(false);
    }

    @Test
    void whoDiesWhileTryingIsFollowedByAnotherAMinuteLater() {
        opens();
        clock.advance(MINUTE);
        long dead = turn(one).trial();
        clock.advance(MINUTE.minusMillis(1));
        assertThat(turn(other).rest()).isPositive();
        clock.advance(Duration.ofMillis(1));
        Turn next = turn(other);
        assertThat(next.rest()).isZero();
        assertThat(fails(one, dead)).as("it was not dead, but late").isTrue();
        assertThat(other.ended("zendesk", next.trial(), true)).contains(false);
    }

    @Test
    void ofManyAtOnceOneTries() throws Exception {
        opens();
        clock.advance(MINUTE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Turn>> turns =
                    IntStream.range(0, 16)
                            .mapToObj(i -> threads.submit(() -> turn(i % 2 == 0 ? one : other)))
                            .toList();
            int given = 0;
            for (Future<Turn> turn : turns) {
                given += turn.get().rest().isZero() ? 1 : 0;
            }
            assertThat(given).isEqualTo(1);
        }
    }

    @Test
    void clientsOfTwoProcessesSpareEachOtherAndWithoutRedisEachCountsForItself() {
        WireMockServer vendor = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        vendor.start();
        URI host = URI.create("http://127.0.0.1:" + vendor.port());
        vendor.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
        VendorRequest get = VendorRequest.get("/things", "/things");
        ServerFault fault = new ServerFault(503, null);
        PrometheusRegistry figures = new PrometheusRegistry();
        try (VendorClient here = client(host, one, new PrometheusRegistry());
                VendorClient there = client(host, other, figures)) {
            for (int i = 0; i < 5; i++) {
                assertThat((i % 2 == 0 ? here : there).once(get)).isEqualTo(fault);
            }
            assertThat(there.once(get)).isEqualTo(new CircuitOpen(MINUTE));
            assertThat(here.once(get)).isEqualTo(new CircuitOpen(MINUTE));
            assertThat(open(figures)).isEqualTo(1);

            server.close();
            for (int i = 0; i < 5; i++) {
                assertThat(there.once(get)).as("begins to count").isEqualTo(fault);
                assertThat(open(figures)).isEqualTo(i < 4 ? 0 : 1);
            }
            assertThat(there.once(get)).isInstanceOf(CircuitOpen.class);
            VendorAnswer alone = here.once(get);
            assertThat(alone).isEqualTo(fault);
        } finally {
            vendor.stop();
        }
    }

    /**
     * A circuit that a process opened while it could not reach Redis stays open for it once it can, until its own
     * attempt succeeds.
     */
    @Test
    void whatWasLearntAloneEndsAlone() {
        WireMockServer vendor = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        vendor.start();
        vendor.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
        VendorRequest get = VendorRequest.get("/things", "/things");
        PrometheusRegistry figures = new PrometheusRegistry();
        server.stop();
        try (VendorClient alone =
                client(URI.create("http://127.0.0.1:" + vendor.port()), one, figures)) {
            for (int i = 0; i < 5; i++) {
                assertThat(alone.once(get)).isEqualTo(new ServerFault(503, null));
            }
            assertThat(alone.once(get)).isInstanceOf(CircuitOpen.class);
            server.startAgain();
            clock.advance(Duration.ofSeconds(10));
            assertThat(one.ask("vendor")).contains(GIVEN);
            assertThat(alone.once(get)).isEqualTo(new CircuitOpen(Duration.ofSeconds(50)));
            assertThat(open(figures)).isEqualTo(1);
            for (int pause : new int[] {51, 121}) {
                clock.advance(Duration.ofSeconds(pause));
                assertThat(alone.once(get)).isEqualTo(new ServerFault(503, null));
                assertThat(alone.once(get)).isInstanceOf(CircuitOpen.class);
            }
            vendor.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
            clock.advance(Duration.ofSeconds(241));
            assertThat(alone.once(get)).isEqualTo(new VendorAnswer.Missing());
            assertThat(open(figures)).isZero();
            assertThat(alone.once(get)).isEqualTo(new VendorAnswer.Missing());
        } finally {
            vendor.stop();
        }
    }

    private static double open(PrometheusRegistry figures) {
        GaugeSnapshot open =
                (GaugeSnapshot)
                        figures.scrape("integration_circuit_open"::equals).iterator().next();
        return open.getDataPoints().getFirst().getValue();
    }

    private VendorClient client(URI host, RedisCircuits circuits, PrometheusRegistry figures) {
        return new VendorClient(
                "vendor",
                host,
                () -> "Bearer key",
                new Vendors(
                        new OutsideCalls(figures, Tracing.off()),
                        new VendorMetrics(figures),
                        circuits,
                        Vendors.Waiting.real(),
                        clock));
    }

    @Test
    void somethingElseUnderTheNameIsAsNoRedis() {
        try (RedisClient client = RedisClient.create(server.host(), server.port())) {
            client.set("circuit:zendesk", "garbage");
        }
        assertThat(one.ask("zendesk")).isEqualTo(Optional.empty());
        assertThat(one.ended("zendesk", 0, false)).isEqualTo(Optional.empty());
        assertThat(one.ask("intercom")).contains(GIVEN);
    }
}
