package io.os199.cs.integration.zendesk;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Doing;
import io.os199.cs.integration.DeadLetters;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.outbox.OutboxDispatcher;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.support.Escalations;
import io.os199.cs.support.model.NewTicket;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketChange;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.Tickets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What is sent to Zendesk, and what follows. */
class ZendeskOutboxDaoTest {
    private static final String TICKET = "/api/v2/tickets/5";
    private static final String AUDITS = "/api/v2/tickets/5/audits";
    private static final Actor ME = new Actor("me", null);

    private final ZendeskFixture zendesk = new ZendeskFixture();
    private final Timeline timeline = new Timeline();
    private final ClientAnswers answers = ClientAnswers.unkept();
    private final AuditLog audit = new AuditLog(zendesk.clock);
    private final Tickets tickets =
            new Tickets(
                    Teams.usual(),
                    new Escalations(timeline, audit, answers),
                    new Touchpoints(timeline, zendesk.clock),
                    timeline,
                    audit,
                    answers,
                    TicketSource.ZENDESK);

    @BeforeEach
    void read() {
        zendesk.tickets(
                ZendeskFixture.ticket(
                        5, "open", "2026-11-11T10:00:00Z", ", \"assignee_id\": 235323"));
        zendesk.run("zendesk-tickets");
        zendesk.vendor.resetAll();
    }

    @AfterEach
    void close() {
        zendesk.close();
    }

    @Test
    void aChangeIsToldWithTheStampThatWeKnowAndIsNotReadBackAsAComment() {
        change("pending", TicketPriority.P2, note("Please try again"));
        assertThat(state()).isEqualTo("waiting_on_customer P2 pending");
        updated();
        deliver();
        String item = zendesk.text("select item_id from integration_outbox");
        zendesk.vendor.verify(
                putRequestedFor(urlPathEqualTo(TICKET))
                        .withRequestBody(
                                equalToJson(
                                        """
                                        {"ticket": {"status": "pending", "priority": "normal", "tags": ["cs_priority_p2"],
                                            "comment": {"body": "Please try again", "public": true},
                                            "metadata": {"outbox_id": "%s"},
                                            "safe_update": true, "updated_stamp": "2026-11-11T10:00:00Z"}}
                                        """
                                                .formatted(item))));
        assertThat(state()).isEqualTo("waiting_on_customer P2 synced");
        assertThat(outbox()).isEqualTo("done 200");
        assertThat(zendesk.text("select external_id || ' ' || content_text from ticket_comments"))
                .isEqualTo("901 Please try again");
        assertThat(zendesk.text("select remote_updated_at = '2026-11-11 12:00:07Z' from tickets"))
                .isEqualTo("t");
    }

    @Test
    void anEscalatedTicketIsTakenFromItsAgentThereToo() {
        String id = zendesk.text("select ticket_id from tickets where external_id = '5'");
        given(
                zendesk.server
                        .database()
                        .write(
                                tx ->
                                        tickets.escalate(
                                                tx,
                                                new TicketChange(
                                                        id, null, null, null, null, null, null,
                                                        null, null, "Down"),
                                                new Doing(ME, "test", zendesk.clock.instant()))));
        updated();
        deliver();
        zendesk.vendor.verify(
                putRequestedFor(urlPathEqualTo(TICKET))
                        .withRequestBody(
                                equalToJson("{\"ticket\": {\"assignee_id\": null}}", true, true)));
    }

    @Test
    void anInboundPageKeepsWhatZendeskWasNotToldYet() {
        change("pending", null, note("A"));
        zendesk.tickets(ZendeskFixture.ticket(5, "hold", "2026-11-11T11:00:00Z", ""));
        zendesk.run("zendesk-tickets");
        assertThat(state()).isEqualTo("waiting_on_customer P3 pending");
    }

