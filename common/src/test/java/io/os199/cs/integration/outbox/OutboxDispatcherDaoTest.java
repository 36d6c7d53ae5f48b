package io.os199.cs.integration.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.integration.Integration;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Items from queueing to end. */
class OutboxDispatcherDaoTest {
    private final TestDatabase server = TestDatabase.create();
    private final TestClock clock = new TestClock("2026-11-11T10:00:00Z");
    private final Queue<OutboxItem> delivered = new ConcurrentLinkedQueue<>();
    private final Queue<String> givenUp = new ConcurrentLinkedQueue<>();
    private volatile Function<OutboxItem, OutboxOutcome> service =
            _ -> OutboxOutcome.Done.of("200");

    @BeforeEach
    void client() {
        execute("insert into client_names (client_id, name) values ('c1', 'Acme')");
        execute(
                "insert into clients (client_id, name, company_name) values ('c1', 'Acme',"
                        + " 'Acme')");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void eachItemIsDeliveredOnceHoweverManyWorkersThereAre() throws Exception {
        for (int i = 0; i < 120; i++) {
            item("i" + i, "zendesk", "t" + i);
        }
        item("other", "intercom", "t1");
        List<Thread> workers =
                List.of(1, 2, 3).stream()
                        .map(
                                _ ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () -> {
                                                            OutboxDispatcher each = dispatcher();
                                                            while (each.deliverSome()) {
                                                                Thread.yield();
                                                            }
                                                        }))
                        .toList();
        for (Thread each : workers) {
            each.join();
        }
        assertThat(delivered).hasSize(120);
        assertThat(states()).isEqualTo("done 120, queued 1");
        clock.advance(Duration.ofDays(29));
        dispatcher().forgetOld();
        assertThat(server.count("integration_outbox")).isEqualTo(121);
        clock.advance(Duration.ofDays(2));
        dispatcher().forgetOld();
        assertThat(states()).isEqualTo("queued 1");
    }

    @Test
    void whatIsAboutOneRowIsDeliveredInItsOrder() {
        item("b_first", "zendesk", "t1");
        clock.advance(Duration.ofSeconds(1));
        item("a_second", "zendesk", "t1");
        service = _ -> new OutboxOutcome.Later("503", null, true);
        drain();
        assertThat(ids()).containsExactly("b_first");
        service = _ -> OutboxOutcome.Done.of("200");
        clock.advance(Duration.ofMinutes(1));
        drain();
        assertThat(ids()).containsExactly("b_first", "b_first", "a_second");
    }

    @Test
    void anAttemptIsRepeatedLaterAndLaterTwelveTimesInAll() {
        item("i1", "zendesk", "t1");
        service = _ -> OutboxOutcome.of(new VendorAnswer.ServerFault(503, null));
        Instant begun = clock.instant();
        for (int attempt = 1; attempt <= 12; attempt++) {
            drain();
            assertThat(delivered).hasSize(attempt);
            assertThat(server.text("select attempts from integration_outbox"))
                    .isEqualTo("" + attempt);
            Duration most = Duration.ofSeconds(30L << (attempt - 1));
            Duration cap = Duration.ofHours(1);
            clock.advance(most.compareTo(cap) > 0 ? cap : most);
        }
        assertThat(Duration.between(begun, clock.instant())).isLessThan(Duration.ofHours(7));
        assertThat(server.text("select state || ' ' || last_status from integration_outbox"))
                .isEqualTo("dead 503");
        assertThat(givenUp).containsExactly("i1 503");
        assertThat(delivered.stream().map(OutboxItem::inDoubtSince).toList().subList(0, 3))
                .containsExactly(null, begun, begun);
    }

    @Test
    void whatMayBeDoneIsKnownOfTheDeadToo() {
        item("i1", "zendesk", "t1");
        service = _ -> OutboxOutcome.of(new VendorAnswer.Limited(Duration.ofHours(1)));
        for (int attempt = 1; attempt < 12; attempt++) {
            drain();
            clock.advance(Duration.ofHours(1));
        }
        service = _ -> OutboxOutcome.of(new VendorAnswer.NoAnswer("lost"));
        drain();
        assertThat(
                        server.text(
                                "select state || ' ' || (in_doubt_since is not null) from"
                                        + " integration_outbox"))
                .isEqualTo("dead true");
    }

    @Test
    void aServiceIsGivenTheRestItAsksForAndWhatItRefusesIsDead() {
        item("i1", "zendesk", "t1");
        service = _ -> OutboxOutcome.of(new VendorAnswer.Limited(Duration.ofSeconds(97)));
        drain();
        clock.advance(Duration.ofSeconds(96));
        drain();
        assertThat(delivered).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        service = _ -> OutboxOutcome.of(new VendorAnswer.Rejected(422));
        drain();
        assertThat(delivered).hasSize(2);
        assertThat(delivered).allMatch(each -> each.inDoubtSince() == null);
        assertThat(givenUp).containsExactly("i1 422");
        item("i2", "zendesk", "t2");
        service = _ -> OutboxOutcome.of(new VendorAnswer.Missing());
        drain();
        item("i3", "zendesk", "t3");
        service = _ -> new OutboxOutcome.Unconfirmed("no_answer");
        drain();
        assertThat(givenUp).containsExactly("i1 422", "i2 recipient_unknown", "i3 no_answer");
        assertThat(states()).isEqualTo("dead 2, unconfirmed 1");
        PrometheusRegistry registry = new PrometheusRegistry();
        OutboxMetrics.register(registry, server.database(), clock);
        GaugeSnapshot items = (GaugeSnapshot) registry.scrape().get(0);
        assertThat(items.getDataPoints())
                .extracting(each -> each.getLabels().get("state") + " " + each.getValue())
                .containsExactlyInAnyOrder("dead 2.0", "unconfirmed 1.0");
    }

