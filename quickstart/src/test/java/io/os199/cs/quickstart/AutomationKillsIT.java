package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.jobs.JobQueue;
import io.os199.cs.platform.json.Json;
import io.os199.cs.retention.automation.AutomationRound;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Signs come and go at random, a rule that writes to customers is evaluated, and the worker, sometimes with the
 * database, is killed at a random moment of the evaluation and restarted: what was done in the end is what the
 * preview said beforehand, once for each client.
 *
 * <p>{@code -Dcs.kill.rounds=200} kills longer, {@code -Dcs.kill.seed=…} in another order.
 */
class AutomationKillsIT {
    private static final int ROUNDS = Integer.getInteger("cs.kill.rounds", 4);
    private static final long SEED = Long.getLong("cs.kill.seed", 199);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int CLIENTS = 60;
    private static final int CAP = 25;
    private static final int LONGEST_MILLIS = 900;
    private static final double WITH_DATABASE = 0.1;
    private static final String RULE =
            "{'name':'Kills','campaign_template':'executive_outreach','send_emails':true,"
                    + "'cooldown_days':1,'max_runs_per_day':%d,'holdout_rate':0.1%s}";

    @TempDir private static Path data;
    private static RunningProduct product;
    private static Map<String, String> environment;
    private static PGSimpleDataSource server;
    private static String key;

    /** The content of the preview. */
    private record Foreseen(Set<String> runs, Set<String> holdouts, JsonNode firstEmail) {}

    /** The number of runs over all rounds. */
    private int runs;

    private int mails;
    private int heldOut;
    private int killedMeanwhile;
    private int databaseKills;

