package io.os199.cs.api.tools.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

final class RegisterClientTest {
    private static final String ACME =
            """
            {'client_name': 'Acme Corp', 'contract_value': 72000, 'tier': 'professional', 'included_users': 40,
             'primary_contact_email': 'ops@acme.example', 'idempotency_key': '%s'}
            """;

    private final WriteToolsFixture tools = new WriteToolsFixture();

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void aClientIsRegisteredWithContractAndContact() {
        JsonNode answer = tools.ok(tools.register, ACME.formatted("k"));
        JsonNode contract = answer.path("contract");
        assertThat(contract.path("start_date").asText()).isEqualTo("2026-01-15");
        assertThat(contract.path("end_date").asText()).isEqualTo("2027-01-14");
        assertThat(contract.path("term_days").asInt()).isEqualTo(365);
        assertThat(contract.path("value_amount").decimalValue()).isEqualTo("72000.00");
        assertThat(answer.at("/client/renewal_in_days").asInt()).isEqualTo(364);
        assertThat(answer.path("client").has("health_score")).isFalse();
        assertThat(answer.path("data_gaps").findValuesAsText("field"))
                .containsExactly("health_score");
        assertThat(answer.path("next_steps").findValuesAsText("rule_id"))
                .containsExactly("RC_CSM", "RC_PLAN");
        assertThat(answer.path("contact_id").asText()).startsWith("contact_");
        assertThat(
                        tools.value(
                                "select kind || ' ' || arr_delta_amount || ' ' || effective_on from"
                                        + " revenue_movements"))
                .isEqualTo("new 72000.00 2026-01-15");
    }

    @Test
    void eachNextStepHasItsCondition() {
        assertThat(steps("'client_name': 'Initech'"))
                .containsExactly("RC_CSM", "RC_PLAN", "RC_CONTACT", "RC_CONTRACT");
        tools.ok(tools.register, ACME.formatted("k"));
        String taken =
                "'csm_assigned': 'kim', 'lifecycle_stage': 'active', 'contract_value': 1,"
                        + " 'primary_contact_email': 'ada@acme.example', ";
        assertThat(steps(taken + "'client_name': 'Globex', 'renewal_date': '2026-04-15'"))
                .containsExactly("RC_SEATS", "RC_DUPLICATE", "RC_RENEWAL_NEAR");
        assertThat(
                        steps(
                                taken
                                        + "'client_name': 'Umbra', 'renewal_date': '2026-04-16',"
                                        + " 'included_users': 5"))
                .containsExactly("RC_DUPLICATE");
    }

    private List<String> steps(String arguments) {
        return tools.ok(tools.register, "{" + arguments + "}")
                .path("next_steps")
                .findValuesAsText("rule_id");
    }

    @Test
    void theSameKeyAnswersTheSameAndWithoutItTheNameIsTaken() {
        JsonNode first = tools.ok(tools.register, ACME.formatted("k"));
        assertThat(tools.ok(tools.register, ACME.formatted("k"))).isEqualTo(first);
        tools.assertRows("clients", 1);
        String clientId = first.at("/client/client_id").asText();
        for (String name : List.of("Acme Corp", " acme CORP ")) {
            JsonNode error = tools.refused(tools.register, "{'client_name': '" + name + "'}");
            assertThat(error.path("code").asText()).isEqualTo("conflict");
            assertThat(error.path("message").asText()).contains(clientId);
        }
        tools.assertRows("clients", 1);
    }

    @Test
    void allFaultsAreToldAtOnceAndNoRowIsWritten() {
        JsonNode error =
                tools.refused(
                        tools.register,
                        """
                        {'client_name': 'Acme Corp', 'tier': 'gold', 'contract_start_date': '2026-02-01',
                         'contract_end_date': '2026-02-01', 'primary_contact_email': 'ops'}
                        """);
        assertThat(error.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(error.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder("tier", "primary_contact_email", "contract_end_date");
        tools.assertRows("client_names", 0);
    }

    @Test
    void nothingIsStoredThatNobodySees() {
        JsonNode error =
                tools.refused(
                        tools.register,
                        """
                        {'client_name': 'Acme Corp', 'csm_assigned': '\\u200b', 'external_id': '  ',
                         'primary_contact_email': 'ops@acme.example', 'primary_contact_name': '\\u200b\\u200b'}
                        """);
        assertThat(error.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder("csm_assigned", "external_id", "primary_contact_name");
        assertThat(error.path("message").asText()).contains("external_id has no visible character");
    }

    @Test
    void ofTwoAtOnceOneIsRefused() throws Exception {
        JsonNode globex =
                Json.read(
                        "{\"client_name\": \"Globex Ltd\", \"contract_value\": 1000}",
                        JsonNode.class);
        List<ToolResult> both =
                WriteToolsFixture.twice(
                        () -> tools.core.tools.call(tools.register, ToolFixture.ADMIN, globex));
        assertThat(both)
                .filteredOn(ToolResult::isError)
                .singleElement()
                .satisfies(
                        refused ->
                                assertThat(refused.content().at("/error/code").asText())
                                        .isEqualTo("conflict"));
        tools.assertRows("clients", 1);
        tools.assertRows("contracts", 1);
        tools.assertRows("revenue_movements", 1);
    }

    @Test
    void aDryRunWritesNothing() {
        tools.ok(tools.register, "{'client_name': 'Acme Corporation'}");
        JsonNode answer =
                tools.ok(tools.register, "{'client_name': 'Acme Corporations', 'dry_run': true}");
        assertThat(answer.path("dry_run").asBoolean()).isTrue();
        assertThat(answer.path("possible_duplicates").findValuesAsText("client_name"))
                .containsExactly("Acme Corporation");
        assertThat(answer.path("next_steps").findValuesAsText("rule_id"))
                .containsExactly("RC_CSM", "RC_PLAN", "RC_CONTACT", "RC_CONTRACT", "RC_DUPLICATE");
        tools.assertRows("clients", 1);
        assertThat(
                        tools.refused(
                                        tools.register,
                                        "{'client_name': 'ACME corporation', 'dry_run': true}")
                                .path("code")
                                .asText())
                .isEqualTo("conflict");
    }
}
