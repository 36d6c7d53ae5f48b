package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Every refusal that the tools can give, as a client gets it. */
class RefusalsIT {
    private static RunningApi api;
    private static String acme;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        acme = register("{'client_name': 'Acme Corp', 'external_id': 'CRM-1'}");
        register("{'client_name': 'Acme Components'}");
        register("{'client_name': 'Globex Ltd', 'external_id': 'Initech'}");
        register("{'client_name': 'Initech'}");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void namesTheNearestClientsForAnUnknownOne() {
        JsonNode error = refused("get_client_overview", "{'client_id': 'Acme Crop'}");
        assertThat(error.path("code").textValue()).isEqualTo("not_found");
        assertThat(error.path("field").textValue()).isEqualTo("client_id");
        assertThat(error.path("suggestions").get(0).path("value").textValue()).isEqualTo(acme);
        assertThat(error.path("suggestions").get(0).path("name").textValue())
                .isEqualTo("Acme Corp");
        assertThat(error.path("retryable").booleanValue()).isFalse();
    }

    @Test
    void showsTheCandidatesOfAnAmbiguousReference() {
        JsonNode error = refused("get_client_overview", "{'client_id': 'Initech'}");
        assertThat(error.path("code").textValue()).isEqualTo("ambiguous_reference");
        assertThat(
                        StreamSupport.stream(error.path("suggestions").spliterator(), false)
                                .map(each -> each.path("name").textValue()))
                .containsExactlyInAnyOrder("Globex Ltd", "Initech");
    }

    @Test
    void showsTheCurrentVersionForAStaleOne() {
        String client = register("{'client_name': 'Umbra Foods'}");
        String change = "{'client_id': '%s', 'version': 1, 'industry': '%s'}";
        api.call(api.key(), "update_client_info", change.formatted(client, "Food"));
        JsonNode error = refused("update_client_info", change.formatted(client, "Retail"));
        assertThat(error.path("code").textValue()).isEqualTo("conflict");
        assertThat(error.toString()).contains("\"version\":2");
    }

    @Test
    void namesTheHolderOfATakenName() {
        JsonNode error = refused("register_client", "{'client_name': ' acme CORP '}");
        assertThat(error.path("code").textValue()).isEqualTo("conflict");
        assertThat(error.toString()).contains(acme);
    }

    @Test
    void refusesAForgedCursor() {
        String cursor = result("list_clients", "{'limit': 1}").path("next_cursor").textValue();
        assertThat(cursor).isNotEmpty();
        String changed = (cursor.charAt(0) == 'A' ? "B" : "A") + cursor.substring(1);
        for (String forged : new String[] {changed, "nonsense", cursor + "x"}) {
            JsonNode error =
                    refused("list_clients", "{'limit': 1, 'cursor': '%s'}".formatted(forged));
            assertThat(error.path("code").textValue()).isEqualTo("invalid_argument");
            assertThat(error.path("hint").textValue()).contains("leave out cursor");
        }
        JsonNode otherQuery =
                refused(
                        "list_clients",
                        "{'limit': 1, 'sort_order': 'desc', 'cursor': '%s'}".formatted(cursor));
        assertThat(otherQuery.path("code").textValue()).isEqualTo("invalid_argument");
    }

    @Test
    void reportsAllFaultsOfACallTogether() {
        JsonNode error =
                refused(
                        "register_client",
                        """
                        {'client_name': 'Hooli', 'tier': 'gold', 'primary_contact_email': 'ops',
                         'contract_value': -1, 'colour': 'red'}
                        """);
        assertThat(error.path("code").textValue()).isEqualTo("invalid_argument");
        assertThat(
                        StreamSupport.stream(error.path("faults").spliterator(), false)
                                .map(fault -> fault.path("field").textValue()))
                .containsExactlyInAnyOrder(
                        "tier", "primary_contact_email", "contract_value", "colour");
        assertThat(result("list_clients", "{'search': 'Hooli'}").path("total_count").intValue())
                .isZero();
    }

    @Test
    void namesTheNearestParameterForAnUnknownOne() {
        JsonNode error = refused("list_clients", "{'tier': ['enterprise']}");
        assertThat(error.path("code").textValue()).isEqualTo("invalid_argument");
        assertThat(error.path("message").textValue()).contains("tier_filter");
    }

