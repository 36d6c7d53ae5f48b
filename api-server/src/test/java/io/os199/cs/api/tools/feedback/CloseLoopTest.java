package io.os199.cs.api.tools.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.jobs.TestJobs;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Closing loops with {@code manage_voice_of_customer}: who is notified once, who is not, what cannot be closed this
 * way.
 */
class CloseLoopTest {
    private static final String CLOSE = "close_feedback_loop";
    private static final String MESSAGE =
            "'notify': true, 'message_text': 'Hello {{first_name|there}}, it is there now. Thank"
                    + " you.'";

    private final VoiceFixture voice = new VoiceFixture();

    @AfterEach
    void close() {
        voice.close();
    }

    @Test
    void oneMessageGoesToOnePersonAndNoneTheSecondTime() {
        String arguments = shipped(fiveItems()) + ", " + MESSAGE;
        JsonNode asked = voice.refused(CLOSE, arguments);
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        JsonNode preview = asked.findValue("preview");
        assertThat(preview.path("recipient_count").asInt()).isEqualTo(1);
        assertThat(preview.at("/recipients/0/email").asText()).isEqualTo("ada@a.example");
        assertThat(preview.at("/first_message/body_text").asText())
                .isEqualTo("Hello ada, it is there now. Thank you.");
        assertThat(preview.at("/data_gaps/0/reason").asText()).isEqualTo("no_email_provider");
        assertThat(voice.on.value("select count(*) from email_messages")).isEqualTo("0");
        assertThat(voice.on.value("select count(*) from feedback where status = 'closed'"))
                .isEqualTo("0");

        JsonNode done =
                voice.ok(
                        CLOSE,
                        arguments + ", 'confirmation_token': '" + VoiceFixture.token(asked) + "'");
        assertThat(done.path("closed_count").asInt()).isEqualTo(5);
        assertThat(done.path("already_closed_count").asInt()).isZero();
        assertThat(done.path("notified_count").asInt()).isEqualTo(1);
        assertThat(done.path("excluded").toString())
                .isEqualTo(
                        "[{'reason':'anonymous','count':1},{'reason':'suppressed','count':1}]"
                                .replace('\'', '"'));
        assertThat(done.path("feedback_ids")).hasSize(5);
        assertThat(done.at("/data_gaps/0/reason").asText()).isEqualTo("no_email_provider");
        assertThat(
                        voice.on.rows(
                                "select contact_email || ' ' || status || ' ' || (token_values ->>"
                                        + " 'first_name') from email_messages"))
                .containsExactly("ada@a.example queued ada");
        assertThat(
                        voice.on.rows(
                                """
                                select status || ' ' || loop_outcome || ' ' || loop_notified || ' ' ||
                                    (loop_closed_at = '2026-06-30T12:00:00Z') || ' ' || (decided_at = loop_closed_at)
                                from feedback
                                order by feedback_id
                                """))
                .containsExactly(
                        "closed shipped true true true",
                        "closed shipped true true true",
                        "closed shipped true true true",
                        "closed shipped false true true",
                        "closed shipped false true true");
        assertThat(
                        voice.on.rows(
                                "select type || ' ' || title from timeline_events order by"
                                        + " event_id"))
                .containsExactly(
                        "feedback Feedback loop closed",
                        "communication Mail on what became of feedback queued");
        assertThat(voice.on.value("select action from audit_log where tool like 'manage_voice%'"))
                .isEqualTo("close feedback loop shipped");

        JsonNode again = voice.ok(CLOSE, arguments);
        assertThat(again.path("closed_count").asInt()).isZero();
        assertThat(again.path("already_closed_count").asInt()).isEqualTo(5);
        assertThat(again.path("notified_count").asInt()).isZero();
        assertThat(voice.on.value("select count(*) from email_messages")).isEqualTo("1");
    }

