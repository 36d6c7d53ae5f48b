package io.os199.cs.helm;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for nodes, of which there are none: marks each pod of a namespace as ready, or a terminating one as
 * ended, and watches the API's pods meanwhile. The pods themselves are created by the real controllers.
 */
final class NodeStandIn implements AutoCloseable {
    /** A tag of images whose servers never are ready. */
    static final String BROKEN = "broken";

    private static final String READY =
            """
            {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}\
            """;
    private static final String SUCCEEDED = "{\"status\": {\"phase\": \"Succeeded\"}}";
    private static final String FAILED = "{\"status\": {\"phase\": \"Failed\"}}";

    private final KubernetesApi api;
    private final String pods;
    private final String deployments;
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> seen = new HashSet<>();
    private final List<Set<String>> servedDuringMigrations = new ArrayList<>();
    private volatile boolean migrationsFail;
    private volatile long readyApis;
    private volatile long fewestReadyApis;
    private volatile Throwable problem;

    NodeStandIn(KubernetesApi api, String namespace) {
        this.api = api;
        this.pods = "/api/v1/namespaces/" + namespace + "/pods";
        this.deployments = "/apis/apps/v1/namespaces/" + namespace + "/deployments";
        var _ = loop.scheduleWithFixedDelay(this::look, 0, 50, TimeUnit.MILLISECONDS);
    }

    void migrationsFail(boolean fail) {
        migrationsFail = fail;
    }

    /** Starts the count of {@link #fewestReadyApis} anew. */
    synchronized void watchFromNow() {
        fewestReadyApis = Long.MAX_VALUE;
    }

    long readyApis() {
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
        return readyApis;
    }

    long fewestReadyApis() {
        return fewestReadyApis;
    }

    /** Returns for each pod of a migration, in order, the API's images that were deployed when it appeared. */
    synchronized List<Set<String>> servedDuringMigrations() {
        return List.copyOf(servedDuringMigrations);
    }

    private void look() {
        try {
            long ready = 0;
            for (JsonNode pod : api.get(pods).path("items")) {
                if (!pod.at("/metadata/deletionTimestamp").isMissingNode()) {
                    continue;
                }
                String component =
                        pod.at("/metadata/labels/app.kubernetes.io~1component").asString();
                if (component.equals("api") && isReady(pod)) {
                    ready++;
                }
                if (seen.add(pod.at("/metadata/uid").asString())) {
                    report(pod, component);
                }
            }
            count(ready);
        } catch (RuntimeException e) {
            problem = e;
        }
    }

    private synchronized void count(long ready) {
        readyApis = ready;
        fewestReadyApis = Math.min(fewestReadyApis, ready);
    }

    private void report(JsonNode pod, String component) {
        switch (component) {
            case "migration" -> {
                noteMigration();
                become(pod, migrationsFail ? FAILED : SUCCEEDED);
            }
            case "test" -> become(pod, SUCCEEDED);
            default -> {
                if (!pod.at("/spec/containers/0/image").asString().endsWith(":" + BROKEN)) {
                    become(pod, READY);
                }
            }
        }
    }

    private void become(JsonNode pod, String status) {
        String name = pod.at("/metadata/name").asString();
        api.mergeStatus(pods + "/" + name, Chart.YAML.readTree(status));
    }

    private synchronized void noteMigration() {
        Set<String> images = new TreeSet<>();
        for (JsonNode deployment : api.get(deployments).path("items")) {
            JsonNode container = deployment.at("/spec/template/spec/containers/0");
            if (container.path("name").asString().equals("api")) {
                images.add(container.path("image").asString());
            }
        }
        servedDuringMigrations.add(images);
    }

    private static boolean isReady(JsonNode pod) {
        return pod.at("/status/conditions")
                .valueStream()
                .anyMatch(
                        condition ->
                                condition.path("type").asString().equals("Ready")
                                        && condition.path("status").asString().equals("True"));
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
