package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Everything that is served besides tools: prompts, resources, completions, tasks, and notifications of changes. */
class CatalogueIT {
    private static final String TASKS = "{'extensions':{'io.modelcontextprotocol/tasks':{}}}";

    private static RunningApi api;
    private static String clientId;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        clientId = register("Nørre & Sons 100%", "NS-1");
        register("Norrland Timber", "NT_2");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void promptsAreListedToWhomTheirToolsAreAndFillTheirPlaces() {
        JsonNode prompts = result("prompts/list", "{}").path("prompts");
        assertThat(prompts.findValuesAsText("name"))
                .contains("monday_report", "account_briefing", "churn_post_mortem");
        for (JsonNode prompt : prompts) {
            ObjectNode params = object("{}").put("name", prompt.path("name").textValue());
            ObjectNode arguments = params.putObject("arguments");
            prompt.path("arguments")
                    .valueStream()
                    .filter(argument -> argument.path("required").asBoolean())
                    .forEach(each -> arguments.put(each.path("name").asText(), "Acme \"X\" {{y}}"));
            String text = result("prompts/get", params).at("/messages/0/content/text").asText();
            assertThat(text).isNotBlank().doesNotContain("{{client", "{{csm", "|");
            if (!arguments.isEmpty()) {
                assertThat(text).contains("\"Acme 'X' {{y}}\"");
            }
        }
        JsonNode toNobody =
                RunningApi.json(api.modern(api.key(Scope.CS_INGEST), "prompts/list", object("{}")));
        assertThat(toNobody.at("/result/prompts")).isEmpty();
    }

    @Test
    void promptsRefuseWhatTheyCannotUse() {
        assertError("prompts/get", "{'name':'no_such'}");
        assertError("prompts/get", "{'name':'account_briefing'}");
        assertError("prompts/get", "{'name':'account_briefing','arguments':{'client':' '}}");
        assertError("prompts/get", "{'name':'monday_report','arguments':{'x':'y'}}");
        assertError("prompts/get", "{'name':'monday_report','arguments':{'csm':7}}");
        assertError("prompts/get", "{'name':'weekly_risk_review','arguments':{'tier':'gold'}}");
    }

    @Test
    void resourcesAnswerWhatTheToolsDo() {
        for (String reference : List.of(clientId, "NS-1", "N%C3%B8rre%20%26%20Sons%20100%25")) {
            JsonNode contents = read("client://" + reference).at("/contents/0");
            JsonNode overview = Json.read(contents.path("text").textValue(), JsonNode.class);
            assertThat(overview.at("/client/client_id").textValue()).isEqualTo(clientId);
            assertThat(contents.path("mimeType").textValue()).isEqualTo("application/json");
        }
        assertThat(read("client://NS-1/timeline").at("/contents/0/text").textValue())
                .contains(clientId, "items");
        assertThat(read("portfolio://health").at("/contents/0/text").textValue())
                .contains("\"by_band\"");
        assertThat(read("docs://tools/list_clients").at("/contents/0/text").textValue())
                .contains(
                        "`sort_by`",
                        "cs:read",
                        "default active, paused",
                        "maximum 200; default 50");
        assertThat(read("docs://tools/send_personalized_email").at("/contents/0/text").textValue())
                .contains("{{name|fallback}}", "- `first_name`", "- `unsubscribe_url`")
                .doesNotContain("milestone_name");
        assertThat(read("docs://tools/manage_voice_of_customer").at("/contents/0/text").textValue())
                .contains("        - `interval_low`");
        List<String> listed =
                result("resources/list", "{}").path("resources").findValuesAsText("uri");
        assertThat(listed).contains("portfolio://health", "docs://tools/get_job");
        assertThat(result("resources/templates/list", "{}").path("resourceTemplates")).hasSize(3);
    }

