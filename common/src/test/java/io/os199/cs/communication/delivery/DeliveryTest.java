package io.os199.cs.communication.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.communication.event.MailEvent;
import io.os199.cs.communication.event.MailEventType;
import io.os199.cs.communication.event.MailEvents;
import io.os199.cs.communication.event.Suppression;
import io.os199.cs.core.ClientAnswers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The outcome of messages, by what the provider says and what happens meanwhile. */
class DeliveryTest {
    private final DeliveryFixture fixture = new DeliveryFixture();
    private final RecordingProvider provider = new RecordingProvider();
    private Delivery worker;

    @BeforeEach
    void open() {
        fixture.clients(3);
        worker = fixture.worker(provider);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void eachMessageLeavesOnceWithItsValuesAndItsLink() {
        fixture.campaign("spring", "marketing", 3);
        fixture.deliver(worker);
        fixture.deliver(worker);

        assertThat(provider.taken)
                .extracting(OutgoingMail::messageId)
                .containsExactlyInAnyOrder("spring_1", "spring_2", "spring_3");
        OutgoingMail first =
                provider.taken.stream()
                        .filter(each -> each.messageId().equals("spring_1"))
                        .findFirst()
                        .orElseThrow();
        assertThat(first.subject()).isEqualTo("To Client 1");
        assertThat(first.to()).isEqualTo("p1@client.example");
        assertThat(first.bodyText())
                .isEqualTo("Hello there\n\n--\nUnsubscribe: " + first.unsubscribeUrl() + "\n");
        assertThat(first.unsubscribeUrl()).startsWith("https://cs.example.com/u/");
        assertThat(fixture.statuses()).isEqualTo(Map.of("sent", 3L));
        assertThat(fixture.one("select status from email_campaigns")).isEqualTo("sent");
        assertThat(fixture.all("select provider_id from email_messages order by message_id"))
                .containsExactly("provider_spring_1", "provider_spring_2", "provider_spring_3");
        // One line on each timeline, however often it runs.
        assertThat(fixture.all("select title from timeline_events order by client_id"))
                .containsExactly("Mail sent: Spring", "Mail sent: Spring", "Mail sent: Spring");
    }

    @Test
    void whoMustNotGetItAnyMoreGetsNothing() {
        fixture.campaign("spring", "marketing", 3);
        fixture.execute(
                """
                insert into email_suppressions (email, scope, reason, source)
                values ('p1@client.example', 'marketing', 'unsubscribe', 'test');
                update clients set status = 'churned' where client_id = 'client_2';
                update contacts set left_company_at = '2026-11-10T00:00:00Z' where client_id = 'client_3';
                """);
        fixture.deliver(worker);

        assertThat(provider.taken).isEmpty();
        assertThat(
                        fixture.all(
                                "select status || ' ' || last_error from email_messages order by"
                                        + " message_id"))
                .containsExactly(
                        "suppressed suppressed",
                        "suppressed client_inactive",
                        "suppressed left_company");
        // A wish for no marketing does not apply to service mail.
        fixture.campaign("service", "service", 1);
        fixture.deliver(worker);
        assertThat(provider.taken).hasSize(1);
    }

    @Test
    void aNewsletterGoesToWhoIsStillSubscribed() {
        fixture.execute("update contacts set newsletter_opt_in = client_id <> 'client_1'");
        fixture.campaign("news", "newsletter", 3);
        fixture.execute(
                """
                insert into newsletter_subscriptions (client_id, contact_email, status, changed_at, source)
                values ('client_2', 'p2@client.example', 'unsubscribed', now(), 'test')
                """);
        fixture.deliver(worker);
        assertThat(provider.taken)
                .extracting(OutgoingMail::to)
                .containsExactly("p3@client.example");
        assertThat(fixture.all("select last_error from email_messages where status = 'suppressed'"))
                .containsExactly("unsubscribed", "unsubscribed");

        // Its reader unsubscribes from it at the provider, who takes it for marketing and reports
        // it twice.
        for (int i = 0; i < 2; i++) {
            fixture.server
                    .database()
                    .write(
                            tx ->
                                    new MailEvents(
                                                    ClientAnswers.unkept(),
                                                    "https://cs.example.com/u/",
                                                    fixture.clock)
                                            .store(
                                                    tx,
                                                    List.of(
                                                            new MailEvent(
                                                                    "event_1",
                                                                    "news_3",
                                                                    MailEventType.UNSUBSCRIBED,
                                                                    fixture.clock.instant(),
                                                                    null,
                                                                    false,
                                                                    new Suppression(
                                                                            Suppression.Scope
                                                                                    .MARKETING,
                                                                            Suppression.Reason
                                                                                    .UNSUBSCRIBE),
                                                                    null)),
                                                    "sendgrid"));
        }
        assertThat(
                        fixture.all(
                                "select email || ' ' || scope || ' ' || reason from"
                                        + " email_suppressions"))
                .containsExactly("p3@client.example newsletter unsubscribe");
        assertThat(
                        fixture.all(
                                "select status || ' ' || source from newsletter_subscriptions where"
                                        + " client_id = 'client_3'"))
                .containsExactly("unsubscribed sendgrid");
        assertThat(fixture.all("select title from timeline_events where type = 'profile'"))
                .containsExactly("A contact unsubscribed from newsletters");
    }

    @Test
    void whatIsRefusedForNowIsTriedAgainAndAtLastFails() {
        fixture.campaign("spring", "service", 1);
        provider.answer = _ -> new DeliveryOutcome.RefusedForNow("429", Duration.ofMinutes(7));
        fixture.deliver(worker);
        assertThat(fixture.statuses()).isEqualTo(Map.of("queued", 1L));

        // The delay it asked for is longer than the one that would have been drawn.
        fixture.pass(Duration.ofMinutes(6));
        fixture.deliver(worker);
        assertThat(provider.taken).hasSize(1);
        fixture.pass(Duration.ofMinutes(1));
        fixture.deliver(worker);
        assertThat(provider.taken).hasSize(2);

        for (int i = 0; i < 10; i++) {
            fixture.pass(Duration.ofHours(2));
            fixture.deliver(worker);
        }
        assertThat(provider.taken).hasSize(8);
        assertThat(fixture.one("select status || ' ' || last_error from email_messages"))
                .isEqualTo("failed 429");
        assertThat(fixture.one("select status from email_campaigns")).isEqualTo("sent");
    }

    @Test
    void whileItIsNotAskedNoAttemptIsUsedUp() {
        fixture.campaign("spring", "service", 1);
        provider.answer = _ -> new DeliveryOutcome.NotAsked("circuit_open", Duration.ofMinutes(10));
        for (int i = 0; i < 12; i++) {
            fixture.deliver(worker);
            fixture.pass(Duration.ofMinutes(10));
        }
        assertThat(provider.taken).hasSize(12);
        assertThat(
                        fixture.one(
                                "select status || attempts || ' ' || last_error || ' ' ||"
                                        + " (handed_over_at is null) from email_messages"))
                .isEqualTo("queued0 circuit_open true");
        provider.answer = _ -> new DeliveryOutcome.Accepted("p1");
        fixture.deliver(worker);
        assertThat(fixture.statuses()).isEqualTo(Map.of("sent", 1L));
    }

    @Test
    void whatItNeverTakesFailsAtOnce() {
        fixture.campaign("spring", "service", 1);
        provider.answer = _ -> new DeliveryOutcome.Invalid("400");
        fixture.deliver(worker);
        assertThat(fixture.statuses()).isEqualTo(Map.of("failed", 1L));
    }

    @Test
    void withoutAccessCampaignsAreHeldUntilItIsMended() {
        fixture.campaign("spring", "service", 3);
        provider.answer = _ -> new DeliveryOutcome.Unauthorized("401");
        provider.usable = false;
        fixture.deliver(worker);
        assertThat(fixture.one("select status from email_campaigns")).isEqualTo("held");
        assertThat(fixture.statuses()).isEqualTo(Map.of("queued", 3L));
        int calls = provider.taken.size();

        worker.tryAgain();
        fixture.deliver(worker);
        assertThat(provider.taken).hasSize(calls);

        provider.usable = true;
        provider.answer = _ -> new DeliveryOutcome.Accepted(null);
        worker.tryAgain();
        fixture.deliver(worker);
        assertThat(fixture.statuses()).isEqualTo(Map.of("sent", 3L));
        // Nothing is held back, so the provider is not asked.
        worker.tryAgain();
        assertThat(provider.checks).isEqualTo(2);
    }

    @Test
    void whatIsHeldForADayIsGivenUp() {
        fixture.campaign("spring", "service", 1);
        provider.answer = _ -> new DeliveryOutcome.Unauthorized("401");
        fixture.deliver(worker);
        fixture.pass(Duration.ofHours(23));
        fixture.deliver(worker);
        assertThat(fixture.statuses()).isEqualTo(Map.of("queued", 1L));
        fixture.pass(Duration.ofHours(2));
        fixture.deliver(worker);
        assertThat(fixture.one("select status || ' ' || last_error from email_messages"))
                .isEqualTo("failed provider_unauthorized");
    }

    /** An unverified sender, for instance: the provider accepts the key and refuses each mail. */
    @Test
    void whatIsRefusedWhenItIsTriedStaysHeldAndIsGivenUpAfterADay() {
        fixture.campaign("spring", "service", 3);
        provider.answer = _ -> new DeliveryOutcome.Unauthorized("403");
        fixture.deliver(worker);
        int refused = provider.taken.size();
        for (int i = 0; i < 92; i++) {
            fixture.pass(Duration.ofMinutes(15));
            worker.tryAgain();
            fixture.deliver(worker);
        }
        assertThat(provider.taken).as("one a round").hasSize(refused + 92);
        assertThat(
                        fixture.one(
                                "select status || ' ' || (held_at at time zone 'UTC') from"
                                        + " email_campaigns"))
                .isEqualTo("held 2026-11-11 09:00:00");
        assertThat(fixture.all("select status || attempts || last_error from email_messages"))
                .contains("queued0403")
                .doesNotContain("queued1403");

        fixture.pass(Duration.ofMinutes(61));
        fixture.deliver(worker);
        assertThat(fixture.all("select status || ' ' || last_error from email_messages"))
                .containsOnly("failed provider_unauthorized");
        assertThat(fixture.one("select status || (held_at is null) from email_campaigns"))
                .isEqualTo("senttrue");
    }

    @Test
    void onceOneIsTakenTheOthersFollowAndTheDayBeginsAnew() {
        fixture.campaign("spring", "service", 3);
        provider.answer = _ -> new DeliveryOutcome.Unauthorized("403");
        fixture.deliver(worker);
        int refused = provider.taken.size();
        fixture.pass(Duration.ofHours(20));
        AtomicInteger calls = new AtomicInteger();
        provider.answer =
                _ ->
                        calls.incrementAndGet() == 1
                                ? new DeliveryOutcome.Accepted(null)
                                : new DeliveryOutcome.Unauthorized("403");
        worker.tryAgain();
        fixture.deliver(worker);
        assertThat(provider.taken).hasSizeGreaterThan(refused + 1);
        assertThat(fixture.statuses()).isEqualTo(Map.of("sent", 1L, "queued", 2L));
        fixture.pass(Duration.ofHours(20));
        fixture.deliver(worker);
        assertThat(fixture.statuses()).isEqualTo(Map.of("sent", 1L, "queued", 2L));
    }

    /** Of three messages, the worker dies after the provider has accepted the second. */
    @Test
    void aMessageInDoubtIsNeverSentAgain() {
        fixture.campaign("spring", "service", 3);
        AtomicInteger calls = new AtomicInteger();
        provider.answer =
                _ -> {
                    if (calls.incrementAndGet() == 2) {
                        throw new Killed();
                    }
                    return new DeliveryOutcome.Accepted(null);
                };
        Delivery dying = fixture.worker("dying", fixture.server.database(), provider, false, 1);
        try {
            fixture.deliver(dying);
        } catch (IllegalStateException killed) {
            assertThat(killed).hasCauseInstanceOf(Killed.class);
        }
        fixture.pass(Duration.ofMinutes(3));
        fixture.deliver(worker);

        assertThat(provider.taken).hasSize(3);
        assertThat(Set.copyOf(provider.taken.stream().map(OutgoingMail::messageId).toList()))
                .hasSize(3);
        assertThat(fixture.statuses()).isEqualTo(Map.of("sent", 2L, "unconfirmed", 1L));
        assertThat(fixture.one("select status from email_campaigns")).isEqualTo("sending");

        fixture.pass(Duration.ofMinutes(59));
        fixture.deliver(worker);
        assertThat(fixture.statuses()).containsEntry("unconfirmed", 1L);
        fixture.pass(Duration.ofMinutes(2));
        fixture.deliver(worker);
        assertThat(fixture.all("select last_error from email_messages where status = 'failed'"))
                .containsExactly("delivery_unknown");
        assertThat(provider.taken).hasSize(3);
        assertThat(fixture.one("select status from email_campaigns")).isEqualTo("sent");
    }

    @Test
    void whoWantsEachAtLeastOnceGetsADoubtfulOneAgain() {
        fixture.campaign("spring", "service", 1);
        provider.answer = _ -> new DeliveryOutcome.Uncertain("timeout");
        Delivery twice = fixture.worker("twice", fixture.server.database(), provider, true);
        fixture.deliver(twice);
        assertThat(fixture.statuses()).isEqualTo(Map.of("unconfirmed", 1L));
        provider.answer = _ -> new DeliveryOutcome.Accepted(null);
        fixture.pass(Duration.ofMinutes(61));
        fixture.deliver(twice);
        assertThat(provider.taken).hasSize(2);
        assertThat(fixture.statuses()).isEqualTo(Map.of("sent", 1L));
    }

    @Test
    void itIsSentOnceMoreAndNotEveryHour() {
        fixture.campaign("spring", "service", 1);
        provider.answer = _ -> new DeliveryOutcome.Uncertain("timeout");
        Delivery twice = fixture.worker("twice", fixture.server.database(), provider, true);
        for (int i = 0; i < 5; i++) {
            fixture.deliver(twice);
            fixture.pass(Duration.ofMinutes(61));
        }
        assertThat(provider.taken).hasSize(2);
        assertThat(fixture.one("select status || ' ' || last_error from email_messages"))
                .isEqualTo("failed delivery_unknown");
    }

    @Test
    void aDoubtLastsWhileEventsWaitToBeRead() {
        fixture.campaign("spring", "service", 1);
        provider.answer = _ -> new DeliveryOutcome.Uncertain("timeout");
        fixture.deliver(worker);
        fixture.execute(
                """
                insert into webhook_inbox (source, delivery_id, received_at, body, next_attempt_at)
                values ('sendgrid', 'd1', now(), '[]', now())
                """);
        fixture.pass(Duration.ofMinutes(61));
        fixture.deliver(worker);
        assertThat(fixture.statuses()).isEqualTo(Map.of("unconfirmed", 1L));
        fixture.execute("update webhook_inbox set state = 'done'");
        fixture.deliver(worker);
        assertThat(fixture.statuses()).isEqualTo(Map.of("failed", 1L));
    }

    @Test
    void ofACampaignThatIsStoppedNothingMoreLeaves() {
        fixture.campaign("spring", "service", 3);
        provider.answer =
                _ -> {
                    fixture.execute(
                            """
                            update email_campaigns set status = 'cancelled';
                            update email_messages set status = 'cancelled'
                            where status = 'queued' or status = 'sending' and handed_over_at is null;
                            """);
                    return new DeliveryOutcome.RefusedForNow("503", null);
                };
        fixture.deliver(fixture.worker("one", fixture.server.database(), provider, false, 1));
        assertThat(provider.taken).hasSize(1);
        // Refused messages too: they would wait forever.
        assertThat(fixture.statuses()).isEqualTo(Map.of("cancelled", 3L));
    }

    @Test
    void whoWasErasedMeanwhileIsNotWrittenTo() {
        fixture.campaign("spring", "service", 2);
        provider.answer =
                _ -> {
                    fixture.execute(
                            "update email_messages set contact_email = 'erased_' || message_id"
                                    + " where handed_over_at is null");
                    return new DeliveryOutcome.Accepted(null);
                };
        fixture.deliver(fixture.worker("one", fixture.server.database(), provider, false, 1));
        assertThat(provider.taken).hasSize(1);
    }

    @Test
    void draftsAndCampaignsToComeStay() {
        fixture.campaign("draft", "service", 1);
        fixture.campaign("later", "service", 1);
        fixture.execute(
                """
                update email_campaigns set status = 'draft' where campaign_id = 'draft';
                update email_campaigns set status = 'scheduled', scheduled_at = '2026-11-12T09:00:00Z'
                where campaign_id = 'later';
                """);
        fixture.deliver(worker);
        assertThat(provider.taken).isEmpty();
        fixture.pass(Duration.ofDays(1));
        fixture.deliver(worker);
        assertThat(provider.taken).extracting(OutgoingMail::messageId).containsExactly("later_1");
    }

    @Test
    void workersAtOnceHaveEachTheirOwn() throws Exception {
        fixture.execute("delete from contacts; delete from clients; delete from client_names");
        fixture.clients(500);
        fixture.campaign("spring", "service", 500);
        List<Thread> workers =
                java.util.stream.IntStream.range(0, 4)
                        .mapToObj(
                                i ->
                                        Thread.ofPlatform()
                                                .start(
                                                        () ->
                                                                fixture.deliver(
                                                                        fixture.worker(
                                                                                "worker " + i,
                                                                                fixture.server
                                                                                        .database(),
                                                                                provider,
                                                                                false))))
                        .toList();
        for (Thread each : workers) {
            each.join();
        }
        assertThat(provider.taken.stream().map(OutgoingMail::messageId).collect(Collectors.toSet()))
                .hasSize(500);
        assertThat(provider.taken).hasSize(500);
        assertThat(fixture.statuses()).isEqualTo(Map.of("sent", 500L));
    }

    @Test
    void whoLeavesLetsGoOfWhatItHolds() {
        fixture.campaign("spring", "service", 3);
        worker.leave();
        fixture.deliver(worker);
        assertThat(provider.taken).isEmpty();
        assertThat(
                        fixture.all(
                                "select status || attempts from email_messages where claimed_by is"
                                        + " null"))
                .containsExactly("queued0", "queued0", "queued0");
    }

    @Test
    void oneClickIsOneWish() {
        fixture.campaign("spring", "marketing", 1);
        fixture.deliver(worker);
        String url = provider.taken.getFirst().unsubscribeUrl();
        String token = url.substring(url.lastIndexOf('/') + 1);
        assertThat(token).doesNotContain("client.example");
        Unsubscribing.Wish wish = DeliveryFixture.LINKS.wish(token).orElseThrow();
        for (int i = 0; i < 2; i++) {
            assertThat(
                            DeliveryFixture.LINKS.fulfil(
                                    fixture.server.database(),
                                    ClientAnswers.unkept(),
                                    wish,
                                    fixture.clock))
                    .isTrue();
        }
        assertThat(
                        fixture.all(
                                "select email || ' ' || scope || ' ' || reason from"
                                        + " email_suppressions"))
                .containsExactly("p1@client.example marketing unsubscribe");
        assertThat(fixture.all("select provider_event_id || ' ' || type from email_events"))
                .containsExactly("own:unsubscribed unsubscribed");
        assertThat(fixture.one("select is_unsubscribed from email_messages")).isEqualTo("t");
        assertThat(DeliveryFixture.LINKS.wish(token.substring(1))).isEmpty();
        assertThat(
                        DeliveryFixture.LINKS.fulfil(
                                fixture.server.database(),
                                ClientAnswers.unkept(),
                                new Unsubscribing.Wish("message_none", wish.scope()),
                                fixture.clock))
                .isFalse();
    }

    /** An error that nothing else throws, to end a thread. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
