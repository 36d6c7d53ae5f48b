package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.quickstart.demo.AnswerKey;
import io.os199.cs.quickstart.demo.AnswerKeyEntry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./cs-mcp up} as real processes: what it starts, prints, survives and leaves behind. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartIT {
    private static final int CLIENTS = 30;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir static Path data;
    private static int port;
    private static RunningProduct product;

    /** Every test finds the product running, whatever the previous one did to it. */
    @BeforeEach
    void running() {
        if (product == null) {
            port = RunningProduct.freePort();
            product = RunningProduct.start(data, port, CLIENTS);
        }
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void answersClientsThatHaveThePrintedKey() throws Exception {
        JsonNode initialized =
                call(
                        "initialize",
                        """
                        {"protocolVersion": "2025-11-25", "capabilities": {},
                         "clientInfo": {"name": "test", "version": "1"}}
                        """);
        JsonNode listed = call("tools/list", "{}");

        assertThat(initialized.at("/result/serverInfo/name").asText()).isEqualTo("cs-mcp");
        assertThat(listed.at("/result/tools").isArray()).as(listed.toString()).isTrue();
        assertThat(post("tools/list", "{}", "cs199_wrong").statusCode()).isEqualTo(401);
    }

    /** Personal data enters in every way: it is stored, refused, or sent where access is denied. */
    @Test
    void itsLogsTellOfCallsAndNothingOfPersonsOrSecrets() throws Exception {
        String person = "planted.person@example.com";
        String note = "Planted note that nobody else may read";
        JsonNode client = tool("list_clients", "{'limit': 1}").at("/items/0");
        String id = client.path("client_id").asText();
        JsonNode stored =
                tool(
                        "update_client_info",
                        "{'client_id': '%s', 'version': %d, 'contact': {'email': '%s', 'name': 'Planted Person'}}"
                                .formatted(id, client.path("version").asInt(), person));
        assertThat(stored.has("error")).as(stored.toString()).isFalse();
        tool(
                "log_activity",
                "{'client_id': '%s', 'kind': 'call', 'contact_email': '%s', 'note': '%s'}"
                        .formatted(id, person, note));
        tool("get_client_overview", "{'client_id': '%s'}".formatted(person));
        tool(
                "register_client",
                "{'client_name': 5, 'primary_contact_email': '%s'}".formatted(note));
        tool("list_clients", "{'search': '%s'}".formatted(person));
        post("tools/list", "{\"cursor\": \"%s\"}".formatted(person), "cs199_planted_key");

        // Lines go out in batches.
        product.await(SOON, "the last call in the log", () -> logs().contains("list_clients ok"));
        String logs = logs();
        assertThat(logs)
                .contains(
                        "update_client_info ok principal=",
                        "log_activity ok",
                        "get_client_overview not_found")
                .containsPattern("list_clients ok principal=\\S+ duration_ms=\\d+")
                .doesNotContainIgnoringCase("planted.person")
                .doesNotContain("Planted Person", note, "cs199_planted_key", product.key());
        for (String secret :
                List.of(
                        "sealing-secret",
                        "redis-secret",
                        "dashboard-secret",
                        "database-secret",
                        "database-service-secret",
                        "database-read-only-secret")) {
            assertThat(logs)
                    .as(secret)
                    .doesNotContain(Files.readString(data.resolve(secret)).strip());
        }
    }

    private static String logs() {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.list(data.resolve("log"))) {
            for (Path file : files.toList()) {
                logs.append(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs.toString();
    }

    private static JsonNode tool(String name, String arguments) throws Exception {
        JsonNode answer =
                call(
                        "tools/call",
                        "{\"name\": \"%s\", \"arguments\": %s}"
                                .formatted(name, arguments.replace('\'', '"')));
        assertThat(answer.has("result")).as(answer.toString()).isTrue();
        return answer.at("/result/structuredContent");
    }

    /** For a job that stores data from which several tools answer, the result says how to get at it. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "calculate_health_score, {}",
                "track_feature_adoption, {}",
                "track_adoption_milestones, {}",
                "analyze_engagement_patterns, {}",
                "segment_by_value_tier, {}",
                "manage_lifecycle_stages, \"{'action':'apply_rules','dry_run':true}\"",
                "churn_model_training, {'retrain':true}",
                "identify_churn_risk, {'refresh':true}",
                "analyze_churn_postmortem, {'action':'patterns'}",
                "forecast_renewals, {'refresh':true}",
                "track_revenue_expansion, {'include_success_factors':true}",
                "optimize_customer_lifetime_value, {}",
                "track_onboarding_progress, {}",
                "optimize_onboarding_process, {}",
                "manage_certification_program, {'action':'track'}",
                "analyze_support_performance, {}",
                "analyze_product_usage, {}",
                "analyze_feedback_sentiment, {}",
                "manage_voice_of_customer, {'action':'create_voc_report'}"
            })
    void whoPollsAJobGetsWhatItsToolAnswers(String job, String arguments) throws Exception {
        ObjectNode asked = (ObjectNode) Json.mapper().readTree(arguments.replace('\'', '"'));
        String name = job.equals("churn_model_training") ? "identify_churn_risk" : job;
        JsonNode answer = tool(name, asked.put("wait_seconds", 25).toString());
        assertThat(answer.has("job")).as(answer.toString()).isFalse();
        JsonNode listed = tool("list_jobs", "{'tool_filter': '%s', 'limit': 1}".formatted(job));
        String jobId = listed.at("/items/0/job_id").asText();
        JsonNode polled = tool("get_job", "{'job_id': '%s'}".formatted(jobId)).path("result");
        if (polled.has("next_step")) {
            assertThat(polled.path("next_step").asText()).contains(name);
        } else {
            assertThat(timeless(polled)).isEqualTo(timeless(answer));
        }
    }

    private static JsonNode timeless(JsonNode answer) {
        return ((ObjectNode) answer.deepCopy()).without("computed_at");
    }

    /** It does not wait for the night. */
    @Test
    void scoresTheDemoCompanyByItself() {
        product.await(
                SOON,
                "health scores",
                () -> {
                    try {
                        return call(
                                                "tools/call",
                                                """
                                                {"name": "list_clients", "arguments": {}}
                                                """)
                                        .at("/result/structuredContent/summary/scored_count")
                                        .asInt()
                                > 0;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void keepsItsSecretsToItsOwner() throws IOException {
        assertThat(Files.readString(data.resolve("api-key")).strip()).isEqualTo(product.key());
        assertThat(permissions("")).isEqualTo("rwx------");
        for (String secret :
                List.of(
                        "api-key",
                        "environment",
                        "sealing-secret",
                        "database-secret",
                        "database-service-secret",
                        "database-read-only-secret")) {
            assertThat(permissions(secret)).as(secret).isEqualTo("rw-------");
        }
        assertThat(permissions("worker.sh")).isEqualTo("rwx------");
    }

    @Test
    void makesAndEndsKeysWithoutBeingToldWhereTheDatabaseIs() throws Exception {
        RunningProduct.Ended made =
                RunningProduct.run(
                        "api-key",
                        "create",
                        "--data",
                        data.toString(),
                        "--name",
                        "a new one",
                        "--scopes=cs:read");
        assertThat(made.status()).as(made.output()).isZero();
        String key = made.output().lines().toList().getLast();
        assertThat(post("tools/list", "{}", key).statusCode()).isEqualTo(200);

        RunningProduct.Ended listed = RunningProduct.run("api-key", "list", "--data=" + data);
        String id =
                listed.output()
                        .lines()
                        .filter(line -> line.contains("a new one"))
                        .map(line -> line.split(" ")[0])
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(listed.output()));
        RunningProduct.Ended revoked =
                RunningProduct.run("api-key", "revoke", id, "--data", data.toString());
        assertThat(revoked.status()).as(revoked.output()).isZero();
        RunningProduct.Ended again =
                RunningProduct.run("api-key", "revoke", id, "--data", data.toString());
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.output()).hasLineCount(1).contains("api-key list");
    }

    @Test
    void describesTheDemoCompanyAndWhatIsPlantedInIt() throws IOException {
        List<AnswerKeyEntry> planted =
                AnswerKey.read(Files.readString(data.resolve("demo-answers.json")));
        assertThat(planted).hasSize(11);
        assertThat(permissions("demo-answers.json")).isEqualTo("rw-------");

        RunningProduct.Ended described =
                RunningProduct.run("demo", "describe", "--data", data.toString());

        assertThat(described.status()).as(described.output()).isZero();
        assertThat(described.output())
                .contains("Clients by stage", "Churn by year", "Use by week", "Survey answers");
        assertThat(clientsByTier(described.output())).isEqualTo(CLIENTS);
        for (AnswerKeyEntry truth : planted) {
            String who = truth.names().isEmpty() ? "all clients" : String.join("; ", truth.names());
            assertThat(described.output())
                    .contains("%s: %s, since %s".formatted(truth.key(), who, truth.since()))
                    .contains(truth.what(), truth.expected());
        }
    }

    private static int clientsByTier(String description) {
        return description
                .lines()
                .dropWhile(line -> !line.equals("Clients by tier"))
                .skip(3)
                .takeWhile(line -> !line.isEmpty())
                .mapToInt(line -> Integer.parseInt(line.strip().split(" +")[1]))
                .sum();
    }

    @Test
    void describesNothingWithoutADatabase(@TempDir Path other) {
        RunningProduct.Ended described =
                RunningProduct.run("demo", "describe", "--data", other.toString());

        assertThat(described.status()).isEqualTo(1);
        assertThat(described.output()).hasLineCount(1).contains("run ./cs-mcp up first", "--data");
    }

    @Test
    void tellsASecondUpWhereTheFirstOneAnswers() {
        RunningProduct.Ended second =
                RunningProduct.run("up", "--data", data.toString(), "--port", "" + port);

        assertThat(second.status()).isEqualTo(1);
        assertThat(second.output()).hasLineCount(1).contains("already running at " + product.url());
        assertThat(product.answers(product.apiHealth())).isTrue();
    }

    @Test
    void namesATakenPort(@TempDir Path other) throws IOException {
        int wanted = RunningProduct.freePort();
        try (ServerSocket squatter =
                new ServerSocket(wanted + 2, 1, InetAddress.getLoopbackAddress())) {
            RunningProduct.Ended up =
                    RunningProduct.run("up", "--data", other.toString(), "--port", "" + wanted);

            assertThat(up.status()).isEqualTo(1);
            assertThat(up.output())
                    .hasLineCount(1)
                    .contains("port " + squatter.getLocalPort())
                    .contains("--port N");
        }
    }

    @Test
    void touchesNoFolderThatHoldsSomethingElse(@TempDir Path other) throws IOException {
        Path redis = Files.createDirectory(other.resolve("redis"));

        RunningProduct.Ended up = RunningProduct.run("up", "--fresh", "--data", other.toString());

        assertThat(up.status()).isEqualTo(1);
        assertThat(up.output()).hasLineCount(1).contains("holds something else");
        assertThat(redis).exists();
    }

    @Test
    void saysWhatIsWrongWithAnOption() {
        RunningProduct.Ended up = RunningProduct.run("up", "--port", "http");

        assertThat(up.status()).isEqualTo(2);
        assertThat(up.output()).hasLineCount(1).contains("--port takes a number");
    }

    @Test
    void replacesWhatAKilledRunLeftBehindAndGoesOnWithTheSameData() {
        String key = product.key();
        List<ProcessHandle> processes = product.processes();
        product.killLauncher();
        assertThat(processes.stream().filter(RunningProduct::runs)).hasSize(4);

        product = RunningProduct.start(data, port, CLIENTS);

        assertThat(processes).noneMatch(RunningProduct::runs);
        assertThat(product.output())
                .contains("An earlier run left the worker behind")
                .contains("the database has clients already");
        assertThat(product.key()).isEqualTo(key);
        assertThat(product.processes()).hasSizeGreaterThanOrEqualTo(5);
    }

    /** Runs last, because it leaves nothing running and a start takes longest of all. */
    @Test
    @Order(Integer.MAX_VALUE)
    void tellsOfADeadWorkerAndLeavesNothingBehindNorTheOneStartedInItsPlace() {
        product.kill("worker");
        product.await(SOON, "the news", () -> product.output().contains("the worker has ended"));
        assertThat(product.answers(product.apiHealth())).isTrue();
        product.restart("worker");
        List<ProcessHandle> processes = product.processes();
        assertThat(processes)
                .as(product.output())
                .hasSizeGreaterThanOrEqualTo(5)
                .contains(product.process("worker"));

        product.close();

        assertThat(processes).as(product.output()).noneMatch(RunningProduct::runs);
        product = null;
    }

    private static String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
    }

    private static JsonNode call(String method, String parameters) throws Exception {
        HttpResponse<String> response = post(method, parameters, product.key());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Messages.answer(response);
    }

    private static HttpResponse<String> post(String method, String parameters, String key)
            throws Exception {
        URI url = product.url();
        String body =
                """
                {"jsonrpc": "2.0", "id": 1, "method": "%s", "params": %s}
                """
                        .formatted(method, parameters);
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(SOON)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
