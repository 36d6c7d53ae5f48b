package io.os199.cs.api.tools.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.jobs.TestJobs;
import io.os199.cs.platform.json.Json;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class LogActivityTest {
    private static final Principal READER = new Principal("key_reader", Set.of(Scope.CS_READ));

    private final WriteToolsFixture tools = new WriteToolsFixture();

    @BeforeEach
    void register() {
        tools.ok(
                tools.register,
                """
                {'client_name': 'Acme Corp', 'primary_contact_email': 'ops@acme.example',
                 'primary_contact_name': 'Ada Byron'}
                """);
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void aCallIsOneRowHoweverOftenItIsSent() {
        String call = "'kind': 'call', 'idempotency_key': 'k'";
        JsonNode first = touch(call);
        assertThat(first.path("last_touchpoint_age_days").asInt()).isZero();
        assertThat(touch(call)).isEqualTo(first);
        tools.assertRows("touchpoints", 1);
        JsonNode overview = tools.ok(tools.core.overview, "{'client_id': 'Acme Corp'}");
        assertThat(overview.at("/engagement/last_touchpoint_age_days").asInt()).isZero();
        assertThat(overview.at("/client/last_engagement_at").asText())
                .isEqualTo("2026-01-15T09:00:00Z");
        assertThat(overview.at("/client/version").asInt()).isEqualTo(1);
    }

    @Test
    void anInboundTouchpointAnswersOneOfTheFourteenDaysBefore() {
        tools.at("2026-06-20T12:00:00Z");
        String contact = "'kind': 'email', 'contact_email': 'OPS@acme.example', ";
        JsonNode sent = touch(contact + "'occurred_at': '2026-06-01T09:00:00Z'");
        JsonNode answer =
                touch(contact + "'direction': 'inbound', 'occurred_at': '2026-06-09T09:00:00Z'");
        assertThat(answer.path("answered_touchpoint_id")).isEqualTo(sent.path("touchpoint_id"));

        tools.core.run("update touchpoints set answered_at = null");
        JsonNode late =
                touch(contact + "'direction': 'inbound', 'occurred_at': '2026-06-20T09:00:00Z'");
        assertThat(late.has("answered_touchpoint_id")).isFalse();
    }

    @Test
    void twoInboundOnesAtOnceAnswerTwoOutboundOnes() throws Exception {
        String first =
                touch("'kind': 'email', 'occurred_at': '2026-01-10T09:00:00Z'")
                        .path("touchpoint_id")
                        .asText();
        String second =
                touch("'kind': 'email', 'occurred_at': '2026-01-11T09:00:00Z'")
                        .path("touchpoint_id")
                        .asText();
        try (Handle holder = tools.core.jdbi.open();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            holder.begin();
            holder.execute(
                    "select from touchpoints where touchpoint_id = '" + second + "' for update");
            List<Future<JsonNode>> both = new ArrayList<>();
            for (String kind : List.of("call", "chat")) {
                both.add(
                        threads.submit(
                                () -> touch("'direction': 'inbound', 'kind': '" + kind + "'")));
            }
            TestJobs.until(
                    () ->
                            tools.value(
                                            "select count(*) from pg_stat_activity where datname ="
                                                    + " current_database() and wait_event_type ="
                                                    + " 'Lock'")
                                    .equals("2"));
            holder.rollback();
            List<String> answered = new ArrayList<>();
            for (Future<JsonNode> each : both) {
                answered.add(each.get().path("answered_touchpoint_id").asText());
            }
            assertThat(answered).containsExactlyInAnyOrder(first, second);
        }
    }

    @Test
    void theSameInstantAgainIsTheStoredOne() {
        JsonNode first = touch("'kind': 'call', 'occurred_at': '2026-01-10T09:00:00Z'");
        JsonNode again =
                touch("'kind': 'call', 'occurred_at': '2026-01-10T09:00:00Z', 'is_answered': true");
        assertThat(again.path("touchpoint_id")).isEqualTo(first.path("touchpoint_id"));
        assertThat(again.path("last_touchpoint_age_days").asInt()).isEqualTo(5);
        assertThat(tools.value("select answered_at = occurred_at from touchpoints")).isEqualTo("t");
    }

    @Test
    void aNoteComesBackAsACustomersWords() {
        tools.at("2026-01-15T10:00:00Z");
        String call =
                """
                {'client_id': 'Acme Corp', 'kind': 'email', 'direction': 'inbound', 'idempotency_key': 'k',
                 'note': 'They say\\u200b: ring +49 170 1234567'}
                """;
        JsonNode note = tools.ok(tools.log, call).path("note");
        assertThat(note.path("untrusted").asBoolean()).isTrue();
        assertThat(note.path("note_text").asText()).isEqualTo("They say: ring +49 170 1234567");
        Principal csm = new Principal("key_csm", Set.of(Scope.CS_WRITE));
        String again =
                "{'client_id': 'Acme Corp', 'kind': 'email', 'direction': 'inbound', 'note':"
                        + " 'Another'}";
        assertThat(
                        tools.core
                                .tools
                                .call(tools.log, csm, again)
                                .content()
                                .at("/note/note_text")
                                .asText())
                .isEqualTo("They say: ring [telephone]");

        JsonNode event = tools.ok(tools.core.timeline, "{'client_id': 'Acme Corp'}").at("/items/0");
        assertThat(event.path("detail").toString())
                .isEqualTo("{\"kind\":\"email\",\"direction\":\"inbound\",\"note\":" + note + "}");
        JsonNode activity =
                tools.core
                        .tools
                        .call(
                                tools.core.overview,
                                csm,
                                "{'client_id': 'Acme Corp', 'sections': ['activity']}")
                        .content();
        assertThat(activity.at("/activity/0/detail/note/note_text").asText())
                .isEqualTo("They say: ring [telephone]");

        JsonNode unseen = touch("'kind': 'call', 'note': '\\u200b '");
        assertThat(unseen.has("note")).isFalse();
    }

    @Test
    void aTasksTitleIsShownWithoutContactsToWhomMayNotSeeThem() {
        tools.ok(
                tools.log,
                """
                {'action': 'create_task', 'client_id': 'Acme Corp',
                 'title': 'Mail ada@acme.example or ring +49 170 1234567'}
                """);
        String blanked = "Mail [address] or ring [telephone]";
        String list = "{'action': 'list_tasks'}";
        assertThat(tools.ok(tools.log, list).at("/items/0/title").asText())
                .contains("ada@acme.example");
        assertThat(
                        tools.core
                                .tools
                                .call(tools.log, READER, list)
                                .content()
                                .at("/items/0/title")
                                .asText())
                .isEqualTo(blanked);
        String overview = "{'client_id': 'Acme Corp', 'sections': ['tasks']}";
        assertThat(
                        tools.core
                                .tools
                                .call(tools.core.overview, READER, overview)
                                .content()
                                .at("/tasks/0/title")
                                .asText())
                .isEqualTo(blanked);
        JsonNode unknown =
                tools.refused(tools.log, "{'action': 'complete_tasks', 'task_ids': ['task_x']}");
        assertThat(unknown.at("/suggestions/0/name").asText()).isEqualTo(blanked);
    }

    @Test
    void anUnknownContactIsRefusedWithTheKnownOnes() {
        String call =
                "{'client_id': 'Acme Corp', 'kind': 'call', 'contact_email': 'x@acme.example'}";
        JsonNode error = tools.refused(tools.log, call);
        assertThat(error.path("code").asText()).isEqualTo("not_found");
        assertThat(error.at("/contacts/0/email").asText()).isEqualTo("ops@acme.example");
        JsonNode masked =
                tools.core
                        .tools
                        .call(tools.log, new Principal("key_csm", Set.of(Scope.CS_WRITE)), call)
                        .content();
        assertThat(masked.at("/error/contacts/0/email").asText()).isEqualTo("o***@acme.example");
        assertThat(masked.at("/error/contacts/0/name").asText()).isEqualTo("A. B.");
    }

    @Test
    void faultsAreReportedTogether() {
        JsonNode error =
                tools.refused(
                        tools.log,
                        "{'kind': 'call', 'occurred_at': '2026-01-15T09:00:01Z', 'title': 'x'}");
        assertThat(error.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder("client_id", "title", "occurred_at");
    }

    @Test
    void theSameTaskCompletedTwiceAtOnceIsDoneOnce() throws Exception {
        String taskId = task("'title': 'Call back'").at("/tasks/0/task_id").asText();
        JsonNode call =
                Json.read(
                        "{\"action\": \"complete_tasks\", \"task_ids\": [\"" + taskId + "\"]}",
                        JsonNode.class);
        List<ToolResult> both =
                WriteToolsFixture.twice(
                        () -> tools.core.tools.call(tools.log, ToolFixture.ADMIN, call));
        for (ToolResult result : both) {
            assertThat(result.content().at("/tasks/0/status").asText()).isEqualTo("done");
        }
        assertThat(tools.value("select count(*) from timeline_events where title = 'Task done'"))
                .isEqualTo("1");
    }

    @Test
    void tasksAreListedByDueDateInPagesAndOverdueOnesCounted() {
        task("'title': 'Second', 'due_date': '2026-01-20'");
        task("'title': 'First', 'due_date': '2026-01-14', 'owner': 'kim'");
        task("'title': 'Without a day'");
        JsonNode page = tools.ok(tools.log, "{'action': 'list_tasks', 'limit': 2}");
        assertThat(page.path("items").findValuesAsText("title"))
                .containsExactly("First", "Without a day");
        assertThat(page.at("/items/0/is_overdue").asBoolean()).isTrue();
        assertThat(page.path("total_count").asInt()).isEqualTo(3);
        assertThat(page.path("overdue_count").asInt()).isEqualTo(1);
        JsonNode rest =
                tools.ok(
                        tools.log,
                        "{'action': 'list_tasks', 'limit': 2, 'cursor': '"
                                + page.path("next_cursor").asText()
                                + "'}");
        assertThat(rest.path("items").findValuesAsText("title")).containsExactly("Second");
        assertThat(rest.has("next_cursor")).isFalse();
        String mine =
                "{'action': 'list_tasks', 'client_id': 'Acme Corp', 'due_before': '2026-01-15',"
                        + " 'csm': 'lee'}";
        assertThat(tools.refused(tools.log, mine).path("field").asText()).isEqualTo("csm");
        tools.ok(tools.register, "{'client_name': 'Lee Ltd', 'csm_assigned': 'Lee'}");
        assertThat(tools.ok(tools.log, mine).path("total_count").asInt()).isZero();
    }

    @Test
    void anUnknownTaskRefusesTheWholeCallWithTheOpenOnes() {
        String taskId = task("'title': 'Call back'").at("/tasks/0/task_id").asText();
        JsonNode error =
                tools.refused(
                        tools.log,
                        "{'action': 'complete_tasks', 'task_ids': ['" + taskId + "', 'task_x']}");
        assertThat(error.path("code").asText()).isEqualTo("not_found");
        assertThat(error.at("/suggestions/0/value").asText()).isEqualTo(taskId);
        assertThat(tools.value("select status from tasks")).isEqualTo("open");
    }

    @Test
    void aReaderMayListAndNothingElse() {
        assertThat(tools.core.tools.call(tools.log, READER, "{'action': 'list_tasks'}").isError())
                .isFalse();
        ToolResult refused =
                tools.core.tools.call(
                        tools.log, READER, "{'client_id': 'Acme Corp', 'kind': 'call'}");
        assertThat(refused.content().at("/error/code").asText()).isEqualTo("forbidden");
        tools.assertRows("touchpoints", 0);
    }

    private JsonNode touch(String arguments) {
        return tools.ok(tools.log, "{'client_id': 'Acme Corp', " + arguments + "}");
    }

    private JsonNode task(String arguments) {
        return tools.ok(
                tools.log,
                "{'action': 'create_task', 'client_id': 'Acme Corp', " + arguments + "}");
    }
}
