package io.os199.cs.api.conformance;

import static io.os199.cs.jobs.TestJobs.until;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code subscriptions/listen}, and the notifications that it delivers from other replicas. */
@Timeout(60)
class ListeningIT {
    private static final String TASKS =
            "{'elicitation': {}, 'extensions': {'io.modelcontextprotocol/tasks': {}}}";
    private static final int MOST_STREAMS = 32;
    private static Replicas replicas;
    private static Client client;

    @BeforeAll
    static void start() {
        replicas = new Replicas();
        client = new Client(replicas.url());
    }

    @AfterAll
    static void stop() {
        replicas.close();
    }

    @Test
    void acknowledgesWhatItServesAndTellsNothingElse() {
        Post listen =
                listen(
                                """
                                {'toolsListChanged': true,
                                 'unknownKind': true,
                                 'resourceSubscriptions':
                                     ['test://watched-resource', 'test://static-text'],
                                 'taskIds': ['job_unknown']}
                                """)
                        .id(41)
                        .to(0);
        try (Answer stream = client.send(listen)) {
            JsonNode first = stream.next();
            assertThat(first.path("method").textValue())
                    .isEqualTo("notifications/subscriptions/acknowledged");
            assertThat(first.at("/params/notifications"))
                    .isEqualTo(
                            Literal.object(
                                    """
                                    {'toolsListChanged': true,
                                     'resourceSubscriptions': ['test://watched-resource']}
                                    """));
            assertOfStream(first, 41);
            call("test_trigger_prompt_change", 1);
            call("test_trigger_tool_change", 2);
            JsonNode second = stream.next();
            assertThat(second.path("method").textValue())
                    .isEqualTo("notifications/tools/list_changed");
            assertOfStream(second, 41);
            replicas.edge(0).listen().changed("another");
            replicas.edge(0).listen().changed("test://watched-resource");
            JsonNode third = stream.next();
            assertThat(third.path("method").textValue())
                    .isEqualTo("notifications/resources/updated");
            assertThat(third.at("/params/uri").textValue()).isEqualTo("test://watched-resource");
        }
    }

    @Test
    void tellsOfATaskFromQuestionToEnd() {
        JsonNode begun = call("multi_input", 0);
        String taskId = begun.at("/result/taskId").textValue();
        until(() -> task(taskId).at("/result/inputRequests").size() == 2);
        Post listen = listen("{'taskIds': ['%s']}".formatted(taskId)).to(1);
        try (Answer stream = client.send(listen)) {
            assertThat(stream.next().at("/params/notifications/taskIds/0").textValue())
                    .isEqualTo(taskId);
            assertAcknowledged(update(taskId, "one").to(2));
            next(stream, notice -> notice.at("/params/inputRequests").size() == 1);

            // The same answer again, and one to a question that was never asked: acknowledged, and
            // without effect.
            assertAcknowledged(update(taskId, "one").to(0));
            assertAcknowledged(update(taskId, "three").to(1));
            assertThat(task(taskId).at("/result/status").textValue()).isEqualTo("input_required");

            assertAcknowledged(update(taskId, "two").to(0));
            JsonNode end = next(stream, notice -> notice.at("/params").has("result"));
            assertThat(end.path("method").textValue()).isEqualTo("notifications/tasks");
            assertThat(end.at("/params/taskId").textValue()).isEqualTo(taskId);
            assertThat(end.at("/params/result/content")).isNotEmpty();
            assertOfStream(end, 1);
            assertAcknowledged(update(taskId, "two").to(1));
            assertThat(task(taskId).at("/result/status").textValue()).isEqualTo("completed");
        }
    }

    @Test
    void doesNotListenToTasksOfOthers() {
        String taskId = call("confirm_delete", 0).at("/result/taskId").textValue();
        Post listen = listen("{'taskIds': ['%s']}".formatted(taskId)).as(replicas.key());
        try (Answer stream = client.send(listen)) {
            assertThat(stream.next().at("/params/notifications")).isEmpty();
        }
    }

    @Test
    void endsProperlyWhenTheServerStops() {
        try (Replicas stopping = new Replicas();
                Answer stream =
                        new Client(stopping.url())
                                .send(listen("{'toolsListChanged': true}").id(42).to(1))) {
            stream.next();
            stopping.edge(1).close();
            JsonNode end = stream.last();
            assertThat(end.path("id").intValue()).isEqualTo(42);
            assertThat(end.at("/result/resultType").textValue()).isEqualTo("complete");
            assertThat(end.at("/result/_meta/io.modelcontextprotocol~1subscriptionId").intValue())
                    .isEqualTo(42);

            // Other requests are served to the end, but no new stream begins.
            Client late = new Client(stopping.url());
            try (Answer answer = late.send(listen("{}").to(1))) {
                assertThat(answer.status()).isEqualTo(429);
            }
            try (Answer answer = late.send(Post.modern("tools/list", "{}").to(1))) {
                assertThat(answer.last().at("/result/tools")).isNotEmpty();
            }
        }
    }

    @Test
    void opensNotTooManyStreamsForOne() {
        String key = replicas.key();
        List<Answer> open = new ArrayList<>();
        try {
            for (int stream = 0; stream < MOST_STREAMS; stream++) {
                Answer answer = client.send(listen("{}").as(key).to(2));
                open.add(answer);
                assertThat(answer.status()).isEqualTo(200);
            }
            try (Answer answer = client.send(listen("{}").as(key).to(2))) {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.last().at("/error/message").textValue()).contains("too many");
            }
            client.send(listen("{}").as(replicas.key()).to(2)).close();
        } finally {
            open.forEach(Answer::close);
        }
    }

    @Test
    void needsAStream() {
        Post listen = listen("{}").header("Accept", "application/json");
        try (Answer answer = client.send(listen)) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.last().at("/error/message").textValue())
                    .contains("text/event-stream");
        }
    }

    private static Post listen(String notifications) {
        return Post.modern("subscriptions/listen", "{}")
                .able(TASKS)
                .param("notifications", Literal.object(notifications));
    }

    private static JsonNode call(String tool, int replica) {
        Post call =
                Post.modern("tools/call", "{'name': '%s'}".formatted(tool)).able(TASKS).to(replica);
        try (Answer answer = client.send(call)) {
            return answer.last();
        }
    }

    private static JsonNode task(String taskId) {
        Post get = Post.modern("tasks/get", "{'taskId': '%s'}".formatted(taskId)).able(TASKS);
        try (Answer answer = client.send(get)) {
            return answer.last();
        }
    }

    private static Post update(String taskId, String key) {
        return Post.modern(
                        "tasks/update",
                        "{'taskId': '%s', 'inputResponses': {'%s': {'action': 'accept'}}}"
                                .formatted(taskId, key))
                .able(TASKS);
    }

    private static void assertAcknowledged(Post post) {
        try (Answer answer = client.send(post)) {
            JsonNode result = answer.last().path("result");
            assertThat(result.path("resultType").textValue()).isEqualTo("complete");
            assertThat(result.has("taskId")).isFalse();
        }
    }

    /** Waits for a matching notice: how often a change is announced is not specified. */
    private static JsonNode next(Answer stream, Predicate<JsonNode> wanted) {
        JsonNode notice = stream.next();
        while (!wanted.test(notice)) {
            notice = stream.next();
        }
        return notice;
    }

    private static void assertOfStream(JsonNode message, int id) {
        assertThat(message.at("/params/_meta/io.modelcontextprotocol~1subscriptionId").intValue())
                .isEqualTo(id);
    }
}
