package io.os199.cs.api.conformance;

import static io.os199.cs.jobs.TestJobs.until;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls that take a while, which the suite does not test: asked on the way, abandoned, and reported on meanwhile. */
@Timeout(120)
class LongCallsIT {
    private static final String ELICITATION = "{'elicitation': {}}";
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
    void anAnswerFindsTheReplicaThatAsked() {
        String session = client.initialize(2, ELICITATION);
        try (Answer answer = client.send(elicitation().in(session).to(0))) {
            JsonNode question = answer.next();
            assertThat(question.path("method").textValue()).isEqualTo("elicitation/create");
            ObjectNode response =
                    Literal.object(
                            """
                            {'jsonrpc': '2.0',
                             'result': {'action': 'accept', 'content': {'username': 'Ada'}}}
                            """);
            response.set("id", question.get("id"));
            try (Answer posted = client.send(Post.raw(response).in(session).to(1))) {
                assertThat(posted.status()).isEqualTo(202);
            }
            assertThat(text(answer.last())).contains("Ada");
        }
    }

    @Test
    void anAnswerOfSomebodyElseIsNone() {
        String session = client.initialize(0, ELICITATION);
        try (Answer answer = client.send(elicitation().in(session).to(0))) {
            JsonNode question = answer.next();
            ObjectNode response = Literal.object("{'jsonrpc': '2.0', 'result': {'action': 'x'}}");
            response.set("id", question.get("id"));
            for (int replica = 0; replica < Replicas.COUNT; replica++) {
                Post foreign = Post.raw(response.deepCopy()).as(replicas.key()).to(replica);
                try (Answer posted = client.send(foreign)) {
                    assertThat(posted.status()).isEqualTo(202);
                }
            }
            ObjectNode own = Literal.object("{'jsonrpc': '2.0', 'result': {'action': 'own'}}");
            own.set("id", question.get("id"));
            client.send(Post.raw(own).in(session).to(2)).close();
            assertThat(text(answer.last())).contains("own");
        }
    }

    @Test
    void aQuestionNeedsAStreamToBeAskedOn() {
        String session = client.initialize(0, ELICITATION);
        Post post = elicitation().in(session).header("Accept", "application/json");
        try (Answer answer = client.send(post)) {
            assertThat(answer.last().at("/error/message").textValue())
                    .contains("text/event-stream");
        }
    }

    @Test
    void aQuestionEndsBeforeTheServerThatAskedIt() {
        try (Replicas all = new Replicas()) {
            Client asked = new Client(all.url());
            String session = asked.initialize(0, ELICITATION);
            try (Answer answered = asked.send(elicitation().id(1).in(session).to(1));
                    Answer open = asked.send(elicitation().id(2).in(session).to(1))) {
                JsonNode question = answered.next();
                open.next();
                all.edge(1).stop(Duration.ofSeconds(3));
                ObjectNode late =
                        Literal.object("{'jsonrpc': '2.0', 'result': {'action': 'late'}}");
                late.set("id", question.get("id"));
                asked.send(Post.raw(late).in(session).to(2)).close();
                assertThat(text(answered.last())).contains("late");
                assertThat(open.last().at("/error/message").textValue())
                        .contains("stopping", "nothing was done");
            }
        }
    }

    @Test
    void aCancellationFindsTheReplicaThatWorks() {
        String session = client.initialize(0, "{}");
        Post call = Post.legacy("tools/call", query(60)).id(7).in(session).to(0);
        try (Answer answer = client.send(call)) {
            // By now it is a stream, as it takes longer than a second.
            until(() -> replicas.queries() == 1);
            client.send(cancelled(7).in(client.initialize(1, "{}")).to(1)).close();
            client.send(cancelled(8).in(session).to(1)).close();
            assertThat(replicas.queries()).isEqualTo(1);

            client.send(cancelled(7).in(session).to(1)).close();
            until(() -> replicas.queries() == 0);
            assertThat(answer.rest()).as("what was taken back is not answered").isEmpty();
        }
    }

