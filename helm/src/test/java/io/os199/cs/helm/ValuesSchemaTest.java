package io.os199.cs.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The values that the chart accepts: those of values.yaml and no others, so that a typo is reported. */
class ValuesSchemaTest {
    private static final JsonNode SCHEMA = Chart.values("values.schema.json");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas: 3",
                "api: {replica: 3}",
                "api: {replicas: '3'}",
                "api: {resources: {limits: {memroy: 1Gi}}}",
                "api: {autoscaling: {type: keda}}",
                "worker: {autoscaling: {type: kafka}}",
                "worker: {terminationGracePeriodSeconds: 10}",
                "expose: {type: route}",
                "expose: {type: ingress}",
                "expose: {type: gateway, hosts: [cs.example.com]}",
                "secrets: {source: exsting}",
                "secrets: {references: {db-password: aws:a}}",
                "secrets: {references: {database-password: in the clear}}",
                "env: {CS_DATABASE_PASSWORD: in the clear}",
                "env: {INTERCOM_CLIENT_SECRET_NEXT: in the clear}",
                "env: {CS_PREVIOUS_SEALING_KEYS: '[in the clear]'}",
                "env: {cs_database_wait: 1s}",
                "networkPolicy: {monitoring: [{namespaceSelektor: {}}]}",
                "oauth: {issuers: [{issuer: i, scopeClaim: [s]}]}",
                "database: {url: postgresql://db/cs}",
                "database: {url: ''}",
            })
    void refusesWhatItDoesNotKnow(String values) {
        assertThatThrownBy(() -> Chart.renderWith(values))
                .hasMessageContaining("values don't meet the specifications of the schema");
    }

    @Test
    void takesOfASecretWhereItIsKept() {
        Chart.renderWith(
                """
                env:
                  CS_ZENDESK_ENABLED: 'true'
                  ZENDESK_API_TOKEN: aws:cs/zendesk#token
                  INTERCOM_CLIENT_SECRET_NEXT: vault:secret/data/cs#next
                  CS_SMTP_PASSWORD: file:/run/secrets/smtp
                  CS_PREVIOUS_SEALING_KEYS: '["aws:cs/one#key", "aws:cs/two#key"]'
                  CS_VAULT_KUBERNETES_TOKEN: /run/secrets/token
                """);
    }

    @Test
    void wantsADatabase() {
        assertThatThrownBy(() -> Chart.render(List.of()))
                .hasMessageContaining("url")
                .hasMessageContaining("schema");
    }

    @Test
    void namesExactlyTheValuesOfTheChart() {
        Set<String> documented = new TreeSet<>();
        collectValues("", Chart.values("values.yaml"), SCHEMA, documented);
        Set<String> declared = new TreeSet<>();
        collectProperties("", SCHEMA, Chart.values("values.yaml"), declared);
        declared.remove("/global");
        assertThat(documented).isEqualTo(declared);
    }

    @Test
    void isClosedAtEveryLevel() {
        assertThat(open("", SCHEMA)).isEmpty();
    }

    /** Collects the paths of values, down to where the schema leaves keys to the user. */
    private static void collectValues(
            String path, JsonNode values, JsonNode schema, Set<String> paths) {
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            String below = path + "/" + entry.getKey();
            paths.add(below);
            JsonNode declared = resolve(schema).at("/properties").path(entry.getKey());
            if (entry.getValue().isObject() && !entry.getValue().isEmpty()) {
                if (resolve(declared).has("properties")) {
                    collectValues(below, entry.getValue(), declared, paths);
                }
            }
        }
    }

    private static void collectProperties(
            String path, JsonNode schema, JsonNode values, Set<String> paths) {
        for (Map.Entry<String, JsonNode> entry : resolve(schema).at("/properties").properties()) {
            String below = path + "/" + entry.getKey();
            JsonNode value = values.path(entry.getKey());
            paths.add(below);
            if (value.isObject() && !value.isEmpty()) {
                collectProperties(below, entry.getValue(), value, paths);
            }
        }
    }

    private static Set<String> open(String path, JsonNode schema) {
        Set<String> open = new TreeSet<>();
        if (schema.isObject()) {
            if (schema.has("properties") && schema.path("type").asString("").equals("object")) {
                if (!schema.path("additionalProperties").isBoolean()
                        || schema.path("additionalProperties").asBoolean()) {
                    open.add(path);
                }
            }
            schema.properties()
                    .forEach(
                            entry ->
                                    open.addAll(
                                            open(path + "/" + entry.getKey(), entry.getValue())));
        }
        return open;
    }

    private static JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : SCHEMA.at(reference.substring(1));
    }
}
