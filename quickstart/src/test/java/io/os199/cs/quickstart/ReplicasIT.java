package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.NpmPrograms;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * API processes over one database behind a load balancer. With two, the official client is at work when one of them
 * is killed between the question and the answer: at stake is the end of another principal's job, which no worker
 * runs. With three, they are restarted or killed under their callers.
 */
class ReplicasIT {
    private static final NpmPrograms PROGRAMS =
            new NpmPrograms("the official MCP clients", Path.of("src/test/clients"));

    private static final String DRAIN = "3s";
    private static final int CALLERS = 4;
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir private static Path data;
    private static RunningProduct product;
    private static int secondPort;
    private static Process second;
    private static RoundRobin balancer;
    private static Replicas three;
    private static Restarted restarted;
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
        // If the start failed halfway, the parts that exist are closed too.
        if (balancer != null) {
            balancer.close();
        }
        if (second != null) {
            second.destroyForcibly();
        }
        if (three != null) {
            three.close();
        }
        if (product != null) {
            product.close();
        }
    }

    /** Returns three more replicas, for the tests that need them. */
    private static Replicas three() throws IOException {
        if (three == null) {
            three = Replicas.start(product, 3, DRAIN);
        }
        return three;
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
        balancer.callsGoTo(1);
        try (Conversation conversation =
                Conversation.start("legacy", jobId, "accept", LITTLE_PATIENCE)) {
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

    /** The replicas are behind a balancer that checks their health. */
    @Test
    void nobodyNoticesARollingRestart() throws Exception {
        for (Future<Integer> each : restarted().looking()) {
            assertThat(each.get()).isGreaterThan(10);
        }
    }

    /**
     * The replicas are behind the nginx of {@code compose.yaml}, which has no health check: no call fails, no write
     * is done twice, and each replica is called again once it is back.
     */
    @Test
    void nobodyNoticesARollingRestartBehindNginx() throws Exception {
        Nginx.program();
        Restarted restarted = restarted();
        for (Future<Integer> each : restarted.reads()) {
            assertThat(each.get()).isGreaterThan(10);
        }
        int answers = 0;
        for (Future<Integer> each : restarted.writes()) {
            assertThat(each.get()).isPositive();
            answers += each.get();
        }
        assertThat(restarted.written()).hasSize(answers);
        assertThat(tasksOf("Restarted Goods")).isEqualTo(answers);
    }

    /**
     * What callers experienced while three replicas were stopped, one after the other, and started again: done once
     * for all tests.
     *
     * @param looking the number of answers through the balancer that checks health
     * @param reads through nginx; empty where there is none
     * @param writes through nginx
     * @param written the ids that its answers named
     */
    private record Restarted(
            List<Future<Integer>> looking,
            List<Future<Integer>> reads,
            List<Future<Integer>> writes,
            Set<String> written) {}

    private static Restarted restarted() throws Exception {
        if (restarted == null) {
            Replicas replicas = three();
            Optional<Nginx> nginx = Nginx.beforeIfInstalled(replicas.ports());
            try (RoundRobin balancing = new RoundRobin(replicas.addresses()).looking();
                    Callers callers = new Callers(BETWEEN_CALLS)) {
                restarted = restart(replicas, balancing.url(), nginx.map(Nginx::url), callers);
                if (nginx.isPresent()) {
                    awaitCallsThroughAlone(replicas, nginx.get().url());
                }
            } finally {
                nginx.ifPresent(Nginx::close);
            }
        }
        return restarted;
    }

    private static Restarted restart(
            Replicas replicas, URI balancer, Optional<URI> nginx, Callers callers)
            throws Exception {
        Set<String> written = ConcurrentHashMap.newKeySet();
        List<Future<Integer>> reads = List.of();
        List<Future<Integer>> writes = List.of();
        List<Future<Integer>> looking = callers.start(() -> readTwo(balancer));
        if (nginx.isPresent()) {
            call(otherKey, "register_client", "{'client_name':'Restarted Goods'}");
            reads = callers.start(() -> readTwo(nginx.get()));
            writes = callers.start(() -> written.add(write(nginx.get(), "Restarted Goods")));
        }
        for (int i = 0; i < 3; i++) {
            replicas.restart(i);
        }
        callers.end();
        return new Restarted(looking, reads, writes, written);
    }

    /** There are no other callers: what a replica answers came through this balancer, which uses all of them again. */
    private static void awaitCallsThroughAlone(Replicas replicas, URI balancer) throws Exception {
        try (Callers callers = new Callers(BETWEEN_CALLS)) {
            List<Future<Integer>> answered = callers.start(() -> readTwo(balancer));
            for (int i = 0; i < 3; i++) {
                awaitMoreCalls(replicas, i, 20);
            }
            callers.end();
            for (Future<Integer> each : answered) {
                assertThat(each.get()).isPositive();
            }
        }
    }

    /**
     * Behind the nginx of {@code compose.yaml}, a replica is killed while it works: no answer is lost, and no write
     * is done twice, although none has a key of its own. No caller pauses until the other replicas have answered in
     * its place.
     */
    @Test
    void nobodyNoticesAKilledReplicaBehindNginx() throws Exception {
        Path program = Nginx.program();
        Replicas replicas = three();
        call(otherKey, "register_client", "{'client_name':'Proxied Goods'}");
        Set<String> written = ConcurrentHashMap.newKeySet();
        try (Nginx nginx = Nginx.before(program, replicas.ports());
                Callers callers = new Callers(Duration.ZERO)) {
            List<Future<Integer>> reads = callers.start(() -> readTwo(nginx.url()));
            List<Future<Integer>> writes =
                    callers.start(() -> written.add(write(nginx.url(), "Proxied Goods")));
            for (int i = 0; i < 3; i++) {
                awaitMoreCalls(replicas, i, 20);
            }
            replicas.kill(1);
            awaitMoreCalls(replicas, 0, 20);
            awaitMoreCalls(replicas, 2, 20);
            callers.restBetweenCalls(BETWEEN_CALLS);
            replicas.startAgain(1);
            awaitMoreCalls(replicas, 1, 20);
            callers.end();
            int answers = 0;
            for (Future<Integer> each : writes) {
                answers += each.get();
            }
            assertThat(written).hasSize(answers);
            assertThat(tasksOf("Proxied Goods")).isEqualTo(answers);
            for (Future<Integer> each : reads) {
                assertThat(each.get()).isPositive();
            }
        }
    }

    /** What is sent before the answer arrives before it: the answer is given only once that has been read. */
    @Test
    void nginxPassesAStreamAsItComes() throws Exception {
        Path program = Nginx.program();
        String jobId = queuedJob();
        try (Nginx nginx = Nginx.before(program, three().ports());
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> waiting =
                    http.send(
                            toCall(
                                    nginx.url(),
                                    otherKey,
                                    "get_job",
                                    "{'job_id':'%s','wait_seconds':25}".formatted(jobId)),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(waiting.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            try (BufferedReader stream =
                    new BufferedReader(
                            new InputStreamReader(waiting.body(), StandardCharsets.UTF_8))) {
                assertThat(stream.readLine()).isEqualTo(":");
                call(otherKey, "cancel_job", "{'job_id':'%s'}".formatted(jobId));
                String answer =
                        stream.lines()
                                .filter(line -> line.startsWith("data:"))
                                .findFirst()
                                .orElseThrow();
                assertThat(answer).contains("\"cancelled\"").doesNotContain("\"queued\"");
            }
        }
    }

    private static void awaitMoreCalls(Replicas replicas, int replica, int more) {
        long before = replicas.calls(replica);
        product.await(
                PATIENCE,
                "calls that replica %d answers".formatted(replica),
                () -> replicas.calls(replica) >= before + more);
    }

    private static boolean readTwo(URI url) throws IOException, InterruptedException {
        JsonNode answer = answered(url, "list_clients", "{'limit':2}");
        assertThat(answer.path("items")).as(answer::toString).hasSize(2);
        return true;
    }

    /** Writes through {@code url}; returns the id of the new object. */
    private static String write(URI url, String client) throws IOException, InterruptedException {
        JsonNode answer =
                answered(
                        url,
                        "log_activity",
                        "{'action':'create_task','client_id':'%s','title':'Written'}"
                                .formatted(client));
        JsonNode id = answer.at("/tasks/0/task_id");
        assertThat(id.isTextual()).as(answer::toString).isTrue();
        return id.textValue();
    }

    private static JsonNode answered(URI url, String tool, String arguments)
            throws IOException, InterruptedException {
        HttpRequest call = toCall(url, otherKey, tool, arguments);
        // A call whose answer has begun, as a stream has after a second, cannot be sent again.
        HttpRequest whole =
                HttpRequest.newBuilder(call, (_, _) -> true)
                        .header("Accept", "application/json")
                        .build();
        HttpResponse<String> response = HTTP.send(whole, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response::body).isEqualTo(200);
        return Messages.answer(response).at("/result/structuredContent");
    }

    private static int tasksOf(String client) throws IOException {
        Map<String, String> environment = product.environment();
        return Jdbi.create(
                        environment.get("CS_DATABASE_URL"),
                        environment.get("CS_DATABASE_USER"),
                        environment.get("CS_DATABASE_PASSWORD"))
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                select count(*)
                                                  from tasks join clients using (client_id)
                                                 where clients.name = :name
                                                """)
                                        .bind("name", client)
                                        .mapTo(Integer.class)
                                        .one());
    }

    /** Callers that call again and again until {@link #end}, or until the first call that fails. */
    private static final class Callers implements AutoCloseable {
        private volatile Duration rest;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private volatile boolean over;

        /**
         * @param rest the pause of each caller after an answer: without one, the callers take the cores from whatever
         *     is started meanwhile
         */
        Callers(Duration rest) {
            this.rest = rest;
        }

        void restBetweenCalls(Duration rest) {
            this.rest = rest;
        }

        /** Starts the callers; each future holds the number of calls that returned true. */
        List<Future<Integer>> start(Callable<Boolean> call) {
            List<Future<Integer>> answered = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                answered.add(threads.submit(() -> callUntilTheEnd(call)));
            }
            return answered;
        }

        private int callUntilTheEnd(Callable<Boolean> call) throws Exception {
            int answers = 0;
            while (!over) {
                answers += call.call() ? 1 : 0;
                Thread.sleep(rest);
            }
            return answers;
        }

        void end() {
            over = true;
        }

        @Override
        public void close() {
            over = true;
            threads.close();
        }
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

    /** Submits a job of another principal; for another day each time, so that it does not match an existing job. */
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

    /** The client, and the person who uses it. */
    private record Conversation(Process process, BufferedReader output) implements AutoCloseable {
        static Conversation start(String mode, String jobId, String action) {
            return start(mode, jobId, action, PATIENCE);
        }

        /** @param patience how long the client waits for the answer to its call */
        static Conversation start(String mode, String jobId, String action, Duration patience) {
            Process process =
                    PROGRAMS.start(
                            "node",
                            "confirm.mjs",
                            balancer.url().toString(),
                            product.key(),
                            mode,
                            jobId,
                            action,
                            Long.toString(patience.toMillis()));
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