    @Test
    void namesTheManagersNearestToOneWhoHasNoClientsInEveryToolThatFiltersByThem() {
        register("{'client_name': 'Tyrell', 'csm_assigned': 'Kim Berger'}");
        register("{'client_name': 'Cyberdyne', 'csm_assigned': 'Lee'}");
        Map<String, String> needed =
                Map.of(
                        "analyze_churn_postmortem", "'action': 'patterns', ",
                        "automate_retention_campaigns", "'action': 'preview', ",
                        "conduct_executive_review", "'action': 'list_upcoming_ebrs', ",
                        "identify_expansion_opportunities", "'action': 'detect', ",
                        "log_activity", "'action': 'list_tasks', ",
                        "monitor_satisfaction", "'action': 'report', ",
                        "track_cs_metrics", "'metric_type': 'nps', ",
                        "track_renewals", "'action': 'list', ");
        int asked = 0;
        for (JsonNode tool :
                RunningApi.json(
                                api.modern(
                                        api.key(),
                                        "tools/list",
                                        JsonNodeFactory.instance.objectNode()))
                        .at("/result/tools")) {
            String name = tool.path("name").textValue();
            String field = name.equals("list_clients") ? "csm_filter" : "csm";
            if (!tool.at("/inputSchema/properties").has(field)) {
                continue;
            }
            asked++;
            JsonNode error =
                    refused(
                            name,
                            "{%s'%s': 'Kim Burger'}"
                                    .formatted(needed.getOrDefault(name, ""), field));
            assertThat(error.path("code").textValue()).as(name).isEqualTo("not_found");
            assertThat(error.path("field").textValue()).as(name).isEqualTo(field);
            assertThat(error.path("suggestions").findValuesAsText("value"))
                    .as(name)
                    .containsExactly("Kim Berger", "Lee");
        }
        assertThat(asked).isEqualTo(17);
    }

    @Test
    void challengesAMissingScopeAndRefusesOneThatAnArgumentNeeds() {
        String reader = api.key(Scope.CS_READ);
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", "register_client");
        params.putObject("arguments").put("client_name", "Never Made");
        HttpResponse<String> response = api.modern(reader, "tools/call", params);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("insufficient_scope", "cs:write");
        assertThat(
                        result("list_clients", "{'search': 'Never Made'}")
                                .path("total_count")
                                .intValue())
                .isZero();

        JsonNode result =
                api.call(
                        reader,
                        "calculate_health_score",
                        "{'client_id': '%s', 'save': true}".formatted(acme));
        assertThat(result.path("isError").booleanValue()).isTrue();
        assertThat(result.at("/structuredContent/error/code").textValue()).isEqualTo("forbidden");
    }

    @Test
    void masksPersonalDataForWhoMayNotSeeIt() {
        String client =
                register(
                        """
                        {'client_name': 'Soylent Ltd', 'primary_contact_email': 'ops@soylent.example',
                         'primary_contact_name': 'Robin Vega'}
                        """);
        String overview = "{'client_id': '%s', 'sections': ['tasks']}".formatted(client);
        JsonNode seen = api.call(api.key(), "get_client_overview", overview);
        assertThat(seen.toString()).contains("ops@soylent.example", "Robin Vega");
        JsonNode masked = api.call(api.key(Scope.CS_READ), "get_client_overview", overview);
        assertThat(masked.toString())
                .contains("o***@soylent.example", "R. V.")
                .doesNotContain("ops@soylent.example", "Robin");
    }

    @Test
    void answersTheFirstResultForARepeatedKeyAndRefusesItsReuse() {
        String call = "{'client_name': 'Stark Foundry', 'idempotency_key': 'k-1'}";
        JsonNode first = result("register_client", call);
        assertThat(result("register_client", call)).isEqualTo(first);
        JsonNode error = refused("register_client", call.replace("Stark Foundry", "Wayne Foundry"));
        assertThat(error.path("code").textValue()).isEqualTo("conflict");
        assertThat(error.path("field").textValue()).isEqualTo("idempotency_key");
    }

    @Test
    void survivesHostileReferences() {
        for (String hostile :
                new String[] {
                    "' or 1=1 --", "\u202Eevil", "%", "_", "\\", "*", "x".repeat(200), "💥", ":name"
                }) {
            ObjectNode params =
                    JsonNodeFactory.instance.objectNode().put("name", "get_client_overview");
            params.putObject("arguments").put("client_id", hostile);
            JsonNode error =
                    RunningApi.json(api.modern(api.key(), "tools/call", params))
                            .at("/result/structuredContent/error");
            assertThat(error.path("code").textValue()).as(hostile).isEqualTo("not_found");
        }
    }

    @Test
    void answersAnUnknownToolAsAProtocolError() {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", "no_such_tool");
        HttpResponse<String> response = api.modern(api.key(), "tools/call", params);
        assertThat(RunningApi.json(response).at("/error/code").intValue()).isEqualTo(-32602);
    }

    @Test
    void writesTheSameJsonAsText() {
        JsonNode result = api.call(api.key(), "list_clients", "{}");
        assertThat(Json.read(result.at("/content/0/text").textValue(), JsonNode.class))
                .isEqualTo(result.path("structuredContent"));
    }

    private static String register(String arguments) {
        return result("register_client", arguments).at("/client/client_id").textValue();
    }

    private static JsonNode result(String tool, String arguments) {
        JsonNode result = api.call(api.key(), tool, arguments);
        assertThat(result.path("isError").booleanValue()).as(result.toString()).isFalse();
        return result.path("structuredContent");
    }

    private static JsonNode refused(String tool, String arguments) {
        JsonNode result = api.call(api.key(), tool, arguments);
        assertThat(result.path("isError").booleanValue()).as(result.toString()).isTrue();
        return result.at("/structuredContent/error");
    }
}
