package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** More API processes over the database of a product, all ready, each on ports of its own that it keeps. */
final class Replicas implements AutoCloseable {
    private static final String CALLS = "mcp_tool_execution_total{";

    private final RunningProduct product;
    private final String drain;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private Replicas(RunningProduct product, String drain) {
        this.product = product;
        this.drain = drain;
    }

    static Replicas start(RunningProduct product, int count, String drain) throws IOException {
        Replicas replicas = new Replicas(product, drain);
        for (int i = 0; i < count; i++) {
            int port = RunningProduct.freePort();
            replicas.ports.add(port);
            replicas.processes.add(product.startApi(port, drain));
        }
        return replicas;
    }

    List<Integer> ports() {
        return List.copyOf(ports);
    }

    List<URI> addresses() {
        return ports.stream().map(port -> URI.create("http://localhost:" + port)).toList();
    }

    /** Asks a replica to stop, waits until it has, and starts it again. */
    void restart(int replica) throws IOException, InterruptedException {
        processes.get(replica).destroy();
        assertThat(processes.get(replica).waitFor(1, TimeUnit.MINUTES)).isTrue();
        startAgain(replica);
    }

    /** Ends a replica as a power failure of its machine would. */
    void kill(int replica) throws InterruptedException {
        processes.get(replica).destroyForcibly().waitFor();
    }

    void startAgain(int replica) throws IOException {
        processes.set(replica, product.startApi(ports.get(replica), drain));
    }

    /** Returns the number of tool calls that a replica has answered since it was started. */
    long calls(int replica) {
        URI metrics = URI.create("http://127.0.0.1:%d/metrics".formatted(ports.get(replica) + 1));
        try {
            return http.send(
                            HttpRequest.newBuilder(metrics).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(CALLS))
                    .mapToLong(line -> (long) Double.parseDouble(line.replaceFirst(".*} ", "")))
                    .sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        http.close();
    }
}