    @Test
    void whoeverWasFasterInZendeskWins() {
        for (int refusal : new int[] {409, 422}) {
            change(refusal == 409 ? "pending" : "open", null, refusal == 409 ? note("A") : null);
            zendesk.vendor.stubFor(put(urlPathEqualTo(TICKET)).willReturn(status(refusal)));
            zendesk.vendor.stubFor(
                    get(urlPathEqualTo(TICKET))
                            .willReturn(
                                    okJson(
                                            "{\"ticket\": %s, %s}"
                                                    .formatted(
                                                            ZendeskFixture.ticket(
                                                                    5,
                                                                    "hold",
                                                                    "2026-11-11T11:00:00Z",
                                                                    ""),
                                                            ZendeskFixture.PEOPLE))));
            deliver();
            assertThat(state()).isEqualTo("pending P3 synced");
            assertThat(outbox()).endsWith("dead " + refusal);
        }
        assertThat(
                        zendesk.text(
                                "select string_agg(title, '; ' order by title) from"
                                        + " timeline_events where type = 'note' and title not like"
                                        + " 'Comment%'"))
                .isEqualTo(
                        "Ticket was changed elsewhere first; our change was not taken; Zendesk did"
                                + " not accept our change of the ticket");
        assertThat(
                        zendesk.text(
                                "select concat_ws(' ', count(*) filter (where actor <> 'zendesk'),"
                                    + " min(reopen_count)) from tickets join ticket_status_changes"
                                    + " using (client_id, ticket_id)"))
                .as("a status that was refused never was one")
                .isEqualTo("0 0");
        assertThat(putCount()).isEqualTo(2);
    }

    @Test
    void aTicketThatIsGoneFailsAndIsNotToldAgain() {
        change("pending", null, note("A"));
        zendesk.vendor.stubFor(put(urlPathEqualTo(TICKET)).willReturn(status(404)));
        zendesk.tickets(ZendeskFixture.ticket(5, "deleted", "2026-11-11T12:00:30Z", ""));
        zendesk.run("zendesk-tickets");
        deliver();
        assertThat(outbox()).isEqualTo("dead recipient_unknown");
        assertThat(state()).isEqualTo("waiting_on_customer P3 failed");
        zendesk.clock.advance(Duration.ofHours(2));
        deliver();
        assertThat(putCount()).isEqualTo(1);
        // What Zendesk said while the item waited is read again.
        zendesk.run("zendesk-tickets");
        assertThat(zendesk.text("select deleted_at is not null from tickets")).isEqualTo("t");
    }

    @Test
    void aCommentThatZendeskNeverTookIsNoAnswerUntilItIsSentAgain() {
        String answered =
                "select concat_ws(' ', is_unsent, first_response_at is not null) from tickets t"
                        + " join ticket_comments using (client_id, ticket_id)";
        change(null, null, note("A"));
        assertThat(zendesk.text(answered)).isEqualTo("f t");
        zendesk.vendor.stubFor(put(urlPathEqualTo(TICKET)).willReturn(status(404)));
        deliver();
        assertThat(zendesk.text(answered)).isEqualTo("t f");
        assertThat(
                        zendesk.text(
                                "select source || ' ' || title from timeline_events where type ="
                                        + " 'note'"))
                .isEqualTo("zendesk Comment on the ticket was not sent");
        zendesk.server
                .database()
                .write(
                        tx ->
                                new DeadLetters(audit, zendesk.clock)
                                        .retry(tx, Integration.ZENDESK, null, ME));
        updated();
        deliver();
        assertThat(outbox()).isEqualTo("done 200");
        assertThat(zendesk.text(answered)).isEqualTo("f t");
    }

    @Test
    void ofATicketOfOursOurWordIsRepeatedWhereTwoChangesMeet() {
        String ours = open();
        zendesk.vendor.stubFor(
                post(urlPathEqualTo("/api/v2/tickets")).willReturn(made(77).withStatus(201)));
        zendesk.vendor.stubFor(put(urlPathEqualTo("/api/v2/tickets/77")).willReturn(status(409)));
        for (int i = 0; i < 4; i++) {
            deliver();
            zendesk.clock.advance(Duration.ofMinutes(5));
        }
        zendesk.vendor.verify(3, putRequestedFor(urlPathEqualTo("/api/v2/tickets/77")));
        assertThat(local(ours)).isEqualTo("local 77 failed");
        assertThat(
                        zendesk.text(
                                "select count(*) from timeline_events where title like 'Ticket was"
                                        + " changed%'"))
                .isEqualTo("0");
        // Later changes of the ticket are sent all the same.
        zendesk.vendor.stubFor(
                put(urlPathEqualTo("/api/v2/tickets/77"))
                        .willReturn(okJson("{\"ticket\": {\"id\": 77}, \"audit\": {}}")));
        pend(ours);
        deliver();
        assertThat(local(ours)).isEqualTo("local 77 synced");
    }

