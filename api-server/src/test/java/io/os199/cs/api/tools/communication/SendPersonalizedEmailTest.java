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
import io.os199.cs.communication.model.DeliveryGuarantee;
import io.os199.cs.communication.model.ProviderKind;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The worked examples of the tool over a real database, on 2026-11-11. */
class SendPersonalizedEmailTest {
    private static final String MAIL =
            "'campaign_name': 'Autumn', 'template_type': 'renewal_reminder', 'subject_line':"
                    + " '{{client_name}}: {{days_to_renewal}} days', 'body_text': 'Hello"
                    + " {{first_name|there}}'";

    private final TestClock clock = new TestClock("2026-11-11T09:00:00Z");
    private TestDatabase server;
    private ToolFixture fixture;
    private Tool<?, ?> tool;
    private Tool<?, ?> draftsOnly;

    @BeforeEach
    void open() {
        server = TestDatabase.create(clock);
        fixture = new ToolFixture(server.database(), clock);
        tool = tool(ProviderKind.SENDGRID);
        draftsOnly = tool(ProviderKind.NONE);
        client("client_acme", "Acme Corp", "active", 72_000);
        client("client_globex", "Globex", "churned", 10_000);
        client("client_initech", "Initech", "active", 20_000);
        client("client_umbra", "Umbra Ltd", "active", 30_000);
        contact("client_acme", "ana", "Ana Berg", "Ana@acme.example", true);
        contact("client_acme", "cara", "Cara", "cara@acme.example", false);
        contact("client_globex", "gus", "Gus", "gus@globex.example", true);
        contact("client_initech", "ivo", "Ivo", "ivo@initech.example", true);
        run(
                "update contacts set left_company_at = '2026-10-01T00:00:00Z' where contact_id ="
                        + " 'cara'");
        run("update clients set renewal_date = '2026-12-01'");
        run(
                "insert into email_suppressions (email, scope, reason, source) values"
                        + " ('ivo@initech.example', 'all', 'hard_bounce', 'test')");
    }

