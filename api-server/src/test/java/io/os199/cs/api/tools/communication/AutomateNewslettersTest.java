package io.os199.cs.api.tools.communication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.communication.campaign.MailCampaigns;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.communication.mail.MailSettings.Sending;
import io.os199.cs.communication.mail.StaffMails;
import io.os199.cs.communication.model.DeliveryGuarantee;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.communication.model.ProviderKind;
import io.os199.cs.communication.newsletter.Newsletters;
import io.os199.cs.communication.newsletter.NextEditions;
import io.os199.cs.communication.newsletter.Subscriptions;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;

/** The worked examples of the tool over a real database, on 2026-01-26 in Berlin. */
class AutomateNewslettersTest {
    private static final String SECTIONS =
            "'sections': [{'type': 'tip', 'title': 'A tip', 'content': 'Hello"
                    + " {{first_name|there}}, see [this](https://v.example/a)'}]";
    private static final String CREATE =
            "{'action': 'create_newsletter', 'newsletter_name': 'Product news', 'subject_line':"
                    + " 'News for {{client_name}}', "
                    + SECTIONS;
    private static final Principal SENDER =
            new Principal("sender", Set.of(Scope.CS_READ, Scope.CS_WRITE, Scope.CS_SEND));

    private final TestClock clock = new TestClock("2026-01-26T09:00:00Z");
    private TestDatabase server;
    private ToolFixture fixture;
    private Tool<?, ?> tool;
    private Tool<?, ?> draftsOnly;

    @BeforeEach
    void open() {
        server = TestDatabase.create(clock);
        fixture = new ToolFixture(server.database(), clock);
        tool = tool(ProviderKind.SENDGRID, List.of("qa@vendor.example"));
        draftsOnly = tool(ProviderKind.NONE, List.of());
        client("client_acme", "Acme Corp", "enterprise", "active");
        client("client_globex", "Globex", "starter", "active");
        client("client_gone", "Gone Ltd", "starter", "churned");
    }

    /** Adds the contacts A, B, C and D of the worked example. */
    private void four() {
        contact("client_acme", "a", "Ana Berg", true);
        contact("client_acme", "b", "Bo", true);
        contact("client_acme", "c", "Cy", false);
        contact("client_acme", "d", "Di", true);
        subscription("b", "unsubscribed", "automate_newsletters");
        subscription("c", "subscribed", "sign-up");
        run(
                "insert into email_suppressions (email, scope, reason, source) values"
                        + " ('d@acme.example', 'all', 'complaint', 'sendgrid')");
    }

