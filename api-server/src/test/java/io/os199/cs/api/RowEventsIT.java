package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Touchpoints and survey answers over HTTP: stored once, refused with a reason, and followed by the same effects as
 * those of a tool.
 */
class RowEventsIT {
    private static final String TOUCHPOINTS = "/v1/events/touchpoints";
    private static final String ANSWERS = "/v1/events/survey-responses";
    private static final Instant NOW =
            Clock.systemUTC().instant().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);

    private static RunningApi api;
    private static String key;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        key = api.key(Scope.CS_INGEST);
        api.testDatabase()
                .jdbi()
                .useHandle(
                        db ->
                                db.createScript(
                                                """
                                                insert into client_names (client_id, name, external_id)
                                                select 'client_' || n, 'Client ' || n, 'crm-' || n
                                                from generate_series(1, 5) n;
                                                insert into clients (client_id, name, company_name, external_id)
                                                select client_id, name, name, external_id from client_names;
                                                insert into contacts (client_id, contact_id, name, email)
                                                values ('client_1', 'contact_1', 'Ana', 'ana@acme.example');
                                                insert into surveys (survey_id, kind, name, question)
                                                values ('survey_1', 'nps', 'Spring', 'How likely?');
                                                """)
                                        .execute());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /**
     * In whatever order the lines come, each inbound touchpoint answers the newest one before it that is still open.
     */
    @Test
    void anInboundTouchpointAnswersAnOutboundOne() {
        String body =
                touchpoint("in-2", "crm-2", "email", "inbound", 5, "")
                        + touchpoint("in-1", "crm-2", "chat", "inbound", 4, "")
                        + touchpoint("out-1", "crm-2", "email", "outbound", 1, "")
                        + touchpoint("out-2", "crm-2", "call", "outbound", 2, "")
                        + touchpoint("out-3", "crm-2", "meeting", "outbound", 3, "");
        assertTaken(post(TOUCHPOINTS, body), 5, 0);
        assertThat(
                        texts(
                                """
                                select source_ref || ' ' || coalesce(extract(epoch from answered_at - '%s')::int / 60, 0)
                                from touchpoints where client_id = 'client_2' and direction = 'outbound'
                                """
                                        .formatted(NOW)))
                .containsExactly("out-1 5", "out-2 4", "out-3 0");
        assertThat(
                        texts(
                                "select last_engagement_at = '%s'::timestamptz from clients where client_id = 'client_2'"
                                        .formatted(NOW.plusSeconds(300))))
                .containsExactly("t");
        assertThat(
                        texts(
                                "select title || ' ' || source from timeline_events where client_id"
                                        + " = 'client_2'"))
                .containsExactlyInAnyOrder(
                        "Email by the client ingest",
                        "Chat by the client ingest",
                        "Email to the client ingest",
                        "Call to the client ingest",
                        "Meeting to the client ingest");
        assertThat(texts("select action from audit_log where tool = 'ingest'"))
                .contains("take 5 touchpoints");
        assertThat(api.testDatabase().count("import_staging_touchpoints")).isZero();

        assertTaken(post(TOUCHPOINTS, body), 0, 5);
        assertThat(api.testDatabase().count("timeline_events where client_id = 'client_2'"))
                .isEqualTo(5);
    }

    @Test
    void anAnswerIsReadAndFoundAsFeedback() {
        String body =
                answer(
                                "glad",
                                "crm-3",
                                "nps",
                                10,
                                ",'survey_id':'survey_1','contact_email':'bo@acme.example','reason':'I"
                                    + " love it, wonderful support'")
                        + answer(
                                "cross",
                                "crm-3",
                                "csat",
                                1,
                                ",'reason':'The export is terrible and slow'")
                        + answer("silent", "crm-3", "ces", 7, ",'reason':'   '");
        assertTaken(post(ANSWERS, body), 3, 0);
        String read =
                """
                select r.external_id || ' ' || r.score || ' ' || coalesce(r.sentiment, '-') || ' ' || coalesce(f.sentiment, '-')
                    || ' ' || coalesce(f.type || ' ' || f.source || ' ' || f.source_ref || ' ' || (f.follow_up_by is not null), '-')
                from survey_responses r
                left join feedback f on f.client_id = r.client_id and f.response_id = r.response_id
                where r.client_id = 'client_3'
                """;
        List<String> stored =
                List.of(
                        "cross 1 negative negative csat survey cross true",
                        "glad 10 positive positive nps survey glad false",
                        "silent 7 - - -");
        assertThat(texts(read)).isEqualTo(stored);
        assertThat(
                        api.testDatabase()
                                .count(
                                        "feedback_phrases p join feedback f using (client_id) where"
                                                + " p.item_id = f.feedback_id and f.source_ref ="
                                                + " 'cross'"))
                .isPositive();
        assertThat(
                        texts(
                                "select title || ' ' || impact from timeline_events where client_id"
                                        + " = 'client_3'"))
                .containsExactly(
                        "Answered CES with 7 positive",
                        "Answered CSAT with 1 negative",
                        "Answered NPS with 10 positive");
        assertThat(
                        texts(
                                "select last_engagement_at = '%s'::timestamptz from clients where client_id = 'client_3'"
                                        .formatted(NOW)))
                .containsExactly("t");
        JsonNode found =
                api.call(api.key(), "analyze_feedback_sentiment", "{'client_id': 'client_3'}");
        JsonNode counts = found.path("structuredContent").path("counts");
        assertThat(counts.path("scored_count").intValue()).isEqualTo(2);
        assertThat(counts.path("item_count").intValue()).isEqualTo(2);

        assertTaken(post(ANSWERS, body), 0, 3);
        assertTaken(post(ANSWERS, answer("glad", "client_3", "nps", 0, "")), 0, 1);
        assertThat(texts(read)).as("what was told first").isEqualTo(stored);
    }

    @Test
    void goodLinesAreTakenBesideBadOnes() {
        assertRejected(
                post(
                        TOUCHPOINTS,
                        touchpoint(
                                        "m-1",
                                        "crm-1",
                                        "email",
                                        "inbound",
                                        1,
                                        ",'contact_email':'ana@acme.example'")
                                + "\n"
                                + touchpoint("m-2", "nobody", "email", "inbound", 2, "")
                                + "no json\n"
                                + touchpoint("m-3", "crm-1", "fax", "inbound", 3, "")
                                + touchpoint("m-4", "crm-1", "email", "inbound", 60 * 24 * 9, "")
                                + touchpoint(
                                        "m-5",
                                        "crm-1",
                                        "email",
                                        "inbound",
                                        5,
                                        ",'contact_email':'no@acme.example'")
                                + touchpoint(
                                        "m-6",
                                        "crm-1",
                                        "email",
                                        "outbound",
                                        6,
                                        ",'answered_at':'2020-01-01T00:00:00Z'")
                                + touchpoint("m-7", "crm-1", "email", "inbound", 1, "")
                                + touchpoint("m-1", "crm-1", "email", "inbound", 1, "")),
                1,
                1,
                "3 unknown_client",
                "4 malformed_line",
                "5 not_allowed",
                "6 in_future",
                "7 unknown_reference",
                "8 wrong_order",
                "9 duplicate_in_file");
        assertRejected(
                post(TOUCHPOINTS, touchpoint("m-8", "crm-1", "email", "inbound", 1, "")),
                0,
                0,
                "1 conflict");
        assertRejected(
                post(
                        ANSWERS,
                        answer("n-1", "crm-1", "nps", 10, "")
                                + answer("n-2", "crm-1", "csat", 10, "")
                                + answer("n-3", "crm-1", "csat", 5, ",'survey_id':'survey_1'")
                                + answer("n-4", "crm-1", "nps", 5, ",'survey_id':'survey_2'")
                                + answer(
                                        "n-5",
                                        "crm-1",
                                        "nps",
                                        5,
                                        ",'x_own':'kept for itself','comment':'no'")
                                + answer("n-6", "nobody", "nps", 5, "")),
                1,
                0,
                "2 out_of_range",
                "3 conflict",
                "4 unknown_reference",
                "5 not_allowed",
                "6 unknown_client");
        assertThat(
                        texts(
                                "select source || ' ' || kind || ' ' || remote_id from"
                                        + " integration_unmatched"))
                .containsExactly("ingest survey_response nobody", "ingest touchpoint nobody");
    }

    @Test
    void oneBodySentByEightAtOnceIsTakenOnce() throws Exception {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            body.append(
                    answer(
                            "eight-" + i,
                            i % 2 == 0 ? "crm-4" : "crm-5",
                            "nps",
                            i % 10,
                            ",'reason':'good'"));
        }
        int accepted = 0;
        int duplicates = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<JsonNode> send = () -> RunningApi.json(answered(body.toString()));
            for (Future<JsonNode> each : threads.invokeAll(Collections.nCopies(8, send))) {
                accepted += each.get().path("accepted").intValue();
                duplicates += each.get().path("duplicates").intValue();
            }
        }
        assertThat(accepted).isEqualTo(100);
        assertThat(duplicates).isEqualTo(700);
        assertThat(api.testDatabase().count("feedback where source_ref like 'eight-%'"))
                .isEqualTo(100);
    }

    /** Posts until accepted, as a sender does that is told to come again. */
    private static HttpResponse<String> answered(String body) {
        HttpResponse<String> response = post(ANSWERS, body);
        while (response.statusCode() == 429) {
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            response = post(ANSWERS, body);
        }
        return response;
    }

    @ParameterizedTest
    @ValueSource(strings = {TOUCHPOINTS, ANSWERS})
    void needsNdjsonOfAtMostAThousandLinesAndAKeyThatMaySend(String path) {
        for (String body : List.of("", "\n\n", "source_ref,client\nt1,crm-1\n", "[{}]")) {
            assertThat(post(path, body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(post(path, "{}\n".repeat(1000)).statusCode()).isEqualTo(422);
        HttpResponse<String> more = post(path, "{}\n".repeat(1001));
        assertThat(more.statusCode()).isEqualTo(413);
        assertThat(more.body()).contains("1000 lines");
        HttpRequest.Builder reader =
                HttpRequest.newBuilder(api.uri(path))
                        .header("Authorization", "Bearer " + api.key(Scope.CS_READ))
                        .header("Content-Type", "application/x-ndjson");
        assertThat(api.send(reader.POST(BodyPublishers.ofString("{}")).build()).statusCode())
                .isEqualTo(403);
        assertThat(api.send(request(path).GET().build()).statusCode()).isEqualTo(405);
    }

    private static void assertTaken(HttpResponse<String> response, int accepted, int duplicates) {
        assertRejected(response, accepted, duplicates);
    }

    private static void assertRejected(
            HttpResponse<String> response, int accepted, int duplicates, String... rejected) {
        assertThat(response.statusCode())
                .as(response.body())
                .isEqualTo(accepted + duplicates == 0 ? 422 : 200);
        JsonNode answer = RunningApi.json(response);
        List<String> faults = new ArrayList<>();
        answer.path("rejected")
                .forEach(
                        each ->
                                faults.add(
                                        each.path("line").intValue()
                                                + " "
                                                + each.path("code").textValue()));
        assertThat(faults).as(response.body()).containsExactly(rejected);
        assertThat(answer.path("accepted").intValue()).isEqualTo(accepted);
        assertThat(answer.path("duplicates").intValue()).isEqualTo(duplicates);
    }

    private static List<String> texts(String sql) {
        return api.testDatabase()
                .jdbi()
                .withHandle(db -> db.createQuery(sql + " order by 1").mapTo(String.class).list());
    }

    private static HttpResponse<String> post(String path, String body) {
        return api.send(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.uri(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/x-ndjson");
    }

    /**
     * Returns a touchpoint; {@code more} holds further fields, with single quotes for double ones, each after a
     * comma.
     */
    private static String touchpoint(
            String ref, String client, String kind, String direction, long minute, String more) {
        return "{\"source_ref\":\"%s\",\"client\":\"%s\",\"kind\":\"%s\",\"direction\":\"%s\",\"occurred_at\":\"%s\"%s}\n"
                .formatted(
                        ref,
                        client,
                        kind,
                        direction,
                        NOW.plus(Duration.ofMinutes(minute)),
                        more.replace('\'', '"'));
    }

    private static String answer(String id, String client, String kind, int score, String more) {
        return "{\"external_id\":\"%s\",\"client\":\"%s\",\"kind\":\"%s\",\"score\":%d,\"responded_at\":\"%s\"%s}\n"
                .formatted(id, client, kind, score, NOW, more.replace('\'', '"'));
    }
}