    @Test
    void twoAtOnceCloseAndWriteOnce() throws Exception {
        String arguments = shipped(fiveItems()) + ", " + MESSAGE;
        List<Callable<ToolResult>> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String token = VoiceFixture.token(voice.refused(CLOSE, arguments));
            calls.add(
                    () ->
                            voice.as(
                                    ToolFixture.ADMIN,
                                    CLOSE,
                                    arguments + ", 'confirmation_token': '" + token + "'"));
        }
        List<String> answers = together(calls);
        assertThat(answers).filteredOn(each -> each.contains("\"closed_count\":5")).hasSize(1);
        // A caller that comes while the other writes is refused with a conflict; one that comes
        // later finds nothing
        // open.
        assertThat(answers)
                .filteredOn(
                        each ->
                                each.contains("\"conflict\"")
                                        || each.contains("\"closed_count\":0"))
                .hasSize(1);
        assertThat(voice.on.value("select count(*) from email_messages")).isEqualTo("1");
        assertThat(voice.on.value("select count(*) from timeline_events where type = 'feedback'"))
                .isEqualTo("1");
    }

    /** So an erasure of a person, which holds clients and then writes their feedback, waits for nobody who waits for it. */
    @Test
    void ofAClientThatSomebodyElseHoldsNoFeedbackIsHeld() throws Exception {
        String id = voice.item("a", 3, "low", "new");
        try (Handle other = voice.on.server.jdbi().open();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            other.begin();
            other.execute("select from clients where client_id = 'client_a' for update");
            Future<JsonNode> closed = threads.submit(() -> voice.ok(CLOSE, shipped(List.of(id))));
            TestJobs.until(
                    () ->
                            voice.on
                                    .value(
                                            "select count(*) from pg_stat_activity where datname ="
                                                    + " current_database() and wait_event_type ="
                                                    + " 'Lock'")
                                    .equals("1"));
            other.execute("select from feedback for update nowait");
            other.commit();
            assertThat(closed.get().path("closed_count").asInt()).isEqualTo(1);
        }
    }

    @Test
    void whatChangedSinceItWasShownIsShownAgain() {
        String arguments = shipped(fiveItems()) + ", " + MESSAGE;
        String token = VoiceFixture.token(voice.refused(CLOSE, arguments));
        voice.on.execute("delete from email_suppressions");
        JsonNode refused =
                voice.refused(CLOSE, arguments + ", 'confirmation_token': '" + token + "'");
        assertThat(refused.path("code").asText()).isEqualTo("conflict");
        assertThat(refused.findValue("preview").path("recipient_count").asInt()).isEqualTo(2);
        assertThat(voice.on.value("select count(*) from email_messages")).isEqualTo("0");
        assertThat(voice.on.value("select count(*) from feedback where status = 'closed'"))
                .isEqualTo("0");
        String keyed = arguments + ", 'idempotency_key': 'k'";
        JsonNode done = voice.confirmed(CLOSE, keyed);
        assertThat(done.path("notified_count").asInt()).isEqualTo(2);
        assertThat(voice.ok(CLOSE, keyed)).isEqualTo(done);
        assertThat(voice.on.value("select count(*) from email_messages")).isEqualTo("2");
    }

    @Test
    void whoIsNotToldAndWhy() {
        voice.contact("a", "ada");
        voice.contact("b", "ben");
        voice.on.execute(
                """
                insert into contacts (client_id, contact_id, email, name, role, left_company_at)
                values ('client_a', 'contact_gone', 'gone@a.example', 'Gone', 'user', '2026-01-01T00:00:00Z'),
                    ('client_a', 'contact_bad', 'not an address', 'Bad', 'user', null),
                    ('client_a', 'contact_ben', 'ben@b.example', 'Ben Byron', 'user', null)
                """);
        voice.on.execute(
                "insert into email_suppressions (email, scope, reason, source) values"
                        + " ('ada@a.example', 'all', 'unsubscribe', 'test')");
        List<String> ids = new ArrayList<>();
        for (String email :
                List.of(
                        "gone@a.example",
                        "not an address",
                        "typed@a.example",
                        "ada@a.example",
                        "ben@b.example")) {
            String id = voice.item("a", 3, "low", "new");
            voice.said(id, email);
            ids.add(id);
        }
        // The same person is also a contact of another client, and gets one mail about both.
        String elsewhere = voice.item("b", 3, "low", "new");
        voice.said(elsewhere, "ben@b.example");
        ids.add(elsewhere);
        String named = voice.item("a", 3, "low", "new");
        voice.on.execute(
                "update feedback set submitter_name = 'Cy' where feedback_id = '" + named + "'");
        ids.add(named);
        String arguments = of(ids, "answered") + ", " + MESSAGE;
        JsonNode would = voice.ok(CLOSE, arguments + ", 'dry_run': true");
        assertThat(would.path("is_dry_run").asBoolean()).isTrue();
        assertThat(would.path("closed_count").asInt()).isEqualTo(7);
        assertThat(would.path("notified_count").asInt()).isEqualTo(1);
        assertThat(would.path("excluded").findValuesAsText("reason"))
                .containsExactly(
                        "no_address",
                        "invalid_address",
                        "not_a_contact",
                        "left_company",
                        "unsubscribed");
        assertThat(would.at("/first_message/to").asText()).isEqualTo("ben@b.example");
        assertThat(voice.on.value("select count(*) from feedback where status <> 'new'"))
                .isEqualTo("0");
        // Ben has no title.
        JsonNode holes =
                voice.ok(
                        CLOSE,
                        of(ids, "answered")
                                + ", 'notify': true, 'message_text': 'Dear {{contact_title}}, thank"
                                + " you for it', 'dry_run': true");
        assertThat(holes.path("notified_count").asInt()).isZero();
        assertThat(holes.path("excluded").toString())
                .contains("{\"reason\":\"missing_token\",\"count\":2}");
        Principal blind =
                new Principal("key_sender", Set.of(Scope.CS_READ, Scope.CS_WRITE, Scope.CS_SEND));
        JsonNode masked = voice.as(blind, CLOSE, arguments).content().path("error");
        assertThat(masked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(masked.toString()).contains("b***@b.example").doesNotContain("ben@");
    }

    @Test
    void whatIsPlannedIsNotJustAnswered() {
        String planned = voice.item("a", 3, "low", "planned");
        String fresh = voice.item("a", 3, "low", "new");
        String declined = voice.item("a", 3, "low", "declined");
        JsonNode refused = voice.refused(CLOSE, of(List.of(fresh, planned), "answered"));
        assertThat(refused.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(refused.path("message").asText()).contains(planned).doesNotContain(fresh);
        assertThat(refused.path("expected").asText()).contains("shipped or declined");
        assertThat(voice.refused(CLOSE, of(List.of(declined), "shipped")).path("code").asText())
                .isEqualTo("failed_precondition");
        assertThat(voice.on.value("select count(*) from feedback where loop_closed_at is not null"))
                .isEqualTo("0");
        JsonNode done = voice.ok(CLOSE, of(List.of(fresh, declined), "answered"));
        assertThat(done.path("closed_count").asInt()).isEqualTo(2);
        assertThat(done.path("excluded")).isEmpty();
        assertThat(voice.ok(CLOSE, shipped(List.of(planned))).path("closed_count").asInt())
                .isEqualTo(1);
    }

    @Test
    void anInsightOrAnItemOfTheRoadmapBringsItsFeedback() {
        String one = voice.item("a", 3, "low", "new");
        String two = voice.item("b", 3, "low", "new");
        voice.on.execute(
                """
                insert into insights (insight_id, insight_type, title, description, priority, created_by)
                values ('insight_1', 'bug_report', 't', 'd', 'high', 'kim'), ('insight_2', 'bug_report', 't', 'd', 'high', 'kim')
                """);
        voice.on.execute(
                "insert into insight_evidence (client_id, feedback_id, insight_id, linked_at) values ('client_a', '%s', 'insight_1', now())"
                        .formatted(one));
        voice.on.execute("insert into roadmap_items (item_id, title) values ('roadmap_1', 'SSO')");
        voice.on.execute(
                "insert into roadmap_feedback (client_id, feedback_id, item_id, linked_at, linked_by) values ('client_b', '%s', 'roadmap_1', now(), 'kim')"
                        .formatted(two));
        JsonNode done =
                voice.ok(
                        CLOSE,
                        "'outcome': 'shipped', 'insight_id': 'insight_1', 'roadmap_item_id':"
                                + " 'roadmap_1'");
        assertThat(done.path("feedback_ids").toString())
                .isEqualTo("[\"%s\",\"%s\"]".formatted(one, two));
        assertThat(
                        voice.refused(CLOSE, "'outcome': 'shipped', 'insight_id': 'insight_2'")
                                .path("code")
                                .asText())
                .isEqualTo("failed_precondition");
        for (String unknown : List.of("insight_id", "roadmap_item_id")) {
            JsonNode refused =
                    voice.refused(CLOSE, "'outcome': 'shipped', '" + unknown + "': 'none'");
            assertThat(refused.path("code").asText()).isEqualTo("not_found");
            assertThat(refused.path("field").asText()).isEqualTo(unknown);
        }
    }

    @Test
    void wrongArgumentsAreRefusedTogetherAndChangeNothing() {
        String known = voice.item("a", 3, "low", "new");
        JsonNode unknown =
                voice.refused(CLOSE, shipped(List.of(known, "feedback_x; drop table feedback")));
        assertThat(unknown.path("code").asText()).isEqualTo("not_found");
        assertThat(unknown.path("field").asText()).isEqualTo("feedback_ids[1]");
        assertThat(unknown.toString()).doesNotContain("drop table");
        assertThat(voice.on.value("select status from feedback")).isEqualTo("new");

        JsonNode none = voice.refused(CLOSE, "'outcome': 'shipped', 'notify': true");
        assertThat(none.path("faults").findValuesAsText("field"))
                .containsExactly("feedback_ids", "message_text");
        assertThat(none.path("message").asText())
                .contains("feedback_ids, insight_id or roadmap_item_id");
        JsonNode token =
                voice.refused(
                        CLOSE,
                        shipped(List.of(known, known))
                                + ", 'notify': true, 'message_text': 'Dear {{firstname}}, it is"
                                + " there', 'title': 'x'");
        assertThat(token.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder("message_text", "title", "feedback_ids[1]");
        assertThat(token.toString()).contains("{{first_name}}", "unsubscribe_url");
        assertThat(voice.refused(CLOSE, "'feedback_ids': ['x']").path("field").asText())
                .isEqualTo("outcome");
        assertThat(
                        voice.refused(
                                        CLOSE,
                                        shipped(List.of(known))
                                                + ", 'message_text': 'It is there, thank you'")
                                .path("message")
                                .asText())
                .contains("without notify");

        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        JsonNode forbidden =
                voice.as(reader, CLOSE, shipped(List.of(known))).content().path("error");
        assertThat(forbidden.path("code").asText()).isEqualTo("forbidden");
        Principal writer = new Principal("key_writer", Set.of(Scope.CS_WRITE));
        JsonNode noSend =
                voice.as(writer, CLOSE, shipped(List.of(known)) + ", " + MESSAGE)
                        .content()
                        .path("error");
        assertThat(noSend.path("code").asText()).isEqualTo("forbidden");
        assertThat(noSend.path("field").asText()).isEqualTo("notify");
        assertThat(voice.as(writer, CLOSE, shipped(List.of(known))).isError()).isFalse();
    }

    private List<String> fiveItems() {
        voice.contact("a", "ada");
        voice.contact("a", "eve");
        voice.on.execute(
                "insert into email_suppressions (email, scope, reason, source) values"
                        + " ('eve@a.example', 'all', 'complaint', 'test')");
        List<String> ids = new ArrayList<>();
        for (String email :
                List.of("ada@a.example", "Ada@A.example", "ada@a.example", "", "eve@a.example")) {
            String id = voice.item("a", 3, "low", "new");
            if (!email.isEmpty()) {
                voice.said(id, email);
            }
            ids.add(id);
        }
        return ids;
    }

    private static String shipped(List<String> ids) {
        return of(ids, "shipped");
    }

    private static String of(List<String> ids, String outcome) {
        return "'outcome': '"
                + outcome
                + "', 'feedback_ids': ["
                + String.join(", ", ids.stream().map(id -> quoted(id)).toList())
                + "]";
    }

    private static String quoted(String id) {
        return "\"" + id + "\"";
    }

    static List<String> together(List<Callable<ToolResult>> calls) throws Exception {
        List<String> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            for (Future<ToolResult> each : threads.invokeAll(calls)) {
                answers.add(each.get().content().toString());
            }
        }
        return answers;
    }
}
