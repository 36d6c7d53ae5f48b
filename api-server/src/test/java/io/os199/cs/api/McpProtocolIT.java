package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Scope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The protocol's requirements for every request, whatever tool it calls. */
class McpProtocolIT {
    private static final String META =
            "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                    + "'io.modelcontextprotocol/clientCapabilities':{}}";

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void discoversInTheModernEra() {
        HttpResponse<String> response = api.modern(api.key(), "server/discover", empty());
        JsonNode result = RunningApi.json(response).path("result");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(result.path("supportedVersions"))
                .hasToString("[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\"]");
        assertThat(result.path("capabilities").has("tools")).isTrue();
        assertThat(result.path("resultType").textValue()).isEqualTo("complete");
        assertThat(result.path("ttlMs").isIntegralNumber()).isTrue();
        assertThat(result.path("cacheScope").textValue()).isEqualTo("public");
        assertThat(result.at("/_meta/io.modelcontextprotocol~1serverInfo/name").textValue())
                .isEqualTo("cs-mcp");
    }

    @Test
    void listsToolsWithBothSchemasAndAllHints() {
        JsonNode tools =
                RunningApi.json(api.modern(api.key(), "tools/list", empty())).at("/result/tools");
        assertThat(tools).isNotEmpty();
        for (JsonNode tool : tools) {
            assertThat(tool.at("/inputSchema/type").textValue()).isEqualTo("object");
            assertThat(tool.at("/outputSchema/type").textValue()).isEqualTo("object");
            for (String hint :
                    List.of("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")) {
                assertThat(tool.path("annotations").path(hint).isBoolean()).as(hint).isTrue();
            }
        }
    }

    @Test
    void checksWhatAModernRequestSaysOfItself() {
        Map<String, String> good =
                Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/list");
        String body = body("tools/list", META);
        assertError(200, 0, modern(body, good));

        assertError(400, -32602, modern(body("tools/list", "'_meta':{}"), good));
        assertError(
                400,
                -32602,
                modern(
                        body(
                                "tools/list",
                                "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}"),
                        good));
        assertError(400, -32020, modern(body, without(good, "MCP-Protocol-Version")));
        assertError(400, -32020, modern(body, with(good, "MCP-Protocol-Version", "2025-11-25")));
        assertError(400, -32020, modern(body, without(good, "Mcp-Method")));
        assertError(400, -32020, modern(body, with(good, "Mcp-Method", "tools/call")));
        JsonNode unsupported =
                assertError(
                        400,
                        -32022,
                        modern(
                                body.replace("2026-07-28", "2027-01-01"),
                                with(good, "MCP-Protocol-Version", "2027-01-01")));
        assertThat(unsupported.at("/error/data/requested").textValue()).isEqualTo("2027-01-01");
        assertThat(unsupported.at("/error/data/supported")).hasSize(4);
    }

    @Test
    void comparesTheNameHeaderWithTheTool() {
        Map<String, String> good =
                Map.of(
                        "MCP-Protocol-Version", "2026-07-28",
                        "Mcp-Method", "tools/call",
                        "Mcp-Name", "nö tool");
        String body = body("tools/call", META + ",'name':'nö tool','arguments':{}");
        String encoded =
                "=?base64?"
                        + Base64.getEncoder()
                                .encodeToString("nö tool".getBytes(StandardCharsets.UTF_8))
                        + "?=";
        assertError(200, -32602, modern(body, with(good, "Mcp-Name", encoded)));
        assertError(400, -32020, modern(body, with(good, "Mcp-Name", "=?base64?bsO2?x?=")));
        assertError(400, -32020, modern(body, with(good, "Mcp-Name", "other")));
        assertError(400, -32020, modern(body, without(good, "Mcp-Name")));
    }

    /** A proxy sends the request again after it has lost the replica that it first went to. */
    @Test
    void answersTheFirstResultForARequestThatIsSentAgain() {
        Map<String, String> sent =
                Map.of(
                        "MCP-Protocol-Version",
                        "2026-07-28",
                        "Mcp-Method",
                        "tools/call",
                        "Mcp-Name",
                        "log_activity",
                        "Idempotency-Key",
                        "1f4b");
        api.call(api.key(), "register_client", "{'client_name': 'Repeated Goods'}");
        String body =
                body(
                        "tools/call",
                        "'name':'log_activity','arguments':{'client_id':'Repeated"
                                + " Goods','kind':'call'},"
                                + META);
        JsonNode first = touchpoint(body, sent);
        assertThat(first.textValue()).isNotBlank();
        assertThat(touchpoint(body, sent)).isEqualTo(first);
        JsonNode ofAnother = touchpoint(body, with(sent, "Idempotency-Key", "1f4c"));
        assertThat(ofAnother.textValue()).isNotBlank().isNotEqualTo(first.textValue());
        JsonNode ofAnotherMessage = touchpoint(body.replace("\"id\":1", "\"id\":2"), sent);
        assertThat(ofAnotherMessage.textValue()).isNotBlank().isNotEqualTo(first.textValue());
    }

    private static JsonNode touchpoint(String body, Map<String, String> headers) {
        return RunningApi.json(modern(body, headers)).at("/result/structuredContent/touchpoint_id");
    }

    @Test
    void knowsNoOtherMethods() {
        for (String method : List.of("initialize", "ping", "tasks/list", "no/such")) {
            Map<String, String> headers =
                    Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method);
            assertError(404, -32601, modern(body(method, META), headers));
        }
        assertError(200, -32601, legacy("no/such", "", Map.of()));
    }

    @Test
    void negotiatesWithLegacyClientsAndSealsTheirSession() {
        for (String version : List.of("2025-11-25", "2025-06-18", "2025-03-26")) {
            HttpResponse<String> response = initialize(version);
            assertThat(RunningApi.json(response).at("/result/protocolVersion").textValue())
                    .isEqualTo(version);
            String session = response.headers().firstValue("Mcp-Session-Id").orElseThrow();
            Map<String, String> headers =
                    Map.of("Mcp-Session-Id", session, "MCP-Protocol-Version", version);
            JsonNode ping = assertError(200, 0, legacy("ping", "", headers));
            assertThat(ping.path("result")).isEmpty();
            JsonNode list = assertError(200, 0, legacy("tools/list", "", headers));
            assertThat(list.path("result").has("resultType")).isFalse();
            assertThat(list.path("result").has("ttlMs")).isFalse();
        }
        assertThat(
                        RunningApi.json(initialize("1999-01-01"))
                                .at("/result/protocolVersion")
                                .textValue())
                .isEqualTo("2025-11-25");
    }

    @Test
    void opensASessionForNobodyElse() {
        String session =
                initialize("2025-11-25").headers().firstValue("Mcp-Session-Id").orElseThrow();
        assertThat(legacy("ping", "", Map.of("Mcp-Session-Id", session + "x")).statusCode())
                .isEqualTo(404);
        String other = api.key(Scope.CS_READ);
        assertThat(
                        api.post(
                                        body("ping", ""),
                                        Map.of(
                                                "Authorization",
                                                "Bearer " + other,
                                                "Mcp-Session-Id",
                                                session))
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void takesBatchesInTheOneRevisionThatHasThem() {
        String batch = "[" + body("ping", "") + ",{'jsonrpc':'2.0','method':'notifications/x'}]";
        HttpResponse<String> response = authorized(batch.replace('\'', '"'), Map.of());
        assertThat(RunningApi.json(response)).hasSize(1);
        for (String without : List.of("2025-11-25", "2026-07-28")) {
            assertError(
                    400,
                    -32600,
                    authorized(batch.replace('\'', '"'), Map.of("MCP-Protocol-Version", without)));
        }
        assertError(400, -32600, authorized("[]", Map.of()));
    }

    @Test
    void acceptsNotificationsWithoutABody() {
        HttpResponse<String> response =
                authorized(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", Map.of());
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertError(400, -32700, authorized("{\"jsonrpc\": ", Map.of()));
        assertError(400, -32700, authorized("{} trailing", Map.of()));
        assertError(400, -32700, authorized("{\"id\":1,\"id\":2}", Map.of()));
        assertError(400, -32700, authorized("[".repeat(60) + "]".repeat(60), Map.of()));
        for (String wrong :
                List.of(
                        "{}",
                        "7",
                        "\"text\"",
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}")) {
            HttpResponse<String> response = authorized(wrong, Map.of());
            assertError(400, -32600, response);
            assertThat(response.body()).doesNotContain("Exception", "\tat ", "stackTrace");
        }
    }

    /** The replica that receives the answer cannot know which replica asked. */
    @Test
    void acceptsAnswersToQuestionsThatOthersMayHaveAsked() {
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":\"ask_unknown\",\"result\":{}}";
        assertThat(authorized(answer, Map.of()).statusCode()).isEqualTo(202);
        assertError(400, -32600, authorized(answer, Map.of("MCP-Protocol-Version", "2026-07-28")));
    }

    /** Written out, each of these numbers has ten thousand digits. */
    @Test
    void measuresAnAnswerByWhatWasSent() {
        assertThat(authorized(numbers(900), Map.of()).statusCode()).isEqualTo(202);
        assertError(400, -32600, authorized(numbers(149_000), Map.of()));
    }

    private static String numbers(int count) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"ask_unknown\",\"result\":[%s1e10000]}"
                .formatted("1e9999,".repeat(count));
    }

    @Test
    void servesThePathsThereAreAndNoOther() {
        assertThat(names("/mcp/readonly"))
                .contains("list_clients")
                .doesNotContain("log_activity")
                .as("a job in every form")
                .doesNotContain("optimize_onboarding_process");
        assertThat(names("/mcp/x/health"))
                .contains("calculate_health_score", "get_job")
                .doesNotContain("list_clients");
        assertThat(at("/mcp/x/nothing", "ping").statusCode()).isEqualTo(404);
        assertThat(at("/mcp/readonly/more", "ping").statusCode()).isEqualTo(404);
        assertThat(at("/mcp?readonly=true", "ping").statusCode()).isEqualTo(400);
        HttpResponse<String> write =
                post("/mcp/readonly", body("tools/call", "'name':'log_activity','arguments':{}"));
        assertError(200, -32602, write);
    }

    private static List<String> names(String path) {
        return RunningApi.json(at(path, "tools/list")).at("/result/tools").findValuesAsText("name");
    }

    private static HttpResponse<String> at(String path, String method) {
        return post(path, body(method, ""));
    }

    private static HttpResponse<String> post(String path, String body) {
        return api.send(
                HttpRequest.newBuilder(api.uri(path))
                        .header("Authorization", "Bearer " + api.key())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    @Test
    void refusesABodyOverOneMebibyteWith413() {
        String large = body("ping", "'x':'" + "y".repeat(1 << 20) + "'");
        assertThat(authorized(large, Map.of()).statusCode()).isEqualTo(413);
    }

    @Test
    void takesPostsOnly() {
        for (String method : List.of("GET", "DELETE", "PUT")) {
            HttpRequest request =
                    HttpRequest.newBuilder(api.uri("/mcp"))
                            .header("Authorization", "Bearer " + api.key())
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build();
            HttpResponse<String> response = api.send(request);
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).hasValue("POST");
        }
    }

    @Test
    void challengesWhoHasNoGoodKey() {
        HttpResponse<String> none = api.post(body("ping", ""), Map.of());
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        HttpResponse<String> wrong =
                api.post(body("ping", ""), Map.of("Authorization", "Bearer cs199_wrong"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("invalid_token");
    }

    @Test
    void refusesExpiredAndRevokedKeys() {
        String expired = api.key(Scope.CS_READ);
        String revoked = api.key(Scope.CS_READ);
        api.testDatabase()
                .jdbi()
                .useHandle(
                        handle -> {
                            List<String> ids =
                                    handle.createQuery(
                                                    "select key_id from api_keys"
                                                            + " order by created_at desc limit 2")
                                            .mapTo(String.class)
                                            .list();
                            handle.execute(
                                    "update api_keys set expires_at = now() where key_id = ?",
                                    ids.get(0));
                            handle.execute(
                                    "update api_keys set revoked_at = now() where key_id = ?",
                                    ids.get(1));
                        });
        for (String key : List.of(expired, revoked)) {
            assertThat(
                            api.post(body("ping", ""), Map.of("Authorization", "Bearer " + key))
                                    .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void refusesForeignOriginsAndNames() {
        assertThat(
                        authorized(body("ping", ""), Map.of("Origin", "http://evil.example"))
                                .statusCode())
                .isEqualTo(403);
        assertThat(authorized(body("ping", ""), Map.of("Host", "evil.example")).statusCode())
                .isEqualTo(421);
    }

    private static JsonNode assertError(int status, int code, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode body = RunningApi.json(response);
        assertThat(body.at("/error/code").asInt(0)).as(response.body()).isEqualTo(code);
        return body;
    }

    private static HttpResponse<String> initialize(String version) {
        return legacy(
                "initialize",
                "'protocolVersion':'%s','capabilities':{},'clientInfo':{'name':'t','version':'1'}"
                        .formatted(version),
                Map.of());
    }

    private static HttpResponse<String> legacy(
            String method, String params, Map<String, String> headers) {
        return authorized(body(method, params), headers);
    }

    private static HttpResponse<String> modern(String body, Map<String, String> headers) {
        return authorized(body, headers);
    }

    private static HttpResponse<String> authorized(String body, Map<String, String> headers) {
        return api.post(body, with(headers, "Authorization", "Bearer " + api.key()));
    }

    private static String body(String method, String params) {
        return "{'jsonrpc':'2.0','id':1,'method':'%s','params':{%s}}"
                .formatted(method, params)
                .replace('\'', '"');
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Map<String, String> with(
            Map<String, String> headers, String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return all;
    }

    private static Map<String, String> without(Map<String, String> headers, String name) {
        Map<String, String> all = new HashMap<>(headers);
        all.remove(name);
        return all;
    }
}