    @Test
    void whatWasNotAskedForUsesNoAttemptUp() {
        item("i1", "zendesk", "t1");
        for (int i = 0; i < 20; i++) {
            VendorAnswer answer =
                    i % 2 == 0
                            ? new VendorAnswer.Unauthorized(401)
                            : new VendorAnswer.CircuitOpen(Duration.ofSeconds(40));
            service = _ -> OutboxOutcome.of(answer);
            drain();
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(delivered).hasSize(20).allMatch(each -> each.inDoubtSince() == null);
        assertThat(
                        server.text(
                                "select state || ' ' || attempts || ' ' || last_status from"
                                        + " integration_outbox"))
                .isEqualTo("queued 0 circuit_open");
        service = _ -> OutboxOutcome.Done.of("200");
        drain();
        assertThat(states()).isEqualTo("done 1");
    }

    @Test
    void aWorkerThatIsLostLeavesItsItemsInDoubtAndItsAnswerCountsNoMore() throws Exception {
        item("i1", "zendesk", "t1");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        service =
                item -> {
                    if (item.attempts() > 0) {
                        return new OutboxOutcome.Done("second", tx -> comment(tx));
                    }
                    asked.countDown();
                    try {
                        answers.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return new OutboxOutcome.Done("first", tx -> comment(tx));
                };
        Thread slow = Thread.ofVirtual().start(dispatcher()::deliverSome);
        asked.await();
        Instant claimed = clock.instant();
        clock.advance(Duration.ofSeconds(119));
        drain();
        assertThat(delivered).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        drain();
        answers.countDown();
        slow.join();
        assertThat(delivered).hasSize(2);
        assertThat(List.copyOf(delivered).getLast().inDoubtSince()).isEqualTo(claimed);
        assertThat(server.text("select state || ' ' || last_status from integration_outbox"))
                .isEqualTo("done second");
        assertThat(server.text("select count(*) from external_refs")).isEqualTo("1");
    }

    @Test
    void anItemThatEndsItsWorkerEachTimeIsGivenUp() {
        item("i1", "zendesk", "t1");
        execute(
                "update integration_outbox set state = 'sending', attempts = 11, lease_until ="
                        + " '2026-11-11 09:59:00Z'");
        drain();
        assertThat(delivered).isEmpty();
        assertThat(givenUp).containsExactly("i1 lease_lost");
    }

    @Test
    void anExceptionIsAnAttemptAndWhatALeavingWorkerClaimedIsGivenBack() {
        item("i1", "zendesk", "t1");
        service =
                _ -> {
                    throw new IllegalStateException("a secret");
                };
        drain();
        assertThat(
                        server.text(
                                "select state || ' ' || attempts || ' ' || last_status from"
                                        + " integration_outbox"))
                .isEqualTo("queued 1 IllegalStateException");
        OutboxDispatcher leaving = dispatcher();
        clock.advance(Duration.ofMinutes(1));
        leaving.leave();
        assertThat(leaving.deliverSome()).isFalse();
        assertThat(delivered).hasSize(1);
    }

    private static void comment(Transaction tx) {
        tx.dao(MarkDao.class).mark();
    }

    private void drain() {
        OutboxDispatcher dispatcher = dispatcher();
        while (dispatcher.deliverSome()) {
            Thread.yield();
        }
    }

    private OutboxDispatcher dispatcher() {
        OutboxDelivery delivery =
                new OutboxDelivery() {
                    @Override
                    public OutboxOutcome deliver(OutboxItem item) {
                        delivered.add(item);
                        return service.apply(item);
                    }

                    @Override
                    public void givenUp(Transaction tx, OutboxItem item, String code) {
                        givenUp.add(item.itemId() + " " + code);
                    }
                };
        return new OutboxDispatcher(
                server.database(),
                Map.of(Integration.ZENDESK, delivery),
                new SplittableRandom(7),
                clock);
    }

    private List<String> ids() {
        return delivered.stream().map(OutboxItem::itemId).collect(Collectors.toList());
    }

    private String states() {
        return server.text(
                "select string_agg(state || ' ' || n, ', ' order by state) from (select state,"
                        + " count(*) n from integration_outbox group by 1) s");
    }

    private void item(String id, String integration, String ref) {
        execute(
                """
                insert into integration_outbox (client_id, item_id, integration, operation, ref_table, ref_id,
                    next_attempt_at, created_at)
                values ('c1', '%s', '%s', 'ticket_update', 'tickets', '%s', '%s', '%s')
                """
                        .formatted(id, integration, ref, clock.instant(), clock.instant()));
    }

    private void execute(String statement) {
        server.jdbi().useHandle(db -> db.execute(statement));
    }
}
