package io.os199.cs.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Parts that exist only when requested, and where secrets come from. */
class OptionalPartsTest {
    @Test
    void theDefaultsAreTheService() {
        assertThat(Chart.trees(Chart.renderWith()).keySet())
                .containsExactlyInAnyOrder(
                        "ConfigMap/cs-mcp",
                        "ConfigMap/cs-mcp-migration",
                        "ServiceAccount/cs-mcp",
                        "ServiceAccount/cs-mcp-migration",
                        "Job/cs-mcp-migration",
                        "Deployment/cs-mcp-api",
                        "Deployment/cs-mcp-worker",
                        "PodDisruptionBudget/cs-mcp-api",
                        "PodDisruptionBudget/cs-mcp-worker",
                        "Service/cs-mcp-api",
                        "Service/cs-mcp-api-admin",
                        "Service/cs-mcp-worker-admin",
                        "NetworkPolicy/cs-mcp-api",
                        "NetworkPolicy/cs-mcp-worker",
                        "NetworkPolicy/cs-mcp-migration",
                        "NetworkPolicy/cs-mcp-test",
                        "Pod/cs-mcp-test");
    }

    @Test
    void theMigrationAndTheTestAreHooks() {
        for (List<String> files : Chart.EXAMPLES.values()) {
            Set<String> hooks = new TreeSet<>(Chart.trees(Chart.render(files)).keySet());
            hooks.removeAll(Chart.trees(Chart.renderRelease(files)).keySet());
            assertThat(hooks)
                    .contains("Pod/cs-mcp-test")
                    .allMatch(name -> name.matches("Pod/cs-mcp-test|\\w+/cs-mcp-migration"));
        }
    }

    @Test
    void anIngressOrARouteLeadsToTheApiAlone() {
        var ingress = Chart.trees(Renderings.render("External Secrets with an Ingress"));
        assertThat(ingress).doesNotContainKey("HTTPRoute/cs-mcp");
        assertThat(ingress.get("Ingress/cs-mcp").findValuesAsString("name"))
                .contains("cs-mcp-api")
                .doesNotContain("cs-mcp-dashboard", "cs-mcp-api-admin");
        var route = Chart.trees(Renderings.render("production"));
        assertThat(route).doesNotContainKey("Ingress/cs-mcp");
        assertThat(route.get("HTTPRoute/cs-mcp").at("/spec/rules").findValuesAsString("name"))
                .containsExactly("cs-mcp-api");
    }

    @Test
    void whatIsExposedIsAllowedAsAHost() {
        Map<String, String> api = environment(Renderings.render("small"), "api");
        assertThat(Chart.YAML.readTree(api.get("CS_ALLOWED_HOSTS")).valueStream())
                .extracting(JsonNode::asString)
                .containsExactly(
                        "cs.example.com", "cs-mcp-api", "cs-mcp-api.cs", "cs-mcp-api.cs.svc");
        assertThat(api).containsEntry("CS_FORWARDED_HEADERS", "true");
        assertThat(environment(Chart.renderWith(), "api"))
                .containsEntry("CS_FORWARDED_HEADERS", "false");
    }

    @Test
    void workersAreScaledInOneWay() {
        Map<String, String> kinds =
                Map.of(
                        "none", "",
                        "cpu", "HorizontalPodAutoscaler/cs-mcp-worker",
                        "external", "HorizontalPodAutoscaler/cs-mcp-worker",
                        "keda", "ScaledObject/cs-mcp-worker");
        kinds.forEach(
                (type, kind) -> {
                    var manifests =
                            Chart.trees(
                                    Chart.renderWith(
                                            "worker: {autoscaling: {type: %s, prometheus: 'http://p'}}"
                                                    .formatted(type)));
                    assertThat(
                                    manifests.keySet().stream()
                                            .filter(
                                                    name ->
                                                            name.startsWith("Horizontal")
                                                                    || name.startsWith("Scaled")))
                            .isEqualTo(kind.isEmpty() ? List.of() : List.of(kind));
                    assertThat(
                                    manifests
                                            .get("Deployment/cs-mcp-worker")
                                            .at("/spec")
                                            .has("replicas"))
                            .as(type)
                            .isEqualTo(kind.isEmpty());
                });
    }

    @Test
    void workersReachTheMailServer() {
        Function<String, List<String>> ports =
                values ->
                        Chart.trees(Chart.renderWith(values))
                                .get("NetworkPolicy/cs-mcp-worker")
                                .at("/spec/egress")
                                .findValuesAsString("port");
        assertThat(ports.apply("env: {}")).doesNotContain("587");
        assertThat(ports.apply("env: {CS_EMAIL_PROVIDER: smtp}")).contains("587");
        assertThat(ports.apply("env: {CS_EMAIL_PROVIDER: smtp, CS_SMTP_PORT: '2525'}"))
                .contains("2525")
                .doesNotContain("587");
    }

