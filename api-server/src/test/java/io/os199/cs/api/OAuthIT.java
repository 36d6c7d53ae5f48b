package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.json.Json;

import no.nav.security.mock.oauth2.MockOAuth2Server;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Access with the tokens of two authorization servers and with keys, as a client experiences it. */
class OAuthIT {
    private static final String RESOURCE = "https://cs.example.com/mcp";
    private static final String METADATA =
            "https://cs.example.com/.well-known/oauth-protected-resource/mcp";
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
    private static final String ACCEPTED =
            """
            [{"issuer": "%1$s"},
             {"issuer": "%2$s", "rolesClaim": "realm_access.roles",
              "roleMapping": {"csm": ["cs:write"]}, "grantableScopes": ["cs:write"]},
             {"issuer": "http://127.0.0.1:%3$d/down"}]
            """;

    private static MockOAuth2Server server;
    private static RunningApi api;
    private static int deadPort;

    @BeforeAll
    static void start() throws IOException {
        server = new MockOAuth2Server();
        server.start(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            deadPort = socket.getLocalPort();
        }
        api =
                new RunningApi(
                        config ->
                                replaced(
                                        replaced(config, "${CS_OAUTH_RESOURCE:-}", RESOURCE),
                                        "${CS_OAUTH_ISSUERS:-[]}",
                                        ACCEPTED.formatted(
                                                        issuer("people"), issuer("staff"), deadPort)
                                                .replace("\n", " ")));
        // On a busy machine its first answer takes longer than the API waits.
        for (String issuer : List.of("people", "staff")) {
            URI keys = URI.create(server.jwksUrl(issuer).toString());
            assertThat(api.send(HttpRequest.newBuilder(keys).build()).statusCode()).isEqualTo(200);
        }
    }

    private static String replaced(String text, String word, String by) {
        assertThat(text).contains(word);
        return text.replace(word, by);
    }

    @AfterAll
    static void stop() {
        api.close();
        server.shutdown();
    }

    @Test
    void letsAGoodTokenInAndAKeyBesideIt() {
        assertThat(list(token("people", "cs:read")).statusCode()).isEqualTo(200);
        assertThat(list(api.key(Scope.CS_READ)).statusCode()).isEqualTo(200);
    }

    @Test
    void showsTheToolsThatABiggerTokenCouldCall() {
        JsonNode tools = RunningApi.json(list(token("people", "openid"))).at("/result/tools");
        assertThat(tools.findValuesAsText("name")).contains("list_clients", "register_client");
    }

    @Test
    void challengesWhereOnlySomeArgumentsAskForMore() {
        HttpResponse<String> refused =
                call(token("people", "cs:read"), "list_jobs", "'all_principals':true");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(challenge(refused)).contains("scope=\"cs:read cs:admin\"");
        HttpResponse<String> fixed =
                call(api.key(Scope.CS_READ), "list_jobs", "'all_principals':true");
        assertThat(fixed.statusCode()).isEqualTo(200);
        assertThat(RunningApi.json(fixed).at("/result/structuredContent/error/field").textValue())
                .isEqualTo("all_principals");
    }

    private static HttpResponse<String> call(String bearer, String tool, String arguments) {
        String params = "{'name':'%s','arguments':{%s}}".formatted(tool, arguments);
        return api.modern(
                bearer, "tools/call", Json.read(params.replace('\'', '"'), ObjectNode.class));
    }

    @Test
    void asksForTheMissingScopeAndTakesATokenThatHasIt() {
        HttpResponse<String> refused = register(token("people", "cs:read pii:read"), "Step Ltd");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(challenge(refused))
                .isEqualTo(
                        "Bearer error=\"insufficient_scope\", scope=\"cs:read cs:write pii:read\","
                                + " resource_metadata=\""
                                + METADATA
                                + "\", error_description=\"this call needs cs:write\"");
        assertThat(RunningApi.json(refused).path("error").isObject()).isTrue();

        HttpResponse<String> done =
                register(token("people", "cs:read cs:write pii:read"), "Step Ltd");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(RunningApi.json(done).at("/result/isError").booleanValue()).isFalse();
    }

    @Test
    void takesRolesForScopesAsFarAsTheIssuerMayGrantThem() {
        String csm =
                token(
                        "staff",
                        RESOURCE,
                        Map.of(
                                "realm_access",
                                Map.of("roles", List.of("csm")),
                                "scope",
                                "cs:admin pii:read"),
                        300);
        assertThat(register(csm, "Role Ltd").statusCode()).isEqualTo(200);
        assertThat(RunningApi.json(list(csm)).at("/result/tools").findValuesAsText("name"))
                .contains("register_client");
        JsonNode overview =
                api.call(csm, "get_client_overview", "{'client_id': '%s'}".formatted(personal()));
        assertThat(overview.path("isError").booleanValue()).as(overview.toString()).isFalse();
        assertThat(overview.toString()).contains("R. V.").doesNotContain("Robin Vega");
        assertThat(
                        register(
                                        token(
                                                "people",
                                                RESOURCE,
                                                Map.of(
                                                        "realm_access",
                                                        Map.of("roles", List.of("csm"))),
                                                300),
                                        "No Role Ltd")
                                .statusCode())
                .isEqualTo(403);
    }

    private static String personal() {
        JsonNode result =
                api.call(
                        api.key(),
                        "register_client",
                        """
                        {'client_name': 'Personal Ltd', 'primary_contact_email': 'rv@personal.example',
                         'primary_contact_name': 'Robin Vega'}
                        """);
        return result.at("/structuredContent/client/client_id").textValue();
    }