    private Tool<?, ?> tool(ProviderKind provider) {
        MailSettings settings =
                new MailSettings(
                        List.of(
                                new Sender("team@vendor.example", "The team"),
                                new Sender("kim@vendor.example", "Kim of Vendor")),
                        Locale.UK,
                        new Sending(provider, DeliveryGuarantee.AT_MOST_ONCE, 10, 100),
                        "https://cs.example/u/");
        return new SendPersonalizedEmail(
                server.database(),
                new ClientDirectory(),
                new MailCampaigns(settings, new AuditLog(clock)),
                new Cursors(new Sealer("a key of sixteen bytes"), clock));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whoIsReachedAndWhyOthersAreNot() {
        JsonNode told =
                fixture.ok(
                        tool,
                        "{"
                                + MAIL
                                + ", 'target_client_ids': ['Acme Corp', 'client_globex', 'Initech',"
                                + " 'Umbra Ltd'], 'dry_run': true}");
        JsonNode audience = told.path("audience");
        assertThat(audience.path("client_count").asInt()).isEqualTo(4);
        assertThat(audience.path("contact_count").asInt()).isEqualTo(2);
        assertThat(audience.path("recipient_count").asInt()).isEqualTo(1);
        assertThat(excluded(audience))
                .containsExactly(
                        "client_inactive client 1 client_globex",
                        "no_recipient client 1 client_umbra",
                        "suppressed contact 1 client_initech");
        JsonNode message = told.at("/preview/messages/0");
        assertThat(message.path("to").asText()).isEqualTo("ana@acme.example");
        assertThat(message.path("subject").asText()).isEqualTo("Acme Corp: 20 days");
        assertThat(message.path("body_text").asText()).isEqualTo("Hello Ana");
        assertThat(told.at("/delivery/estimated_minutes").asInt()).isOne();
        assertThat(told.path("is_dry_run").asBoolean()).isTrue();
        assertThat(server.count("email_campaigns")).isZero();
    }

    @Test
    void nothingIsStoredBeforeAPersonSaysYesAndThenAllOfIt() {
        String call =
                "{" + MAIL + ", 'target_client_ids': ['client_acme'], 'idempotency_key': 'k1'";
        JsonNode asked = fixture.refused(tool, call + "}");
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(server.count("email_messages")).isZero();

        String yes = call + token(asked);
        JsonNode sent = fixture.ok(tool, yes);
        assertThat(sent.at("/campaign/status").asText()).isEqualTo("sending");
        assertThat(sent.at("/audience/recipient_count").asInt()).isOne();
        String id = sent.at("/campaign/campaign_id").asText();
        // The same call again yields the same campaign.
        assertThat(fixture.ok(tool, yes).at("/campaign/campaign_id").asText()).isEqualTo(id);
        assertThat(
                        all(
                                "select contact_email || ' ' || subject || ' ' ||"
                                        + " token_values::text || status from email_messages"))
                .containsExactly(
                        "ana@acme.example Acme Corp: 20 days {\"first_name\": \"Ana\","
                                + " \"client_name\": \"Acme Corp\", \"days_to_renewal\":"
                                + " \"20\"}queued");
        assertThat(server.count("audit_log where tool = 'send_personalized_email'")).isOne();
        // Nothing has been sent yet, so the timeline shows nothing.
        assertThat(server.count("timeline_events")).isZero();
        // A confirmation counts once.
        assertThat(fixture.refused(tool, yes.replace("'k1'", "'k2'")).path("code").asText())
                .isIn("conflict", "confirmation_required");
    }

    @Test
    void anAudienceThatHasChangedIsRefused() {
        String call = "{" + MAIL + ", 'target_tier': 'professional'";
        JsonNode asked = fixture.refused(tool, call + "}");
        contact("client_umbra", "uma", "Uma", "uma@umbra.example", true);
        JsonNode again = fixture.refused(tool, call + token(asked));
        assertThat(again.path("code").asText()).isEqualTo("conflict");
        assertThat(server.count("email_messages")).isZero();
        assertThat(again.toString()).contains("\"recipient_count\":2");
    }

    @Test
    void withoutAProviderItIsADraftThatIsSentOnceThereIsOne() {
        String call = "{" + MAIL + ", 'target_client_ids': ['client_acme']";
        JsonNode draft =
                fixture.ok(draftsOnly, call + token(fixture.refused(draftsOnly, call + "}")));
        assertThat(draft.at("/campaign/status").asText()).isEqualTo("draft");
        assertThat(draft.at("/delivery/provider").asText()).isEqualTo("none");
        assertThat(draft.at("/data_gaps/0/reason").asText()).isEqualTo("no_email_provider");
        assertThat(server.count("email_messages")).isZero();

        // A day later: the days are counted from the time of sending.
        clock.set("2026-11-12T09:00:00Z");
        String id = draft.at("/campaign/campaign_id").asText();
        String send = "{'campaign_id': '" + id + "'";
        JsonNode asked = fixture.refused(tool, send + "}");
        assertThat(asked.toString()).contains("Acme Corp: 19 days");
        JsonNode sent = fixture.ok(tool, send + token(asked));
        assertThat(sent.at("/campaign/campaign_id").asText()).isEqualTo(id);
        assertThat(sent.at("/campaign/status").asText()).isEqualTo("sending");
        assertThat(all("select subject from email_messages")).containsExactly("Acme Corp: 19 days");
        assertThat(fixture.refused(tool, send + "}").path("message").asText())
                .contains("Only a draft can be sent");
        assertThat(
                        fixture.refused(tool, send + ", 'subject_line': 'Another'}")
                                .path("field")
                                .asText())
                .isEqualTo("campaign_id");
    }

    @Test
    void aDraftOfAnotherToolIsLetGoAsItWasWritten() {
        contact("client_umbra", "uma", "Uma", "uma@umbra.example", true);
        run(
                """
                insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text, sender_email,
                    target, status, created_at)
                values ('loops', 'Feedback loop', 'feedback_request', 'service', 'Your feedback', 'Hello {{first_name}}',
                    'team@vendor.example', '{"outcome": "answered"}', 'draft', '2026-11-01T09:00:00Z')
                """);
        run(
                """
                insert into email_messages (client_id, message_id, campaign_id, contact_email, subject, token_values,
                    next_attempt_at, created_at)
                select 'client_' || client, 'message_' || name, 'loops', name || '@' || client || '.example', 'Your feedback',
                    jsonb_build_object('first_name', initcap(name)), '2026-11-01T09:00:00Z', '2026-11-01T09:00:00Z'
                from (values ('acme', 'ana'), ('acme', 'cara'), ('initech', 'ivo'), ('umbra', 'uma')) v (client, name)
                """);
        String send = "{'campaign_id': 'loops'";
        assertThat(fixture.refused(draftsOnly, send + "}").path("message").asText())
                .contains("No email provider");
        JsonNode asked = fixture.refused(tool, send + "}");
        JsonNode preview = asked.findValue("preview");
        assertThat(preview.path("recipient_count").asInt()).isEqualTo(2);
        assertThat(preview.path("excluded").findValuesAsText("reason"))
                .containsExactly("left_company", "suppressed");
        assertThat(preview.at("/messages/0/body_text").asText()).isEqualTo("Hello Ana");
        run("update email_messages set status = 'cancelled' where message_id = 'message_uma'");
        assertThat(fixture.refused(tool, send + token(asked)).path("code").asText())
                .isEqualTo("conflict");

        JsonNode sent = fixture.ok(tool, send + token(fixture.refused(tool, send + "}")));
        assertThat(sent.at("/campaign/status").asText()).isEqualTo("sending");
        assertThat(sent.at("/audience/recipient_count").asInt()).isOne();
        assertThat(
                        all(
                                "select next_attempt_at = '2026-11-11T09:00:00Z' from"
                                        + " email_messages where status = 'queued'"))
                .containsExactly("t", "t", "t");
        assertThat(server.count("email_campaigns where fanout_done_at is not null")).isOne();
        assertThat(server.count("audit_log where action = 'send email'")).isOne();
        assertThat(fixture.refused(tool, send + "}").path("message").asText())
                .contains("Only a draft can be sent");
    }

    @Test
    void valuesAreTextWhereverTheyStand() {
        run(
                "update client_names set name = '{{contact_name}} Ltd' where client_id ="
                        + " 'client_acme'");
        run("update clients set name = '{{contact_name}} Ltd' where client_id = 'client_acme'");
        run("update contacts set name = '<b>Ana' where contact_id = 'ana'");
        String html = "<p>Dear {{first_name|there}}, <a href='https://x.example/a'>read</a></p>";
        JsonNode told =
                fixture.ok(
                        tool,
                        "{"
                                + MAIL
                                + ", 'body_html': '"
                                + html.replace("'", "\\u0027")
                                + "', 'target_client_ids': ['client_acme'], 'dry_run': true}");
        assertThat(told.at("/preview/messages/0/subject").asText())
                .isEqualTo("{{contact_name}} Ltd: 20 days");
        run("update contacts set name = null where contact_id = 'ana'");
        assertThat(
                        fixture.ok(
                                        tool,
                                        "{"
                                                + MAIL
                                                + ", 'target_client_ids': ['client_acme'],"
                                                + " 'dry_run': true}")
                                .at("/preview/messages/0/body_text")
                                .asText())
                .isEqualTo("Hello there");
    }

    @Test
    void theLinkToUnsubscribeComesWhenTheMessageLeaves() {
        JsonNode told =
                fixture.ok(
                        tool,
                        "{"
                                + MAIL.replace("Hello", "Hello. No more: {{unsubscribe_url}}")
                                + ", 'target_client_ids': ['client_acme'], 'dry_run': true}");
        assertThat(told.at("/audience/recipient_count").asInt()).isOne();
        assertThat(told.at("/preview/messages/0/body_text").asText())
                .startsWith("Hello. No more: (link to unsubscribe)");
    }

    @Test
    void whatHasNoValueAndNoFallbackIsNotSent() {
        run("update clients set renewal_date = null where client_id = 'client_acme'");
        contact("client_umbra", "uma", "Uma", "uma@umbra.example", true);
        JsonNode audience =
                fixture.ok(tool, "{" + MAIL + ", 'target_tier': 'professional', 'dry_run': true}")
                        .path("audience");
        assertThat(audience.path("recipient_count").asInt()).isOne();
        assertThat(excluded(audience)).contains("missing_token contact 1 client_acme");
        assertThat(audience.path("contact_count").asInt()).isEqualTo(3);
        assertThat(audience.at("/by_tier/0/recipient_count").asInt()).isOne();
    }

    @Test
    void aThirdMarketingMailInSevenDaysIsHeldBack() {
        String call =
                "{"
                        + MAIL.replace("renewal_reminder", "product_update")
                        + ", 'target_client_ids': ['client_acme']";
        for (int i = 0; i < 2; i++) {
            fixture.ok(tool, call + token(fixture.refused(tool, call + "}")));
        }
        JsonNode third = fixture.refused(tool, call + "}");
        assertThat(third.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(third.path("message").asText()).contains("frequency_cap 1");
        // One message a day before and one eight days later do not fall within the same seven days.
        run(
                "update email_messages set next_attempt_at = case when message_id = (select"
                        + " min(message_id) from email_messages) then timestamptz"
                        + " '2026-11-10T09:00:00Z' else '2026-11-17T10:00:00Z' end");
        assertThat(
                        fixture.ok(tool, call + ", 'dry_run': true}")
                                .at("/audience/recipient_count")
                                .asInt())
                .isOne();
        run(
                "update email_messages set next_attempt_at = '2026-11-16T10:00:00Z' where"
                        + " next_attempt_at > '2026-11-12'");
        assertThat(fixture.refused(tool, call + "}").path("code").asText())
                .isEqualTo("failed_precondition");
        // A service mail is not withheld.
        assertThat(
                        fixture.ok(
                                        tool,
                                        "{"
                                                + MAIL
                                                + ", 'target_client_ids': ['client_acme'],"
                                                + " 'dry_run': true}")
                                .at("/audience/recipient_count")
                                .asInt())
                .isOne();
    }

    @Test
    void whatBecameOfThem() {
        run(
                """
                insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text, sender_email,
                    target, audience, status, created_at)
                values ('spring', 'Spring', 'renewal_reminder', 'service', 's', 'b', 'team@vendor.example', '{}',
                    '{"client_count": 1, "contact_count": 200, "recipient_count": 200, "by_tier": [], "excluded": []}',
                    'sent', '2026-11-01T09:00:00Z')
                """);
        run(
                """
                insert into email_messages (client_id, message_id, campaign_id, contact_email, subject, next_attempt_at, status,
                    sent_at, last_error)
                select 'client_acme', 'm' || i, 'spring', 'p' || i || '@acme.example', 's', '2026-11-01T09:00:00Z',
                    case when i <= 4 then 'suppressed' when i <= 10 then 'bounced' else 'delivered' end,
                    case when i > 4 then timestamptz '2026-11-01T09:00:00Z' end, case when i <= 4 then 'suppressed' end
                from generate_series(1, 200) i
                """);
        ToldMail.tell(
                server,
                clock,
                """
                select 'm' || i as message_id, e.type || e.n as provider_event_id,
                    timestamptz '2026-11-01T09:00:00Z' + make_interval(mins => e.n) as at, e.type, e.url,
                    e.machine as is_machine
                from generate_series(1, 200) i
                cross join lateral (values ('bounced', 1, null, false, i between 5 and 10),
                    ('delivered', 1, null, false, i > 10),
                    ('opened', 30, null, false, i between 11 and 86), ('opened', 2, null, true, i between 11 and 200),
                    ('opened', 60, null, false, i between 11 and 20),
                    ('clicked', 40, 'https://x.example/a', false, i between 11 and 29),
                    ('clicked', 41, 'https://x.example/b', false, i between 11 and 12),
                    ('clicked', 42, 'https://cs.example/u/abc', false, i in (11, 30)),
                    ('clicked', 43, 'https://x.example/u/settings?of=https://cs.example/u/', false, i = 12),
                    ('unsubscribed', 50, null, false, i = 11)) e (type, n, url, machine, holds)
                where e.holds
                """);
        JsonNode told = fixture.ok(tool, "{'action': 'get', 'campaign_id': 'spring'}");
        JsonNode metrics = told.path("metrics");
        assertThat(metrics.path("sent_count").asInt()).isEqualTo(196);
        assertThat(metrics.path("delivered_count").asInt()).isEqualTo(190);
        assertThat(metrics.path("bounced_count").asInt()).isEqualTo(6);
        assertThat(metrics.path("opened_count").asInt()).isEqualTo(76);
        assertThat(metrics.path("clicked_count").asInt()).isEqualTo(19);
        assertThat(metrics.path("delivery_rate").asText()).isEqualTo("0.9694");
        assertThat(metrics.path("bounce_rate").asText()).isEqualTo("0.0306");
        assertThat(metrics.path("open_rate").asText()).isEqualTo("0.4000");
        assertThat(metrics.path("click_rate").asText()).isEqualTo("0.1000");
        assertThat(metrics.path("click_to_open_rate").asText()).isEqualTo("0.2500");
        assertThat(metrics.path("unsubscribe_rate").asText()).isEqualTo("0.0053");
        assertThat(told.path("median_minutes_to_open").asText()).isEqualTo("30.00");
        assertThat(told.at("/links/0/url").asText()).isEqualTo("https://x.example/a");
        assertThat(told.at("/links/0/clicked_count").asInt()).isEqualTo(19);
        assertThat(told.path("links").findValuesAsText("url"))
                .containsExactly(
                        "https://x.example/a",
                        "https://x.example/b",
                        "https://x.example/u/settings?of=https://cs.example/u/");
        assertThat(told.at("/failures/0/reason").asText()).isEqualTo("bounced");
        assertThat(told.path("recommendations")).isEmpty();
        assertThat(told.path("data_gaps")).isEmpty();
        assertThat(
                        fixture.ok(draftsOnly, "{'action': 'get', 'campaign_id': 'spring'}")
                                .path("data_gaps")
                                .findValuesAsText("reason"))
                .as("it was sent, whatever is set up now")
                .doesNotContain("no_email_provider");

        // With one more bounce the share is above 0.05; one message is in doubt.
        run(
                "update email_messages set status = 'failed', last_error = 'delivery_unknown' where"
                        + " message_id = 'm4'");
        ToldMail.tell(
                server,
                clock,
                "select 'm' || i as message_id, 'late' as provider_event_id, now() as at, 'bounced'"
                        + " as type, null as url, false as is_machine from generate_series(11, 14)"
                        + " i");
        assertThat(rules(fixture.ok(tool, "{'action': 'get', 'campaign_id': 'spring'}")))
                .containsExactly("EML-1", "EML-4");
        // 24 hours must have passed.
        clock.set("2026-11-02T08:59:59Z");
        assertThat(rules(fixture.ok(tool, "{'action': 'get', 'campaign_id': 'spring'}"))).isEmpty();

        JsonNode list = fixture.ok(tool, "{'action': 'list', 'status': 'sent'}");
        assertThat(list.path("total_count").asInt()).isOne();
        assertThat(list.at("/items/0/metrics/open_rate").asText()).isEqualTo("0.4000");
        assertThat(fixture.ok(tool, "{'action': 'list', 'status': 'draft'}").path("items"))
                .isEmpty();

        run("delete from email_events where message_id <> 'm12'");
        JsonNode later = fixture.ok(tool, "{'action': 'get', 'campaign_id': 'spring'}");
        assertThat(later.at("/metrics/clicked_count").asInt()).isEqualTo(19);
        assertThat(later.at("/metrics/open_rate").asText()).isEqualTo("0.4000");
        assertThat(later.path("links")).isEmpty();
        assertThat(later.path("data_gaps").findValuesAsText("reason"))
                .containsExactly("events_deleted");
    }

    @Test
    void whatIsInDoubtIsSentAgainOnlyWhenAPersonSaysSo() {
        String call = "{" + MAIL + ", 'target_client_ids': ['client_acme']";
        String id =
                fixture.ok(tool, call + token(fixture.refused(tool, call + "}")))
                        .at("/campaign/campaign_id")
                        .asText();
        String again = "{'action': 'resend_unknown', 'campaign_id': '" + id + "'";
        assertThat(fixture.refused(tool, again + "}").path("code").asText())
                .isEqualTo("failed_precondition");
        run(
                "update email_messages set status = 'failed', last_error = 'delivery_unknown',"
                        + " handed_over_at = now()");
        run("update email_campaigns set status = 'sent'");
        run("create table kept as select message_id, subject from email_messages");
        run("update email_messages set subject = ''");
        assertThat(fixture.refused(tool, again + "}").path("code").asText())
                .as("its words are gone")
                .isEqualTo("failed_precondition");
        run("update email_messages m set subject = k.subject from kept k");
        JsonNode asked = fixture.refused(tool, again + "}");
        assertThat(asked.toString()).contains("may have had the mail already");
        JsonNode done = fixture.ok(tool, again + token(asked));
        assertThat(done.path("queued_again_count").asInt()).isOne();
        assertThat(all("select status || coalesce(handed_over_at::text, '') from email_messages"))
                .containsExactly("queued");
        assertThat(done.at("/campaign/status").asText()).isEqualTo("sending");

        String cancel = "{'action': 'cancel', 'campaign_id': '" + id + "'";
        JsonNode stop = fixture.ok(tool, cancel + token(fixture.refused(tool, cancel + "}")));
        assertThat(stop.path("stopped_count").asInt()).isOne();
        assertThat(stop.at("/campaign/status").asText()).isEqualTo("cancelled");
        assertThat(all("select status from email_messages")).containsExactly("cancelled");
        assertThat(fixture.refused(tool, cancel + "}").path("code").asText())
                .isEqualTo("failed_precondition");
    }

    @Test
    void whatIsHeldSaysSinceWhenAndWhyAlsoWhileItIsTried() {
        String call = "{" + MAIL + ", 'target_client_ids': ['client_acme']";
        String id =
                fixture.ok(tool, call + token(fixture.refused(tool, call + "}")))
                        .at("/campaign/campaign_id")
                        .asText();
        String get = "{'action': 'get', 'campaign_id': '" + id + "'}";
        assertThat(fixture.ok(tool, get).path("data_gaps")).isEmpty();
        run("update email_messages set last_error = '403'");
        // It was put off before the other was refused.
        run(
                """
                insert into email_messages (client_id, message_id, campaign_id, contact_email, subject, last_error,
                    next_attempt_at, updated_at)
                select client_id, 'later', campaign_id, 'later@acme.example', '', '429', next_attempt_at + interval '1 hour',
                    updated_at - interval '1 minute'
                from email_messages
                """);
        for (String status : List.of("held", "sending")) {
            run(
                    "update email_campaigns set held_at = '2026-11-11T08:30:00Z', status = '"
                            + status
                            + "'");
            JsonNode gap = fixture.ok(tool, get).at("/data_gaps/0");
            assertThat(gap.path("reason").asText()).isEqualTo("provider_unauthorized");
            assertThat(gap.path("how_to_fix").asText())
                    .contains("since 2026-11-11T08:30:00Z (403)");
        }
        run("update email_campaigns set status = 'cancelled'");
        assertThat(fixture.ok(tool, get).path("data_gaps")).isEmpty();
    }

    @Test
    void whatComesLaterWaitsForItsTime() {
        String call =
                "{"
                        + MAIL
                        + ", 'target_client_ids': ['client_acme'], 'scheduled_send_time':"
                        + " '2026-11-21T09:00:00Z'";
        JsonNode sent = fixture.ok(tool, call + token(fixture.refused(tool, call + "}")));
        assertThat(sent.at("/campaign/status").asText()).isEqualTo("scheduled");
        assertThat(
                        all(
                                "select subject || ' ' || (next_attempt_at at time zone 'UTC') from"
                                        + " email_messages"))
                .containsExactly("Acme Corp: 10 days 2026-11-21 09:00:00");
        for (String time : List.of("2026-11-11T09:00:30Z", "2027-11-12T09:00:00Z")) {
            assertThat(
                            fixture.refused(tool, call.replace("2026-11-21T09:00:00Z", time) + "}")
                                    .path("field")
                                    .asText())
                    .isEqualTo("scheduled_send_time");
        }
    }

    @Test
    void badInputIsToldAllAtOnce() {
        JsonNode refused =
                fixture.refused(
                        tool,
                        "{'campaign_name': 'X', 'template_type': 'custom', 'subject_line':"
                                + " '{{frist_name}}', 'body_text': '{{health_score}}', 'body_html':"
                                + " '<p>a</p><script>x</script>', 'sender_email':"
                                + " 'eve@evil.example', 'recipient_scope': 'by_role'}");
        assertThat(refused.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(refused.toString())
                .contains(
                        "first_name",
                        "health_score",
                        "script",
                        "team@vendor.example or kim@vendor.example",
                        "target_segment, target_tier",
                        "there is no token frist_name; send {{first_name}} or another",
                        "No mail may be from this address here; send team@vendor.example or",
                        "The mail is for nobody yet; send one of target_client_ids",
                        "recipient_scope by_role needs recipient_roles; send one role at least");

        // An element of a list that could not be parsed is not reported as missing.
        JsonNode unread =
                fixture.refused(
                        tool,
                        "{"
                                + MAIL
                                + ", 'target_client_ids': ['client_acme', ''], 'recipient_scope':"
                                + " 'by_role', 'recipient_roles': ['king']}");
        assertThat(unread.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder("target_client_ids[1]", "recipient_roles[0]");

        JsonNode unknown =
                fixture.refused(
                        tool,
                        "{"
                                + MAIL
                                + ", 'target_client_ids': ['Acme Crop', 'client_acme', 'Globx']}");
        assertThat(unknown.toString())
                .contains("target_client_ids[0]", "target_client_ids[2]", "Acme Corp", "Globex")
                .doesNotContain("target_client_ids[1]");

        assertThat(
                        fixture.refused(tool, "{" + MAIL + ", 'target_segment': 'Nobody knows'}")
                                .path("field")
                                .asText())
                .isEqualTo("target_segment");
        JsonNode nobody =
                fixture.refused(tool, "{" + MAIL + ", 'target_client_ids': ['client_umbra']}");
        assertThat(nobody.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(nobody.path("message").asText()).contains("no_recipient 1");
        assertThat(
                        fixture.call(
                                        tool,
                                        new Principal("reader", Set.of(Scope.CS_READ)),
                                        "{" + MAIL + ", 'target_tier': 'professional'}")
                                .content()
                                .at("/error/code")
                                .asText())
                .isEqualTo("forbidden");
    }

    @Test
    void whoMayNotSeePeopleSeesInitials() {
        JsonNode told =
                fixture.call(
                                tool,
                                new Principal("sender", Set.of(Scope.CS_READ, Scope.CS_SEND)),
                                "{"
                                        + MAIL
                                        + ", 'target_client_ids': ['client_acme'], 'dry_run':"
                                        + " true}")
                        .content();
        assertThat(told.at("/preview/messages/0/to").asText()).isEqualTo("a***@acme.example");
        assertThat(told.at("/preview/messages/0/body_text").asText()).doesNotContain("Ana");
    }

    @Test
    void tooManyAreRefused() {
        run(
                """
                insert into contacts (client_id, contact_id, name, email, role, is_primary)
                select 'client_umbra', 'c' || i, 'P', 'p' || i || '@umbra.example', 'user', false
                from generate_series(1, 101) i
                """);
        JsonNode refused =
                fixture.refused(
                        tool,
                        "{"
                                + MAIL
                                + ", 'target_client_ids': ['client_umbra'], 'recipient_scope':"
                                + " 'all'}");
        assertThat(refused.path("message").asText()).contains("101", "100 at most");
    }

    @Test
    void aListInPagesSkipsNothing() {
        for (int i = 0; i < 5; i++) {
            run(
                    """
                    insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text,
                        sender_email, target, created_at)
                    values ('c%1$d', 'N', 'custom', 'marketing', 's', 'b', 'team@vendor.example', '{}',
                        '2026-11-0%2$d T09:00:00Z')
                    """
                            .formatted(i, 1 + i / 2)
                            .replace(" T", "T"));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = fixture.ok(tool, "{'action': 'list', 'limit': 2" + cursor + "}");
            page.path("items").forEach(each -> seen.add(each.at("/campaign/campaign_id").asText()));
            cursor =
                    page.has("next_cursor")
                            ? ", 'cursor': '" + page.path("next_cursor").asText() + "'"
                            : "";
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactly("c4", "c2", "c3", "c0", "c1");
    }

    private static List<String> excluded(JsonNode audience) {
        return StreamSupport.stream(audience.path("excluded").spliterator(), false)
                .map(
                        each ->
                                "%s %s %d %s"
                                        .formatted(
                                                each.path("reason").asText(),
                                                each.path("unit").asText(),
                                                each.path("count").asInt(),
                                                each.at("/example_client_ids/0").asText()))
                .toList();
    }

    private static List<String> rules(JsonNode told) {
        return told.path("recommendations").findValuesAsText("rule_id");
    }

    private static String token(JsonNode asked) {
        assertThat(asked.path("code").asText()).as("%s", asked).isEqualTo("confirmation_required");
        return ", 'confirmation_token': '" + asked.path("confirmation_token").asText() + "'}";
    }

    private void client(String id, String name, String status, int value) {
        server.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "insert into client_names (client_id, name) values (?, ?)",
                                    id,
                                    name);
                            db.execute(
                                    "insert into clients (client_id, name, company_name, status,"
                                            + " tier, contract_value) values (?, ?, ?, ?,"
                                            + " 'professional', ?)",
                                    id,
                                    name,
                                    name,
                                    status,
                                    value);
                        });
    }

    private void contact(String client, String id, String name, String email, boolean primary) {
        server.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "insert into contacts (client_id, contact_id, name, email,"
                                            + " role, is_primary) values (?, ?, ?, ?, 'user', ?)",
                                        client,
                                        id,
                                        name,
                                        email,
                                        primary));
    }

    private void run(String sql) {
        server.jdbi().useHandle(db -> db.execute(sql));
    }

    private List<String> all(String sql) {
        return server.texts(sql);
    }
}
