package io.os199.cs.integration.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.communication.event.MailEvents;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** What SendGrid reports about messages: late, duplicated, reversed. */
class SendGridEventsDaoTest {
    private static final long NOW = 1_794_391_200;

    private final TestDatabase server = TestDatabase.create();
    private final TestClock clock = new TestClock("2026-11-11T10:00:00Z");
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final WebhookInbox inbox = new WebhookInbox(server.database(), clock);
    private final SendGridEvents events =
            new SendGridEvents(
                    new MailEvents(
                            new ClientAnswers(Cache.none()), "https://cs.example.com/u/", clock),
                    new IntegrationMetrics(registry, clock));
    private final MailRows rows = new MailRows(server);
    private int deliveries;

    @AfterEach
    void close() {
        server.close();
    }

    private void tell(String... told) {
        queue(told);
        assertThat(inbox.work(Integration.SENDGRID, events::work)).isEqualTo(1);
    }

    private void queue(String... told) {
        rows.execute(
                "insert into webhook_inbox (source, delivery_id, received_at, body, next_attempt_at) values ('sendgrid', 'd%d', now(), '[%s]', timestamptz '2026-11-11 10:00:00Z')"
                        .formatted(deliveries++, String.join(",", told).replace("'", "''")));
    }

    private static String event(String messageId, String event, int second, String... more) {
        StringBuilder json =
                new StringBuilder(
                        "{\"email\":\"x@example.com\",\"message_id\":\"%s\",\"event\":\"%s\",\"timestamp\":%d,\"sg_event_id\":\"%s-%s-%d\""
                                .formatted(
                                        messageId, event, NOW + second, messageId, event, second));
        for (int i = 0; i < more.length; i += 2) {
            json.append(",\"%s\":%s".formatted(more[i], more[i + 1]));
        }
        return json.append('}').toString();
    }

    private String status(String messageId) {
        return rows.text(
                "select status from email_messages where message_id = '" + messageId + "'");
    }

    private String suppressions() {
        return rows.text(
                "select string_agg(email || ' ' || scope || ' ' || reason, ', ' order by email,"
                        + " scope) from email_suppressions");
    }

    @Test
    void eachEventIsWhatTheTableSays() {
        String[][] table = {
            {"processed", "", "sent", ""},
            {"deferred", "", "sending", ""},
            {"delivered", "", "delivered", ""},
            {"bounce", "\"bounce\"", "bounced", "all hard_bounce"},
            {"bounce", "\"blocked\"", "bounced", ""},
            {"dropped", "", "dropped", ""},
            {"open", "", "opened", ""},
            {"click", "", "clicked", ""},
            {"spamreport", "", "sending", "all complaint"},
            {"unsubscribe", "", "sending", "marketing unsubscribe"},
            {"group_unsubscribe", "", "sending", "marketing unsubscribe"},
            {"group_resubscribe", "", "sending", ""},
        };
        for (int i = 0; i < table.length; i++) {
            String message = "m" + i;
            rows.message(message, "p" + i + "@example.com", "sending");
            String[] line = table[i];
            tell(
                    line[1].isEmpty()
                            ? event(message, line[0], i)
                            : event(message, line[0], i, "type", line[1]));
            assertThat(status(message)).as(line[0]).isEqualTo(line[2]);
            assertThat(
                            rows.text(
                                    "select scope || ' ' || reason from email_suppressions where"
                                            + " email = 'p"
                                            + i
                                            + "@example.com'"))
                    .as(line[0] + line[1])
                    .isEqualTo(line[3]);
        }
        assertThat(rows.text("select string_agg(type, ' ' order by at) from email_events"))
                .isEqualTo(
                        "processed deferred delivered bounced blocked dropped opened clicked"
                                + " complained unsubscribed unsubscribed other");
    }

    @Test
    void whyAMailWasDroppedDecidesWhoGetsNoMore() {
        Map<String, String> reasons =
                Map.of(
                        "Bounced Address", "hard_bounce",
                        "Invalid", "invalid_address",
                        "Spam Reporting Address", "complaint",
                        "Unsubscribed Address", "");
        reasons.forEach(
                (reason, expected) -> {
                    String name = reason.substring(0, 4).toLowerCase(java.util.Locale.ROOT).strip();
                    rows.message(name, name + "@example.com", "sent");
                    tell(event(name, "dropped", 1, "reason", "\"" + reason + "\""));
                    assertThat(
                                    rows.text(
                                            "select reason from email_suppressions where email = '"
                                                    + name
                                                    + "@example.com'"))
                            .as(reason)
                            .isEqualTo(expected);
                });
    }

    /** Nothing else would prevent mail to them when their address is imported again. */
    @Test
    void whoWasErasedAndComplainsOfAMailOfBeforeIsMailedNoMore() {
        rows.message("m1", "erased-abc@erased.invalid", "sent");
        tell(event("m1", "spamreport", 5, "email", "\"Ada@Example.com\""));
        assertThat(suppressions()).isEqualTo("ada@example.com all complaint");
        assertThat(rows.text("select count(message_id) from email_suppressions")).isEqualTo("0");
    }

