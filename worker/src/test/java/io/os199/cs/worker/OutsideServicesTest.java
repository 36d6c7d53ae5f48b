package io.os199.cs.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.assembly.Adapter;
import io.os199.cs.communication.event.MailEvents;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationState;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.sendgrid.SendGridEvents;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.database.Database;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What a worker does on schedule with the reports of outside services. */
class OutsideServicesTest {
    private final TestDatabase server = TestDatabase.create();
    private final TestClock clock = new TestClock("2026-11-11T10:00:00Z");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void deliveriesMoveMessagesOnAndAreDeletedAMonthLater() {
        server.execute(
                "insert into client_names (client_id, name) values ('client_acme', 'Acme')",
                "insert into clients (client_id, name, company_name) values ('client_acme', 'Acme',"
                        + " 'Acme')",
                "insert into email_campaigns (campaign_id, name, template_type, message_class,"
                        + " subject, body_text, sender_email, target) values ('mailing_1', 'N',"
                        + " 'custom', 'service', 'S', 'T', 'us@example.com', '{}')",
                "insert into email_messages (client_id, message_id, campaign_id, contact_email,"
                    + " subject, status, next_attempt_at) values ('client_acme', 'm1', 'mailing_1',"
                    + " 'a@example.com', 'S', 'unconfirmed', now())",
                """
                insert into webhook_inbox (source, delivery_id, received_at, body, next_attempt_at)
                values ('sendgrid', 'd1', now(), '[{"event": "delivered", "message_id": "m1", "sg_event_id": "e1",
                    "timestamp": 1794391200}]', '2026-11-11 10:00:00Z'),
                    ('zendesk', 'z1', now(), '{}', '2026-11-11 10:00:00Z')
                """);
        OutsideServices outside = outside(EnumSet.of(Integration.SENDGRID));
        run(outside, "webhook-deliveries");
        assertThat(server.text("select status from email_messages")).isEqualTo("delivered");
        // Zendesk's are not read yet: they wait.
        assertThat(
                        server.text(
                                "select string_agg(source || ' ' || state, ', ' order by source)"
                                        + " from webhook_inbox"))
                .isEqualTo("sendgrid done, zendesk new");
        clock.advance(Duration.ofDays(31));
        run(outside, "integration-retention");
        assertThat(server.text("select string_agg(source, ', ') from webhook_inbox"))
                .isEqualTo("zendesk");
    }

    @Test
    void nothingIsAskedOfServicesThatAreOff() throws Exception {
        OutsideServices outside = outside(Set.of());
        outside.start();
        outside.rounds().forEach(round -> round.task().run());
        outside.stop();
        assertThat(
                        server.text(
                                "select count(*) from integrations where state = 'off' and"
                                        + " checked_at is null"))
                .isEqualTo("4");
        assertThat(outside.health().execute().getMessage())
                .isEqualTo("intercom off, mixpanel off, sendgrid off, zendesk off");
        server.execute(
                """
                insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text,
                    sender_email, target, status, held_at)
                values ('c', 'News', 'product_update', 'marketing', '', '', 'us@example.com', '{}', 'held', now())
                """);
        assertThat(outside.health().execute().getMessage()).endsWith(", zendesk off, mail held");
    }

    @Test
    void whatIsAskedOfAServiceWaitsUntilItTakesOurKey() {
        IntegrationStates states = new IntegrationStates(server.database(), clock);
        AtomicReference<IntegrationState> found =
                new AtomicReference<>(IntegrationState.AUTH_FAILED);
        AtomicInteger checks = new AtomicInteger();
        AtomicInteger reads = new AtomicInteger();
        OutsideServices outside =
                new OutsideServices(
                        server.database(),
                        EnumSet.of(Integration.ZENDESK),
                        states,
                        new WebhookInbox(server.database(), clock),
                        Optional.empty(),
                        List.of(
                                new Adapter(
                                        Integration.ZENDESK,
                                        () -> {
                                            checks.incrementAndGet();
                                            states.found(
                                                    Integration.ZENDESK, found.get(), null, null);
                                        },
                                        List.of(reading(reads)),
                                        null,
                                        null,
                                        () -> {})),
                        clock);
        states.announce(EnumSet.of(Integration.ZENDESK));
        boolean isAsked = server.database().write(tx -> states.askSync(tx, Integration.ZENDESK));
        assertThat(isAsked).isTrue();
        for (int i = 0; i < 3; i++) {
            run(outside, "integration-syncs-asked");
        }
        assertThat(checks).as("with a key that was refused it is not asked").hasValue(1);
        found.set(IntegrationState.DEGRADED);
        run(outside, "integration-checks");
        run(outside, "integration-syncs-asked");
        assertThat(reads).hasValue(0);

        found.set(IntegrationState.OK);
        for (int i = 0; i < 3; i++) {
            run(outside, "integration-syncs-asked");
        }
        assertThat(reads).as("once").hasValue(1);
    }

    private static Sync reading(AtomicInteger reads) {
        return new Sync() {
            @Override
            public String name() {
                return "zendesk-tickets";
            }

            @Override
            public String cron() {
                return "*/5 * * * *";
            }

            @Override
            public void run() {
                reads.incrementAndGet();
            }
        };
    }

    private OutsideServices outside(Set<Integration> enabled) {
        Database database = server.database();
        SendGridEvents events =
                new SendGridEvents(
                        new MailEvents(
                                new ClientAnswers(Cache.none()),
                                "https://cs.example.com/u/",
                                clock),
                        new IntegrationMetrics(new PrometheusRegistry(), clock));
        return new OutsideServices(
                database,
                enabled,
                new IntegrationStates(database, clock),
                new WebhookInbox(database, clock),
                Optional.empty(),
                enabled.stream()
                        .map(
                                each ->
                                        new Adapter(
                                                each,
                                                () -> {},
                                                List.of(),
                                                events::work,
                                                null,
                                                () -> {}))
                        .toList(),
                clock);
    }

    private static void run(OutsideServices outside, String name) {
        outside.rounds().stream()
                .filter(round -> round.name().equals(name))
                .forEach(round -> round.task().run());
    }
}