    @Test
    void resourcesThatAreNotThereAreNotFoundInEitherEra() {
        for (String uri :
                List.of(
                        "client://nobody",
                        "client://",
                        "client://a/b",
                        "client://%zz",
                        "docs://tools/none",
                        "file:///etc/passwd")) {
            JsonNode error = assertError("resources/read", "{'uri':'" + uri + "'}");
            assertThat(error.at("/error/data/uri").textValue()).isEqualTo(uri);
        }
        HttpResponse<String> legacy =
                api.post(
                        RunningApi.rpc(1, "resources/read", object("{'uri':'client://nobody'}")),
                        java.util.Map.of("Authorization", "Bearer " + api.key()));
        assertThat(RunningApi.json(legacy).at("/error/code").asInt()).isEqualTo(-32002);
        HttpResponse<String> forbidden =
                api.modern(
                        api.key(Scope.CS_INGEST),
                        "resources/read",
                        object("{'uri':'portfolio://health'}"));
        assertThat(forbidden.statusCode()).isEqualTo(403);
    }

    @Test
    void completesWhatTheCallerMaySee() {
        assertThat(completed("ref/prompt", "account_briefing", "client", "norr"))
                .containsExactly("Norrland Timber");
        assertThat(completed("ref/prompt", "account_briefing", "client", "NT_"))
                .containsExactly("NT_2");
        assertThat(completed("ref/prompt", "account_briefing", "client", "100%"))
                .containsExactly("Nørre & Sons 100%");
        assertThat(completed("ref/prompt", "account_briefing", "client", "%")).hasSize(1);
        assertThat(completed("ref/prompt", "weekly_risk_review", "tier", "pro"))
                .containsExactly("professional");
        assertThat(completed("ref/resource", "client://{client_id}", "client_id", clientId))
                .containsExactly(clientId);
        assertThat(completed("ref/resource", "docs://tools/{name}", "name", "list_"))
                .containsExactly("list_clients", "list_jobs");
        JsonNode hidden =
                RunningApi.json(
                        api.modern(
                                api.key(Scope.CS_INGEST),
                                "completion/complete",
                                completion(
                                        "ref/resource", "client://{client_id}", "client_id", "")));
        assertThat(hidden.at("/result/completion/values")).isEmpty();
        assertError(
                "completion/complete",
                "{'ref':{'type':'ref/x'},'argument':{'name':'a','value':''}}");
    }

    @Test
    void jobIsATaskForWhomTakesTasks() {
        ObjectNode call =
                object("{'name':'calculate_health_score','arguments':{'wait_seconds':0}}");
        JsonNode task =
                RunningApi.json(api.modern(api.key(), "tools/call", call, TASKS)).path("result");
        assertThat(task.path("resultType").textValue()).isEqualTo("task");
        assertThat(task.path("status").textValue()).isEqualTo("working");
        assertThat(task.has("result")).isFalse();
        ObjectNode id = object("{}").put("taskId", task.path("taskId").textValue());

        assertThat(api.modern(api.key(), "tasks/get", id).statusCode()).isEqualTo(400);
        JsonNode others =
                RunningApi.json(api.modern(api.key(Scope.CS_ADMIN), "tasks/get", id, TASKS));
        assertThat(others.at("/error/code").asInt()).isEqualTo(-32602);
        JsonNode got =
                RunningApi.json(api.modern(api.key(), "tasks/get", id, TASKS)).path("result");
        assertThat(got.path("resultType").textValue()).isEqualTo("complete");
        assertThat(got.path("pollIntervalMs").asInt()).isPositive();
        for (int time = 0; time < 2; time++) {
            JsonNode ack =
                    RunningApi.json(api.modern(api.key(), "tasks/cancel", id, TASKS))
                            .path("result");
            assertThat(ack.path("resultType").textValue()).isEqualTo("complete");
            assertThat(ack.has("taskId")).isFalse();
        }
        got = RunningApi.json(api.modern(api.key(), "tasks/get", id, TASKS)).path("result");
        assertThat(got.path("status").textValue()).isEqualTo("cancelled");

        JsonNode plain = result("tools/call", call);
        assertThat(plain.at("/structuredContent/job/job_id").textValue()).startsWith("job_");
    }

