package io.os199.cs.integration.intercom;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ContactNames;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.Sync;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.SharedCircuits;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorMetrics;
import io.os199.cs.platform.http.Vendors;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.support.ticket.RemoteTickets;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;

/** Intercom as its documentation shows it, and a deployment with the clients Acme, whose external id is {@code crm-7}, and Beta. */
abstract class IntercomFixture {
    static final String SEARCH = "/conversations/search";
    static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");

    final WireMockServer vendor = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    final TestClock clock = new TestClock("2026-11-11T12:00:00Z");
    final TestDatabase server = TestDatabase.create(clock);
    final List<Duration> pauses = new ArrayList<>();
    volatile String token = "token";
    Intercom intercom;

    @BeforeEach
    void start() {
        vendor.start();
        new IntegrationStates(server.database(), clock).announce(EnumSet.of(Integration.INTERCOM));
        execute(
                "insert into client_names (client_id, name, external_id) values ('client_acme',"
                        + " 'Acme', 'crm-7'), ('client_beta', 'Beta', null)",
                "insert into clients (client_id, name, company_name) values ('client_acme', 'Acme',"
                        + " ''), ('client_beta', 'Beta', '')",
                "insert into contacts (client_id, contact_id, name, email, is_primary) values"
                        + " ('client_acme', 'contact_ana', 'Ana', 'ana@acme.example', true)");
        intercom = intercom("814860");
        people();
    }

    @AfterEach
    void stop() {
        intercom.close();
        vendor.stop();
        server.close();
    }

    Intercom intercom(String adminId) {
        IntegrationStates states = new IntegrationStates(server.database(), clock);
        PrometheusRegistry own = new PrometheusRegistry();
        return new Intercom(
                server.database(),
                new VendorClient(
                        "intercom",
                        URI.create("http://127.0.0.1:" + vendor.port()),
                        () -> "Bearer " + token,
                        new Vendors(
                                new OutsideCalls(own, Tracing.off()),
                                new VendorMetrics(own),
                                SharedCircuits.none(),
                                new Vendors.Waiting(
                                        duration -> {
                                            pauses.add(duration);
                                            clock.advance(duration);
                                        },
                                        new SplittableRandom(7)),
                                clock)),
                new ServiceStanding(Integration.INTERCOM, states),
                states,
                new IntegrationMetrics(own, clock),
                new RemoteTickets(
                        new Timeline(),
                        new Touchpoints(new Timeline(), clock),
                        ClientAnswers.unkept(),
                        clock),
                new ContactNames(ClientAnswers.unkept(), clock),
                new Intercom.Telling(adminId, true, true),
                SINCE,
                clock);
    }

    void people() {
        vendor.stubFor(
                get(urlEqualTo("/admins"))
                        .willReturn(
                                okJson(
                                        "{\"admins\": [{\"id\": \"814860\", \"name\": \"Ben"
                                                + " Agent\", \"email\": \"ben@support.example\","
                                                + " \"team_ids\": [5]}]}")));
        vendor.stubFor(
                get(urlEqualTo("/teams"))
                        .willReturn(
                                okJson("{\"teams\": [{\"id\": \"5\", \"name\": \"Tier 1\"}]}")));
        contact("c1", "ana@acme.example", "{\"id\": \"co1\", \"company_id\": \"crm-7\"}");
        contact("c2", "zoe@nowhere.example", "{\"id\": \"co2\", \"company_id\": \"other\"}");
    }

    void contact(String id, String email, String company) {
        vendor.stubFor(
                get(urlEqualTo("/contacts/" + id))
                        .willReturn(
                                okJson(
                                        "{\"id\": \"%s\", \"email\": \"%s\", \"name\": \"Ana Roe\"}"
                                                .formatted(id, email))));
        vendor.stubFor(
                get(urlEqualTo("/contacts/" + id + "/companies"))
                        .willReturn(okJson("{\"data\": [" + company + "]}")));
    }

    void conversation(String id, String contact, String state, String updated, String parts) {
        vendor.stubFor(
                get(urlEqualTo("/conversations/" + id))
                        .withHeader("Intercom-Version", equalTo("2.11"))
                        .willReturn(
                                okJson(
                                        """
                                        {"id": "%s", "created_at": %d, "updated_at": %d,
                                         "source": {"delivered_as": "customer_initiated", "subject": "Subject %s",
                                            "body": "<p>Help</p>", "author": {"type": "user", "id": "%s"}},
                                         "contacts": {"contacts": [{"id": "%s"}]}, "state": "%s",
                                         "priority": "not_priority", "admin_assignee_id": 814860, "team_assignee_id": 5,
                                         "tags": {"tags": []}, "conversation_rating": {"rating": 5, "remark": "Good"},
                                         "conversation_parts": {"conversation_parts": [%s]}}
                                        """
                                                .formatted(
                                                        id,
                                                        seconds("08:00"),
                                                        seconds(updated),
                                                        id,
                                                        contact,
                                                        contact,
                                                        state,
                                                        parts))));
    }

    static long seconds(String time) {
        return Instant.parse("2026-11-11T" + time + ":00Z").getEpochSecond();
    }

    static String part(String id, String type, String body, String at, String author) {
        return "{\"id\": \"%s\", \"part_type\": \"%s\", \"body\": \"%s\", \"created_at\": %d, \"author\": {\"type\": \"%s\", \"id\": \"%s\"}}"
                .formatted(
                        id,
                        type,
                        body,
                        seconds(at),
                        author,
                        author.equals("admin") ? "814860" : "c1");
    }

    static String page(String after, String... ids) {
        List<String> conversations = new ArrayList<>();
        for (String id : ids) {
            conversations.add("{\"id\": \"" + id + "\"}");
        }
        return "{\"conversations\": [%s], \"pages\": {%s}}"
                .formatted(
                        String.join(",", conversations),
                        after == null ? "" : "\"next\": {\"starting_after\": \"" + after + "\"}");
    }

    static MappingBuilder first() {
        return post(urlEqualTo(SEARCH))
                .withRequestBody(matchingJsonPath("$.pagination[?(@.per_page == 150)]"))
                .withRequestBody(
                        matchingJsonPath(
                                "$.query.value[0].value", equalTo("" + SINCE.getEpochSecond())));
    }

    static MappingBuilder after(String place) {
        return post(urlEqualTo(SEARCH))
                .atPriority(1)
                .withRequestBody(matchingJsonPath("$.pagination.starting_after", equalTo(place)));
    }

    static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status);
    }

    void run() {
        run("intercom-conversations");
    }

    void run(String sync) {
        intercom.syncs().stream().filter(each -> each.name().equals(sync)).forEach(Sync::run);
    }

    void execute(String... statements) {
        server.execute(statements);
    }

    String text(String sql) {
        return server.text(sql);
    }

    String ids() {
        return text("select string_agg(external_id, ', ' order by external_id) from tickets");
    }

    String state() {
        return text(
                "select state || ' ' || coalesce(last_error_code, '-') from integrations where name"
                        + " = 'intercom'");
    }
}