    @Test
    void aCommentWhoseAnswerWasLostIsLookedForBeforeItIsRepeated() {
        change(null, null, note("Once"));
        zendesk.vendor.stubFor(
                put(urlPathEqualTo(TICKET))
                        .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        deliver();
        assertThat(outbox()).isEqualTo("queued no_answer");
        String item = zendesk.text("select item_id from integration_outbox");
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(AUDITS))
                        .willReturn(
                                okJson(
                                        "{\"audits\": [{\"id\": 1}], \"meta\": {\"has_more\": true,"
                                                + " \"after_cursor\": \"a1\"}}")));
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(AUDITS))
                        .withQueryParam("page[after]", equalTo("a1"))
                        .willReturn(
                                okJson(
                                        """
                                        {"audits": [{"id": 2, "created_at": "2026-11-11T12:00:03Z", "metadata": {"custom": {"outbox_id": "%s"}},
                                            "events": [{"id": 905, "type": "Comment"}]}], "meta": {"has_more": false}}
                                        """
                                                .formatted(item))));
        // Meanwhile the comment is read, and so is a later change of the ticket.
        zendesk.execute(
                "insert into ticket_comments (client_id, ticket_id, comment_id, external_id,"
                        + " author_type, is_public, content_text, at) select client_id, ticket_id,"
                        + " 'comment_read', '905', 'agent', true, 'Once', now() from tickets");
        zendesk.tickets(ZendeskFixture.ticket(5, "solved", "2026-11-11T12:00:30Z", ""));
        zendesk.run("zendesk-tickets");
        assertThat(state()).endsWith("pending");
        zendesk.clock.advance(Duration.ofMinutes(1));
        deliver();
        assertThat(putCount()).isEqualTo(1);
        assertThat(outbox()).isEqualTo("done 200");
        assertThat(
                        zendesk.text(
                                "select string_agg(external_id || (comment_id = 'comment_read'),"
                                        + " ',') from ticket_comments"))
                .isEqualTo("905false");
        assertThat(state()).endsWith("synced");
        zendesk.run("zendesk-tickets");
        zendesk.run("zendesk-tickets");
        assertThat(state()).isEqualTo("resolved P3 synced");
    }

    @Test
    void aChangeThatIsInNoAuditIsRepeated() {
        change(null, null, note("Once"));
        zendesk.vendor.stubFor(put(urlPathEqualTo(TICKET)).willReturn(status(502)));
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(AUDITS)).willReturn(okJson("{\"audits\": [], \"meta\": {}}")));
        deliver();
        zendesk.clock.advance(Duration.ofMinutes(1));
        updated();
        deliver();
        assertThat(putCount()).isEqualTo(2);
        assertThat(outbox()).isEqualTo("done 200");
    }

    @Test
    void ourOwnChangeThatNoAuditShowedYetDoesNotOverruleUs() {
        change(null, null, note("Once"));
        zendesk.vendor.stubFor(put(urlPathEqualTo(TICKET)).willReturn(status(502)));
        deliver();
        String item = zendesk.text("select item_id from integration_outbox");
        zendesk.vendor.stubFor(put(urlPathEqualTo(TICKET)).willReturn(status(409)));
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(AUDITS))
                        .inScenario("audits")
                        .willSetStateTo("shown")
                        .willReturn(okJson("{\"audits\": [], \"meta\": {}}")));
        // Marked as earlier versions did.
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(AUDITS))
                        .inScenario("audits")
                        .whenScenarioStateIs("shown")
                        .willReturn(
                                okJson(
                                        """
                                        {"audits": [{"id": 2, "created_at": "2026-11-11T12:00:03Z",
                                            "metadata": {"custom": {"custom": {"outbox_id": "%s"}}},
                                            "events": [{"id": 905, "type": "Comment"}]}], "meta": {"has_more": false}}
                                        """
                                                .formatted(item))));
        zendesk.clock.advance(Duration.ofMinutes(1));
        deliver();
        assertThat(outbox()).isEqualTo("done 200");
        assertThat(state()).endsWith("synced");
        assertThat(zendesk.text("select external_id from ticket_comments")).isEqualTo("905");
    }

    @Test
    void ourChangeThatZendeskRepeatsIsNoneAndOneAfterAnotherIs() {
        change("pending", null, note("A"));
        updated();
        deliver();
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(ZendeskFixture.EVENTS))
                        .willReturn(
                                okJson(
                                        """
                                        {"ticket_events": [
                                            {"ticket_id": 5, "created_at": "2026-11-11T12:00:07Z", "child_events": [
                                                {"id": 1, "event_type": "Change", "status": "pending", "previous_value": "open"}]},
                                            {"ticket_id": 5, "created_at": "2026-11-11T12:20:00Z", "child_events": [
                                                {"id": 2, "event_type": "Change", "status": "open", "previous_value": "pending"}]},
                                            {"ticket_id": 5, "created_at": "2026-11-11T12:40:00Z", "child_events": [
                                                {"id": 3, "event_type": "Change", "status": "pending", "previous_value": "open"}]}],
                                         "end_time": 1794398400, "end_of_stream": true}
                                        """)));
        zendesk.run("zendesk-ticket-events");
        assertThat(
                        zendesk.text(
                                "select string_agg(actor || ' ' || to_status, ', ' order by at)"
                                        + " from ticket_status_changes"))
                .isEqualTo(
                        "zendesk open, me waiting_on_customer, zendesk in_progress, zendesk"
                                + " waiting_on_customer");
        assertThat(
                        zendesk.text(
                                "select sla_paused_seconds || ' ' || (sla_paused_at = '2026-11-11"
                                        + " 12:40Z') from tickets"))
                .isEqualTo("1200 true");
    }

    @Test
    void whileTheKeyIsRefusedItemsWaitAndANewKeyDelivers() {
        change("pending", null, note("A"));
        zendesk.vendor.stubFor(put(urlPathEqualTo(TICKET)).willReturn(status(401)));
        deliver();
        zendesk.clock.advance(Duration.ofMinutes(2));
        deliver();
        assertThat(putCount()).isEqualTo(1);
        assertThat(zendesk.state()).isEqualTo("auth_failed 401");
        assertThat(zendesk.text("select attempts from integration_outbox")).isEqualTo("0");
        zendesk.token = "new";
        updated();
        zendesk.clock.advance(Duration.ofMinutes(2));
        deliver();
        assertThat(outbox()).isEqualTo("done 200");
    }

    @Test
    void aTicketWhoseAnswerWasLostIsMadeOnce() {
        String ours = open();
        zendesk.vendor.stubFor(
                post(urlPathEqualTo("/api/v2/tickets"))
                        .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        deliver();
        zendesk.vendor.stubFor(
                post(urlPathEqualTo("/api/v2/tickets"))
                        .willReturn(
                                made(77).withStatus(201)
                                        .withHeader("x-idempotency-lookup", "hit")));
        zendesk.vendor.stubFor(
                put(urlPathEqualTo("/api/v2/tickets/77"))
                        .willReturn(okJson("{\"ticket\": {\"id\": 77}, \"audit\": {}}")));
        zendesk.clock.advance(Duration.ofMinutes(1));
        deliver();
        String item =
                zendesk.text(
                        "select item_id from integration_outbox where operation = 'ticket_create'");
        zendesk.vendor.verify(
                2,
                postRequestedFor(urlPathEqualTo("/api/v2/tickets"))
                        .withHeader("Idempotency-Key", equalTo(item))
                        .withRequestBody(
                                equalToJson(
                                        """
                                        {"ticket": {"subject": "Local", "comment": {"body": "It is broken"}, "external_id": "%s",
                                            "requester": {"email": "ana@acme.example", "name": "Ana"},
                                            "metadata": {"outbox_id": "%s"}}}
                                        """
                                                .formatted(ours, item))));
        zendesk.vendor.verify(
                putRequestedFor(urlPathEqualTo("/api/v2/tickets/77"))
                        .withRequestBody(
                                equalToJson(
                                        """
                                        {"ticket": {"priority": "high", "tags": ["vip"], "metadata": "${json-unit.ignore}"}}
                                        """)));
        assertThat(local(ours)).isEqualTo("local 77 synced");
        // Zendesk reports it back: it stays ours.
        zendesk.tickets(
                ZendeskFixture.ticket(
                        77,
                        "solved",
                        "2026-11-11T12:30:00Z",
                        ", \"external_id\": \"" + ours + "\""));
        zendesk.run("zendesk-tickets");
        assertThat(zendesk.text("select count(*) from tickets where external_id = '77'"))
                .isEqualTo("1");
        assertThat(zendesk.text("select status from tickets where external_id = '77'"))
                .isEqualTo("open");
        // And its later changes are sent, without a stamp, since ours is the record.
        pend(ours);
        deliver();
        zendesk.vendor.verify(
                putRequestedFor(urlPathEqualTo("/api/v2/tickets/77"))
                        .withRequestBody(
                                equalToJson("{\"ticket\": {\"status\": \"hold\"}}", true, true)));
    }

    @Test
    void afterTwoHoursATicketIsLookedForByOurIdFirst() {
        String ours = open();
        zendesk.vendor.stubFor(post(urlPathEqualTo("/api/v2/tickets")).willReturn(status(503)));
        deliver();
        zendesk.clock.advance(Duration.ofMinutes(110));
        zendesk.vendor.stubFor(
                get(urlPathEqualTo("/api/v2/tickets"))
                        .withQueryParam("external_id", equalTo(ours))
                        .willReturn(okJson("{\"tickets\": [{\"id\": 78}]}")));
        zendesk.vendor.stubFor(
                put(urlPathEqualTo("/api/v2/tickets/78"))
                        .willReturn(okJson("{\"ticket\": {\"id\": 78}, \"audit\": {}}")));
        deliver();
        zendesk.vendor.verify(1, postRequestedFor(urlPathEqualTo("/api/v2/tickets")));
        zendesk.vendor.verify(1, getRequestedFor(urlPathEqualTo("/api/v2/tickets")));
        assertThat(local(ours)).isEqualTo("local 78 synced");
    }

    @Test
    void whatIsSaidInZendeskOfATicketOfOursMovesItAsHereAndIsNotToldAgain() {
        zendesk.clock.advance(Duration.ofHours(-3));
        String ours = open();
        zendesk.execute(
                "update tickets set external_id = '77', sync_state = 'synced' where ticket_id = '"
                        + ours
                        + "'",
                "update integration_outbox set state = 'done'");
        zendesk.clock.advance(Duration.ofHours(3));
        zendesk.tickets(new String[0]);
        said(501, 235323, "2026-11-11T09:20:00Z");
        assertThat(standing(ours)).isEqualTo("in_progress 09:20 1200 0");
        zendesk.server
                .database()
                .write(
                        tx ->
                                tickets.resolve(
                                        tx,
                                        order(ours, null, null, null),
                                        new Doing(
                                                ME,
                                                "test",
                                                Instant.parse("2026-11-11T10:00:00Z"))));
        // Said before it was resolved, but read afterwards.
        said(502, 20978392, "2026-11-11T09:50:00Z");
        assertThat(standing(ours)).isEqualTo("resolved 09:20 1200 0");
        said(503, 20978392, "2026-11-11T11:00:00Z");
        assertThat(standing(ours)).isEqualTo("open 09:20 1200 1");
        assertThat(
                        zendesk.text(
                                "select string_agg(actor || ' ' || to_status || to_char(at at time"
                                        + " zone 'UTC', ' HH24:MI'), ', ' order by at) from"
                                        + " ticket_status_changes where ticket_id = '"
                                        + ours
                                        + "'"))
                .isEqualTo(
                        "me open 09:00, zendesk in_progress 09:20, me resolved 10:00, zendesk open"
                                + " 11:00");
        assertThat(
                        zendesk.text(
                                "select count(*) from integration_outbox where operation ="
                                        + " 'ticket_update' and payload::text like '%comment%'"))
                .isEqualTo("0");
        // One more item that is only ours: that it was resolved.
        assertThat(zendesk.text("select count(*) from integration_outbox")).isEqualTo("3");
    }

    private void said(int id, int author, String at) {
        zendesk.clock.advance(Duration.ofMinutes(5));
        zendesk.run("zendesk-tickets");
        zendesk.vendor.stubFor(
                get(urlPathEqualTo("/api/v2/users/show_many"))
                        .willReturn(okJson("{" + ZendeskFixture.PEOPLE + "}")));
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(ZendeskFixture.EVENTS))
                        .willReturn(
                                okJson(
                                        """
                                        {"ticket_events": [{"ticket_id": 77, "created_at": "%s", "child_events": [
                                            {"id": %d, "event_type": "Comment", "author_id": %d, "public": true, "body": "Hm"}]}],
                                         "end_time": 1794398400, "end_of_stream": true}
                                        """
                                                .formatted(at, id, author))));
        zendesk.run("zendesk-ticket-events");
    }

    private String standing(String ticketId) {
        return zendesk.text(
                "select concat_ws(' ', status, to_char(first_response_at at time zone 'UTC',"
                        + " 'HH24:MI'), first_response_seconds, reopen_count) from tickets where"
                        + " ticket_id = '"
                        + ticketId
                        + "'");
    }

    private ResponseDefinitionBuilder made(int id) {
        return okJson(
                "{\"ticket\": {\"id\": %d, \"updated_at\": \"2026-11-11T12:00:00Z\"}}"
                        .formatted(id));
    }

    private void updated() {
        zendesk.vendor.stubFor(
                put(urlPathEqualTo(TICKET))
                        .willReturn(
                                okJson(
                                        """
                                        {"ticket": {"id": 5, "updated_at": "2026-11-11T12:00:07Z"},
                                         "audit": {"events": [{"id": 900, "type": "Change"}, {"id": 901, "type": "Comment"}]}}
                                        """)));
    }

    private String open() {
        return given(
                        zendesk.server
                                .database()
                                .write(
                                        tx ->
                                                tickets.open(
                                                        tx,
                                                        new NewTicket(
                                                                "client_acme",
                                                                "Local",
                                                                "It is broken",
                                                                TicketPriority.P1,
                                                                TicketCategory.OTHER,
                                                                "ana@acme.example",
                                                                null,
                                                                List.of("vip"),
                                                                null),
                                                        new Doing(
                                                                ME,
                                                                "test",
                                                                zendesk.clock.instant()))))
                .ticket()
                .ticket()
                .ticketId();
    }

    private void pend(String ticketId) {
        zendesk.server
                .database()
                .write(
                        tx ->
                                tickets.update(
                                        tx,
                                        order(ticketId, TicketStatus.PENDING, null, null),
                                        new Doing(ME, "test", zendesk.clock.instant())));
    }

    private void change(String status, TicketPriority priority, TicketChange.Note note) {
        Instant now = zendesk.clock.instant();
        String id = zendesk.text("select ticket_id from tickets where external_id = '5'");
        TicketStatus to =
                status == null
                        ? null
                        : status.equals("pending")
                                ? TicketStatus.WAITING_ON_CUSTOMER
                                : TicketStatus.IN_PROGRESS;
        given(
                zendesk.server
                        .database()
                        .write(
                                tx ->
                                        tickets.update(
                                                tx,
                                                order(id, to, priority, note),
                                                new Doing(ME, "test", now))));
    }

    private static <T> T given(Answer<T> answer) {
        return switch (answer) {
            case Answer.Ok<T>(T value) -> value;
            case Answer.Refused<T> refused -> throw new AssertionError(refused.toString());
        };
    }

    private static TicketChange.Note note(String text) {
        return new TicketChange.Note(false, true, text);
    }

    private static TicketChange order(
            String id, TicketStatus status, TicketPriority priority, TicketChange.Note note) {
        return new TicketChange(id, null, status, priority, null, null, null, null, note, null);
    }

    private void deliver() {
        OutboxDispatcher dispatcher =
                new OutboxDispatcher(
                        zendesk.server.database(),
                        Map.of(Integration.ZENDESK, zendesk.zendesk.outbox()),
                        new SplittableRandom(7),
                        zendesk.clock);
        while (dispatcher.deliverSome()) {
            Thread.yield();
        }
    }

    private int putCount() {
        return zendesk.vendor.findAll(putRequestedFor(urlPathEqualTo(TICKET))).size();
    }

    private String state() {
        return zendesk.text(
                "select concat_ws(' ', status, priority, sync_state) from tickets where external_id"
                        + " = '5'");
    }

    private String local(String id) {
        return zendesk.text(
                "select concat_ws(' ', source, external_id, sync_state) from tickets where"
                        + " ticket_id = '"
                        + id
                        + "'");
    }

    private String outbox() {
        return zendesk.text(
                "select string_agg(concat_ws(' ', state, last_status), ', ' order by created_at,"
                        + " item_id) from integration_outbox");
    }
}
