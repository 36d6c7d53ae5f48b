package io.os199.cs.integration.intercom;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.UnmatchedRecords;
import io.os199.cs.integration.outbox.OutboxItem;
import io.os199.cs.integration.outbox.OutboxOutcome;
import io.os199.cs.integration.webhook.WebhookInbox;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Intercom as its documentation shows it, over real rows: polled, sent to, and delivering webhooks. */
class IntercomDaoTest extends IntercomFixture {
    @Test
    void threePagesAreReadThoughTheSecondFailsTwice() {
        for (String id : List.of("1", "2", "3")) {
            conversation(id, "c1", "open", "10:00", "");
        }
        vendor.stubFor(first().willReturn(okJson(page("p2", "1"))));
        vendor.stubFor(after("p3").willReturn(okJson(page(null, "3"))));
        failing(Scenario.STARTED, status(500), "once");
        failing("once", status(500), "twice");
        failing("twice", okJson(page("p3", "2")), "twice");
        run();
        assertThat(ids()).isEqualTo("1, 2, 3");
        assertThat(
                        text(
                                "select (cursor is null) || ' ' || (complete_to >= '2026-11-11"
                                        + " 11:59:00Z') from integration_cursors"))
                .isEqualTo("true true");
        assertThat(state()).isEqualTo("ok -");
        assertThat(text("select last_sync_at from integrations where name = 'intercom'"))
                .isNotEmpty();
    }

    private void failing(String from, ResponseDefinitionBuilder answer, String to) {
        vendor.stubFor(
                after("p2")
                        .inScenario("second")
                        .whenScenarioStateIs(from)
                        .willReturn(answer)
                        .willSetStateTo(to));
    }