    @BeforeAll
    static void start() throws IOException {
        product = RunningProduct.start(data, RunningProduct.freePort(), CLIENTS);
        environment = product.environment();
        server = new PGSimpleDataSource();
        server.setUrl(environment.get("CS_DATABASE_URL"));
        server.setUser(environment.get("CS_DATABASE_USER"));
        server.setPassword(environment.get("CS_DATABASE_PASSWORD"));
        key = product.newKey("rules", "cs:admin,pii:read");
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void whatThePreviewSaidIsDoneOnceWhateverIsKilled() throws Exception {
        JsonNode asked = call("automate_retention_campaigns", RULE.formatted(CAP, ""));
        String token = asked.at("/error/confirmation_token").asText();
        JsonNode made =
                call(
                        "automate_retention_campaigns",
                        RULE.formatted(CAP, ",'confirmation_token':'" + token + "'"));
        String rule = made.at("/automation/automation_id").asText();
        assertThat(rule).as(made::toString).startsWith("automation_");
        Random random = new Random(SEED);
        awaitEndOfJobs();
        product.kill("worker");
        for (int round = 0; round < ROUNDS; round++) {
            twoDaysLater(rule, random);
            Instant begun = Instant.now();
            Foreseen foreseen = preview(rule);
            startWorker();
            trigger(1 + random.nextInt(3));
            LockSupport.parkNanos(random.nextInt(LONGEST_MILLIS) * 1_000_000L);
            kill(random.nextDouble() < WITH_DATABASE, rule, begun, foreseen);
            startWorker();
            Instant again = Instant.now();
            awaitEvaluation(rule, again);
            product.kill("worker");
            assertAsForeseen(rule, begun, foreseen);
        }
        System.out.printf(
                "%d rounds with seed %d: %d runs, %d held out, %d mails; %d kills in the middle of"
                        + " an evaluation, %d with the database%n",
                ROUNDS, SEED, runs, heldOut, mails, killedMeanwhile, databaseKills);
        assertThat(runs).isPositive();
        assertThat(mails).isPositive();
    }

    /** Moves the past back by two days, closes most campaigns, and makes clients better or worse. */
    private static void twoDaysLater(String rule, Random random) {
        execute(
                "update automation_runs set triggered_at = triggered_at - interval '2 days', due_at"
                        + " = due_at - interval '2 days' where automation_id = '"
                        + rule
                        + "'");
        List<String> clients =
                strings("select client_id from clients where status <> 'churned' order by 1");
        for (String client : clients) {
            if (random.nextDouble() < 0.9) {
                execute(
                        "update campaigns set status = 'completed', closed_on = started_on where"
                                + " status = 'active' and client_id = '"
                                + client
                                + "'");
            }
            int score = 40 + random.nextInt(45);
            execute(
                    "update clients set health_score = %d where client_id = '%s'"
                            .formatted(score, client));
        }
        // In half of the rounds the watches are forgotten after two days, as if the falls were
        // over.
        if (random.nextBoolean()) {
            execute("delete from automation_watches where automation_id = '" + rule + "'");
        }
    }

    private Foreseen preview(String rule) throws Exception {
        JsonNode preview =
                call(
                        "automate_retention_campaigns",
                        "{'action':'preview','limit':200,'automation_id':'" + rule + "'}");
        assertThat(preview.has("next_cursor")).as(preview::toString).isFalse();
        Set<String> hit = new HashSet<>();
        Set<String> out = new HashSet<>();
        for (JsonNode item : preview.at("/preview/items")) {
            switch (item.path("decision").asText()) {
                case "run" -> hit.add(item.path("client_id").asText());
                case "holdout" -> out.add(item.path("client_id").asText());
                default -> assertThat(item.path("hold_reason").asText()).isNotEmpty();
            }
        }
        assertThat(hit.size()).isEqualTo(preview.at("/preview/would_run_count").asInt());
        return new Foreseen(hit, out, preview.at("/preview/first_email"));
    }

    private static void startWorker() {
        product.begin("worker");
        product.await(PATIENCE, "the worker", () -> product.answers(product.workerHealth()));
    }

    /** Triggers the round as an operator does from the dashboard, and wakes the workers as a submitted job does. */
    private static void trigger(int times) {
        String place =
                "http://127.0.0.1:%s/api/recurring-jobs/%s/trigger"
                        .formatted(environment.get("CS_DASHBOARD_PORT"), AutomationRound.NAME);
        String login =
                environment.get("CS_DASHBOARD_USER")
                        + ":"
                        + environment.get("CS_DASHBOARD_PASSWORD");
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < times; i++) {
                HttpResponse<String> answer =
                        http.send(
                                HttpRequest.newBuilder(URI.create(place))
                                        .header("Authorization", "Basic " + basic)
                                        .POST(HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        execute("select pg_notify('%s', '')".formatted(JobQueue.WAKE_CHANNEL));
    }

    /**
     * Triggers repeatedly: the server may still hold the killed worker's round, beside which another one does
     * nothing.
     */
    private static void awaitEvaluation(String rule, Instant since) {
        product.await(
                PATIENCE,
                "an evaluation",
                () -> {
                    trigger(1);
                    LockSupport.parkNanos(AGAIN.toNanos());
                    return isEvaluated(rule, since);
                });
    }

    private void kill(boolean withDatabase, String rule, Instant begun, Foreseen foreseen) {
        if (withDatabase) {
            databaseKills++;
            product.kill("postgres");
        }
        product.kill("worker");
        if (withDatabase) {
            product.begin("postgres");
            product.await(PATIENCE, "PostgreSQL", AutomationKillsIT::databaseAnswers);
            product.await(PATIENCE, "the API", () -> product.answers(product.apiHealth()));
        }
        int done = runsSince(rule, begun, "true").size();
        if (done > 0 && done < foreseen.runs().size() + foreseen.holdouts().size()) {
            killedMeanwhile++;
        }
    }

    /** A job that goes on later would change the scores which the rounds set. */
    private static void awaitEndOfJobs() {
        product.await(
                PATIENCE,
                "the end of the first jobs",
                () ->
                        strings("select job_id from jobs where status in ('queued', 'working')")
                                .isEmpty());
    }

    private static boolean isEvaluated(String rule, Instant since) {
        return strings(
                                "select 1 from automations where automation_id = '%s' and last_evaluated_at >= '%s'"
                                        .formatted(rule, since))
                        .size()
                == 1;
    }

    private void assertAsForeseen(String rule, Instant begun, Foreseen foreseen) {
        List<String> acted = runsSince(rule, begun, "status <> 'held_out'");
        assertThat(acted).doesNotHaveDuplicates();
        assertThat(acted).containsExactlyInAnyOrderElementsOf(foreseen.runs());
        assertThat(runsSince(rule, begun, "status = 'held_out'"))
                .containsExactlyInAnyOrderElementsOf(foreseen.holdouts());
        assertThat(
                        strings(
                                "select client_id || occurrence_key from automation_runs where"
                                        + " automation_id = '"
                                        + rule
                                        + "'"))
                .as("a run for each client and occurrence")
                .doesNotHaveDuplicates();
        List<String> campaigns =
                strings(
                        "select client_id from campaigns where automation_id = '%s' and created_at >= '%s'"
                                .formatted(rule, begun));
        assertThat(campaigns)
                .as("a campaign for each run")
                .containsExactlyInAnyOrderElementsOf(acted);
        assertThat(
                        strings(
                                "select client_id from tasks where title = 'Retention alert: Kills'"
                                        + " and created_at >= '"
                                        + begun
                                        + "'"))
                .as("a task for each run")
                .containsExactlyInAnyOrderElementsOf(acted);
        assertThat(
                        strings(
                                "select r.run_id from automation_runs r where r.automation_id = '%s' and r.status <> 'held_out' and (r.campaign_id is null or (select count(*) from automation_run_actions a where a.run_id = r.run_id and a.status = 'done') <> 2)"
                                        .formatted(rule)))
                .as("runs that are half done")
                .isEmpty();
        List<String> written =
                strings(
                        "select m.client_id from email_messages m join email_campaigns e using (campaign_id) where e.automation_id = '%s' and m.created_at >= '%s'"
                                .formatted(rule, begun));
        assertThat(written).doesNotHaveDuplicates();
        assertThat(foreseen.runs()).as("whom the preview showed").containsAll(written);
        JsonNode first = foreseen.firstEmail();
        if (!first.isMissingNode()) {
            assertThat(
                            strings(
                                    "select contact_email || ' ' || subject from email_messages where client_id = '%s' and created_at >= '%s'"
                                            .formatted(first.path("client_id").asText(), begun)))
                    .as("as the preview showed it")
                    .containsExactly(
                            first.path("to").asText() + " " + first.path("subject").asText());
        }
        runs += acted.size();
        heldOut += foreseen.holdouts().size();
        mails += written.size();
    }

    private static List<String> runsSince(String rule, Instant begun, String condition) {
        return strings(
                "select client_id from automation_runs where automation_id = '%s' and created_at >= '%s' and %s"
                        .formatted(rule, begun, condition));
    }

    private static JsonNode call(String tool, String arguments) throws Exception {
        ObjectNode message = Json.mapper().createObjectNode().put("jsonrpc", "2.0").put("id", 1);
        ObjectNode params =
                message.put("method", "tools/call").putObject("params").put("name", tool);
        params.set("arguments", Json.read(arguments.replace('\'', '"'), JsonNode.class));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    http.send(
                            HttpRequest.newBuilder(product.url())
                                    .timeout(PATIENCE)
                                    .headers("Authorization", "Bearer " + key)
                                    .headers("Content-Type", "application/json")
                                    .headers("Accept", "application/json, text/event-stream")
                                    .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return Messages.answer(response).at("/result/structuredContent");
        }
    }

    private static boolean databaseAnswers() {
        try (var connection = server.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void execute(String sql) {
        try (var connection = server.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static List<String> strings(String sql) {
        try (var connection = server.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
