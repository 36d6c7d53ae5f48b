package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.json.Json;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** A recalculation of 10,000 clients runs to its end whatever is killed meanwhile, and every client is scored once. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SurvivalIT {
    private static final int CLIENTS = 10_000;

    /** The number of imported rows; {@code -Dcs.import.rows=1000000} imports a million. */
    private static final int ROWS = Integer.getInteger("cs.import.rows", 100_000);

    private static final int DEMO_CLIENTS = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir private static Path data;
    private static RunningProduct product;
    private static Jdbi database;

    @BeforeAll
    static void start() throws IOException {
        product = RunningProduct.start(data, RunningProduct.freePort(), DEMO_CLIENTS);
        Map<String, String> environment = product.environment();
        database =
                Jdbi.create(
                        environment.get("CS_DATABASE_URL"),
                        environment.get("CS_DATABASE_USER"),
                        environment.get("CS_DATABASE_PASSWORD"));
        multiplyClients();
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void aKilledWorkersJobIsFinishedByTwoSuccessorsWhoDoNothingTwice() throws IOException {
        String job = submit();
        awaitProgress(job);
        product.kill("worker");
        int before = progress(job);
        assertThat(before).as("killed in the middle").isBetween(1, CLIENTS - 1);

        product.kill("api");
        product.restart("api");
        JsonNode waiting = call("get_job", "{'job_id': '%s', 'wait_seconds': 0}".formatted(job));
        assertThat(waiting.at("/job/status").textValue()).isEqualTo("working");
        assertThat(waiting.at("/job/progress_done_count").intValue()).isBetween(1, CLIENTS - 1);

        Process second = secondWorker();
        try {
            product.restart("worker");
            assertCompletedOnce(job);
        } finally {
            second.destroyForcibly();
        }
    }

    /** Runs last: its import makes the portfolio stale. */
    @Test
    @Order(Integer.MAX_VALUE)
    void anImportWhoseWorkersAreKilledLosesNoRowAndDoublesNone() {
        JsonNode handed = handOver(events());
        String importId = handed.path("import_id").textValue();
        String job = handed.path("job_id").textValue();
        awaitProgress(job);
        product.kill("worker");
        assertThat(imported("staged_count", importId))
                .as("killed while reading")
                .isBetween(1, ROWS);
        product.restart("worker");
        product.await(PATIENCE, "rows merged", () -> imported("merged_line", importId) > 0);
        product.kill("worker");
        assertThat(imported("merged_line", importId))
                .as("killed while merging")
                .isLessThan(ROWS + 1);
        product.restart("worker");
        product.await(PATIENCE, "the end of " + job, () -> "completed".equals(status(job)));

        assertThat(count("select count(*) from usage_events where source = 'import'"))
                .isEqualTo(ROWS);
        assertThat(
                        count(
                                "select count(distinct event_id) from usage_events where source ="
                                        + " 'import'"))
                .isEqualTo(ROWS);
        JsonNode answer = call("get_job", "{'job_id': '%s'}".formatted(job));
        assertThat(answer.at("/result/counts/inserted_count").intValue()).isEqualTo(ROWS);
        assertThat(answer.at("/result/counts/read_count").intValue()).isEqualTo(ROWS);
        assertThat(count("select count(*) from import_chunks")).isZero();
        assertThat(count("select count(*) from import_staging_usage_events")).isZero();
    }

    private static int imported(String column, String importId) {
        return count("select %s from imports where import_id = '%s'".formatted(column, importId));
    }

    /** Returns events of the first demo clients in the last months, as CSV. */
    private static byte[] events() {
        List<String> clients =
                database.withHandle(
                        handle ->
                                handle.createQuery(
                                                "select external_id from clients where external_id"
                                                        + " is not null order by 1 limit 40")
                                        .mapTo(String.class)
                                        .list());
        Instant last = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        StringBuilder file = new StringBuilder("event_id,client,user_key,event_type,occurred_at\n");
        for (int i = 0; i < ROWS; i++) {
            file.append("import-")
                    .append(i)
                    .append(',')
                    .append(clients.get(i % clients.size()))
                    .append(",user-")
                    .append(i % 97)
                    .append(",view,")
                    .append(last.minusSeconds(i % 5_000_000L))
                    .append('\n');
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode handOver(byte[] file) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                product.url().resolve("/v1/imports?kind=usage_events&mode=lenient"))
                        .header("Authorization", "Bearer " + product.key())
                        .header("Content-Type", "text/csv")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(file))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            return Json.read(answer.body(), JsonNode.class);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertCompletedOnce(String job) {
        product.await(
                PATIENCE,
                "the end of " + job,
                () -> !"working".equals(status(job)) && !"queued".equals(status(job)));
        JsonNode answer = call("get_job", "{'job_id': '%s'}".formatted(job));
        assertThat(answer.at("/job/status").textValue())
                .as(answer.toString())
                .isEqualTo("completed");
        int portfolio = count("select count(*) from clients where status <> 'churned'");
        assertThat(portfolio).isGreaterThanOrEqualTo(CLIENTS);
        assertThat(answer.at("/result/client_count").intValue()).isEqualTo(portfolio);
        assertThat(
                        count(
                                """
                                select count(*) from health_scores where score_date = (
                                    select (submitted_at at time zone 'UTC')::date from jobs where job_id = '%s')
                                """
                                        .formatted(job)))
                .isEqualTo(portfolio);
        assertThat(
                        count(
                                "select count(*) from job_chunks where job_id = '%s' and status <> 'done'"
                                        .formatted(job)))
                .isZero();
        // One audit row per chunk: a chunk that took effect twice would have left two.
        assertThat(
                        count(
                                """
                                select count(*) from audit_log
                                 where tool = 'calculate_health_score' and action like 'score %%'
                                   and at >= (select submitted_at from jobs where job_id = '%s')
                                """
                                        .formatted(job)))
                .isEqualTo(
                        count(
                                "select count(*) from job_chunks where job_id = '%s'"
                                        .formatted(job)));
        assertThat(
                        count(
                                """
                                select count(*) from (
                                    select client_id from risk_indicators where resolved_at is null
                                     group by client_id, indicator_key having count(*) > 1) twice
                                """))
                .isZero();
    }

    private static String submit() {
        JsonNode answer = call("calculate_health_score", "{'wait_seconds': 0}");
        return answer.at("/job/job_id").textValue();
    }

    private static void awaitProgress(String job) {
        product.await(PATIENCE, "the first chunk", () -> progress(job) > 0);
    }

    private static int progress(String job) {
        return count("select progress_done from jobs where job_id = '%s'".formatted(job));
    }

    private static String status(String job) {
        return database.withHandle(
                handle ->
                        handle.createQuery("select status from jobs where job_id = :job")
                                .bind("job", job)
                                .mapTo(String.class)
                                .one());
    }

    private static int count(String sql) {
        return database.withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    /** Calls a tool in the modern era; returns the structured content of its answer. */
    private static JsonNode call(String tool, String arguments) {
        ObjectNode message = Json.mapper().createObjectNode().put("jsonrpc", "2.0").put("id", 1);
        ObjectNode params =
                message.put("method", "tools/call").putObject("params").put("name", tool);
        params.set("arguments", Json.read(arguments.replace('\'', '"'), JsonNode.class));
        params.putObject("_meta")
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .putObject("io.modelcontextprotocol/clientCapabilities");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(product.url().toString()))
                        .header("Authorization", "Bearer " + product.key())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", tool)
                        .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            JsonNode answer =
                    Messages.answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
            JsonNode result = answer.path("result");
            assertThat(result.path("isError").asBoolean(true)).as("%s", answer).isFalse();
            return result.path("structuredContent");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Copies the demo company's clients, with their contracts and a month of one user's use, until there are 10,000.
     */
    private static void multiplyClients() {
        database.useHandle(
                handle ->
                        handle.createScript(
                                        """
                                        create temp table copies as
                                        select c.client_id as original, c.client_id || '-' || n as client_id, n
                                          from clients c cross join generate_series(1, %d) n
                                         where c.status <> 'churned'
                                         limit %d;
                                        insert into client_names (client_id, name)
                                        select k.client_id, c.name || ' ' || k.n
                                          from copies k join clients c on c.client_id = k.original;
                                        insert into clients (client_id, name, company_name, tier, lifecycle_stage,
                                                             status, contract_value)
                                        select k.client_id, c.name || ' ' || k.n, c.company_name, c.tier,
                                               c.lifecycle_stage, c.status, c.contract_value
                                          from copies k join clients c on c.client_id = k.original;
                                        insert into contracts (client_id, contract_id, type, value, start_date,
                                                               end_date, auto_renew, tier, included_users, status)
                                        select k.client_id, c.contract_id, c.type, c.value, c.start_date, c.end_date,
                                               c.auto_renew, c.tier, c.included_users, c.status
                                          from copies k join contracts c on c.client_id = k.original
                                         where c.status = 'active';
                                        insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                                        select k.client_id, u.user_key, u.first_seen_on, u.last_seen_on
                                          from copies k join product_users u on u.client_id = k.original;
                                        insert into usage_daily_users (client_id, day, user_key, event_count,
                                                                       session_count, feature_count)
                                        select k.client_id, u.day, u.user_key, u.event_count, u.session_count,
                                               u.feature_count
                                          from copies k
                                         cross join lateral (
                                               select * from usage_daily_users u
                                                where u.client_id = k.original
                                                order by u.day desc limit 30) u;
                                        analyze;
                                        """
                                                .formatted(CLIENTS / DEMO_CLIENTS * 2, CLIENTS))
                                .execute());
    }

    private static Process secondWorker() throws IOException {
        String script = Files.readString(data.resolve("worker.sh"));
        Path second = data.resolve("second-worker.sh");
        int admin = RunningProduct.freePort();
        String ports = "export CS_WORKER_ADMIN_PORT=%d CS_DASHBOARD_PORT=0".formatted(admin);
        Files.writeString(
                second,
                script.replaceFirst("(?m)^\\. .*environment.*$", "$0\n" + ports)
                        .replaceAll("echo \\$\\$ > \\S+", ":"));
        Process process = new ProcessBuilder("sh", second.toString()).start();
        URI health = URI.create("http://127.0.0.1:" + admin + "/healthcheck");
        product.await(PATIENCE, "the second worker", () -> product.answers(health));
        return process;
    }
}