    /** Other code uses it to distinguish an erasure from a departure. */
    @Test
    void theSuppressionOfAnErasureStaysWhateverIsToldOfItsPseudonym() {
        rows.message("m1", "erased-abc@erased.invalid", "sent");
        rows.execute(
                "insert into email_suppressions (email, scope, reason, source) values"
                        + " ('erased-abc@erased.invalid', 'all', 'invalid_address', 'erasure')");
        tell(event("m1", "spamreport", 5, "email", "null"));
        assertThat(rows.text("select source || ' ' || reason from email_suppressions"))
                .isEqualTo("erasure invalid_address");
    }

    @Test
    void aSignedEventSettlesWhatWasInDoubtAndNothingGoesBack() {
        rows.execute("update email_campaigns set audience = '{}'");
        rows.message("m1", "a@example.com", "unconfirmed");
        rows.message("m2", "b@example.com", "unconfirmed");
        rows.message("m3", "c@example.com", "sent");
        tell(event("m3", "delivered", 1));
        assertThat(server.count("timeline_events")).isZero();
        tell(event("m1", "processed", 1), event("m2", "delivered", 1));
        assertThat(status("m1")).isEqualTo("sent");
        assertThat(
                        rows.text(
                                "select string_agg(type || ' ' || title || ' ' || ref_id, ', ')"
                                        + " from timeline_events"))
                .isEqualTo("communication Mail sent: News mailing_1");
        assertThat(rows.text("select sent_at from email_messages where message_id = 'm1'"))
                .startsWith("2026-11-11 10:00:01");
        tell(event("m1", "click", 9, "url", "\"https://example.com/x\""));
        tell(event("m1", "open", 8, "sg_machine_open", "true"), event("m1", "delivered", 3));
        assertThat(status("m1")).isEqualTo("clicked");
        assertThat(rows.text("select url from email_events where type = 'clicked'"))
                .isEqualTo("https://example.com/x");
        assertThat(server.count("email_events where is_machine")).isEqualTo(1);
        for (String end : List.of("failed", "suppressed", "cancelled", "bounced")) {
            rows.message(end, end + "@example.com", end);
            tell(event(end, "delivered", 4));
            assertThat(status(end)).isEqualTo(end);
        }
    }

    @Test
    void aClickOnOurLinkToUnsubscribeIsKeptAndIsNoClick() {
        rows.message("m1", "a@example.com", "sent");
        rows.message("m2", "b@example.com", "sent");
        tell(
                event("m1", "open", 1),
                event("m1", "click", 2, "url", "\"https://cs.example.com/u/TOKEN\""),
                event(
                        "m2",
                        "click",
                        2,
                        "url",
                        "\"https://x.example/u/https://cs.example.com/u/\""));
        assertThat(status("m1")).isEqualTo("opened");
        assertThat(status("m2")).isEqualTo("clicked");
        assertThat(
                        rows.text(
                                "select string_agg(message_id, ' ') from email_messages where"
                                        + " is_clicked"))
                .isEqualTo("m2");
        assertThat(server.count("email_events where type = 'clicked'")).isEqualTo(2);
    }

    @Test
    void whatIsOfNoMessageOfOursIsCountedAndDropped() {
        rows.message("m1", "a@example.com", "sent");
        tell(
                event("m1", "delivered", 1),
                event("m1", "delivered", 1),
                event("theirs", "bounce", 1),
                "{\"event\":\"delivered\",\"sg_event_id\":\"e\",\"timestamp\":1}",
                "{\"event\":\"delivered\",\"message_id\":\"m1\",\"timestamp\":1}",
                "{\"event\":\"delivered\",\"message_id\":\"m1\",\"sg_event_id\":\"e\",\"timestamp\":\"x\"}",
                "7");
        tell(event("m1", "delivered", 1));
        assertThat(server.count("email_events")).isEqualTo(1);
        assertThat(suppressions()).isEmpty();
        assertThat(counted())
                .isEqualTo(
                        Map.of(
                                "stored", 1L,
                                "duplicate", 2L,
                                "unknown_message", 1L,
                                "no_message", 2L,
                                "malformed", 2L));
    }

    private Map<String, Long> counted() {
        return registry.scrape("integration_sync_rows"::equals).stream()
                .map(CounterSnapshot.class::cast)
                .flatMap(found -> found.getDataPoints().stream())
                .collect(
                        Collectors.toMap(
                                point -> Objects.toString(point.getLabels().get("result")),
                                (CounterSnapshot.CounterDataPointSnapshot point) ->
                                        (long) point.getValue()));
    }