    @Test
    void knowsTheWriterByAnIdThatIsNoAddress() {
        register(token("people", "cs:write"), "Audited Ltd");
        List<String> principals =
                api.testDatabase()
                        .jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "select distinct principal from audit_log")
                                                .mapTo(String.class)
                                                .list());
        assertThat(principals)
                .anyMatch(principal -> principal.matches("sub_[0-9a-f]{32}"))
                .noneMatch(principal -> principal.contains("@"));
    }

    @Test
    void challengesWhoeverBringsNothing() {
        HttpResponse<String> response = post("/mcp", Map.of());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(challenge(response))
                .isEqualTo("Bearer scope=\"cs:read\", resource_metadata=\"" + METADATA + '"');
        assertThat(challenge(post("/mcp", Map.of("Authorization", "Basic YTpi"))))
                .isEqualTo(challenge(response));
    }

    @Test
    void saysWhatIsWrongWithAToken() {
        assertRefused(
                "not for this server", token("people", "https://other.example", Map.of(), 300));
        assertRefused("not trusted", token("strangers", "cs:read"));
        assertRefused("expired", token("people", RESOURCE, Map.of(), -61));
        assertThat(list(token("people", RESOURCE, Map.of("scope", "cs:read"), -30)).statusCode())
                .isEqualTo(200);
        assertRefused("no signed JWT", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.");
        assertRefused("API key is unknown", "cs199_" + "x".repeat(43));
        assertRefused("nothing that is taken here", "letmein");
    }

    private static void assertRefused(String why, String bearer) {
        HttpResponse<String> response = list(bearer);
        assertThat(response.statusCode()).as(why).isEqualTo(401);
        assertThat(challenge(response))
                .startsWith("Bearer error=\"invalid_token\", scope=\"cs:read\"")
                .contains("resource_metadata=\"" + METADATA + "\"", "error_description=\"", why);
        assertThat(RunningApi.json(response).at("/error/message").textValue()).contains(why);
    }

    @Test
    void takesNoTokenFromTheAddress() {
        String good = token("people", "cs:read");
        for (Map<String, String> headers :
                List.of(Map.<String, String>of(), Map.of("Authorization", "Bearer " + good))) {
            HttpResponse<String> response = post("/mcp?a=b&access_token=" + good, headers);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(challenge(response)).contains("invalid_request");
            assertThat(response.body()).doesNotContain(good);
        }
    }

    @Test
    void asksToComeBackWhenTheIssuerIsDown() {
        String token =
                server.issueToken(
                                "people",
                                "subject",
                                RESOURCE,
                                Map.of("iss", "http://127.0.0.1:%d/down".formatted(deadPort)))
                        .serialize();
        HttpResponse<String> response = list(token);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Long.parseLong(response.headers().firstValue("Retry-After").orElseThrow()))
                .isPositive();
        assertThat(RunningApi.json(response).at("/error/code").intValue()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/mcp", "/mcp/readonly", "/mcp/x/health"})
    void tellsWhereTokensComeFrom(String path) {
        HttpResponse<String> response = get(WELL_KNOWN + path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
        assertThat(response.headers().firstValue("Cache-Control").orElseThrow())
                .contains("max-age=300");
        JsonNode document = RunningApi.json(response);
        assertThat(document.path("resource").textValue()).isEqualTo(RESOURCE);
        assertThat(document.path("authorization_servers"))
                .extracting(JsonNode::textValue)
                .contains(issuer("people"), issuer("staff"));
        assertThat(document.path("scopes_supported"))
                .extracting(JsonNode::textValue)
                .containsExactly("cs:read", "cs:write", "cs:send", "cs:admin", "pii:read");
        assertThat(document.path("bearer_methods_supported")).hasToString("[\"header\"]");
        assertThat(document.path("resource_name").textValue()).isNotEmpty();
    }

    @Test
    void hasMetadataOfItsEndpointAloneAndForReadingOnly() {
        assertThat(get(WELL_KNOWN + "/other").statusCode()).isEqualTo(404);
        assertThat(get(WELL_KNOWN + "/mcpx").statusCode()).isEqualTo(404);
        HttpResponse<String> post =
                api.send(
                        HttpRequest.newBuilder(api.uri(WELL_KNOWN))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    private static String issuer(String name) {
        return server.issuerUrl(name).toString();
    }

    private static String token(String issuer, String scope) {
        return token(issuer, RESOURCE, Map.of("scope", scope), 300);
    }

    private static String token(
            String issuer, String audience, Map<String, Object> claims, long seconds) {
        return server.issueToken(issuer, "robin.vega@example.com", audience, claims, seconds)
                .serialize();
    }

    private static HttpResponse<String> list(String bearer) {
        return api.modern(bearer, "tools/list", JsonNodeFactory.instance.objectNode());
    }

    private static HttpResponse<String> register(String bearer, String name) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", "register_client");
        params.putObject("arguments").put("client_name", name);
        return api.modern(bearer, "tools/call", params);
    }

    private static HttpResponse<String> post(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(api.uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"));
        headers.forEach(request::header);
        return api.send(request.build());
    }

    private static HttpResponse<String> get(String path) {
        return api.send(HttpRequest.newBuilder(api.uri(path)).build());
    }

    private static String challenge(HttpResponse<String> response) {
        return response.headers().firstValue("WWW-Authenticate").orElseThrow();
    }
}