    @Test
    void whoListensHearsOfClientsAndTasks() throws Exception {
        ObjectNode call =
                object("{'name':'calculate_health_score','arguments':{'wait_seconds':0}}");
        String taskId =
                RunningApi.json(api.modern(api.key(), "tools/call", call, TASKS))
                        .at("/result/taskId")
                        .textValue();
        ObjectNode filter =
                object(
                        "{'notifications':{'toolsListChanged':true,'resourceSubscriptions':"
                                + "['client://NS-1','docs://tools/get_job'],'taskIds':['"
                                + taskId
                                + "','job_none']}}");
        HttpRequest listen = api.modernRequest(api.key(), "subscriptions/listen", filter, TASKS);
        HttpResponse<Stream<String>> stream = api.http().send(listen, BodyHandlers.ofLines());
        try (Stream<String> lines = stream.body()) {
            Iterator<JsonNode> messages =
                    lines.filter(line -> line.startsWith("data: "))
                            .map(line -> Json.read(line.substring(6), JsonNode.class))
                            .iterator();
            JsonNode acknowledged = messages.next();
            assertThat(acknowledged.path("method").textValue())
                    .isEqualTo("notifications/subscriptions/acknowledged");
            assertThat(acknowledged.at("/params/notifications"))
                    .isEqualTo(
                            object(
                                    "{'resourceSubscriptions':['client://NS-1'],'taskIds':['"
                                            + taskId
                                            + "']}"));
            api.call(
                    api.key(),
                    "log_activity",
                    "{'action':'record_touchpoint','client_id':'NT_2','kind':'call','note':'x'}");
            api.call(
                    api.key(),
                    "update_client_info",
                    "{'client_id':'NS-1','version':1,'industry':'Timber'}");
            JsonNode updated = messages.next();
            assertThat(updated.path("method").textValue())
                    .as("%s", updated)
                    .isEqualTo("notifications/resources/updated");
            assertThat(updated.at("/params/uri").textValue()).isEqualTo("client://NS-1");
            assertThat(updated.at("/params/_meta/io.modelcontextprotocol~1subscriptionId").asInt())
                    .isEqualTo(1);
            api.modern(api.key(), "tasks/cancel", object("{}").put("taskId", taskId), TASKS);
            JsonNode ended = messages.next();
            assertThat(ended.path("method").textValue()).isEqualTo("notifications/tasks");
            assertThat(ended.at("/params/status").textValue()).isEqualTo("cancelled");
        }
    }

    private static String register(String name, String externalId) {
        JsonNode registered =
                api.call(
                        api.key(),
                        "register_client",
                        "{'client_name':'%s','external_id':'%s','contract_value':1000}"
                                .formatted(name, externalId));
        return registered.at("/structuredContent/client/client_id").asText();
    }

    private static List<String> completed(String type, String of, String name, String typed) {
        return result("completion/complete", completion(type, of, name, typed))
                .at("/completion/values")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static ObjectNode completion(String type, String of, String name, String typed) {
        ObjectNode params = object("{}");
        params.putObject("ref")
                .put("type", type)
                .put(type.equals("ref/prompt") ? "name" : "uri", of);
        params.putObject("argument").put("name", name).put("value", typed);
        return params;
    }

    private static JsonNode read(String uri) {
        return result("resources/read", object("{}").put("uri", uri));
    }

    private static JsonNode result(String method, String params) {
        return result(method, object(params));
    }

    private static JsonNode result(String method, ObjectNode params) {
        HttpResponse<String> response = api.modern(api.key(), method, params);
        JsonNode body = RunningApi.json(response);
        assertThat(body.has("result")).as(response.body()).isTrue();
        return body.path("result");
    }

    private static JsonNode assertError(String method, String params) {
        HttpResponse<String> response = api.modern(api.key(), method, object(params));
        JsonNode body = RunningApi.json(response);
        assertThat(body.at("/error/code").asInt()).as(response.body()).isEqualTo(-32602);
        return body;
    }

    private static ObjectNode object(String json) {
        return Json.read(json.replace('\'', '"'), ObjectNode.class);
    }
}
