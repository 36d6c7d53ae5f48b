package io.os199.cs.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.ReleaseHistory;
import com.marcnuri.helm.UpgradeCommand;

import io.os199.cs.testing.Await;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The life of a release with the values for production, by Helm itself on a real API server with its controllers;
 * {@code helm/apiserver-check} runs it. It differs from the users' environment in this: the server is 1.20, so a copy
 * of the chart uses the names of 1.20 and leaves out what it does not know; the operators' kinds are accepted as they
 * are, without a schema; and {@link NodeStandIn}.
 */
class ReleaseCheck {
    private static final String RELEASE = "cs-mcp";
    private static final String NAMESPACE = "cs";
    private static final String FIRST = "registry.example/cs-mcp/api:0.1.0-SNAPSHOT";
    private static final String SECOND = "registry.example/cs-mcp/api:v2";
    private static final int PATIENCE_SECONDS = 120;
    private static final int IMPATIENCE_SECONDS = 20;
    private static final int APIS = 3;

    private static final Map<String, String> OF_1_20 = of120();

    /** The version, kind and plural of the operators' resources. */
    private static final List<List<String>> OPERATORS =
            List.of(
                    List.of("external-secrets.io/v1", "ExternalSecret", "externalsecrets"),
                    List.of("gateway.networking.k8s.io/v1", "HTTPRoute", "httproutes"),
                    List.of("keda.sh/v1alpha1", "ScaledObject", "scaledobjects"),
                    List.of("monitoring.coreos.com/v1", "PrometheusRule", "prometheusrules"),
                    List.of("monitoring.coreos.com/v1", "ServiceMonitor", "servicemonitors"));

    private static final Path KUBECONFIG = Path.of(System.getProperty("kubeconfig"));
    private static final Path VALUES = Chart.FOLDER.resolve("values-production.yaml");

    private final KubernetesApi api = new KubernetesApi(KUBECONFIG);
    private final Path chart =
            ChartCopy.into(Path.of("target/chart-for-1.20/cs-mcp"), ReleaseCheck::for120);

    @Test
    void isInstalledUpgradedRolledBackAndTakenAway() throws Exception {
        OPERATORS.forEach(this::define);
        try (NodeStandIn nodes = new NodeStandIn(api, NAMESPACE)) {
            Release installed =
                    new Helm(chart)
                            .install()
                            .withName(RELEASE)
                            .withNamespace(NAMESPACE)
                            .createNamespace()
                            .withKubeConfig(KUBECONFIG)
                            .withValuesFile(VALUES)
                            .waitReady()
                            .withTimeout(PATIENCE_SECONDS)
                            .call();
            assertThat(installed.getStatus()).isEqualTo("deployed");
            assertThat(nodes.servedDuringMigrations()).containsExactly(Set.of());
            assertThat(image()).isEqualTo(FIRST);
            assertEveryManifestIsThere();
            Await.until(() -> nodes.readyApis() == APIS);
            told("installed", "the migration came before every Deployment");

            nodes.watchFromNow();
            Release upgraded = upgrade("v2").call();
            assertThat(upgraded.getStatus()).isEqualTo("deployed");
            assertThat(upgraded.getRevision()).isEqualTo("2");
            assertThat(nodes.servedDuringMigrations()).last().isEqualTo(Set.of(FIRST));
            assertThat(image()).isEqualTo(SECOND);
            assertThat(nodes.fewestReadyApis()).isEqualTo(APIS);
            told("upgraded", "the migration came before, and never fewer than 3 ready API pods");

            nodes.watchFromNow();
            assertThatThrownBy(
                            () ->
                                    upgrade(NodeStandIn.BROKEN)
                                            .atomic()
                                            .withTimeout(IMPATIENCE_SECONDS)
                                            .call())
                    .hasMessageContaining("rolled back");
            assertThat(history())
                    .containsExactly("1 superseded", "2 superseded", "3 failed", "4 deployed");
            assertThat(image()).isEqualTo(SECOND);
            assertThat(nodes.fewestReadyApis()).isEqualTo(APIS);
            told(
                    "rolled back",
                    "of its own accord from pods that are never ready, and the others served on");

            nodes.migrationsFail(true);
            assertThatThrownBy(() -> upgrade("v3").call())
                    .hasMessageContaining("pre-upgrade hooks");
            nodes.migrationsFail(false);
            assertThat(image()).isEqualTo(SECOND);
            assertThat(job().isMissingNode()).as("the failed Job stays").isFalse();
            told("not upgraded", "where the migration fails, and its Job stays");

            assertThat(upgrade("v3").call().getStatus()).isEqualTo("deployed");
            assertThat(job().isMissingNode()).as("the Job that succeeded").isTrue();
            assertThat(
                            Helm.test(RELEASE)
                                    .withNamespace(NAMESPACE)
                                    .withKubeConfig(KUBECONFIG)
                                    .withTimeout(PATIENCE_SECONDS)
                                    .call()
                                    .getStatus())
                    .isEqualTo("deployed");
            told("upgraded again", "and helm test ran");

            Helm.uninstall(RELEASE).withNamespace(NAMESPACE).withKubeConfig(KUBECONFIG).call();
            Set<String> left = new TreeSet<>();
            manifests()
                    .forEach(
                            (name, tree) -> {
                                if (!api.get(path(tree)).isMissingNode()) {
                                    left.add(name);
                                }
                            });
            assertThat(left)
                    .containsExactly(
                            "ConfigMap/cs-mcp-migration",
                            "ExternalSecret/cs-mcp-migration",
                            "NetworkPolicy/cs-mcp-migration",
                            "ServiceAccount/cs-mcp-migration");
            told("uninstalled", "and what the hooks made stays, as the chart's README says");
        }
    }

