package io.os199.cs.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationState;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.IntegrationStatus;
import io.os199.cs.integration.webhook.Webhooks.Result;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Deliveries from their arrival to their end. */
class WebhookInboxDaoTest {
    private static final String SECRET = "secret";

    private final TestDatabase server = TestDatabase.create();
    private final TestClock clock = new TestClock("2026-11-11T10:00:00Z");
    private final WebhookInbox inbox = new WebhookInbox(server.database(), 3, clock);
    private final IntercomDeliveries form = new IntercomDeliveries(() -> List.of(SECRET));
    private final Webhooks webhooks =
            new Webhooks(List.of(form), inbox, clock, new PrometheusRegistry());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theSameDeliveryAHundredTimesAtOnceIsOneRow() throws Exception {
        int stored = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Result> take = () -> take(body("notif_1"));
            for (Future<Result> each : threads.invokeAll(Collections.nCopies(100, take))) {
                stored += each.get() == Result.STORED ? 1 : 0;
                assertThat(each.get()).isIn(Result.STORED, Result.DUPLICATE);
            }
        }
        assertThat(stored).isEqualTo(1);
        assertThat(server.count("webhook_inbox")).isEqualTo(1);
    }

    @Test
    void whatIsNoDeliveryIsNotKept() {
        assertThat(take("{\"id\":\"notif_1\",\"topic\":\"ping\"}")).isEqualTo(Result.PING);
        assertThat(take("{\"topic\":\"x\"}")).isEqualTo(Result.MALFORMED);
        assertThat(take("{\"id\":\"" + "x".repeat(201) + "\"}")).isEqualTo(Result.MALFORMED);
        assertThat(take("{\"id\":\"a\\u0000\"}")).isEqualTo(Result.MALFORMED);
        for (String body : List.of("", "{", "{} {}", "{\"id\":1,\"id\":2}", "7", "null", "id=1")) {
            assertThat(take(body)).as(body).isEqualTo(Result.NO_JSON);
        }
        assertThat(take(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, "application/json"))
                .isEqualTo(Result.NO_JSON);
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "")) {
            assertThat(take(bytes(body("notif_1")), type)).as(type).isEqualTo(Result.NO_JSON);
        }
        assertThat(server.count("webhook_inbox")).isZero();
        assertThat(take(bytes(body("notif_1")), "Application/JSON; charset=utf-8"))
                .isEqualTo(Result.STORED);
    }

    @Test
    void whatPostgresKeepsInNoTextIsTakenAllTheSame() {
        assertThat(take("{\"id\":\"1\",\"subject\":\"a\\u0000b\\ud800" + " \\ud83d\\ude00\"}"))
                .isEqualTo(Result.STORED);
        assertThat(server.text("select body->>'subject' from webhook_inbox"))
                .isEqualTo("a\ufffdb\ufffd \ud83d\ude00");
    }

    @Test
    void noMoreAreTakenThanAWorkerGetsThrough() {
        for (int i = 0; i < 4; i++) {
            assertThat(take(body("notif_" + i))).isEqualTo(Result.STORED);
            clock.advance(Duration.ofSeconds(6));
        }
        assertThat(take(body("notif_4"))).isEqualTo(Result.FULL);
        assertThat(inbox.work(Integration.INTERCOM, (tx, delivery) -> {})).isEqualTo(4);
        clock.advance(Duration.ofSeconds(6));
        assertThat(take(body("notif_4"))).isEqualTo(Result.STORED);
    }

    @Test
    void oneThatFailsIsTriedEightTimesAndKeepsNoneBack() {
        take(body("bad"));
        take(body("good"));
        List<String> worked = new ArrayList<>();
        List<Duration> pauses = new ArrayList<>();
        for (int attempt = 1; attempt <= 8; attempt++) {
            inbox.work(
                    Integration.INTERCOM,
                    (tx, delivery) -> {
                        if (delivery.deliveryId().equals("bad")) {
                            throw new IllegalStateException("a secret of the body");
                        }
                        worked.add(delivery.deliveryId());
                    });
            if (attempt < 8) {
                pauses.add(
                        Duration.ofSeconds(
                                Long.parseLong(
                                        server.text(
                                                "select extract(epoch from next_attempt_at -"
                                                        + " timestamptz '"
                                                        + clock.instant()
                                                        + "')::int from webhook_inbox where"
                                                        + " delivery_id = 'bad'"))));
                clock.advance(pauses.getLast());
            }
        }
        assertThat(worked).containsExactly("good");
        assertThat(pauses.stream().map(Duration::toSeconds))
                .containsExactly(30L, 60L, 120L, 240L, 480L, 960L, 1920L);
        assertThat(
                        server.text(
                                "select state || ' ' || attempts || ' ' || error_code from"
                                        + " webhook_inbox where delivery_id = 'bad'"))
                .isEqualTo("failed 8 IllegalStateException");
        clock.advance(Duration.ofDays(30));
        inbox.forgetOld();
        assertThat(server.count("webhook_inbox")).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        inbox.forgetOld();
        assertThat(server.count("webhook_inbox")).isZero();
    }

    @Test
    void workersShareWhatWaits() throws Exception {
        List<String> worked = Collections.synchronizedList(new ArrayList<>());
        server.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "insert into webhook_inbox (source, delivery_id,"
                                                + " received_at, body, next_attempt_at) select"
                                                + " 'intercom', 'n' || n, now(), '{}', timestamptz"
                                                + " '2026-01-01' from generate_series(1, 200) n"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> work =
                    () ->
                            inbox.work(
                                    Integration.INTERCOM,
                                    (tx, delivery) -> worked.add(delivery.deliveryId()));
            for (Future<Integer> each : threads.invokeAll(Collections.nCopies(4, work))) {
                each.get();
            }
        }
        assertThat(worked).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void operatorsSeeHowEachServiceIs() {
        IntegrationStates states = new IntegrationStates(server.database(), clock);
        assertThat(all(states))
                .hasSize(4)
                .allMatch(each -> each.state() == IntegrationState.OFF && !each.enabled());
        states.announce(EnumSet.of(Integration.INTERCOM, Integration.SENDGRID));
        take(body("notif_1"));
        assertThat(status(states, Integration.INTERCOM))
                .isEqualTo(
                        new IntegrationStatus(
                                Integration.INTERCOM,
                                true,
                                IntegrationState.DEGRADED,
                                null,
                                null,
                                "unchecked",
                                1,
                                0));
        states.found(Integration.INTERCOM, IntegrationState.OK, null, null);
        states.found(Integration.ZENDESK, IntegrationState.AUTH_FAILED, "401", "no");
        states.announce(EnumSet.of(Integration.INTERCOM));
        assertThat(status(states, Integration.INTERCOM).state()).isEqualTo(IntegrationState.OK);
        assertThat(status(states, Integration.INTERCOM).checkedAt()).isEqualTo(clock.instant());
        assertThat(status(states, Integration.SENDGRID).state()).isEqualTo(IntegrationState.OFF);
        assertThat(status(states, Integration.ZENDESK).state()).isEqualTo(IntegrationState.OFF);
    }

    private List<IntegrationStatus> all(IntegrationStates states) {
        return server.database().read(states::all);
    }

    private IntegrationStatus status(IntegrationStates states, Integration name) {
        return all(states).stream().filter(each -> each.name() == name).findFirst().orElseThrow();
    }

    private static String body(String id) {
        return "{\"id\":\"" + id + "\",\"topic\":\"conversation.user.replied\"}";
    }

    private Result take(String body) {
        return take(bytes(body), "application/json");
    }

    private Result take(byte[] body, String type) {
        return webhooks.take(
                form, Map.of("X-Hub-Signature", sign(body), "Content-Type", type)::get, body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(SECRET), "HmacSHA1"));
            return "sha1=" + java.util.HexFormat.of().formatHex(mac.doFinal(body));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
