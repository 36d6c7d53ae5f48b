package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files of rows over HTTP: who may upload which, what happens to them, and that nothing is left of a broken upload. */
class ImportsIT {
    private static RunningApi api;
    private static ImportWorker worker;
    private static String writer;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        worker = new ImportWorker(api.testDatabase());
        writer = api.key(Scope.CS_WRITE);
        done(post(writer, "/v1/imports?kind=clients", "external_id,name\nA-1,Acme\n"));
    }

    @AfterAll
    static void stop() {
        worker.close();
        api.close();
    }

    private static HttpRequest.Builder request(String key, String path) {
        return HttpRequest.newBuilder(api.uri(path)).header("Authorization", "Bearer " + key);
    }

    private static HttpResponse<String> post(String key, String path, byte[] body) {
        return api.send(request(key, path).POST(BodyPublishers.ofByteArray(body)).build());
    }

    private static HttpResponse<String> post(String key, String path, String body) {
        return post(key, path, body.getBytes(UTF_8));
    }

    private static HttpResponse<String> get(String key, String path) {
        return api.send(request(key, path).GET().build());
    }

    /** Returns the outcome of an accepted import once a worker has finished it. */
    private static JsonNode done(HttpResponse<String> taken) {
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        worker.run(RunningApi.json(taken).path("job_id").textValue());
        return RunningApi.json(get(api.key(), "/v1/imports/" + importId(taken)));
    }

    private static String importId(HttpResponse<String> taken) {
        return RunningApi.json(taken).path("import_id").textValue();
    }

    private static long count(String from) {
        return api.testDatabase().count(from);
    }

    @Test
    void aFileIsTakenAtOnceAndToldOfUntilItIsDone() {
        HttpResponse<String> taken =
                post(
                        writer,
                        "/v1/imports?kind=clients&mode=lenient",
                        "external_id,name,tier\nT-1,Tyrell,gold\nT-2,Wayne,enterprise\n");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        JsonNode begun = RunningApi.json(taken);
        assertThat(begun.at("/record/state").textValue()).isEqualTo("staging");
        assertThat(begun.at("/record/byte_count").longValue()).isEqualTo(59);
        assertThat(begun.has("duplicate_of")).isFalse();
        String path = "/v1/imports/" + importId(taken);
        assertThat(RunningApi.json(get(writer, path))).isEqualTo(begun.path("record"));
        assertThat(count("clients where external_id like 'T-%'")).isZero();

        JsonNode record = done(taken);
        assertThat(record.path("state").textValue()).isEqualTo("done");
        assertThat(record.path("counts").toString())
                .isEqualTo(
                        "{\"read_count\":2,\"inserted_count\":1,\"updated_count\":0,\"unchanged_count\":0,"
                            + "\"skipped_count\":0,\"rejected_count\":1}");
        assertThat(record.at("/faults/by_code/not_allowed").intValue()).isEqualTo(1);
        assertThat(count("clients where external_id like 'T-%'")).isEqualTo(1);

        HttpResponse<String> errors = get(writer, path + "/errors");
        assertThat(errors.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/x-ndjson");
        assertThat(errors.body())
                .isEqualTo(
                        "{\"line\":2,\"field\":\"tier\",\"code\":\"not_allowed\",\"message\":\"tier"
                                + " must be one of starter, standard, professional,"
                                + " enterprise\",\"value\":\"gold\"}\n");

        JsonNode job = api.call(writer, "get_job", "{'job_id': '%s'}".formatted(jobId(taken)));
        assertThat(job.at("/structuredContent/job/status").textValue()).isEqualTo("completed");
    }

    private static String jobId(HttpResponse<String> taken) {
        return RunningApi.json(taken).path("job_id").textValue();
    }

    @Test
    void whoseFileFailedIsToldWhy() {
        JsonNode rows =
                done(post(writer, "/import/clients", "external_id,name\nF-1,Stark\nF-2,\n"));
        assertThat(rows.path("state").textValue()).isEqualTo("failed");
        assertThat(rows.path("message").textValue())
                .contains("1 of 2 rows", "line 3: name is missing", "mode=lenient");
        JsonNode header = done(post(writer, "/import/clients", "external_id,nam\nF-1,Stark\n"));
        assertThat(header.path("state").textValue()).isEqualTo("failed");
        assertThat(header.path("message").textValue())
                .contains("\"name\" is missing", "there is no column \"nam\"");
        assertThat(count("clients where external_id like 'F-%'")).isZero();
    }

    @Test
    void aDryRunKeepsNothingAndWhatWasImportedIsToldOfAgainUnlessForced() throws IOException {
        byte[] file = gzip("{\"external_id\": \"D-1\", \"name\": \"Cyberdyne\"}\n");
        String path = "/import/clients?format=ndjson";
        JsonNode dry = done(post(writer, path + "&dry_run=true", file));
        assertThat(dry.at("/counts/inserted_count").intValue()).isEqualTo(1);
        assertThat(count("clients where external_id = 'D-1'")).isZero();

        HttpResponse<String> first =
                api.send(
                        request(writer, path)
                                .header("Content-Encoding", "gzip")
                                // The content type that curl sends by default.
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofByteArray(file))
                                .build());
        assertThat(done(first).at("/counts/inserted_count").intValue()).isEqualTo(1);

        HttpResponse<String> again = post(writer, path, file);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(RunningApi.json(again).path("duplicate_of").textValue())
                .isEqualTo(importId(first));
        assertThat(RunningApi.json(again).at("/record/counts/inserted_count").intValue())
                .isEqualTo(1);
        JsonNode forced = done(post(writer, path + "&force=true", file));
        assertThat(forced.at("/counts/unchanged_count").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /v1/imports                             | kind is one of products, product_prices
                    /v1/imports?kind=client                 | kind is one of products, product_prices
                    /import/client                          | kind is one of products, product_prices
                    /import/clients?format=xml              | format is one of csv, ndjson
                    /import/clients?mode=loose              | mode is one of lenient, strict
                    /import/clients?on_conflict=replace     | on_conflict is one of skip, update
                    /import/clients?delimiter=%7C           | delimiter is one of , ; tab
                    /import/clients?dry_run=yes             | dry_run is true or false
                    /import/clients?force=1&mode=           | mode is one of lenient, strict; force is true or false
                    /import/clients?dryrun=true             | no parameter dryrun; there are delimiter, dry_run, force
                    """)
    void aWrongParameterIsAnsweredWithWhatToSend(String path, String why) {
        long before = count("imports");
        HttpResponse<String> answer = post(writer, path, "external_id,name\nW-1,Wonka\n");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(why);
        assertThat(count("imports")).isEqualTo(before);
    }

    @Test
    void whatAKeyMayImportFollowsFromItsScopes() {
        String reader = api.key(Scope.CS_READ);
        String sender = api.key(Scope.CS_INGEST);
        assertNeeds("cs:write", post(reader, "/import/clients", "external_id,name\n"));
        assertNeeds("cs:write", post(sender, "/import/clients", "external_id,name\n"));
        assertNeeds("cs:write", post(sender, "/import/contracts", "external_id,client\n"));
        assertNeeds("cs:admin", post(writer, "/import/products", "product_id,name\n"));
        assertNeeds("cs:admin", post(sender, "/import/playbooks", "playbook_key\n"));

        String event =
                "event_id,client,user_key,event_type,occurred_at\n"
                        + "e-1,A-1,ana,view,2026-06-01T00:00:00Z\n";
        HttpResponse<String> sent = post(sender, "/import/usage_events", event);
        assertThat(done(sent).at("/counts/inserted_count").intValue()).isEqualTo(1);
        JsonNode product =
                done(
                        post(
                                api.key(),
                                "/import/products",
                                "product_id,name,list_price_amount\nP-1,One,7.50\n"));
        assertThat(product.at("/counts/inserted_count").intValue()).isEqualTo(1);
        assertThat(post("wrong", "/import/clients", "external_id,name\n").statusCode())
                .isEqualTo(401);
        assertThat(get("wrong", "/v1/imports/" + importId(sent)).statusCode()).isEqualTo(401);
    }

    private static void assertNeeds(String scope, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("needs the scope " + scope);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("insufficient_scope", scope);
    }

    @Test
    void anImportIsShownToWhoAskedForItAndToAdministrators() {
        HttpResponse<String> taken =
                post(writer, "/import/clients", "external_id,name\nO-1,Oscorp\n");
        for (String path : List.of("", "/errors")) {
            String own = "/v1/imports/" + importId(taken) + path;
            assertThat(get(writer, own).statusCode()).isEqualTo(200);
            assertThat(get(api.key(), own).statusCode()).isEqualTo(200);
            HttpResponse<String> foreign = get(api.key(Scope.CS_WRITE), own);
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.body()).contains("no import of this key has that id");
        }
        for (String id : List.of("import_1", "x", "..%2fx", "import_00000000000000000000000000")) {
            assertThat(get(writer, "/v1/imports/" + id).statusCode()).isIn(400, 404);
        }
        for (String path : List.of("/v1/imports", "/import/clients", "/import", "/import/")) {
            assertThat(get(writer, path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get(writer, "/v1/imports").body()).contains("POST /v1/imports?kind=KIND");
    }

    @Test
    void whatIsCancelledBeforeItIsMergedLeavesNothing() {
        HttpResponse<String> taken =
                post(writer, "/import/clients", "external_id,name\nC-1,Soylent\n");
        api.call(writer, "cancel_job", "{'job_id': '%s'}".formatted(jobId(taken)));
        JsonNode record = done(taken);
        assertThat(record.path("state").textValue()).isEqualTo("cancelled");
        assertThat(count("clients where external_id = 'C-1'")).isZero();
    }

    @Test
    void eightFilesAreReceivedAtOnceAndTheNextIsToComeAgain() throws IOException {
        String path = "/v1/imports?kind=clients&mode=lenient&force=true";
        String file = "external_id,name\nH-1,Held\n";
        List<HeldRequest> held = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                held.add(HeldRequest.begin(api, writer, path, file));
            }
            HttpResponse<String> over = post(writer, path, file);
            assertThat(over.statusCode()).isEqualTo(429);
            assertThat(over.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(over.body()).contains("8 files are being received already");
            for (HeldRequest each : held) {
                assertThat(each.end()).isEqualTo(202);
            }
        } finally {
            for (HeldRequest each : held) {
                each.close();
            }
        }
        assertThat(post(writer, path, file).statusCode()).isEqualTo(202);
    }

    @Test
    void ofABodyThatBreaksOffOrIsDamagedNothingRemains() throws IOException {
        long before = count("imports") + count("import_chunks");
        StringBuilder rows = new StringBuilder("external_id,name\n");
        for (int i = 0; i < 100_000; i++) {
            rows.append("L-%1$d,Firm number %1$d\n".formatted(i));
        }
        byte[] plain = rows.toString().getBytes(UTF_8);
        byte[] packed = gzip(rows.toString());
        assertThat(plain).hasSizeGreaterThan(2 << 20);

        RawHttp.Answer cut = raw("Content-Length: " + (plain.length + 1), plain);
        assertThat(cut.status()).isEqualTo(400);
        assertThat(cut.body()).contains("ends too early");
        byte[] chunk = (Integer.toHexString(plain.length + 9) + "\r\n" + rows).getBytes(UTF_8);
        assertThat(raw("Transfer-Encoding: chunked", chunk).status()).isEqualTo(400);
        for (byte[] bad :
                List.of(
                        Arrays.copyOf(packed, 5),
                        Arrays.copyOf(packed, packed.length / 2),
                        Arrays.copyOf(packed, packed.length - 1),
                        Arrays.copyOf(packed, packed.length + 7))) {
            HttpResponse<String> answer = post(writer, "/import/clients", bad);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("gzip and damaged");
        }
        for (byte[] empty : List.of(new byte[0], gzip(""))) {
            assertThat(post(writer, "/import/clients", empty).statusCode()).isEqualTo(422);
        }
        assertThat(count("imports") + count("import_chunks")).isEqualTo(before);
    }

    private static RawHttp.Answer raw(String header, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
                """
                POST /import/clients HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                %s\r
                \r
                """
                        .formatted(writer, header)
                        .getBytes(UTF_8));
        request.writeBytes(body);
        return new RawHttp(api.port()).send(request.toByteArray());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(UTF_8));
        }
        return packed.toByteArray();
    }
}
