package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

/** Usage events over HTTP: stored once, refused with a reason, bounded. */
class UsageEventsIT {
    private static final String PATH = "/v1/events/usage";
    private static final Instant NOW = Clock.systemUTC().instant();

    private static RunningApi api;
    private static String key;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        key = api.key(Scope.CS_INGEST);
        api.testDatabase()
                .jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "insert into client_names (client_id, name, external_id)"
                                            + " values ('client_1', 'Acme', 'crm-1')");
                            db.execute(
                                    "insert into clients (client_id, name, company_name,"
                                            + " external_id) values ('client_1', 'Acme', 'Acme',"
                                            + " 'crm-1')");
                        });
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void oneBodySentByEightAtOnceIsTakenOnce() throws Exception {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            body.append(line("eight-" + i, NOW.minusSeconds(i)));
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
        assertThat(accepted).isEqualTo(500);
        assertThat(duplicates).isEqualTo(3500);
    }

    /** Posts until accepted, as a sender does that is told to come again. */
    private static HttpResponse<String> answered(String body) {
        HttpResponse<String> response = post(PATH, body);
        while (response.statusCode() == 429) {
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            response = post(PATH, body);
        }
        return response;
    }

    @Test
    void goodLinesAreTakenBesideBadOnes() {
        String body =
                line("mixed-1", NOW)
                        + "\n"
                        + line("mixed-2", NOW).replace("crm-1", "nobody")
                        + "no json\n"
                        + line("mixed-3", NOW.plusSeconds(600))
                        + line("mixed-4", NOW).replace("\"click\"", "7");
        HttpResponse<String> response = post("/ingest/usage-events", body);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = RunningApi.json(response);
        assertThat(answer.path("accepted").intValue()).isEqualTo(1);
        List<String> rejected = new ArrayList<>();
        answer.path("rejected")
                .forEach(
                        each ->
                                rejected.add(
                                        each.path("line").intValue()
                                                + " "
                                                + each.path("code").textValue()));
        assertThat(rejected)
                .containsExactly(
                        "3 unknown_client", "4 malformed_line", "5 in_future", "6 wrong_type");
    }

    @Test
    void aBodyWithoutAGoodLineIsUnprocessableAndOneWithoutLinesIsNoNdjson() {
        assertThat(post(PATH, line("bad", NOW).replace("user_key", "x_user")).statusCode())
                .isEqualTo(422);
        for (String body : List.of("", "\n\n", "event_id,client\ne1,crm-1\n", "[{}]")) {
            assertThat(post(PATH, body).statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void takesGzipAndNeverUnpacksMoreThanItTakes() throws IOException {
        byte[] packed = gzip(line("packed", NOW).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> good = postPacked(packed);
        assertThat(RunningApi.json(good).path("accepted").intValue()).isEqualTo(1);
        byte[] bomb = gzip(new byte[200 << 20]);
        assertThat(bomb.length).isLessThan(1 << 20);
        assertThat(postPacked(bomb).statusCode()).isEqualTo(413);
        assertThat(post(PATH, "{}\n".repeat(5001)).statusCode()).isEqualTo(413);
    }

    /**
     * Not even the lines that arrived whole: their sender sends everything again, and no part of the body is known to
     * be right.
     */
    @Test
    void takesNothingOfGzipThatIsDamagedOrEndsTooEarly() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            lines.append(line("damaged-" + i, NOW.minusSeconds(i)));
        }
        byte[] packed = gzip(lines.toString().getBytes(StandardCharsets.UTF_8));
        int whole = packed.length;
        for (int length : new int[] {0, 5, 10, whole / 2, whole - 8, whole - 1}) {
            assertThat(postPacked(Arrays.copyOf(packed, length)).statusCode())
                    .as("%d of %d bytes", length, whole)
                    .isEqualTo(400);
        }
        for (int place : new int[] {0, whole / 2, whole - 8}) {
            byte[] damaged = packed.clone();
            damaged[place] ^= 1;
            assertThat(postPacked(damaged).statusCode()).as("byte %d", place).isEqualTo(400);
        }
        assertThat(sendCut(lines.toString()).status()).isEqualTo(400);
        assertThat(count("usage_events where event_id like 'damaged-%'")).isZero();
    }

    /** Sends a body that is shorter than it promises. */
    private static RawHttp.Answer sendCut(String body) {
        String head =
                """
                POST %s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/x-ndjson\r
                Content-Length: %d\r
                \r
                """
                        .formatted(PATH, key, body.length() + 1);
        return new RawHttp(api.port()).send(head + body);
    }

    private static HttpResponse<String> postPacked(byte[] packed) {
        return api.send(
                request(PATH)
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(packed))
                        .build());
    }

    @Test
    void operatorsSeeWhatBecameOfEventsAndHowFarTheRollupsAreBehind() throws Exception {
        String before = metrics();
        post(
                PATH,
                line("metered-1", NOW)
                        + line("metered-1", NOW)
                        + line("metered-2", NOW)
                        + line("metered-3", NOW).replace("crm-1", "nobody")
                        + "no json\n");
        // The request is counted once its answer is on its way.
        Await.until(() -> added(before, metrics(), "ingest_request_count") >= 1);
        String after = metrics();
        assertThat(added(before, after, "ingest_events_accepted_total")).isEqualTo(2);
        assertThat(added(before, after, "ingest_events_duplicates_total")).isEqualTo(1);
        assertThat(added(before, after, "ingest_events_rejected_total")).isEqualTo(2);

        api.testDatabase()
                .jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "update usage_dirty_days set marked_at = now() - interval"
                                                + " '90 seconds'"));
        // A reading is reused for some seconds.
        String lag = "usage_rollup_lag_seconds";
        Await.until(
                () -> {
                    String now = metrics();
                    return now.contains(lag + " ")
                            && figure(now, lag) >= 90
                            && figure(now, lag) < 180;
                });
    }

    private static String metrics() {
        URI uri = URI.create("http://localhost:" + api.adminPort() + "/metrics");
        return api.send(HttpRequest.newBuilder(uri).build()).body();
    }

    private static int added(String before, String after, String what) {
        return figure(after, what) - figure(before, what);
    }

    private static int figure(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> (int) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "text/plain", "application/x-ndjson; charset=latin1"})
    void takesNdjsonOnly(String type) {
        HttpRequest request =
                HttpRequest.newBuilder(api.uri(PATH))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(line("type", NOW)))
                        .build();
        assertThat(api.send(request).statusCode()).isEqualTo(415);
    }

    @Test
    void needsAKeyThatMaySendAndAPost() {
        HttpRequest.Builder other =
                HttpRequest.newBuilder(api.uri(PATH))
                        .header("Content-Type", "application/x-ndjson");
        assertThat(api.send(other.copy().POST(BodyPublishers.ofString("{}")).build()).statusCode())
                .isEqualTo(401);
        HttpResponse<String> reader =
                api.send(
                        other.copy()
                                .header("Authorization", "Bearer " + api.key(Scope.CS_READ))
                                .POST(BodyPublishers.ofString("{}"))
                                .build());
        assertThat(reader.statusCode()).isEqualTo(403);
        assertThat(reader.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("insufficient_scope")
                .contains("cs:ingest");
        assertThat(api.send(request(PATH).GET().build()).statusCode()).isEqualTo(405);
    }

    private static long count(String from) {
        return api.testDatabase().count(from);
    }

    private static HttpResponse<String> post(String path, String body) {
        return api.send(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.uri(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/x-ndjson");
    }

    private static String line(String eventId, Instant at) {
        return "{\"client\":\"crm-1\",\"event_id\":\"%s\",\"user_key\":\"ana\",\"event_type\":\"click\",\"occurred_at\":\"%s\"}\n"
                .formatted(eventId, at);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