    private Tool<?, ?> tool(ProviderKind provider, List<String> testers) {
        MailSettings settings =
                new MailSettings(
                        List.of(new Sender("team@vendor.example", "The team")),
                        Locale.UK,
                        new Sending(provider, DeliveryGuarantee.AT_MOST_ONCE, 10, 100));
        Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
        AuditLog audit = new AuditLog(clock);
        Newsletters newsletters =
                new Newsletters(
                        new MailCampaigns(settings, audit),
                        new StaffMails(settings.hasProvider()),
                        testers,
                        audit,
                        ZoneId.of("Europe/Berlin"));
        return new AutomateNewsletters(
                server.database(),
                new ClientDirectory(),
                newsletters,
                new NewsletterReading(server.database(), newsletters, cursors),
                new NewsletterSubscribing(
                        server.database(),
                        new ClientDirectory(),
                        new Subscriptions(new Timeline(), audit, ClientAnswers.unkept())));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whoIsSubscribedIsReachedAndOthersAreCounted() {
        four();
        String id = id(fixture.ok(tool, CREATE + "}"));
        JsonNode told =
                fixture.ok(tool, schedule(id, "2026-01-31T08:00:00Z") + ", 'dry_run': true}");
        assertThat(told.at("/audience/recipient_count").asInt()).isEqualTo(2);
        assertThat(told.at("/audience/contact_count").asInt()).isEqualTo(4);
        assertThat(excluded(told))
                .containsExactlyInAnyOrder(
                        "unsubscribed 1", "suppressed 1", "client_inactive 1", "no_recipient 1");
        assertThat(told.at("/preview/messages").findValuesAsText("to"))
                .containsExactly("a@acme.example", "c@acme.example");
        assertThat(told.at("/preview/messages/0/subject").asText()).isEqualTo("News for Acme Corp");
        assertThat(told.at("/preview/messages/0/body_text").asText())
                .contains("Hello Ana, see this (https://v.example/a)", "(link to unsubscribe)");
        assertThat(server.count("email_campaigns")).isZero();

        // A contact who never consented is distinguished from one who refused.
        contact("client_globex", "e", "Eve", false);
        assertThat(
                        excluded(
                                fixture.ok(
                                        tool,
                                        schedule(id, "2026-01-31T08:00:00Z")
                                                + ", 'dry_run': true}")))
                .contains("not_subscribed 1");
        JsonNode masked =
                fixture.call(
                                tool,
                                SENDER,
                                schedule(id, "2026-01-31T08:00:00Z") + ", 'dry_run': true}")
                        .content();
        assertThat(masked.at("/preview/messages/0/to").asText()).isEqualTo("a***@acme.example");
        assertThat(masked.at("/preview/messages/0/body_text").asText()).doesNotContain("Ana");
    }

    @Test
    void aCallThatIsRepeatedOnceItsTimeHasComeHasItsFirstAnswer() {
        four();
        String id = id(fixture.ok(tool, CREATE + "}"));
        String call = schedule(id, "2026-01-26T10:00:00Z") + ", 'idempotency_key': 'k1'";
        String yes = call + token(fixture.refused(tool, call + "}"));
        JsonNode done = fixture.ok(tool, yes);
        clock.set("2026-01-26T10:00:01Z");
        assertThat(fixture.ok(tool, yes).path("edition")).isEqualTo(done.path("edition"));
    }

    @Test
    void anAddressOfTwoContactsIsReachedOnceEitherSaidYes() {
        contact("client_acme", "a", "Ana Berg", false);
        run(
                "insert into contacts (client_id, contact_id, name, email, role, newsletter_opt_in)"
                        + " values ('client_acme', 'b', 'Bo', 'A@acme.example ', 'user', true)");
        String id = id(fixture.ok(tool, CREATE + "}"));
        JsonNode told =
                fixture.ok(tool, schedule(id, "2026-01-31T08:00:00Z") + ", 'dry_run': true}");
        assertThat(told.at("/preview/messages").findValuesAsText("to"))
                .containsExactly("a@acme.example");
        assertThat(excluded(told))
                .contains("duplicate_address 1")
                .doesNotContain("not_subscribed 1");
    }

    @Test
    void anEditionIsScheduledOnceAPersonSaysYes() {
        four();
        String id = id(fixture.ok(tool, CREATE + ", 'target_tiers': ['enterprise']}"));
        String call = schedule(id, "2026-01-31T08:00:00Z") + ", 'idempotency_key': 'k1'";
        JsonNode asked = fixture.refused(tool, call + "}");
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(server.count("email_campaigns")).isZero();
        String yes = call + token(asked);
        JsonNode done = fixture.ok(tool, yes);
        assertThat(done.at("/edition/status").asText()).isEqualTo("scheduled");
        assertThat(done.at("/edition/scheduled_at").asText()).isEqualTo("2026-01-31T08:00:00Z");
        // Sending it again changes nothing.
        assertThat(fixture.ok(tool, yes).at("/edition/campaign_id"))
                .isEqualTo(done.at("/edition/campaign_id"));
        assertThat(
                        all(
                                "select name || ' ' || message_class || ' ' || status || ' ' ||"
                                        + " (body_html like '%<h2>A tip</h2>%') from"
                                        + " email_campaigns"))
                .containsExactly("Product news #1 newsletter scheduled true");
        assertThat(
                        all(
                                "select contact_email || ' ' || status || ' ' || (next_attempt_at ="
                                        + " '2026-01-31T08:00:00Z') from email_messages order by"
                                        + " 1"))
                .containsExactly("a@acme.example queued true", "c@acme.example queued true");
        assertThat(
                        all(
                                "select action from audit_log where tool = 'automate_newsletters'"
                                        + " order by at"))
                .containsExactly("create newsletter", "schedule newsletter");
    }

    @Test
    void changedOnceScheduledItIsADraftAgainAndNothingLeaves() {
        four();
        String id = scheduled(CREATE + "}", "2026-01-31T08:00:00Z");
        JsonNode asked = fixture.refused(tool, cancel(id) + "}");
        assertThat(asked.toString()).contains("\"waiting_count\":2");

        JsonNode changed =
                fixture.ok(
                        tool,
                        "{'action': 'update_newsletter', 'newsletter_id': '"
                                + id
                                + "', 'version': 2, 'subject_line': 'Other news'}");
        assertThat(changed.at("/edition/status").asText()).isEqualTo("draft");
        assertThat(changed.path("edition").has("campaign_id")).isFalse();
        assertThat(all("select distinct status from email_campaigns")).containsExactly("cancelled");
        assertThat(all("select distinct status from email_messages")).containsExactly("cancelled");
        // The earlier confirmation is void.
        assertThat(fixture.refused(tool, cancel(id) + token(asked)).path("code").asText())
                .isEqualTo("conflict");
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'action': 'update_newsletter', 'newsletter_id': '"
                                                + id
                                                + "', 'version': 2, 'subject_line': 'More'}")
                                .path("code")
                                .asText())
                .isEqualTo("conflict");

