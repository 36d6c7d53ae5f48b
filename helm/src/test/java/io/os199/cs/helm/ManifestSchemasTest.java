package io.os199.cs.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.NpmPrograms;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Every manifest is complete and has no field that its kind does not know, by the schemas of Kubernetes and of the
 * operators.
 */
class ManifestSchemasTest {
    private static final NpmPrograms PROGRAMS =
            new NpmPrograms("the schemas of Kubernetes", Path.of("src/test/models"));

    @TempDir private static Path folder;

    static List<String> renderings() {
        return Renderings.NAMES;
    }

    @BeforeAll
    static void install() {
        PROGRAMS.install();
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void fitTheirSchemas(String rendering) throws IOException {
        NpmPrograms.Result result = check(Chart.trees(Renderings.render(rendering)));
        assertThat(result.output()).isEmpty();
        assertThat(result.status()).isZero();
    }

    @Test
    void wouldNotFitOtherwise() throws IOException {
        Map<String, JsonNode> manifests = Chart.trees(Renderings.render("production"));
        at(manifests, "Job/cs-mcp-migration", "/spec/template/spec").remove("containers");
        at(manifests, "Service/cs-mcp-api", "/spec/ports/0").put("port", "http");
        at(manifests, "Deployment/cs-mcp-api", "/spec").put("replicaz", 3);
        at(manifests, "ScaledObject/cs-mcp-worker", "/spec/triggers/0").put("metricTyp", "Value");
        at(manifests, "ExternalSecret/cs-mcp", "/spec/target").put("nam", "cs-mcp");
        at(manifests, "HTTPRoute/cs-mcp", "/spec/rules/0/timeouts").put("reqest", "0s");
        at(manifests, "PrometheusRule/cs-mcp-alerts", "/spec/groups/0").remove("name");

        NpmPrograms.Result result = check(manifests);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output().lines())
                .containsExactlyInAnyOrder(
                        "Job/cs-mcp-migration: data/spec/template/spec must have required property"
                                + " containers",
                        "Service/cs-mcp-api: data/spec/ports/0/port must be integer",
                        "Deployment/cs-mcp-api: /spec/replicaz is unknown",
                        "ScaledObject/cs-mcp-worker: /spec/triggers/0/metricTyp is unknown",
                        "ExternalSecret/cs-mcp: /spec/target/nam is unknown",
                        "HTTPRoute/cs-mcp: /spec/rules/0/timeouts/reqest is unknown",
                        "PrometheusRule/cs-mcp-alerts: data/spec/groups/0 must have required"
                                + " property name");
    }

    private static ObjectNode at(Map<String, JsonNode> manifests, String name, String path) {
        return (ObjectNode) manifests.get(name).at(path);
    }

    private static NpmPrograms.Result check(Map<String, JsonNode> manifests) throws IOException {
        Path file = folder.resolve("manifests.json");
        Files.writeString(file, Chart.YAML.createArrayNode().addAll(manifests.values()).toString());
        return PROGRAMS.run(folder, "node", "check.mjs", file.toString());
    }
}