    @Test
    void whateverTheirOrderEventsComeToTheSame() {
        String expected = "";
        for (int seed = 0; seed < 25; seed++) {
            rows.execute(
                    "delete from email_events",
                    "delete from email_suppressions",
                    "delete from email_messages");
            List<String> told = story();
            Random random = new Random(seed);
            if (seed == 1) {
                Collections.reverse(told);
            } else if (seed > 1) {
                for (int i = 0; i < 30; i++) {
                    told.add(told.get(random.nextInt(told.size())));
                }
                Collections.shuffle(told, random);
            }
            for (int at = 0; at < told.size(); ) {
                int to = Math.min(told.size(), at + 1 + random.nextInt(12));
                tell(told.subList(at, to).toArray(String[]::new));
                at = to;
            }
            String found = found();
            if (seed == 0) {
                expected = found;
                assertThat(found)
                        .contains(
                                "m0 clicked", "m1 bounced", "m2 opened", "m3 bounced", "m5 dropped")
                        .contains("p0@example.com all complaint")
                        .contains("p5@example.com all hard_bounce");
            }
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
        }
    }

    /** Returns the messages whose stored state differs from what their events say. */
    private String untrue() {
        return rows.text(
                """
                select string_agg(m.message_id, ', ')
                from email_messages m
                cross join lateral (
                    select
                        count(*) filter (where type in ('processed', 'delivered', 'opened', 'clicked', 'complained', 'bounced',
                            'blocked')) > 0 as is_taken,
                        count(*) filter (where type in ('delivered', 'opened', 'clicked', 'complained')) > 0 as is_delivered,
                        min(at) filter (where type = 'opened' and not is_machine) as first_opened_at,
                        count(*) filter (where type = 'clicked' and not is_machine) > 0 as is_clicked,
                        count(*) filter (where type in ('bounced', 'blocked')) > 0 as is_bounced,
                        count(*) filter (where type = 'unsubscribed') > 0 as is_unsubscribed,
                        count(*) filter (where type = 'complained') > 0 as is_complained
                    from email_events v
                    where v.client_id = m.client_id and v.message_id = m.message_id) e
                where (m.is_taken, m.is_delivered, m.first_opened_at, m.is_clicked, m.is_bounced, m.is_unsubscribed,
                    m.is_complained) is distinct from (e.is_taken, e.is_delivered, e.first_opened_at, e.is_clicked,
                    e.is_bounced, e.is_unsubscribed, e.is_complained)
                """);
    }

    private String found() {
        assertThat(untrue()).isEmpty();
        return rows.text(
                        "select string_agg(message_id || ' ' || status || ' ' ||"
                                + " coalesce(sent_at::text, '-'), ', ' order by message_id)"
                                + " from email_messages")
                + rows.text(
                        "select string_agg(type || ' ' || n, ', ' order by type) from"
                                + " (select type, count(*) n from email_events group by"
                                + " type) x")
                + suppressions();
    }

    @Test
    void workersAtOnceComeToTheSameAsOne() throws Exception {
        List<String> told = story();
        Collections.shuffle(told, new Random(3));
        for (int i = 0; i < 60; i++) {
            Collections.rotate(told, 7);
            queue(told.subList(0, 9).toArray(String[]::new));
        }
        for (String each : told) {
            queue(each);
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> work = () -> inbox.work(Integration.SENDGRID, events::work);
            int worked = 0;
            for (Future<Integer> each : threads.invokeAll(Collections.nCopies(6, work))) {
                worked += each.get();
            }
            assertThat(worked).isEqualTo(60 + told.size());
        }
        assertThat(server.count("webhook_inbox where state <> 'done'")).isZero();
        assertThat(server.count("email_events")).isEqualTo(told.size());
        String atOnce = found();
        rows.execute(
                "delete from email_events",
                "delete from email_suppressions",
                "delete from email_messages");
        tell(story().toArray(String[]::new));
        assertThat(atOnce).isEqualTo(found());
    }

    /** Ten messages with everything that may happen to them, some of it contradictory. */
    private List<String> story() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String id = "m" + i;
            rows.message(id, "p" + i + "@example.com", i % 2 == 0 ? "unconfirmed" : "sent");
            if (i != 5) {
                told.add(event(id, "processed", 1 + i));
                told.add(event(id, "deferred", 20 + i));
            }
            switch (i) {
                case 1 -> told.add(event(id, "bounce", 40, "type", "\"bounce\""));
                case 3 -> told.add(event(id, "bounce", 40, "type", "\"blocked\""));
                case 5 -> {
                    told.add(event(id, "dropped", 41, "reason", "\"Bounced Address\""));
                    told.add(event(id, "bounce", 43, "type", "\"blocked\""));
                }
                default -> told.add(event(id, "delivered", 60 + i));
            }
            if (i == 7) {
                // Accepted first, and bounced later.
                told.add(event(id, "bounce", 900, "type", "\"bounce\""));
            }
            if (i % 2 == 0) {
                told.add(event(id, "open", 100 + i, "sg_machine_open", "true"));
                told.add(event(id, "open", 200 + i));
            }
            if (i % 4 == 0) {
                told.add(event(id, "click", 300 + i, "url", "\"https://example.com\""));
                told.add(event(id, "unsubscribe", 310 + i));
                told.add(
                        event(id, "bounce", 5_000, "type", "\"other\"")
                                .replace("bounce", "group_resubscribe"));
                told.add(event(id, "spamreport", 320 + i));
            }
        }
        return told;
    }
}