    private UpgradeCommand upgrade(String tag) {
        return new Helm(chart)
                .upgrade()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeConfig(KUBECONFIG)
                .withValuesFile(VALUES)
                .set("api.image.tag", tag)
                .waitReady()
                .withTimeout(PATIENCE_SECONDS);
    }

    private static List<String> history() {
        List<String> history = new ArrayList<>();
        for (ReleaseHistory release :
                Helm.history(RELEASE).withNamespace(NAMESPACE).withKubeConfig(KUBECONFIG).call()) {
            history.add(release.getRevision() + " " + release.getStatus());
        }
        return history;
    }

    private void assertEveryManifestIsThere() {
        manifests()
                .forEach(
                        (name, tree) -> {
                            // They are gone once they have succeeded, or do not exist before they
                            // are requested.
                            if (!name.equals("Job/cs-mcp-migration") && !name.startsWith("Pod/")) {
                                assertThat(api.get(path(tree)).isMissingNode()).as(name).isFalse();
                            }
                        });
    }

    private String image() {
        return api.get("/apis/apps/v1/namespaces/cs/deployments/cs-mcp-api")
                .at("/spec/template/spec/containers/0/image")
                .asString();
    }

    private JsonNode job() {
        return api.get("/apis/batch/v1/namespaces/cs/jobs/cs-mcp-migration");
    }

    private static Map<String, JsonNode> manifests() {
        return Chart.trees(for120(Chart.render(List.of(VALUES.getFileName().toString()))));
    }

    private String path(JsonNode manifest) {
        String version = manifest.path("apiVersion").asString();
        String base = (version.contains("/") ? "/apis/" : "/api/") + version;
        String kind = manifest.path("kind").asString();
        String plural =
                api.get(base)
                        .path("resources")
                        .valueStream()
                        .filter(resource -> resource.path("kind").asString().equals(kind))
                        .map(resource -> resource.path("name").asString())
                        .filter(name -> !name.contains("/"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + kind + " in " + version));
        String name = manifest.at("/metadata/name").asString();
        return base + "/namespaces/" + NAMESPACE + "/" + plural + "/" + name;
    }

    private void define(List<String> operators) {
        String[] version = operators.get(0).split("/");
        String definition =
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %1$s.%2$s
                  annotations: {api-approved.kubernetes.io: "unapproved, a stand-in"}
                spec:
                  group: %2$s
                  scope: Namespaced
                  names: {kind: %4$s, plural: %1$s}
                  versions:
                    - name: %3$s
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """
                        .formatted(operators.get(2), version[0], version[1], operators.get(1));
        api.create(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                Chart.YAML.readTree(definition));
        try {
            Await.until(
                    () ->
                            api.get("/apis/" + operators.get(0))
                                    .findValuesAsString("kind")
                                    .contains(operators.get(1)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> of120() {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("kubeVersion: .*", "kubeVersion: \">=1.20.0-0\"");
        changes.put("apiVersion: policy/v1$", "apiVersion: policy/v1beta1");
        changes.put("apiVersion: autoscaling/v2$", "apiVersion: autoscaling/v2beta2");
        changes.put(" *unhealthyPodEvictionPolicy: .*", "");
        changes.put(" *matchLabelKeys: .*", "");
        return changes;
    }

    private static String for120(String text) {
        String changed = text;
        for (Map.Entry<String, String> change : OF_1_20.entrySet()) {
            changed =
                    Pattern.compile(change.getKey(), Pattern.MULTILINE)
                            .matcher(changed)
                            .replaceAll(change.getValue());
        }
        return changed;
    }

    private static void told(String what, String how) {
        System.out.println(what + ": " + how);
    }
}