    @Test
    void theDashboardListensOnlyWhenItIsAskedFor() {
        assertThat(environment(Chart.renderWith(), "worker"))
                .containsEntry("CS_DASHBOARD_PORT", "0")
                .doesNotContainKey("CS_DASHBOARD_PASSWORD");
        String with = Chart.renderWith("worker: {dashboard: {enabled: true}}");
        assertThat(environment(with, "worker"))
                .containsEntry("CS_DASHBOARD_PORT", "8000")
                .containsEntry(
                        "CS_DASHBOARD_PASSWORD", "file:/run/secrets/cs-mcp/dashboard-password");
        assertThat(Chart.trees(with)).containsKey("Service/cs-mcp-dashboard");
        assertThat(environment(with, "api")).doesNotContainKey("CS_DASHBOARD_PASSWORD");
    }

    @Test
    void theOwnersPasswordIsTheMigrationsAlone() {
        for (String rendering : Renderings.NAMES) {
            Chart.trees(Renderings.render(rendering))
                    .forEach(
                            (name, tree) -> {
                                if (!name.endsWith("/cs-mcp-migration")) {
                                    assertThat(tree.toString())
                                            .as(rendering + ": " + name)
                                            .doesNotContain(
                                                    "migration-password",
                                                    "CS_MIGRATION_PASSWORD\"",
                                                    "cs-mcp-migration");
                                }
                            });
        }
    }

    @Test
    void aSecretIsAFileOrAReference() {
        assertThat(environment(Chart.renderWith(), "api"))
                .containsEntry(
                        "CS_DATABASE_PASSWORD", "file:/run/secrets/cs-mcp/database-password");
        String vault = Renderings.render("Vault");
        assertThat(environment(vault, "api"))
                .containsEntry("CS_DATABASE_PASSWORD", "vault:secret/data/cs#database-password")
                .containsEntry("CS_VAULT_KUBERNETES_ROLE", "cs-mcp");
        assertThat(Chart.trees(vault).get("Job/cs-mcp-migration").toString())
                .contains("vault:secret/data/cs-owner#password", "cs-mcp-migration");
        assertThatThrownBy(() -> Chart.renderWith("secrets: {source: references}"))
                .hasMessageContaining("secrets.references.database-password must say");
    }

    @Test
    void theSealingKeyBeforeIsKnownOnlyWhenItIsAskedFor() {
        assertThat(environment(Chart.renderWith(), "api"))
                .doesNotContainKey("CS_PREVIOUS_SEALING_KEYS");
        String with = Chart.renderWith("secrets: {previousSealingKey: true}");
        for (String component : List.of("api", "worker")) {
            assertThat(environment(with, component))
                    .containsEntry(
                            "CS_PREVIOUS_SEALING_KEYS",
                            "[\"file:/run/secrets/cs-mcp/previous-sealing-key\"]");
            assertThat(
                            Chart.trees(with)
                                    .get("Deployment/cs-mcp-" + component)
                                    .at("/spec/template/spec/volumes")
                                    .findValuesAsString("path"))
                    .contains("previous-sealing-key");
        }
        assertThat(
                        Chart.trees(
                                        Chart.renderWith(
                                                """
                                                secrets:
                                                  previousSealingKey: true
                                                  source: externalSecrets
                                                  external: {store: {name: s}, key: service, migrationKey: owner}
                                                """))
                                .get("ExternalSecret/cs-mcp")
                                .findValuesAsString("property"))
                .contains("previous-sealing-key");
        String vault =
                Renderings.VAULT.replace(
                        "  references:", "  previousSealingKey: true\n  references:");
        assertThatThrownBy(() -> Chart.renderWith(vault))
                .hasMessageContaining("secrets.references.previous-sealing-key must say");
        String both =
                vault.replace(
                        "    sealing-key:",
                        "    previous-sealing-key: vault:a#b\n    sealing-key:");
        assertThat(environment(Chart.renderWith(both), "api"))
                .containsEntry("CS_PREVIOUS_SEALING_KEYS", "[\"vault:a#b\"]");
    }

    @Test
    void onlyOneRegionMigrates() {
        assertThat(Chart.trees(Renderings.render("multi-region")).keySet())
                .noneMatch(name -> name.endsWith("-migration"));
    }

    @Test
    void theMigrationRunsBeforeTheRelease() {
        Chart.trees(Renderings.render("production"))
                .forEach(
                        (name, tree) -> {
                            if (name.endsWith("-migration")) {
                                assertThat(
                                                tree.at("/metadata/annotations/helm.sh~1hook")
                                                        .asString())
                                        .as(name)
                                        .isEqualTo("pre-install,pre-upgrade");
                                int weight =
                                        tree.at("/metadata/annotations/helm.sh~1hook-weight")
                                                .asInt();
                                assertThat(weight).isEqualTo(name.startsWith("Job") ? 0 : -5);
                            }
                        });
    }

    @Test
    void anotherConfigurationGoesAsAWhole() {
        var manifests = Chart.trees(Chart.renderWith("configFile: 'drain: 5s'"));
        assertThat(manifests.get("ConfigMap/cs-mcp").at("/data/config.yml").asString().strip())
                .isEqualTo("drain: 5s");
    }

    private static Map<String, String> environment(String rendered, String component) {
        Map<String, String> environment = new TreeMap<>();
        Chart.trees(rendered)
                .get("Deployment/cs-mcp-" + component)
                .at("/spec/template/spec/containers/0/env")
                .forEach(
                        variable ->
                                environment.put(
                                        variable.path("name").asString(),
                                        variable.path("value").asString()));
        return environment;
    }
}
