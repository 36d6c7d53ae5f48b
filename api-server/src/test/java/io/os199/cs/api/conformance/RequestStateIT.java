package io.os199.cs.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.os199.cs.testing.TestClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;

/** The state that a modern client carries between two rounds: whose it is, what it is for, and how long it is valid. */
@Timeout(60)
class RequestStateIT {
    private static final String TOOL = "test_input_required_result_request_state";
    private static final String OTHER = "test_input_required_result_tampered_state";
    private static TestClock clock;
    private static Replicas replicas;
    private static Client client;

    @BeforeAll
    static void start() {
        clock = new TestClock("2026-11-01T12:00:00Z");
        replicas = new Replicas(clock);
        client = new Client(replicas.url());
    }

    @AfterAll
    static void stop() {
        replicas.close();
    }

    /** The first replica seals with the key that the others have replaced, so both directions are tested. */
    @Test
    void opensOnAnyReplica() {
        for (int sealing = 0; sealing < Replicas.COUNT; sealing++) {
            for (int opening = 0; opening < Replicas.COUNT; opening++) {
                JsonNode answer = answer(round(TOOL, "{}", state(sealing)).to(opening));
                assertThat(answer.at("/result/content/0/text").textValue()).isEqualTo("state-ok");
            }
        }
    }

    @Test
    void opensForTheSameArgumentsSentInAnotherWay() {
        JsonNode answer =
                answer(
                        Post.modern("tools/call", "{'name': '%s'}".formatted(TOOL))
                                .able("{'elicitation': {'form': {}}}")
                                .param("requestState", new TextNode(state(0)))
                                .param("inputResponses", accepted()));
        assertThat(answer.at("/result/content/0/text").textValue()).isEqualTo("state-ok");
    }

    @Test
    void opensForNobodyElse() {
        assertRefused(round(TOOL, "{}", state(0)).as(replicas.key()));
    }

    @Test
    void opensForNoOtherCall() {
        assertRefused(round(TOOL, "{'other': 1}", state(1)));
        assertRefused(round(OTHER, "{}", state(1)));
        assertRefused(
                Post.modern("prompts/get", "{'name': 'test_input_required_result_prompt'}")
                        .able("{'elicitation': {}}")
                        .param("requestState", new TextNode(state(1))));
    }

    @Test
    void opensForTenMinutes() {
        String state = state(2);
        clock.advance(Duration.ofMinutes(9));
        assertThat(answer(round(TOOL, "{}", state)).has("result")).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertRefused(round(TOOL, "{}", state));
    }

    @Test
    void isNothingThatAClientCouldMake() {
        for (String wrong : new String[] {"", "state", state(0) + "x", "x" + state(0)}) {
            assertRefused(round(TOOL, "{}", wrong));
        }
        assertRefused(round(TOOL, "{}", "").param("requestState", Literal.object("{'a': 1}")));
    }

    private static String state(int replica) {
        Post first =
                Post.modern("tools/call", "{'name': '%s', 'arguments': {}}".formatted(TOOL))
                        .able("{'elicitation': {}}")
                        .to(replica);
        return answer(first).at("/result/requestState").textValue();
    }

    private static Post round(String tool, String arguments, String state) {
        return Post.modern(
                        "tools/call", "{'name': '%s', 'arguments': %s}".formatted(tool, arguments))
                .able("{'elicitation': {}}")
                .param("requestState", new TextNode(state))
                .param("inputResponses", accepted());
    }

    private static JsonNode accepted() {
        return Literal.object("{'confirm': {'action': 'accept', 'content': {'ok': true}}}");
    }

    private static void assertRefused(Post post) {
        JsonNode answer = answer(post);
        assertThat(answer.at("/error/code").intValue()).as(answer.toString()).isEqualTo(-32602);
        assertThat(answer.at("/error/message").textValue()).contains("requestState");
    }

    private static JsonNode answer(Post post) {
        try (Answer answer = client.send(post)) {
            return answer.last();
        }
    }
}
