package io.os199.cs.integration.intercom;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Doing;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.outbox.OutboxDispatcher;
import io.os199.cs.integration.outbox.OutboxItem;
import io.os199.cs.integration.outbox.OutboxOutcome;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.Escalations;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.TicketChange;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.Tickets;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What Intercom is sent about its conversations, and what follows. */
class IntercomTicketOutboxDaoTest extends IntercomFixture {
    private static final String CONVERSATION = "/conversations/1";
    private static final String REPLY = "/conversations/1/reply";
    private static final String PARTS = "/conversations/1/parts";
    private static final Actor ME = new Actor("me", null);

    private final Timeline timeline = new Timeline();
    private final ClientAnswers answers = ClientAnswers.unkept();
    private final AuditLog audit = new AuditLog(clock);
    private final Tickets tickets =
            new Tickets(
                    Teams.usual(),
                    new Escalations(timeline, audit, answers),
                    new Touchpoints(timeline, clock),
                    timeline,
                    audit,
                    answers,
                    TicketSource.ZENDESK);

    @BeforeEach
    void read() {
        conversation("1", "c1", "open", "10:00", "");
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "1"))));
        run();
        execute(
                "insert into support_agents (agent_id, name, email, team, external_ids) values"
                    + " ('agent_cy', 'Cy', 'cy@support.example', 'Tier 1', '{\"intercom\":"
                    + " \"77\"}'), ('agent_dee', 'Dee', 'dee@support.example', 'Tier 1', '{}')");
        vendor.resetRequests();
        reply(okJson(said(part("p9", "comment", "<p>Words</p>", "12:00", "admin"))));
        move(okJson("{\"id\": \"1\", \"updated_at\": " + seconds("12:01") + "}"));
    }

    @Test
    void aChangeIsToldInItsOrderAndTheCommentIsNotReadBack() {
        change(
                TicketStatus.WAITING_ON_CUSTOMER,
                TicketPriority.P2,
                "agent_cy",
                "Is <it> & you\nok");
        assertThat(ticket()).isEqualTo("waiting_on_customer P2 pending");
        deliver();
        assertThat(posts())
                .isEqualTo(
                        jsons(
                                """
                                {"message_type": "comment", "type": "admin", "admin_id": "814860",
                                 "body": "Is &lt;it&gt; &amp; you<br>ok"}
                                """,
                                """
                                {"message_type": "assignment", "type": "admin", "admin_id": "814860", "assignee_id": "77"}
                                """,
                                """
                                {"message_type": "snoozed", "type": "admin", "admin_id": "814860", "snoozed_until": 1795003200}
                                """));
        assertThat(outbox()).isEqualTo("done 200");
        assertThat(ticket()).isEqualTo("waiting_on_customer P2 synced");
        assertThat(text("select remote_updated_at = '2026-11-11 12:01:00Z' from tickets"))
                .isEqualTo("t");
        assertThat(text("select external_id from ticket_comments")).isEqualTo("p9");
        conversation(
                "1",
                "c1",
                "snoozed",
                "12:01",
                part("p9", "comment", "<p>Is &lt;it&gt;</p>", "12:00", "admin")
                        + ","
                        + part("p10", "snoozed", "", "12:01", "admin"));
        readOn();
        assertThat(text("select string_agg(content_text, '; ') from ticket_comments"))
                .isEqualTo("Is <it> & you\nok");
        assertThat(
                        text(
                                "select string_agg(actor || ' ' || to_status, ', ' order by at)"
                                        + " from ticket_status_changes"))
                .isEqualTo("intercom open, me waiting_on_customer");
        // Intercom has no equivalent for this priority.
        assertThat(ticket()).isEqualTo("waiting_on_customer P3 synced");
    }

    @Test
    void whatIntercomHasOneWordForStaysAsItWasSaidHere() {
        change(TicketStatus.PENDING, null, null, "We look into it");
        deliver();
        String said =
                part("p9", "comment", "<p>We look into it</p>", "12:00", "admin")
                        + ","
                        + part("p10", "snoozed", "", "12:01", "admin");
        conversation("1", "c1", "snoozed", "12:01", said);
        readOn();
        assertThat(ticket()).isEqualTo("pending P3 synced");
        execute(
                "update tickets set status = 'closed'",
                "insert into ticket_status_changes (client_id, ticket_id, at, change_id,"
                        + " from_status, to_status, actor) select client_id, ticket_id,"
                        + " '2026-11-11T12:02:00Z', 'c', 'pending', 'closed', 'me' from tickets");
        conversation(
                "1",
                "c1",
                "closed",
                "12:03",
                said + "," + part("p11", "close", "", "12:03", "admin"));
        readOn();
        assertThat(ticket()).isEqualTo("closed P3 synced");
        assertThat(
                        text(
                                "select string_agg(actor || ' ' || to_status, ', ' order by at)"
                                        + " from ticket_status_changes"))
                .isEqualTo("intercom open, me pending, me closed");
    }

    @Test
    void whatIntercomIsToldOfEachStatusAgentAndKindOfWords() {
        String open =
                """
                {"message_type": "open", "type": "admin", "admin_id": "814860"}
                """;
        String close =
                """
                {"message_type": "close", "type": "admin", "admin_id": "814860"}
                """;
        String snoozed =
                """
                {"message_type": "snoozed", "type": "admin", "admin_id": "814860", "snoozed_until": 1795003200}
                """;
        Map<String, String> told =
                Map.of(
                        "open", open,
                        "in_progress", open,
                        "pending", snoozed,
                        "waiting_on_customer", snoozed,
                        "resolved", close,
                        "closed", close);
        told.forEach(
                (status, body) -> {
                    execute("update tickets set status = '" + status + "'");
                    assertThat(attempt("status")).isInstanceOf(OutboxOutcome.Done.class);
                    assertThat(posts().getLast()).isEqualTo(json(body));
                });
        execute("update tickets set agent_id = null");
        attempt("assignee");
        assertThat(posts().getLast())
                .isEqualTo(
                        json(
                                """
                                {"message_type": "assignment", "type": "admin", "admin_id": "814860", "assignee_id": "0"}
                                """));
        reply(okJson(said(part("p1", "note", "Ask Cy", "12:00", "admin"))));
        words("agent", false, "Ask Cy");
        assertThat(attempt("comment")).isInstanceOf(OutboxOutcome.Done.class);
        assertThat(posts().getLast())
                .isEqualTo(
                        json(
                                """
                                {"message_type": "note", "type": "admin", "admin_id": "814860", "body": "Ask Cy"}
                                """));
        clock.advance(Duration.ofSeconds(1));
        reply(okJson(said(part("p2", "note", "It works", "12:00", "admin"))));
        words("customer", true, "It works");
        assertThat(attempt("comment")).isInstanceOf(OutboxOutcome.Done.class);
        assertThat(posts().getLast())
                .isEqualTo(
                        json(
                                """
                                {"message_type": "note", "type": "admin", "admin_id": "814860",
                                 "body": "From the customer:<br>It works"}
                                """));
        assertThat(text("select string_agg(external_id, ' ' order by at) from ticket_comments"))
                .isEqualTo("p1 p2");
    }

    @Test
    void aCommentWhoseAnswerWasLostIsNotRepeatedAndWhatIntercomSaidMeanwhileIsTaken() {
        change(null, null, null, "Once");
        reply(aResponse().withFault(Fault.EMPTY_RESPONSE));
        deliver();
        assertThat(outbox()).isEqualTo("queued no_answer");
        conversation("1", "c1", "closed", "12:02", part("p5", "close", "", "12:02", "admin"));
        readOn();
        assertThat(ticket()).isEqualTo("in_progress P3 pending");
        deliver();
        assertThat(outbox()).isEqualTo("unconfirmed no_answer");
        assertThat(ticket()).isEqualTo("in_progress P3 failed");
        vendor.verify(1, postRequestedFor(urlEqualTo(REPLY)));
        readOn();
        readOn();
        vendor.verify(
                postRequestedFor(urlEqualTo(SEARCH))
                        .withRequestBody(
                                matchingJsonPath(
                                        "$.query.value[0].value", equalTo("" + seconds("11:43")))));
        assertThat(ticket()).isEqualTo("resolved P3 synced");
    }

    @Test
    void aCommentWhoseAnswerWasLostIsRecognisedThoughItWasReadBefore() {
        change(null, null, null, "It  is\nthere");
        reply(aResponse().withFault(Fault.EMPTY_RESPONSE));
        deliver();
        conversation(
                "1",
                "c1",
                "open",
                "12:01",
                part("p9", "comment", "<p>It is<br>there</p>", "12:01", "admin"));
        readOn();
        assertThat(server.count("ticket_comments")).isEqualTo(2);
        deliver();
        assertThat(outbox()).isEqualTo("done 200");
        assertThat(ticket()).isEqualTo("in_progress P3 synced");
        assertThat(
                        text(
                                "select string_agg(external_id || ' ' || content_text, '; ') from"
                                        + " ticket_comments"))
                .isEqualTo("p9 It  is\nthere");
        vendor.verify(1, postRequestedFor(urlEqualTo(REPLY)));
    }

    @Test
    void wordsThatWereSaidBeforeAreNotTakenForTheSameOnesSaidAgain() {
        clock.advance(Duration.ofMillis(300));
        change(null, null, null, "Thanks");
        deliver();
        clock.advance(Duration.ofSeconds(10));
        change(null, null, null, "Thanks");
        reply(aResponse().withFault(Fault.EMPTY_RESPONSE));
        deliver();
        conversation("1", "c1", "open", "12:00", part("p9", "comment", "Thanks", "12:00", "admin"));
        clock.advance(Duration.ofMinutes(1));
        deliver();
        assertThat(outbox()).isEqualTo("done 200, unconfirmed no_answer");
        assertThat(
                        text(
                                "select string_agg(coalesce(external_id, '-'), ' ' order by at)"
                                        + " from ticket_comments"))
                .isEqualTo("p9 -");
    }

    @Test
    void whatGoesWrongAfterTheCommentDoesNotRepeatIt() {
        for (ResponseDefinitionBuilder answer :
                List.of(status(503), status(429), aResponse().withFault(Fault.EMPTY_RESPONSE))) {
            vendor.resetRequests();
            clock.advance(Duration.ofHours(1));
            execute("delete from ticket_comments", "update tickets set status = 'in_progress'");
            reply(okJson(said(part("p9", "comment", "Once", hour(), "admin"))));
            change(TicketStatus.WAITING_ON_CUSTOMER, null, null, "Once");
            move(answer);
            deliver();
            assertThat(outbox()).contains("queued");
            assertThat(text("select external_id from ticket_comments")).isEqualTo("p9");
            move(okJson("{}"));
            clock.advance(Duration.ofMinutes(1));
            deliver();
            assertThat(outbox()).doesNotContain("queued").endsWith("done 200");
            vendor.verify(1, postRequestedFor(urlEqualTo(REPLY)));
            vendor.verify(2, postRequestedFor(urlEqualTo(PARTS)));
            vendor.verify(0, getRequestedFor(urlEqualTo(CONVERSATION)));
        }
    }

    @Test
    void anAnswerWithoutTheCommentIsLookedUp() {
        change(null, null, null, "Once");
        reply(okJson("{}"));
        deliver();
        assertThat(outbox()).isEqualTo("queued no_part");
        conversation("1", "c1", "open", "12:01", part("p9", "comment", "Once", "12:01", "admin"));
        clock.advance(Duration.ofMinutes(1));
        deliver();
        assertThat(outbox()).isEqualTo("done 200");
        assertThat(text("select external_id from ticket_comments")).isEqualTo("p9");
        vendor.verify(1, postRequestedFor(urlEqualTo(REPLY)));
    }

    @Test
    void refusalsAndFaultsEndAsTheyDoOfAnyService() {
        words("agent", true, "Once");
        for (String field : List.of("comment", "status")) {
            all(status(429).withHeader("Retry-After", "30"));
            assertThat(attempt(field))
                    .isEqualTo(new OutboxOutcome.Later("429", Duration.ofSeconds(30), false));
            all(status(503));
            assertThat(attempt(field)).isEqualTo(new OutboxOutcome.Later("503", null, true));
            all(status(404));
            assertThat(attempt(field)).isEqualTo(new OutboxOutcome.Dead("recipient_unknown"));
            all(status(422));
            assertThat(attempt(field)).isEqualTo(new OutboxOutcome.Dead("422"));
        }
        all(status(401));
        assertThat(attempt("comment"))
                .isEqualTo(new OutboxOutcome.Waits("401", OutboxOutcome.KEY_LOOK));
        execute("update tickets set deleted_at = now()");
        assertThat(attempt("status")).isEqualTo(new OutboxOutcome.Dead("ticket_gone"));
    }

    @Test
    void aConversationThatIsGoneFailsAndIsNotToldAgain() {
        change(TicketStatus.PENDING, null, null, null);
        move(status(404));
        deliver();
        clock.advance(Duration.ofHours(2));
        deliver();
        assertThat(outbox()).isEqualTo("dead recipient_unknown");
        assertThat(ticket()).isEqualTo("pending P3 failed");
        assertThat(text("select count(*) from ticket_status_changes where actor <> 'intercom'"))
                .as("a status that Intercom never took never was one")
                .isEqualTo("0");
        vendor.verify(1, postRequestedFor(urlEqualTo(PARTS)));
    }

    @Test
    void whatIntercomCannotBeToldFailsWithoutADeadLetterAndItsNextWordIsTaken() {
        change(null, TicketPriority.P1, null, null);
        deliver();
        assertThat(outbox()).isEqualTo("done nothing_to_tell");
        assertThat(ticket()).isEqualTo("in_progress P1 failed");
        clock.advance(Duration.ofSeconds(1));
        change(null, null, "agent_dee", null);
        deliver();
        assertThat(outbox()).isEqualTo("done nothing_to_tell, done nothing_to_tell");
        assertThat(posts()).isEmpty();
        // Nothing has been read since, and nothing is read again.
        assertThat(text("select complete_to at time zone 'UTC' from integration_cursors"))
                .isEqualTo("2026-11-11 11:59:00");
        conversation("1", "c1", "closed", "12:03", part("p5", "close", "", "12:03", "admin"));
        readOn();
        assertThat(ticket()).isEqualTo("resolved P3 synced");
    }

    @Test
    void whatCannotBeToldWaitsWithWhatCan() {
        change(null, TicketPriority.P1, null, null);
        clock.advance(Duration.ofSeconds(1));
        change(TicketStatus.PENDING, null, null, null);
        dispatcher().deliverSome();
        assertThat(outbox()).isEqualTo("done nothing_to_tell, queued");
        assertThat(ticket()).isEqualTo("pending P1 pending");
        deliver();
        assertThat(outbox()).isEqualTo("done nothing_to_tell, done 200");
        assertThat(ticket()).isEqualTo("pending P1 synced");
    }

    @Test
    void withoutAnAdminNothingIsDone() {
        words("agent", true, "Once");
        try (Intercom nobody = intercom("")) {
            for (String field : List.of("comment", "status", "assignee")) {
                assertThat(nobody.outbox().deliver(item(field, null)))
                        .isEqualTo(new OutboxOutcome.Dead("no_admin"));
            }
            assertThat(nobody.outbox().deliver(item("tags", null)))
                    .isInstanceOf(OutboxOutcome.Done.class);
        }
        assertThat(posts()).isEmpty();
    }

    private void reply(ResponseDefinitionBuilder answer) {
        vendor.stubFor(post(urlEqualTo(REPLY)).willReturn(answer));
    }

    private void move(ResponseDefinitionBuilder answer) {
        vendor.stubFor(post(urlEqualTo(PARTS)).willReturn(answer));
    }

    private void all(ResponseDefinitionBuilder answer) {
        reply(answer);
        move(answer);
    }

    /** Reads what is there, five minutes later. */
    private void readOn() {
        clock.advance(Duration.ofMinutes(5));
        run();
    }

    private String hour() {
        return clock.instant().toString().substring(11, 16);
    }

    /** Returns the conversation as Intercom answers with it, with an earlier part before this one. */
    private static String said(String part) {
        return "{\"id\": \"1\", \"updated_at\": %d, \"conversation_parts\": {\"conversation_parts\": [%s, %s]}}"
                .formatted(
                        seconds("12:00"), part("p0", "comment", "Before", "09:00", "admin"), part);
    }

    private void words(String author, boolean isPublic, String text) {
        execute(
                "insert into ticket_comments (client_id, ticket_id, comment_id, author_type,"
                        + " is_public,"
                        + " content_text, at) values ('client_acme', '%s', 'comment_%s', '%s', %s, '%s', '%s')"
                                .formatted(
                                        ticketId(),
                                        author,
                                        author,
                                        isPublic,
                                        text,
                                        clock.instant()));
    }

    private void change(TicketStatus status, TicketPriority priority, String agent, String said) {
        TicketChange.Note note = said == null ? null : new TicketChange.Note(false, true, said);
        TicketChange change =
                new TicketChange(
                        ticketId(), null, status, priority, null, agent, null, null, note, null);
        Instant now = clock.instant();
        Answer<Tickets.Worked> answer =
                server.database()
                        .write(tx -> tickets.update(tx, change, new Doing(ME, "test", now)));
        assertThat(answer).isInstanceOf(Answer.Ok.class);
    }

    private String ticketId() {
        return text("select ticket_id from tickets");
    }

    private OutboxItem item(String field, Instant inDoubt) {
        return new OutboxItem(
                "client_acme",
                "item_1",
                Integration.INTERCOM,
                "ticket_update",
                "tickets",
                ticketId(),
                "{\"fields\": [\"priority\", \"%s\"]}".formatted(field),
                0,
                inDoubt,
                clock.instant());
    }

    private OutboxOutcome attempt(String field) {
        return intercom.outbox().deliver(item(field, null));
    }

    private OutboxDispatcher dispatcher() {
        return new OutboxDispatcher(
                server.database(),
                Map.of(Integration.INTERCOM, intercom.outbox()),
                new SplittableRandom(7),
                clock);
    }

    private void deliver() {
        OutboxDispatcher dispatcher = dispatcher();
        while (dispatcher.deliverSome()) {
            Thread.yield();
        }
    }

    /** Returns what was sent to Intercom, in order. */
    private List<JsonNode> posts() {
        return vendor
                .findAll(postRequestedFor(urlMatching("/conversations/1/(reply|parts)")))
                .stream()
                .map(each -> json(each.getBodyAsString()))
                .toList();
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    private static List<JsonNode> jsons(String... texts) {
        return Stream.of(texts).map(IntercomTicketOutboxDaoTest::json).toList();
    }

    private String ticket() {
        return text("select concat_ws(' ', status, priority, sync_state) from tickets");
    }

    private String outbox() {
        return text(
                "select string_agg(concat_ws(' ', state, last_status), ', ' order by created_at,"
                        + " item_id) from integration_outbox");
    }
}
