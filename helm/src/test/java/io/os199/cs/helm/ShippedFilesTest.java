package io.os199.cs.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Configuration, rules and dashboards are kept in one place, from which the chart ships them: its files are links. */
class ShippedFilesTest {
    private static final Path MONITORING = Chart.PROJECT.resolve("monitoring");
    private static Map<String, JsonNode> manifests;

    @BeforeAll
    static void render() {
        manifests = Chart.trees(Chart.render(Chart.EXAMPLES.get("production")));
    }

    static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.walk(Chart.FOLDER.resolve("files"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void allShippedFilesAreLinks() throws IOException {
        assertThat(shipped()).isNotEmpty().allMatch(Files::isSymbolicLink);
    }

    @Test
    void theConfigurationIsTheProjects() throws IOException {
        String config = Files.readString(Chart.PROJECT.resolve("config.yml")).strip();
        for (String name : List.of("cs-mcp", "cs-mcp-migration")) {
            assertThat(text("ConfigMap/" + name, "/data/config.yml").strip()).isEqualTo(config);
        }
    }

    @Test
    void everyVariableThatIsSetIsOneOfTheConfigurations() throws IOException {
        String config = Files.readString(Chart.PROJECT.resolve("config.yml"));
        for (String rendering : Renderings.NAMES) {
            Chart.trees(Renderings.render(rendering))
                    .forEach(
                            (name, tree) -> {
                                if (!name.startsWith("Pod/")) {
                                    tree.findValues("env").stream()
                                            .flatMap(JsonNode::valueStream)
                                            .map(variable -> variable.path("name").asString())
                                            .forEach(
                                                    variable ->
                                                            assertThat(config)
                                                                    .contains(
                                                                            "${" + variable
                                                                                    + ":-"));
                                }
                            });
        }
    }

    @Test
    void everyRuleIsShipped() throws IOException {
        for (String name : List.of("alerts", "recording")) {
            Path file = MONITORING.resolve("prometheus/" + name + ".rules.yml");
            assertThat(manifests.get("PrometheusRule/cs-mcp-" + name).at("/spec"))
                    .isEqualTo(Chart.YAML.readTree(file.toFile()));
        }
        try (Stream<Path> files = Files.list(MONITORING.resolve("prometheus"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".rules.yml"))).hasSize(2);
        }
    }

    @Test
    void everyDashboardIsShipped() throws IOException {
        try (Stream<Path> files = Files.list(MONITORING.resolve("grafana"))) {
            List<Path> dashboards =
                    files.filter(file -> file.toString().endsWith(".json"))
                            .filter(file -> !file.getFileName().toString().startsWith("package"))
                            .toList();
            assertThat(dashboards).isNotEmpty();
            for (Path file : dashboards) {
                String name = file.getFileName().toString();
                String map = "ConfigMap/cs-mcp-dashboard-" + name.replace(".json", "");
                assertThat(manifests).containsKey(map);
                assertThat(manifests.get(map).at("/data").path(name).asString().strip())
                        .isEqualTo(Files.readString(file).strip());
            }
        }
    }

    @Test
    void theVersionIsTheProjects() throws IOException {
        String pom = Files.readString(Chart.PROJECT.resolve("pom.xml"));
        String version = pom.replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
        assertThat(Chart.values("Chart.yaml").at("/appVersion").asString()).isEqualTo(version);
        assertThat(Chart.values("Chart.yaml").at("/version").asString()).isEqualTo(version);
    }

    private static String text(String manifest, String path) {
        assertThat(manifests).containsKey(manifest);
        // A name with a dot is one step of the path.
        return manifests.get(manifest).at(path).asString();
    }
}
