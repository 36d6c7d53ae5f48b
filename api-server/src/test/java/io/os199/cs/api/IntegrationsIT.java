package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** What administrators do with outside services over HTTP. */
class IntegrationsIT {
    private static RunningApi api;
    private static String admin;
    private static String reader;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        admin = api.key(Scope.CS_ADMIN);
        reader = api.key(Scope.CS_READ);
        api.testDatabase()
                .jdbi()
                .useHandle(
                        db ->
                                db.createScript(
                                                """
                                                insert into client_names (client_id, name) values ('client_acme', 'Acme');
                                                insert into clients (client_id, name, company_name) values ('client_acme', 'Acme', '');
                                                insert into integration_outbox (client_id, item_id, integration, operation, ref_table,
                                                    ref_id, state, attempts, next_attempt_at, last_status)
                                                values ('client_acme', 'item_1', 'zendesk', 'ticket_update', 'tickets', 't1', 'dead', 12,
                                                    now(), '503');
                                                insert into integration_unmatched values ('zendesk', 'organization', '7', 3,
                                                    '2026-11-01 10:00:00Z', '2026-11-02 10:00:00Z');
                                                """)
                                        .execute());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void whatWasGivenUpIsShownAndTriedAgain() {
        JsonNode dead = json(send("GET", "/zendesk/dead-letters", admin, null));
        assertThat(dead.path("total_count").asInt()).isOne();
        assertThat(dead.at("/items/0/operation").asText()).isEqualTo("ticket_update");
        assertThat(dead.at("/items/0/code").asText()).isEqualTo("503");
        assertThat(send("POST", "/zendesk/dead-letters/item_2/retry", admin, "").statusCode())
                .isEqualTo(404);
        assertThat(send("POST", "/intercom/dead-letters/item_1/retry", admin, "").statusCode())
                .isEqualTo(404);
        assertThat(json(send("POST", "/zendesk/dead-letters/item_1/retry", admin, "")))
                .hasToString("{\"retried_count\":1}");
        assertThat(json(send("GET", "/zendesk/dead-letters", admin, null)).path("items")).isEmpty();
    }

    @Test
    void whatIsNobodysIsShownAndMapped() {
        JsonNode unmatched = json(send("GET", "/zendesk/unmatched", admin, null));
        assertThat(unmatched.at("/items/0/remote_id").asText()).isEqualTo("7");
        assertThat(unmatched.at("/items/0/row_count").asInt()).isEqualTo(3);
        HttpResponse<String> nobody =
                send(
                        "PUT",
                        "/zendesk/refs",
                        admin,
                        "{\"kind\":\"organization\",\"remote_id\":\"7\",\"client\":\"Nobody\"}");
        assertThat(nobody.statusCode()).isEqualTo(404);
        for (String bad :
                new String[] {
                    "",
                    "[]",
                    "{",
                    "{\"kind\":\"organization\"}",
                    "{\"kind\":\"a\\u0000\",\"remote_id\":\"7\",\"client\":\"Acme\"}"
                }) {
            assertThat(send("PUT", "/zendesk/refs", admin, bad).statusCode()).isEqualTo(400);
        }
        JsonNode mapped =
                json(
                        send(
                                "PUT",
                                "/zendesk/refs",
                                admin,
                                "{\"kind\":\"organization\",\"remote_id\":\"7\",\"client\":\"Acme\"}"));
        assertThat(mapped.path("client_id").asText()).isEqualTo("client_acme");
        assertThat(mapped.path("reread_from").asText()).isEqualTo("2026-11-01T10:00:00Z");
        assertThat(json(send("GET", "/zendesk/unmatched", admin, null)).path("items")).isEmpty();
    }

    @Test
    void onlyAdministratorsAndOnlyWhatThereIs() {
        assertThat(send("GET", "/zendesk/unmatched", null, null).statusCode()).isEqualTo(401);
        HttpResponse<String> refused = send("GET", "/zendesk/unmatched", reader, null);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("insufficient_scope", "cs:admin");
        for (String path : new String[] {"/hubspot/unmatched", "", "/zendesk", "/zendesk/refs/x"}) {
            assertThat(send("GET", path, admin, null).statusCode()).as(path).isEqualTo(404);
        }
        HttpResponse<String> off = send("POST", "/mixpanel/sync", admin, "");
        assertThat(off.statusCode()).isEqualTo(409);
        assertThat(off.body()).contains("mixpanel is off");
    }

    @Test
    void aBodyLeftUnreadClosesTheConnectionAndSaysSo() {
        RawHttp.Answer answer =
                new RawHttp(api.port())
                        .send(
                                """
                                GET /v1/admin/integrations/zendesk/unmatched HTTP/1.1\r
                                Host: localhost\r
                                Authorization: Bearer %s\r
                                Content-Length: 2\r
                                \r
                                """
                                        .formatted(admin));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Connection")).contains("close");
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.read(response.body(), JsonNode.class);
    }

    private static HttpResponse<String> send(String method, String path, String key, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(api.uri("/v1/admin/integrations" + path))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return api.send(request.build());
    }
}