    @Test
    void aCallThatIsTakenBackBeforeItIsAStreamIsAcceptedAndNotAnswered() throws Exception {
        String session = client.initialize(0, "{}");
        Post call =
                Post.legacy("tools/call", query(60))
                        .id(7)
                        .in(session)
                        .to(0)
                        .header("Accept", "application/json");
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> client.send(call));
        until(() -> replicas.queries() == 1);
        client.send(cancelled(7).in(session).to(1)).close();
        try (Answer answer = waiting.get()) {
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.rest()).isEmpty();
        }
    }

    @Test
    void aQuestionThatIsTakenBackIsNotAnswered() {
        String session = client.initialize(0, ELICITATION);
        try (Answer answer = client.send(elicitation().id(9).in(session).to(0))) {
            answer.next();
            client.send(cancelled(9).in(session).to(1)).close();
            assertThat(answer.rest()).isEmpty();
        }
    }

    @Test
    void aModernClientThatGoesStopsItsStatement() {
        try (Answer answer = client.send(Post.modern("tools/call", query(60)))) {
            assertThat(answer.isStream()).isTrue();
            until(() -> replicas.queries() == 1);
        }
        until(() -> replicas.queries() == 0);
    }

    @Test
    void aLegacyClientThatGoesStopsNothing() {
        String session = client.initialize(0, "{}");
        Post call = Post.legacy("tools/call", query(60)).id(7).in(session).to(0);
        try (Answer answer = client.send(call)) {
            assertThat(answer.isStream()).isTrue();
        }
        // Long enough for the server to have written to the closed connection.
        client.send(Post.modern("tools/call", query(8))).last();
        assertThat(replicas.queries()).isEqualTo(1);
        client.send(cancelled(7).in(session).to(2)).close();
        until(() -> replicas.queries() == 0);
    }

    @Test
    void aLongCallBecomesAStreamWithSignsOfLife() {
        try (Answer quick = client.send(Post.modern("tools/call", query(0)))) {
            assertThat(quick.isStream()).isFalse();
            assertThat(text(quick.last())).isEqualTo("done");
        }
        try (Answer slow = client.send(Post.modern("tools/call", query(7)))) {
            assertThat(slow.isStream()).isTrue();
            assertThat(slow.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(text(slow.last())).isEqualTo("done");
            assertThat(slow.signsOfLife()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void progressGrowsAndIsNotToldTooOften() {
        Post post =
                Post.modern("tools/call", "{'name': 'test_much_progress'}")
                        .meta("progressToken", new TextNode("p"));
        long start = System.nanoTime();
        List<JsonNode> messages;
        try (Answer answer = client.send(post)) {
            messages = answer.rest();
        }
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        List<Double> told =
                messages.stream()
                        .filter(each -> each.has("method"))
                        .map(each -> each.at("/params/progress").doubleValue())
                        .toList();
        assertThat(told).isSorted().doesNotHaveDuplicates().contains(120.0);
        // The first and the last are sent at any time.
        assertThat(told).hasSizeBetween(3, 2 + (int) Math.ceil(2 * seconds));
    }

    @Test
    void withoutATokenThereIsNoProgress() {
        Post post = Post.modern("tools/call", "{'name': 'test_much_progress'}");
        try (Answer answer = client.send(post)) {
            assertThat(answer.rest()).hasSize(1);
        }
    }

    @Test
    void whatIsUnknownInMetaIsIgnored() {
        Post post =
                Post.modern("tools/call", "{'name': 'test_simple_text'}")
                        .meta("io.modelcontextprotocol/later", Literal.object("{'a': [1]}"))
                        .meta("example.com/own", IntNode.valueOf(1));
        try (Answer answer = client.send(post)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.last().at("/result/resultType").textValue()).isEqualTo("complete");
        }
    }

    private static Post elicitation() {
        return Post.legacy(
                "tools/call", "{'name': 'test_elicitation', 'arguments': {'message': 'Who?'}}");
    }

    private static String query(int seconds) {
        return "{'name': 'test_query', 'arguments': {'seconds': %d}}".formatted(seconds);
    }

    private static Post cancelled(int id) {
        ObjectNode notification =
                Literal.object("{'jsonrpc': '2.0', 'method': 'notifications/cancelled'}");
        notification.putObject("params").put("requestId", id);
        return Post.raw(notification);
    }

    private static String text(JsonNode answer) {
        return answer.at("/result/content/0/text").asText();
    }
}
