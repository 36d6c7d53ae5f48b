package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.NpmPrograms;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Two API processes over one database behind a load balancer, and the official client at work when one of them is
 * killed between the question and the answer. At stake is the end of another principal's job, which no worker runs.
 */
class ReplicasIT {
    private static final NpmPrograms PROGRAMS =
            new NpmPrograms("the official MCP clients", Path.of("src/test/clients"));

    private static final String DRAIN = "1s";
    private static final int CALLERS = 4;

    @TempDir private static Path data;
    private static RunningProduct product;
    private static int secondPort;
    private static Process second;
    private static RoundRobin balancer;
    private static String otherKey;
    private static int jobs;

    @BeforeAll
    static void start() throws IOException {
        PROGRAMS.install();
        product = RunningProduct.start(data, RunningProduct.freePort(), 3);
        product.kill("worker");
        secondPort = RunningProduct.freePort();
        otherKey = product.newKey("other", "cs:write");
        balancer =
                new RoundRobin(
                        List.of(product.url(), URI.create("http://localhost:" + secondPort)));
    }

    @AfterAll
    static void stop() {
        balancer.close();
        second.destroyForcibly();
        product.close();
    }

    @BeforeEach
    void bothReplicasRun() throws IOException {
        if (second == null || !second.isAlive()) {
            second = product.startSecondApi(secondPort);
        }
        balancer.continueWith(0);
    }

    /** The first replica was asked and the second gets the answer, which in the modern era is all that it needs. */
    @ParameterizedTest
    @CsvSource({"auto, accept", "pinned, accept", "auto, decline"})
    void modernAnswerCountsOnTheReplicaThatIsLeft(String mode, String action) throws Exception {
        String jobId = queuedJob();
        try (Conversation conversation = Conversation.start(mode, jobId, action)) {
            assertThat(conversation.question()).contains("calculate_health_score", jobId);
            second.destroyForcibly();
            second.onExit().get();
            JsonNode end = conversation.answerAndEnd();
            assertThat(end.path("asked").asInt()).isEqualTo(1);
            assertEnd(end, jobId, action);
        }
    }

    @ParameterizedTest
    @CsvSource({"accept", "decline"})
    void legacyAnswerReachesTheReplicaThatAskedByWayOfTheOther(String action) throws Exception {
        String jobId = queuedJob();
        try (Conversation conversation = Conversation.start("legacy", jobId, action)) {
            assertThat(conversation.question()).contains(jobId);
            assertEnd(conversation.answerAndEnd(), jobId, action);
        }
    }

    @Test
    void legacyReplicaThatIsKilledWhileItAsksHasDoneNothing() throws Exception {
        String jobId = queuedJob();
        // initialize, notifications/initialized, the refused GET: the call is the fourth, on the
        // second replica.
        try (Conversation conversation = Conversation.start("legacy", jobId, "accept")) {
            assertThat(conversation.question()).contains(jobId);
            second.destroyForcibly();
            second.onExit().get();
            JsonNode end = conversation.answerAndEnd();
            assertThat(end.path("answer").isMissingNode()).as("%s", end).isTrue();
        }
        assertThat(status(jobId)).isEqualTo("queued");
        try (Conversation again = Conversation.start("legacy", jobId, "accept")) {
            assertThat(again.question()).contains(jobId);
            assertEnd(again.answerAndEnd(), jobId, "accept");
        }
    }

    /** Three replicas under load are told to stop, one after the other, and started again. */
    @Test
    void nobodyNoticesARollingRestart() throws Exception {
        List<Integer> ports = new ArrayList<>();
        List<Process> replicas = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ports.add(RunningProduct.freePort());
            replicas.add(product.startApi(ports.getLast(), DRAIN));
        }
        List<URI> addresses =
                ports.stream().map(port -> URI.create("http://localhost:" + port)).toList();
        AtomicBoolean over = new AtomicBoolean();
        try (RoundRobin three = new RoundRobin(addresses).looking();
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Integer>> answered = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                answered.add(callers.submit(() -> callUntil(over, three.url())));
            }
            for (int i = 0; i < replicas.size(); i++) {
                replicas.get(i).destroy();
                assertThat(replicas.get(i).waitFor(1, TimeUnit.MINUTES)).isTrue();
                replicas.set(i, product.startApi(ports.get(i), DRAIN));
            }
            over.set(true);
            for (Future<Integer> each : answered) {
                assertThat(each.get()).isGreaterThan(10);
            }
        } finally {
            replicas.forEach(Process::destroyForcibly);
        }
    }

    /** How many answers there were; fails at the first that is none. */
    private static int callUntil(AtomicBoolean over, URI url)
            throws IOException, InterruptedException {
        int answers = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!over.get()) {
                HttpResponse<String> response =
                        http.send(
                                toCall(url, otherKey, "list_clients", "{'limit':2}"),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).as(response::body).isEqualTo(200);
                assertThat(Messages.answer(response).at("/result/structuredContent/items"))
                        .as(response::body)
                        .hasSize(2);
                answers++;
            }
        }
        return answers;
    }

    private static void assertEnd(JsonNode end, String jobId, String action) {
        if (action.equals("accept")) {
            assertThat(end.at("/answer/outcome").textValue()).as("%s", end).isEqualTo("cancelled");
        } else {
            assertThat(end.at("/answer/error/code").textValue())
                    .as("%s", end)
                    .isEqualTo("failed_precondition");
        }
        assertThat(status(jobId)).isEqualTo(action.equals("accept") ? "cancelled" : "queued");
    }

    /** Of another principal; of another day each time, so that it is no job that there is already. */
    private static String queuedJob() {
        jobs += 1;
        return call(
                        otherKey,
                        "calculate_health_score",
                        "{'as_of':'2026-01-%02d','save':false,'wait_seconds':0}".formatted(jobs))
                .at("/job/job_id")
                .textValue();
    }

    private static String status(String jobId) {
        return call(otherKey, "get_job", "{'job_id':'%s','wait_seconds':0}".formatted(jobId))
                .at("/job/status")
                .textValue();
    }

    private static JsonNode call(String key, String tool, String arguments) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return Messages.answer(
                            http.send(
                                    toCall(product.url(), key, tool, arguments),
                                    HttpResponse.BodyHandlers.ofString()))
                    .at("/result/structuredContent");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest toCall(URI url, String key, String tool, String arguments) {
        ObjectNode message =
                Json.read(
                        "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'%s','arguments':%s}}"
                                .formatted(tool, arguments)
                                .replace('\'', '"'),
                        ObjectNode.class);
        return HttpRequest.newBuilder(url)
                .headers("Authorization", "Bearer " + key, "Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                .build();
    }

    /** The client, and the person before it. */
    private record Conversation(Process process, BufferedReader output) implements AutoCloseable {
        static Conversation start(String mode, String jobId, String action) {
            Process process =
                    PROGRAMS.start(
                            "node",
                            "confirm.mjs",
                            balancer.url().toString(),
                            product.key(),
                            mode,
                            jobId,
                            action);
            return new Conversation(process, process.inputReader());
        }

        String question() throws IOException {
            String line = output.readLine();
            assertThat(line).startsWith("ASKED ");
            return line;
        }

        JsonNode answerAndEnd() throws IOException {
            try (var in = process.outputWriter()) {
                in.write("\n");
            }
            String line = output.readLine();
            assertThat(line).as("the client ended without a word").isNotNull();
            return Json.read(line, JsonNode.class);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