    @Test
    void aConversationIsATicketWithWhatWasSaidAndHowItWent() {
        conversation(
                "1",
                "c1",
                "closed",
                "11:00",
                String.join(
                        ",",
                        part("p1", "comment", "Which?", "08:30", "admin"),
                        part("p2", "note", "Ask Cy", "08:40", "admin"),
                        part("p3", "comment", "The second", "09:00", "user"),
                        part("p4", "close", "Done", "10:00", "admin")));
        vendor.stubFor(first().willReturn(okJson(page(null, "1"))));
        run();
        assertThat(
                        text(
                                """
                                select concat_ws('|', t.client_id, t.source, t.subject, t.description_text, t.priority, t.category,
                                    t.status, t.requester_email, t.contact_id, t.team, t.satisfaction, t.satisfaction_scale,
                                    t.satisfaction_comment_text, a.name, t.first_response_at at time zone 'UTC',
                                    t.resolved_at at time zone 'UTC')
                                from tickets t join support_agents a using (agent_id)
                                """))
                .isEqualTo(
                        "client_acme|intercom|Subject"
                                + " 1|Help|P3|other|resolved|ana@acme.example|contact_ana|Tier"
                                + " 1|5|five_point|Good|Ben Agent|2026-11-11 08:30:00|2026-11-11"
                                + " 10:00:00");
        assertThat(
                        text(
                                "select string_agg(author_type || ' ' || is_public || ' ' ||"
                                        + " content_text, '; ' order by at) from ticket_comments"))
                .isEqualTo(
                        "agent true Which?; agent false Ask Cy; customer true The second; agent"
                                + " true Done");
        // Reading the same window again changes nothing.
        clock.advance(Duration.ofMinutes(1));
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "1"))));
        run();
        assertThat(text("select count(*) from ticket_comments")).isEqualTo("4");
        assertThat(text("select version from tickets")).isEqualTo("1");
    }

    /** What Intercom does not know, and what it no longer says, is kept. */
    @Test
    void aConversationThatIsReopenedKeepsItsCategoryAndItsClient() {
        String closed = part("p1", "close", "", "10:00", "admin");
        conversation(
                "1",
                "c1",
                "open",
                "10:30",
                closed + "," + part("p2", "open", "", "10:30", "admin"));
        vendor.stubFor(first().willReturn(okJson(page(null, "1"))));
        run();
        assertThat(
                        text(
                                "select string_agg(concat_ws('>', from_status, to_status), ' '"
                                        + " order by at, change_id) from ticket_status_changes"))
                .isEqualTo("open open>resolved resolved>in_progress");
        assertThat(
                        text(
                                "select last_engagement_at = opened_at from tickets join clients"
                                        + " using (client_id)"))
                .isEqualTo("t");
        execute("update tickets set category = 'bug_report'");
        contact("c1", "left@nowhere.example", "");
        conversation("1", "c1", "closed", "11:00", closed);
        clock.advance(Duration.ofMinutes(5));
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "1"))));
        run();
        assertThat(text("select concat_ws(' ', client_id, category, status) from tickets"))
                .isEqualTo("client_acme bug_report resolved");
    }

    @Test
    void aPageThatIsNotStoredIsReadAgain() {
        conversation("1", "c1", "open", "10:00", "");
        conversation("2", "c1", "open", "10:00", "");
        vendor.stubFor(first().willReturn(okJson(page(null, "1", "2"))));
        execute(
                "create function fail() returns trigger language plpgsql as $$ begin raise"
                        + " exception 'lost'; end $$",
                "create trigger fail after insert on tickets for each row when (new.external_id ="
                        + " '2') execute function fail()");
        assertThatThrownBy(this::run);
        assertThat(server.count("tickets")).isZero();
        assertThat(server.count("integration_cursors")).isZero();
        execute("drop trigger fail on tickets");
        run();
        assertThat(ids()).isEqualTo("1, 2");
    }

    @Test
    void whatADeliveryToldLaterStaysOverAnOlderPage() {
        conversation("1", "c1", "closed", "10:05", part("p1", "close", "", "10:05", "admin"));
        execute(
                "insert into webhook_inbox (source, delivery_id, received_at, body,"
                    + " next_attempt_at) values ('intercom', 'notif_1', now(), '{\"topic\":"
                    + " \"conversation.admin.closed\", \"data\": {\"item\": {\"type\":"
                    + " \"conversation\", \"id\": \"1\"}}}', '2026-11-11 12:00:00Z'), ('intercom',"
                    + " 'notif_2', now(), '{\"topic\": \"contact.created\", \"data\": {\"item\":"
                    + " {\"id\": \"c9\"}}}', '2026-11-11 12:00:00Z')");
        new WebhookInbox(server.database(), clock)
                .work(Integration.INTERCOM, intercom.deliveries());
        assertThat(text("select status from tickets")).isEqualTo("resolved");
        assertThat(text("select string_agg(distinct state, ',') from webhook_inbox"))
                .isEqualTo("done");
        conversation("1", "c1", "open", "10:01", "");
        vendor.stubFor(first().willReturn(okJson(page(null, "1"))));
        run();
        assertThat(
                        text(
                                "select status || ' ' || remote_updated_at at time zone 'UTC' from"
                                        + " tickets"))
                .isEqualTo("resolved 2026-11-11 10:05:00");
    }

    @Test
    void aLimitIsWaitedForARefusedKeyIsNotAndANewOneGoesOn() {
        conversation("1", "c1", "open", "10:00", "");
        vendor.stubFor(
                first().inScenario("limit")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(
                                status(429)
                                        .withHeader("X-RateLimit-Limit", "166")
                                        .withHeader("X-RateLimit-Remaining", "0")
                                        .withHeader(
                                                "X-RateLimit-Reset",
                                                ""
                                                        + clock.instant()
                                                                .plusSeconds(9)
                                                                .getEpochSecond()))
                        .willSetStateTo("free"));
        vendor.stubFor(
                first().inScenario("limit")
                        .whenScenarioStateIs("free")
                        .willReturn(okJson(page(null, "1"))));
        run();
        assertThat(pauses).hasSize(1).allMatch(each -> each.toSeconds() >= 8);
        assertThat(ids()).isEqualTo("1");

        vendor.resetAll();
        vendor.stubFor(any(anyUrl()).willReturn(status(401)));
        run();
        assertThat(state()).isEqualTo("auth_failed 401");
        run();
        assertThat(vendor.getAllServeEvents()).hasSize(1);
        token = "another";
        vendor.resetAll();
        people();
        conversation("2", "c1", "open", "11:00", "");
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "2"))));
        run();
        assertThat(ids()).isEqualTo("1, 2");
        assertThat(state()).isEqualTo("ok -");
    }

    @Test
    void whatIsNoPageStopsReadingAndTheCursorStays() {
        for (ResponseDefinitionBuilder answer :
                List.of(
                        aResponse()
                                .withStatus(200)
                                .withHeader("Content-Type", "text/html")
                                .withBody("<p>"),
                        okJson("{\"conversations\": [{\"id\""),
                        okJson("[]"),
                        status(302).withHeader("Location", "https://elsewhere.example/"),
                        status(422))) {
            vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(answer));
            run();
            assertThat(server.count("integration_cursors")).isZero();
            assertThat(state()).startsWith("degraded");
        }
    }

    @Test
    void whatIsNobodysIsCountedAndReadOnceItIsSaidWhoseItIs() {
        conversation("1", "c2", "open", "10:00", "");
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "1"))));
        run();
        assertThat(server.count("tickets")).isZero();
        assertThat(
                        text(
                                "select kind || ' ' || remote_id || ' ' || row_count from"
                                        + " integration_unmatched"))
                .isEqualTo("company co2 1");
        server.database()
                .write(
                        tx ->
                                new UnmatchedRecords(new AuditLog(clock), clock)
                                        .map(
                                                tx,
                                                Integration.INTERCOM,
                                                "company",
                                                "co2",
                                                "client_beta",
                                                new Actor("key_1", null)));
        assertThat(text("select complete_to at time zone 'UTC' from integration_cursors"))
                .isEqualTo("2026-11-11 10:00:00");
        clock.advance(Duration.ofMinutes(5));
        run();
        assertThat(text("select client_id from tickets")).isEqualTo("client_beta");
        // A conversation that is gone there is gone here.
        vendor.stubFor(get(urlEqualTo("/conversations/1")).willReturn(status(404)));
        clock.advance(Duration.ofMinutes(5));
        run();
        assertThat(text("select deleted_at is not null from tickets")).isEqualTo("t");
    }

    @Test
    void namesThatAreMissingAreFilledInAndWhoHasAClientNowIsReadAgain() {
        conversation("1", "c2", "open", "10:00", "");
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "1"))));
        run();
        execute(
                "insert into contacts (client_id, contact_id, name, email) values ('client_beta',"
                        + " 'contact_bo', null, 'bo@beta.example')",
                "update client_names set external_id = 'other' where client_id = 'client_beta'");
        vendor.stubFor(
                post(urlEqualTo("/contacts/search"))
                        .willReturn(
                                okJson(
                                        "{\"data\": [{\"id\": \"c5\", \"email\":"
                                            + " \"BO@beta.example\", \"name\": \"Bo Lee\"},"
                                            + " {\"id\": \"c1\", \"email\": \"ana@acme.example\","
                                            + " \"name\": \"Somebody else\"}, {\"id\": \"c6\","
                                            + " \"email\": null, \"name\": null}], \"pages\":"
                                            + " {}}")));
        vendor.stubFor(
                get(urlEqualTo("/companies/co2"))
                        .willReturn(okJson("{\"id\": \"co2\", \"company_id\": \"other\"}")));
        run("intercom-people");
        assertThat(text("select string_agg(name, ', ' order by contact_id) from contacts"))
                .isEqualTo("Ana, Bo Lee");
        assertThat(server.count("integration_unmatched")).isZero();
        clock.advance(Duration.ofMinutes(5));
        run();
        assertThat(text("select client_id from tickets")).isEqualTo("client_beta");
    }

    private OutboxItem message(int attempts, Instant inDoubt) {
        return new OutboxItem(
                "client_acme",
                "item_1",
                Integration.INTERCOM,
                "in_app_message",
                "automation_run_actions",
                "run_1/2",
                "{\"automation_id\": \"automation_1\", \"run_id\": \"run_1\", \"action_no\": 2}",
                attempts,
                inDoubt,
                clock.instant());
    }

    private static MappingBuilder search() {
        return post(urlEqualTo("/contacts/search"))
                .withRequestBody(matchingJsonPath("$.query.value", equalTo("ana@acme.example")));
    }

    private static MappingBuilder say() {
        return post(urlEqualTo("/messages"))
                .withRequestBody(matchingJsonPath("$.message_type", equalTo("in_app")))
                .withRequestBody(
                        matchingJsonPath(
                                "$.body", equalTo("Tom &amp; you: a &lt;b&gt;<br>is text")))
                .withRequestBody(matchingJsonPath("$.from.id", equalTo("814860")))
                .withRequestBody(matchingJsonPath("$.to.id", equalTo("c1")));
    }

    @Test
    void aMessageIsSaidToThePrimaryContactOnceAndNeverAgainInDoubt() {
        execute(
                "insert into automations (automation_id, kind, name, trigger_type, actions) values"
                    + " ('automation_1', 'communication', 'A', 'milestone', '[{\"type\":"
                    + " \"create_task\"}, {\"type\": \"send_in_app_notification\", \"body_text\":"
                    + " \"Tom & you: a <b>\\n"
                    + "is text\"}]')");
        vendor.stubFor(search().willReturn(okJson("{\"data\": [{\"id\": \"c1\"}]}")));
        vendor.stubFor(say().willReturn(okJson("{\"id\": \"m1\"}")));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isInstanceOf(OutboxOutcome.Done.class);
        assertThat(intercom.outbox().deliver(message(1, clock.instant())))
                .isInstanceOf(OutboxOutcome.Unconfirmed.class);
        vendor.verify(1, postRequestedFor(urlEqualTo("/messages")));

        vendor.stubFor(say().willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isInstanceOf(OutboxOutcome.Unconfirmed.class);
        vendor.stubFor(say().willReturn(status(503)));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isInstanceOf(OutboxOutcome.Unconfirmed.class);
        vendor.stubFor(say().willReturn(status(429).withHeader("Retry-After", "30")));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isEqualTo(new OutboxOutcome.Later("429", Duration.ofSeconds(30), false));
        vendor.stubFor(say().willReturn(status(404)));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isEqualTo(new OutboxOutcome.Later("404", Duration.ofMinutes(1), false));
        assertThat(intercom.outbox().deliver(message(2, null)))
                .isEqualTo(new OutboxOutcome.Dead("recipient_unknown"));
        vendor.stubFor(
                search().willReturn(okJson("{\"data\": [{\"id\": \"c1\", \"role\": \"lead\"}]}")));
        vendor.stubFor(
                post(urlEqualTo("/messages"))
                        .withRequestBody(matchingJsonPath("$.to.type", equalTo("lead")))
                        .willReturn(okJson("{}")));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isInstanceOf(OutboxOutcome.Done.class);
        vendor.stubFor(search().willReturn(okJson("{\"data\": []}")));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isEqualTo(new OutboxOutcome.Dead("recipient_unknown"));
        try (Intercom nobody = intercom("")) {
            assertThat(nobody.outbox().deliver(message(0, null)))
                    .isEqualTo(new OutboxOutcome.Dead("no_admin"));
        }
        execute("update automations set actions = '[]'");
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isEqualTo(new OutboxOutcome.Dead("nothing_to_say"));
    }

    @Test
    void changesAreToldAsEventsOfThePrimaryContactAndNotesOnceOfTheirs() {
        execute(
                "insert into timeline_events (client_id, occurred_at, event_id, type, title,"
                    + " detail, source) values ('client_acme', '2026-11-11T11:00:00Z', 'event_a',"
                    + " 'health', 't', '{\"to_band\": \"at_risk\"}', 'test'), ('client_acme',"
                    + " '2026-11-09T11:00:00Z', 'event_old', 'health', 't', '{}', 'test'),"
                    + " ('client_beta', '2026-11-11T11:00:00Z', 'event_of_nobody', 'health', 't',"
                    + " '{}', 'test')",
                "insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction,"
                    + " subject, note_text, contact_id, source_ref, created_at) values"
                    + " ('client_acme', '2026-11-10T09:00:00Z', 'touch_1', 'call', 'outbound', 'On"
                    + " <renewal>', E'She & I\n"
                    + "agreed', 'contact_ana', null, '2026-11-11T09:00:00Z'), ('client_acme',"
                    + " '2026-11-10T10:00:00Z', 'touch_2', 'call', 'outbound', null, 'imported',"
                    + " 'contact_ana', 'crm-9', '2026-11-11T09:00:00Z'), ('client_acme',"
                    + " '2026-11-10T11:00:00Z', 'touch_3', 'call', 'outbound', null, 'with nobody',"
                    + " null, null, '2026-11-11T09:00:00Z')");
        run("intercom-told");
        run("intercom-told");
        assertThat(
                        text(
                                "select string_agg(operation || ' ' || ref_id, ', ' order by"
                                        + " ref_id) from integration_outbox"))
                .isEqualTo("client_event event_a, contact_note touch_1");

        vendor.stubFor(
                post(urlEqualTo("/events"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"event_name\": \"health-band-changed\", \"created_at\":"
                                                + " 1794394800, \"email\": \"ana@acme.example\","
                                                + " \"metadata\": {\"to_band\": \"at_risk\"}}"))
                        .willReturn(status(202)));
        OutboxItem event = told("client_event", "timeline_events", "event_a", null);
        assertThat(intercom.outbox().deliver(event)).isInstanceOf(OutboxOutcome.Done.class);
        // It may be sent twice.
        assertThat(
                        intercom.outbox()
                                .deliver(
                                        told(
                                                "client_event",
                                                "timeline_events",
                                                "event_a",
                                                clock.instant())))
                .isInstanceOf(OutboxOutcome.Done.class);
        vendor.stubFor(post(urlEqualTo("/events")).willReturn(status(503)));
        assertThat(intercom.outbox().deliver(event))
                .isEqualTo(new OutboxOutcome.Later("503", null, true));
        vendor.stubFor(post(urlEqualTo("/events")).willReturn(status(404)));
        assertThat(intercom.outbox().deliver(event))
                .isEqualTo(new OutboxOutcome.Dead("recipient_unknown"));

        vendor.stubFor(search().willReturn(okJson("{\"data\": [{\"id\": \"c1\"}]}")));
        vendor.stubFor(
                post(urlEqualTo("/contacts/c1/notes"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"body\": \"<p>Call, 2026-11-10: On &lt;renewal&gt;</p>"
                                                + "<p>She &amp; I<br>agreed</p>\", \"admin_id\":"
                                                + " \"814860\"}"))
                        .willReturn(okJson("{\"id\": \"n1\"}")));
        OutboxItem note = told("contact_note", "touchpoints", "touch_1", null);
        assertThat(intercom.outbox().deliver(note)).isInstanceOf(OutboxOutcome.Done.class);
        assertThat(
                        intercom.outbox()
                                .deliver(
                                        told(
                                                "contact_note",
                                                "touchpoints",
                                                "touch_1",
                                                clock.instant())))
                .isInstanceOf(OutboxOutcome.Unconfirmed.class);
        vendor.verify(1, postRequestedFor(urlEqualTo("/contacts/c1/notes")));
        execute("update touchpoints set note_text = ' '");
        assertThat(intercom.outbox().deliver(note))
                .isEqualTo(new OutboxOutcome.Dead("nothing_to_say"));
    }

    private OutboxItem told(String operation, String table, String refId, Instant inDoubt) {
        return new OutboxItem(
                "client_acme",
                "item_1",
                Integration.INTERCOM,
                operation,
                table,
                refId,
                "{}",
                0,
                inDoubt,
                clock.instant());
    }
}
