package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A person's confirmation, in every way it can arrive: counted once, on whichever replica. The effect at stake is the
 * end of another principal's job.
 */
class ConfirmationIT {
    private static final String ASKS = "{'elicitation':{}}";

    private static RunningApi first;
    private static RunningApi second;
    private String jobId;

    @BeforeAll
    static void start() {
        first = new RunningApi();
        second = first.replica();
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @BeforeEach
    void runningJobOfSomebodyElse() {
        jobId = TypeId.next("job");
        first.testDatabase()
                .jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "insert into jobs (job_id, tool, arguments, arguments_hash,"
                                            + " principal, status, submitted_at, started_at,"
                                            + " lease_until) values (?, 'calculate_health_score',"
                                            + " '{}', ?, 'key_other', 'working', now(), now(),"
                                            + " now() + interval '1 hour')",
                                        jobId,
                                        jobId));
    }

    @Test
    void modernClientIsAskedAndItsYesCountsOnceOnAnyReplica() {
        JsonNode asked = result(first.modern(first.key(), "tools/call", call(), ASKS));
        assertThat(asked.path("resultType").textValue()).isEqualTo("input_required");
        JsonNode question = asked.at("/inputRequests/confirm");
        assertThat(question.path("method").textValue()).isEqualTo("elicitation/create");
        assertThat(question.at("/params/message").textValue())
                .contains("calculate_health_score", jobId);
        assertThat(isFlagged()).isFalse();

        ObjectNode retry = answered(asked, "accept", true);
        JsonNode done = result(second.modern(firstKey(), "tools/call", retry, ASKS));
        assertThat(done.at("/structuredContent/outcome").textValue()).isEqualTo("cancelling");
        assertThat(isFlagged()).isTrue();

        JsonNode replayed = result(first.modern(first.key(), "tools/call", retry, ASKS));
        assertThat(replayed.at("/structuredContent/error/code").textValue()).isEqualTo("conflict");
        assertThat(replayed.has("inputRequests")).isFalse();
    }

    @Test
    void modernNoIsANoForGood() {
        JsonNode asked = result(first.modern(first.key(), "tools/call", call(), ASKS));
        for (ObjectNode no :
                new ObjectNode[] {
                    answered(asked, "decline", false), answered(asked, "accept", true),
                }) {
            JsonNode refused = result(second.modern(firstKey(), "tools/call", no, ASKS));
            assertThat(refused.path("isError").asBoolean()).isTrue();
            assertThat(isFlagged()).isFalse();
        }
        ObjectNode unticked =
                answered(
                        result(first.modern(first.key(), "tools/call", call(), ASKS)),
                        "accept",
                        false);
        JsonNode refused = result(second.modern(firstKey(), "tools/call", unticked, ASKS));
        assertThat(refused.at("/structuredContent/error/code").textValue())
                .isEqualTo("failed_precondition");
        assertThat(isFlagged()).isFalse();
    }

    @Test
    void stateIsOfOneCallerAndOneCall() {
        JsonNode asked = result(first.modern(first.key(), "tools/call", call(), ASKS));
        ObjectNode retry = answered(asked, "accept", true);
        assertError(first.modern(first.key(Scope.CS_ADMIN), "tools/call", retry, ASKS));

        ObjectNode otherArguments = retry.deepCopy();
        otherArguments.withObject("/arguments").put("reason", "another");
        assertError(first.modern(first.key(), "tools/call", otherArguments, ASKS));

        ObjectNode tampered = retry.deepCopy();
        tampered.put("requestState", retry.path("requestState").textValue() + "x");
        assertError(first.modern(first.key(), "tools/call", tampered, ASKS));
        assertThat(isFlagged()).isFalse();
    }

    @Test
    void unansweredQuestionIsAskedAgain() {
        JsonNode asked = result(first.modern(first.key(), "tools/call", call(), ASKS));
        ObjectNode retry = call();
        retry.set("requestState", asked.path("requestState"));
        JsonNode again = result(first.modern(first.key(), "tools/call", retry, ASKS));
        assertThat(again.path("resultType").textValue()).isEqualTo("input_required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'true'", "1", "[true]", "null"})
    void whatIsNoBooleanIsNoYesAndAskedAgain(String confirm) throws Exception {
        JsonNode asked = result(first.modern(first.key(), "tools/call", call(), ASKS));
        ObjectNode retry = answered(asked, "accept", true);
        retry.withObject("/inputResponses/confirm/content").set("confirm", literal(confirm));
        JsonNode again = result(first.modern(first.key(), "tools/call", retry, ASKS));
        assertThat(again.path("resultType").textValue()).isEqualTo("input_required");
        assertThat(legacy("accept", literal(confirm), "decline").at("/result/isError").asBoolean())
                .isTrue();
        assertThat(isFlagged()).isFalse();
    }

    private static JsonNode literal(String json) {
        return Json.read(json.replace('\'', '"'), JsonNode.class);
    }

    @Test
    void legacyClientIsAskedOnTheStreamAndAnswersToAnotherReplica() throws Exception {
        assertThat(
                        legacy("accept", BooleanNode.TRUE)
                                .at("/result/structuredContent/outcome")
                                .textValue())
                .isEqualTo("cancelling");
        assertThat(isFlagged()).isTrue();
    }

    @Test
    void legacyNoIsANo() throws Exception {
        JsonNode answer = legacy("decline", BooleanNode.FALSE);
        assertThat(answer.at("/result/structuredContent/error/code").textValue())
                .isEqualTo("failed_precondition");
        assertThat(isFlagged()).isFalse();
    }

    @Test
    void whoCannotAskGetsAPreviewAndATokenForOneUse() {
        JsonNode offered = result(first.modern(first.key(), "tools/call", call()));
        JsonNode error = offered.at("/structuredContent/error");
        assertThat(error.path("code").textValue()).isEqualTo("confirmation_required");
        assertThat(error.at("/preview/job/job_id").textValue()).isEqualTo(jobId);
        ObjectNode confirmed = call();
        confirmed
                .withObject("/arguments")
                .set("confirmation_token", error.path("confirmation_token"));
        JsonNode done = result(second.modern(firstKey(), "tools/call", confirmed));
        assertThat(done.at("/structuredContent/outcome").textValue()).isEqualTo("cancelling");
        JsonNode replayed = result(first.modern(first.key(), "tools/call", confirmed));
        assertThat(replayed.at("/structuredContent/error/code").textValue()).isEqualTo("conflict");
    }

    /**
     * Makes one call of a legacy client: asked on the stream of {@code first}, answered by a POST to {@code second}.
     *
     * @param again the actions that answer the same question when it is asked again
     */
    private JsonNode legacy(String action, JsonNode confirm, String... again)
            throws IOException, InterruptedException {
        HttpResponse<String> opened =
                first.post(
                        RunningApi.rpc(
                                0,
                                "initialize",
                                object(
                                        "{'protocolVersion':'2025-11-25','capabilities':"
                                                + ASKS
                                                + ",'clientInfo':{'name':'t','version':'1'}}")),
                        Map.of("Authorization", "Bearer " + first.key()));
        String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        HttpRequest request =
                HttpRequest.newBuilder(first.uri("/mcp"))
                        .header("Authorization", "Bearer " + first.key())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("Mcp-Session-Id", session)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        RunningApi.rpc(7, "tools/call", call())))
                        .build();
        HttpResponse<Stream<String>> stream = first.http().send(request, BodyHandlers.ofLines());
        assertThat(stream.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        try (Stream<String> lines = stream.body()) {
            Iterator<JsonNode> messages =
                    lines.filter(line -> line.startsWith("data: "))
                            .map(line -> Json.read(line.substring(6), JsonNode.class))
                            .iterator();
            answer(messages.next(), action, confirm, session);
            for (String each : again) {
                answer(messages.next(), each, confirm, session);
            }
            JsonNode result = messages.next();
            assertThat(result.path("id").intValue()).isEqualTo(7);
            return result;
        }
    }

    private static void answer(JsonNode question, String action, JsonNode confirm, String session) {
        assertThat(question.path("method").textValue()).isEqualTo("elicitation/create");
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        answer.set("id", question.path("id"));
        answer.putObject("result")
                .put("action", action)
                .putObject("content")
                .set("confirm", confirm);
        HttpResponse<String> taken =
                second.post(
                        answer.toString(),
                        Map.of("Authorization", "Bearer " + firstKey(), "Mcp-Session-Id", session));
        assertThat(taken.statusCode()).isEqualTo(202);
    }

    private static String firstKey() {
        return first.key();
    }

    private ObjectNode call() {
        return object(
                "{'name':'cancel_job','arguments':{'job_id':'%s','wait_seconds':0}}"
                        .formatted(jobId));
    }

    private ObjectNode answered(JsonNode asked, String action, boolean confirm) {
        ObjectNode retry = call();
        retry.set("requestState", asked.path("requestState"));
        retry.putObject("inputResponses")
                .putObject("confirm")
                .put("action", action)
                .putObject("content")
                .put("confirm", confirm);
        return retry;
    }

    private boolean isFlagged() {
        return first.testDatabase()
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select cancel_requested_at is not null from jobs"
                                                        + " where job_id = :id")
                                        .bind("id", jobId)
                                        .mapTo(Boolean.class)
                                        .one());
    }

    private static void assertError(HttpResponse<String> response) {
        assertThat(RunningApi.json(response).at("/error/code").asInt())
                .as(response.body())
                .isEqualTo(-32602);
    }

    private static JsonNode result(HttpResponse<String> response) {
        JsonNode body = RunningApi.json(response);
        assertThat(body.has("result")).as(response.body()).isTrue();
        return body.path("result");
    }

    private static ObjectNode object(String json) {
        return Json.read(json.replace('\'', '"'), ObjectNode.class);
    }
}