        String again = schedule(id, "2026-02-02T08:00:00Z");
        fixture.ok(tool, again + token(fixture.refused(tool, again + "}")));
        assertThat(all("select subject from email_messages where status = 'queued'"))
                .containsExactly("Other news", "Other news");
        String stop = cancel(id);
        JsonNode stopped = fixture.ok(tool, stop + token(fixture.refused(tool, stop + "}")));
        assertThat(stopped.path("stopped_count").asInt()).isEqualTo(2);
        assertThat(stopped.at("/edition/status").asText()).isEqualTo("cancelled");
        assertThat(server.count("email_messages where status = 'queued'")).isZero();
    }

    @Test
    void whatHasBegunIsNeitherChangedNorCancelledHere() {
        four();
        String id = scheduled(CREATE + "}", "2026-01-31T08:00:00Z");
        run("update email_campaigns set status = 'sending'");
        JsonNode shown = fixture.ok(tool, of("get_newsletter", id));
        assertThat(shown.at("/edition/status").asText()).isEqualTo("sending");
        assertThat(shown.at("/audience/recipient_count").asInt()).isEqualTo(2);
        JsonNode refused =
                fixture.refused(
                        tool,
                        "{'action': 'update_newsletter', 'newsletter_id': '"
                                + id
                                + "', 'version': 2, 'subject_line': 'Other news'}");
        assertThat(refused.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(refused.toString()).contains("send_personalized_email");
        assertThat(fixture.refused(tool, cancel(id) + "}").path("code").asText())
                .isEqualTo("failed_precondition");
        assertThat(
                        fixture.refused(tool, schedule(id, "2026-02-02T08:00:00Z") + "}")
                                .path("code")
                                .asText())
                .isEqualTo("failed_precondition");
        run("update email_campaigns set status = 'held'");
        assertThat(
                        fixture.ok(tool, "{'action': 'list_newsletters', 'status': 'held'}")
                                .path("total_count")
                                .asInt())
                .isOne();
    }

    @Test
    void theNextEditionOfASeriesIsMadeOnceAndUnwritten() throws Exception {
        four();
        String id =
                scheduled(
                        CREATE.replace("'content'", "'link_url': 'https://v.example/t', 'content'")
                                + ", 'recurrence_pattern': 'monthly'}",
                        "2026-01-31T08:00:00Z");
        assertThat(
                        fixture.ok(tool, of("get_newsletter", id))
                                .at("/edition/series_next_at")
                                .asText())
                .isEqualTo("2026-02-28T08:00:00Z");
        NextEditions round = new NextEditions(server.database(), new AuditLog(clock), clock);
        assertThat(round.run()).isEmpty();
        run("update email_campaigns set status = 'sent'");
        List<Callable<List<String>>> workers = List.of(round::run, round::run, round::run);
        int made = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (var each : threads.invokeAll(workers)) {
                made += each.get().size();
            }
        }
        assertThat(made).isOne();
        assertThat(round.run()).isEmpty();

        JsonNode draft =
                fixture.ok(tool, "{'action': 'list_newsletters', 'status': 'draft'}")
                        .at("/items/0/edition");
        assertThat(draft.path("edition_number").asInt()).isEqualTo(2);
        assertThat(draft.path("series_next_at").asText()).isEqualTo("2026-02-28T08:00:00Z");
        assertThat(draft.at("/sections/0/title").asText()).isEqualTo("A tip");
        assertThat(draft.at("/sections/0/is_unwritten").asBoolean()).isTrue();
        String second = draft.path("newsletter_id").asText();
        JsonNode refused = fixture.refused(tool, schedule(second, "2026-02-28T08:00:00Z") + "}");
        assertThat(refused.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(refused.path("message").asText()).contains("sections[0] (A tip)");

        clock.set("2026-02-27T08:00:00Z");
        fixture.ok(
                tool,
                "{'action': 'update_newsletter', 'newsletter_id': '"
                        + second
                        + "', 'version': 1, "
                        + SECTIONS
                        + "}");
        String call = schedule(second, "2026-02-28T08:00:00Z");
        assertThat(
                        fixture.ok(tool, call + token(fixture.refused(tool, call + "}")))
                                .at("/edition/series_next_at")
                                .asText())
                .isEqualTo("2026-03-31T07:00:00Z");
        // Sent, and never again.
        run("update email_campaigns set status = 'sent'");
        run("update newsletters set recurrence = null where edition_no = 2");
        assertThat(round.run()).isEmpty();
        assertThat(server.count("newsletters")).isEqualTo(2);
        assertThat(all("select distinct status from newsletters")).containsExactly("sent");
    }

    @Test
    void aNumberThatIsTakenMakesNoSecondEdition() {
        four();
        scheduled(CREATE + ", 'recurrence_pattern': 'weekly'}", "2026-01-31T08:00:00Z");
        fixture.ok(tool, CREATE.replace("Product news", "product  NEWS") + "}");
        run("update email_campaigns set status = 'sent'");
        assertThat(new NextEditions(server.database(), new AuditLog(clock), clock).run()).isEmpty();
        assertThat(all("select name || edition_no from newsletters order by 1"))
                .containsExactly("Product news1", "Product news2");
        JsonNode taken = fixture.refused(tool, CREATE + ", 'edition_number': 2}");
        assertThat(taken.path("code").asText()).isEqualTo("conflict");
        assertThat(taken.path("field").asText()).isEqualTo("edition_number");
        assertThat(taken.path("expected").asText()).contains("3");
    }

    @Test
    void withoutAProviderItStaysADraft() {
        four();
        String id = id(fixture.ok(draftsOnly, CREATE + "}"));
        String call = schedule(id, "2026-01-31T08:00:00Z");
        JsonNode kept =
                fixture.ok(draftsOnly, call + token(fixture.refused(draftsOnly, call + "}")));
        assertThat(kept.at("/edition/status").asText()).isEqualTo("draft");
        assertThat(kept.at("/audience/recipient_count").asInt()).isEqualTo(2);
        assertThat(kept.at("/data_gaps/0/reason").asText()).isEqualTo("no_email_provider");
        assertThat(server.count("email_campaigns")).isZero();
        JsonNode test =
                fixture.refused(draftsOnly, of("send_test", id).replace("}", ", 'dry_run': true}"));
        assertThat(test.path("message").asText()).contains("email.testRecipients");
        // Once there is a provider, it is scheduled like any other.
        assertThat(
                        fixture.ok(tool, call + token(fixture.refused(tool, call + "}")))
                                .at("/edition/status")
                                .asText())
                .isEqualTo("scheduled");
        // A sent edition stays sent, whatever is configured afterwards.
        run("update email_campaigns set status = 'sent'");
        JsonNode sent = fixture.ok(draftsOnly, of("get_newsletter", id));
        assertThat(sent.at("/edition/status").asText()).isEqualTo("sent");
        assertThat(sent.path("data_gaps").findValuesAsText("reason"))
                .doesNotContain("no_email_provider");
    }

    @Test
    void aTestGoesToThoseWhoGetTestsAndNobodyElse() {
        four();
        String id = id(fixture.ok(tool, CREATE + "}"));
        String call = of("send_test", id).replace("}", "");
        JsonNode asked = fixture.refused(tool, call + "}");
        assertThat(server.count("staff_mails")).isZero();
        JsonNode sent = fixture.ok(tool, call + token(asked));
        assertThat(sent.at("/test_mails/0/status").asText()).isEqualTo("queued");
        assertThat(
                        all(
                                "select recipient_email || '|' || subject || '|' || (body_text like"
                                        + " '%Hello (first name), see this"
                                        + " (https://v.example/a)%') from staff_mails"))
                .containsExactly("qa@vendor.example|[Test] News for (client name)|true");
        assertThat(server.count("email_messages")).isZero();
    }

    @Test
    void anAudienceThatHasChangedIsRefused() {
        four();
        String id = id(fixture.ok(tool, CREATE + "}"));
        String call = schedule(id, "2026-01-31T08:00:00Z");
        JsonNode asked = fixture.refused(tool, call + "}");
        contact("client_globex", "g", "Gus", true);
        JsonNode again = fixture.refused(tool, call + token(asked));
        assertThat(again.path("code").asText()).isEqualTo("conflict");
        assertThat(again.toString()).contains("\"recipient_count\":3");
        assertThat(server.count("email_messages")).isZero();
        JsonNode nobody =
                fixture.refused(
                        tool,
                        schedule(
                                        id(
                                                fixture.ok(
                                                        tool,
                                                        CREATE
                                                                + ", 'exclude_client_ids': ['Acme"
                                                                + " Corp', 'client_globex']}")),
                                        "2026-01-31T08:00:00Z")
                                + "}");
        assertThat(nobody.path("code").asText()).isEqualTo("failed_precondition");
    }

    @Test
    void subscriptionsAskForConsentAndForASecondLook() {
        four();
        run(
                "insert into email_suppressions (email, scope, reason, source) values"
                        + " ('a@acme.example', 'newsletter', 'unsubscribe', 'one_click')");
        JsonNode all = fixture.ok(tool, manage("") + "}");
        assertThat(statuses(all))
                .containsExactly(
                        "a@acme.example unsubscribed",
                        "b@acme.example unsubscribed",
                        "c@acme.example subscribed",
                        "d@acme.example suppressed");
        assertThat(
                        fixture.call(tool, SENDER, manage("") + "}")
                                .content()
                                .at("/subscriptions/0/contact_email")
                                .asText())
                .isEqualTo("a***@acme.example");

        JsonNode noConsent =
                fixture.refused(tool, manage("'subscription_action': 'subscribe'") + "}");
        assertThat(noConsent.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(noConsent.path("field").asText()).isEqualTo("consent_source");

        String subscribe = "'subscription_action': 'subscribe', 'consent_source': 'form of May', ";
        // B was unsubscribed by a colleague: consent is enough.
        JsonNode b =
                fixture.ok(tool, manage(subscribe + "'contact_email': 'B@acme.example'") + "}");
        assertThat(b.path("changed_count").asInt()).isOne();
        assertThat(statuses(b)).containsExactly("b@acme.example subscribed");
        assertThat(b.at("/subscriptions/0/source").asText()).isEqualTo("form of May");
        // A unsubscribed personally.
        String a = manage(subscribe + "'contact_email': 'a@acme.example'");
        JsonNode asked = fixture.refused(tool, a + "}");
        assertThat(server.count("email_suppressions where scope = 'newsletter'")).isOne();
        assertThat(statuses(fixture.ok(tool, a + token(asked))))
                .containsExactly("a@acme.example subscribed");
        assertThat(server.count("email_suppressions where scope = 'newsletter'")).isZero();
        // C did too, through the provider.
        run(
                "update newsletter_subscriptions set status = 'unsubscribed', source = 'sendgrid'"
                        + " where contact_email = 'c@acme.example'");
        String c = manage(subscribe + "'contact_email': 'c@acme.example'");
        assertThat(statuses(fixture.ok(tool, c + token(fixture.refused(tool, c + "}")))))
                .containsExactly("c@acme.example subscribed");
        // D reported one as spam.
        JsonNode d =
                fixture.refused(
                        tool, manage(subscribe + "'contact_email': 'd@acme.example'") + "}");
        assertThat(d.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(d.path("message").asText()).contains("spam");
        assertThat(
                        fixture.refused(
                                        tool,
                                        manage(subscribe + "'contact_email': 'x@acme.example'")
                                                + "}")
                                .path("code")
                                .asText())
                .isEqualTo("not_found");
        // All contacts: nothing is left to change, and one is excluded.
        JsonNode rest =
                fixture.ok(
                        tool,
                        manage("'subscription_action': 'subscribe', 'consent_source': 'form'")
                                + "}");
        assertThat(rest.path("changed_count").asInt()).isZero();
        assertThat(rest.path("left_out_count").asInt()).isOne();

        String leave = manage("'subscription_action': 'unsubscribe'");
        JsonNode would = fixture.ok(tool, leave + ", 'dry_run': true}");
        assertThat(would.path("changed_count").asInt()).isEqualTo(4);
        assertThat(statuses(would)).contains("a@acme.example subscribed");
        JsonNode none = fixture.ok(tool, leave + "}");
        assertThat(none.path("changed_count").asInt()).isEqualTo(4);
        assertThat(
                        all(
                                "select title from timeline_events where type = 'profile' order by"
                                        + " occurred_at, title"))
                .containsExactlyInAnyOrder(
                        "1 contact subscribed to newsletters",
                        "1 contact subscribed to newsletters",
                        "1 contact subscribed to newsletters",
                        "4 contacts unsubscribed from newsletters");
        assertThat(server.count("audit_log where tool = 'automate_newsletters'")).isEqualTo(4);
    }

    @Test
    void howAnEditionDid() {
        contact("client_acme", "a", "Ana", true);
        for (int i = 1; i <= 4; i++) {
            sent(i, 200, i == 4 ? 60 : 100, 3);
        }
        clicks(4, 1, 42);
        clicks(4, 2, 28);
        clicks(4, 3, 14);
        JsonNode told = fixture.ok(tool, of("track_performance", "n4"));
        JsonNode performance = told.path("performance");
        assertThat(performance.path("sections").findValuesAsText("click_share_rate"))
                .containsExactly("0.5000", "0.3333", "0.1667", "0.0000");
        assertThat(performance.path("sections").findValuesAsText("clicked_count"))
                .containsExactly("42", "28", "14", "0");
        assertThat(performance.at("/metrics/open_rate").asDouble()).isEqualTo(0.3);
        assertThat(performance.at("/metrics/unsubscribe_rate").asDouble()).isEqualTo(0.015);
        assertThat(performance.path("median_minutes_to_open").asDouble()).isEqualTo(30);
        // 08:30 in UTC.
        assertThat(performance.at("/opens_by_hour").toString())
                .isEqualTo("[{\"hour\":9,\"opened_count\":60}]");
        assertThat(performance.at("/vs_previous_edition/edition_number").asInt()).isEqualTo(3);
        assertThat(performance.at("/vs_previous_edition/open_rate_change").asDouble())
                .isEqualTo(-0.2);
        assertThat(performance.at("/vs_series_median/edition_count").asInt()).isEqualTo(3);
        assertThat(performance.at("/vs_series_median/open_rate_change").asDouble()).isEqualTo(-0.2);
        assertThat(told.path("recommendations").findValuesAsText("rule_id"))
                .containsExactly("NWS-1", "NWS-2", "NWS-3");
        assertThat(told.at("/recommendations/2/action").asText()).endsWith(": Section 4");
        theFiguresOutliveTheirEvents(performance);

        // Just 20 % opened, 1 in 100 unsubscribed, and one click: no rule applies.
        sent(5, 100, 40, 1);
        sent(6, 100, 39, 1);
        run("delete from newsletters where newsletter_id in ('n4')");
        clicks(5, 4, 1);
        for (int i = 1; i <= 3; i++) {
            clicks(5, i, 1);
        }
        assertThat(fixture.ok(tool, of("track_performance", "n5")).path("recommendations"))
                .isEmpty();
        JsonNode first = fixture.ok(tool, of("track_performance", "n1"));
        assertThat(first.path("performance").has("vs_series_median")).isFalse();
        assertThat(first.path("data_gaps").findValuesAsText("reason"))
                .containsExactly("too_few_editions");
        JsonNode listed = fixture.ok(tool, "{'action': 'list_newsletters', 'status': 'sent'}");
        assertThat(listed.path("total_count").asInt()).isEqualTo(5);
        assertThat(listed.at("/items/0/metrics/open_rate").asDouble()).isEqualTo(0.39);
    }

    @Test
    void aListInPagesSkipsNothing() {
        for (int i = 1; i <= 5; i++) {
            run(
                    """
                    insert into newsletters (newsletter_id, series_key, name, edition_no, subject, sections, target,
                        scheduled_at)
                    values ('n%1$d', 'n', 'N', %1$d, 's', '[]', '{}', %2$s)
                    """
                            .formatted(
                                    i,
                                    i <= 2
                                            ? "null"
                                            : i == 5
                                                    ? "'2026-02-02T00:00:00Z'"
                                                    : "'2026-02-01T00:00:00Z'"));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    fixture.ok(tool, "{'action': 'list_newsletters', 'limit': 1" + cursor + "}");
            page.path("items")
                    .forEach(each -> seen.add(each.at("/edition/newsletter_id").asText()));
            cursor =
                    page.has("next_cursor")
                            ? ", 'cursor': '" + page.path("next_cursor").asText() + "'"
                            : "";
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactly("n1", "n2", "n5", "n3", "n4");
    }

    @Test
    void badInputIsToldAllAtOnce() {
        JsonNode refused =
                fixture.refused(
                        tool,
                        "{'action': 'create_newsletter', 'newsletter_name': '{{client_name}}',"
                            + " 'subject_line': '{{frist_name}}', 'preview_text':"
                            + " '{{milestone_name}}', 'sections': [{'type': 'tip', 'title':"
                            + " '{{nothing}}', 'content': '[x](javascript:alert(1))', 'link_url':"
                            + " 'http://v.example', 'link_text': '{{nobody}}'}, {'type': 'joke',"
                            + " 'content': '{{neither}}'}], 'consent_source': 'form', 'version':"
                            + " 1}");
        assertThat(refused.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(refused.toString())
                .contains(
                        "newsletter_name",
                        "first_name",
                        "milestone_name",
                        "there is no token nothing",
                        "feature_highlight, tip, success_story",
                        "sections[1].title",
                        "there is no token neither",
                        "sections[0].content",
                        "sections[0].link_url",
                        "sections[0].link_text",
                        "consent_source",
                        "version");
        String missed =
                fixture.refused(
                                tool,
                                "{'action': 'create_newsletter', 'newsletter_name': 'News',"
                                        + " 'subject_line': '{{contact_first_name}}', 'sections':"
                                        + " [{'type': 'tip', 'title': 'A', 'content': 'B'}]}")
                        .path("expected")
                        .asText();
        assertThat(missed).startsWith("one of first_name, ").contains(MailToken.words());
        JsonNode past = fixture.refused(tool, schedule("n1", "2026-01-26T09:00:00Z") + "}");
        assertThat(past.path("field").asText()).isEqualTo("scheduled_send");
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'action': 'update_newsletter', 'newsletter_id': 'n1',"
                                                + " 'version': 1}")
                                .path("code")
                                .asText())
                .isEqualTo("invalid_argument");
        JsonNode fallback =
                fixture.refused(tool, CREATE.replace("|there", "|" + "&".repeat(70)) + "}");
        assertThat(fallback.toString()).contains("a shorter fallback");
        JsonNode previewText =
                fixture.refused(
                        tool,
                        CREATE + ", 'preview_text': 'For {{first_name|" + "&".repeat(70) + "}}'}");
        assertThat(previewText.path("field").asText()).isEqualTo("preview_text");
        assertThat(previewText.toString()).contains("a shorter fallback");
        JsonNode unknown =
                fixture.refused(tool, CREATE + ", 'exclude_client_ids': ['Acme Crop', 'Globx']}");
        assertThat(unknown.toString())
                .contains("exclude_client_ids[0]", "exclude_client_ids[1]", "Acme Corp");
        assertThat(fixture.refused(tool, of("get_newsletter", "none")).path("code").asText())
                .isEqualTo("not_found");
        for (String call :
                List.of(CREATE + "}", manage("'subscription_action': 'unsubscribe'") + "}")) {
            assertThat(
                            fixture.call(tool, CommunicationFixture.READER, call)
                                    .content()
                                    .at("/error/code")
                                    .asText())
                    .isEqualTo("forbidden");
        }
        String id = id(fixture.ok(tool, CREATE + "}"));
        assertThat(
                        fixture.call(
                                        tool,
                                        new Principal(
                                                "writer", Set.of(Scope.CS_READ, Scope.CS_WRITE)),
                                        schedule(id, "2026-01-31T08:00:00Z") + "}")
                                .content()
                                .at("/error/code")
                                .asText())
                .isEqualTo("forbidden");
    }

    @Test
    void anAnswerThatIsTooLongIsCut() {
        run(
                """
                insert into contacts (client_id, contact_id, name, email, role, is_primary)
                select 'client_acme', 'c' || i, 'P', repeat('p', 60) || i || '@acme.example', 'user', false
                from generate_series(1, 400) i
                """);
        JsonNode told = fixture.ok(tool, manage("") + "}");
        assertThat(told.toString().length()).isLessThan(24_000);
        assertThat(told.at("/truncated/0/total_count").asInt()).isEqualTo(400);
        assertThat(told.path("subscriptions").size())
                .isEqualTo(told.at("/truncated/0/shown_count").asInt());
    }

    /** Adds an edition of four sections, each with a link, that was sent and delivered. */
    private void sent(int number, int delivered, int opened, int unsubscribed) {
        run(
                """
                insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text, sender_email,
                    target, audience, status)
                values ('c%1$d', 'N', 'newsletter', 'newsletter', 's', 'b', 'team@vendor.example', '{}', '{}', 'sent')
                """
                        .formatted(number));
        run(
                """
                insert into newsletters (newsletter_id, series_key, name, edition_no, subject, sections, target, scheduled_at,
                    campaign_id, status)
                select 'n%1$d', 'n', 'N', %1$d, 's', jsonb_agg(jsonb_build_object('type', 'tip', 'title', 'Section ' || i,
                    'content', 'c', 'link_url', 'https://v.example/' || i)), '{}',
                    timestamptz '2026-01-01T08:00:00Z' + make_interval(days => %1$d), 'c%1$d', 'sent'
                from generate_series(1, 4) i
                """
                        .formatted(number));
        run(
                """
                insert into email_messages (client_id, message_id, campaign_id, contact_email, subject, next_attempt_at, status,
                    sent_at)
                select 'client_acme', 'm%1$d_' || i, 'c%1$d', 'p' || i || '@acme.example', 's', '2026-01-01T08:00:00Z',
                    'delivered', '2026-01-01T08:00:00Z'
                from generate_series(1, %2$d) i
                """
                        .formatted(number, delivered));
        ToldMail.tell(
                server,
                clock,
                """
                select 'm%1$d_' || i as message_id, e.type as provider_event_id,
                    timestamptz '2026-01-01T08:00:00Z' + make_interval(mins => e.after) as at, e.type, null as url,
                    false as is_machine
                from generate_series(1, %2$d) i
                cross join lateral (values ('delivered', 1, true), ('opened', 30, i <= %3$d), ('unsubscribed', 40, i <= %4$d))
                    e (type, after, holds)
                where e.holds
                """
                        .formatted(number, delivered, opened, unsubscribed));
    }

    /**
     * The figures outlive their events. If the events of one clicked message are gone, the clicks of links are no
     * longer known.
     */
    private void theFiguresOutliveTheirEvents(JsonNode before) {
        server.execute(
                "create table kept as select * from email_events",
                "delete from email_events where message_id = 'm4_1'");
        JsonNode told = fixture.ok(tool, of("track_performance", "n4"));
        JsonNode performance = told.path("performance");
        assertThat(performance.path("metrics")).isEqualTo(before.path("metrics"));
        assertThat(performance.path("opens_by_hour")).isEqualTo(before.path("opens_by_hour"));
        assertThat(performance.path("sections").findValues("clicked_count")).isEmpty();
        assertThat(told.path("data_gaps").findValuesAsText("reason")).contains("events_deleted");
        assertThat(told.path("recommendations").findValuesAsText("rule_id"))
                .containsExactly("NWS-1", "NWS-2");
        server.execute(
                "insert into email_events select * from kept on conflict do nothing",
                "drop table kept");
    }

    private void clicks(int number, int section, int count) {
        ToldMail.tell(
                server,
                clock,
                """
                select 'm%1$d_' || i as message_id, 'click%2$d' as provider_event_id, timestamptz '2026-01-01T09:00:00Z' as at,
                    'clicked' as type, 'https://v.example/%2$d' as url, false as is_machine
                from generate_series(1, %3$d) i
                """
                        .formatted(number, section, count));
    }

    private String scheduled(String create, String at) {
        String id = id(fixture.ok(tool, create));
        String call = schedule(id, at);
        fixture.ok(tool, call + token(fixture.refused(tool, call + "}")));
        return id;
    }

    private static String id(JsonNode answer) {
        return answer.at("/edition/newsletter_id").asText();
    }

    private static String of(String action, String id) {
        return "{'action': '%s', 'newsletter_id': '%s'}".formatted(action, id);
    }

    private static String schedule(String id, String at) {
        return "{'action': 'schedule_newsletter', 'newsletter_id': '%s', 'scheduled_send': '%s'"
                .formatted(id, at);
    }

    private static String cancel(String id) {
        return "{'action': 'cancel_newsletter', 'newsletter_id': '%s'".formatted(id);
    }

    private static String manage(String more) {
        return "{'action': 'manage_subscriptions', 'client_id': 'Acme Corp'"
                + (more.isEmpty() ? "" : ", " + more);
    }

    private static List<String> statuses(JsonNode answer) {
        return StreamSupport.stream(answer.path("subscriptions").spliterator(), false)
                .map(
                        each ->
                                each.path("contact_email").asText()
                                        + " "
                                        + each.path("status").asText())
                .toList();
    }

    private static List<String> excluded(JsonNode told) {
        return StreamSupport.stream(told.at("/audience/excluded").spliterator(), false)
                .map(each -> each.path("reason").asText() + " " + each.path("count").asInt())
                .toList();
    }

    private static String token(JsonNode asked) {
        assertThat(asked.path("code").asText()).as("%s", asked).isEqualTo("confirmation_required");
        return ", 'confirmation_token': '" + asked.path("confirmation_token").asText() + "'}";
    }

    private void client(String id, String name, String tier, String status) {
        server.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "insert into client_names (client_id, name) values (?, ?)",
                                    id,
                                    name);
                            db.execute(
                                    "insert into clients (client_id, name, company_name, status,"
                                            + " tier) values (?, ?, ?, ?, ?)",
                                    id,
                                    name,
                                    name,
                                    status,
                                    tier);
                        });
    }

    private void contact(String client, String id, String name, boolean optIn) {
        server.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "insert into contacts (client_id, contact_id, name, email,"
                                                + " role, newsletter_opt_in) values (?, ?, ?, ?,"
                                                + " 'user', ?)",
                                        client,
                                        id,
                                        name,
                                        "%s@%s.example"
                                                .formatted(id, client.replace("client_", "")),
                                        optIn));
    }

    private void subscription(String id, String status, String source) {
        run(
                "insert into newsletter_subscriptions (client_id, contact_email, status,"
                        + " changed_at,"
                        + " source) values ('client_acme', '%s@acme.example', '%s', now(), '%s')"
                                .formatted(id, status, source));
    }

    private void run(String sql) {
        server.jdbi().useHandle(db -> db.execute(sql));
    }

    private List<String> all(String sql) {
        return server.texts(sql);
    }
}
