package io.os199.cs.integration.zendesk;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Database;
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

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/** Zendesk as its documentation shows it, and a deployment with one client, Acme, whose external id is {@code crm-7}. */
final class ZendeskFixture implements AutoCloseable {
    static final String TICKETS = "/api/v2/incremental/tickets/cursor";
    static final String EVENTS = "/api/v2/incremental/ticket_events";
    static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");

    final WireMockServer vendor = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    final TestClock clock = new TestClock("2026-11-11T12:00:00Z");
    final TestDatabase server = TestDatabase.create(clock);
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final PrometheusRegistry registry = new PrometheusRegistry();
    volatile String token = "token";
    Zendesk zendesk;

    ZendeskFixture() {
        vendor.start();
        new IntegrationStates(server.database(), clock).announce(EnumSet.of(Integration.ZENDESK));
        execute(
                "insert into client_names (client_id, name, external_id) values ('client_acme',"
                        + " 'Acme', 'crm-7')",
                "insert into clients (client_id, name, company_name, tier, external_id) values"
                        + " ('client_acme', 'Acme', 'Acme', 'standard', 'crm-7')",
                "insert into client_names (client_id, name) values ('client_beta', 'Beta')",
                "insert into clients (client_id, name, company_name, tier) values ('client_beta',"
                        + " 'Beta', 'Beta', 'standard')",
                "insert into contacts (client_id, contact_id, name, email) values ('client_acme',"
                        + " 'contact_ana', 'Ana', 'ana@acme.example')",
                "delete from sla_policies",
                "insert into sla_policies (priority, tier, first_response_minutes,"
                        + " resolution_minutes, calendar) values ('P3', 'standard', 60, 480,"
                        + " '24x7'), ('P1', 'standard', 30, 240, '24x7')");
        zendesk = zendesk(server.database());
    }

    Zendesk zendesk(Database database) {
        IntegrationStates states = new IntegrationStates(database, clock);
        PrometheusRegistry own = new PrometheusRegistry();
        VendorClient client =
                new VendorClient(
                        "zendesk",
                        URI.create("http://127.0.0.1:" + vendor.port()),
                        () -> Zendesk.authorization("us@example.com", token),
                        new Vendors(
                                new OutsideCalls(own, Tracing.off()),
                                new VendorMetrics(own),
                                SharedCircuits.none(),
                                new Vendors.Waiting(this::pause, new SplittableRandom(7)),
                                clock));
        return new Zendesk(
                database,
                client,
                new ServiceStanding(Integration.ZENDESK, states),
                states,
                new IntegrationMetrics(own, clock),
                tickets(),
                new Zendesk.Settings(SINCE, "", Map.of()),
                this::pause,
                clock);
    }

    RemoteTickets tickets() {
        return new RemoteTickets(
                new Timeline(),
                new Touchpoints(new Timeline(), clock),
                ClientAnswers.unkept(),
                clock);
    }

    private void pause(Duration duration) {
        pauses.add(duration);
        clock.advance(duration);
    }

    /** Returns the JSON of a ticket. */
    static String ticket(int id, String status, String updatedAt, String more) {
        return """
        {"id": %d, "organization_id": 509974, "requester_id": 20978392, "subject": "Subject %d",
         "description": "Text %d", "tags": [], "priority": "normal", "status": "%s",
         "created_at": "2026-11-11T08:00:00Z", "updated_at": "%s", "generated_timestamp": %d %s}
        """
                .formatted(
                        id,
                        id,
                        id,
                        status,
                        updatedAt,
                        Instant.parse(updatedAt).getEpochSecond(),
                        more);
    }

    static final String PEOPLE =
            """
            "users": [{"id": 20978392, "name": "Ana Roe", "email": "ana@acme.example", "role": "end-user"},
                {"id": 235323, "name": "Ben Agent", "email": "ben@support.example", "role": "agent"}],
            "organizations": [{"id": 509974, "name": "Acme", "external_id": "crm-7"}],
            "groups": [{"id": 98738, "name": "Tier 1"}]
            """;

    /** Returns a page of tickets. */
    static String page(String cursor, boolean isLast, String... tickets) {
        return "{\"tickets\": [%s], %s, \"after_cursor\": \"%s\", \"end_of_stream\": %s}"
                .formatted(String.join(",", tickets), PEOPLE, cursor, isLast);
    }

    static MappingBuilder first() {
        return get(urlPathEqualTo(TICKETS))
                .withQueryParam("start_time", equalTo("" + SINCE.getEpochSecond()));
    }

    static MappingBuilder after(String cursor) {
        return get(urlPathEqualTo(TICKETS)).withQueryParam("cursor", equalTo(cursor));
    }

    /** Answers with all these tickets on one page. */
    void tickets(String... tickets) {
        vendor.stubFor(
                get(urlPathEqualTo(TICKETS)).willReturn(okJson(page("c-end", true, tickets))));
    }

    void run(String sync) {
        run(zendesk, sync);
    }

    static void run(Zendesk zendesk, String sync) {
        zendesk.syncs().stream()
                .filter(each -> each.name().equals(sync))
                .forEach(each -> each.run());
    }

    void notice(String ticketId) {
        execute(
                "insert into webhook_inbox (source, delivery_id, received_at, body,"
                        + " next_attempt_at)"
                        + " values ('zendesk', gen_random_uuid()::text, now(), '{\"ticket_id\": \"%s\"}', '%s')"
                                .formatted(ticketId, clock.instant()));
        new WebhookInbox(server.database(), clock).work(Integration.ZENDESK, zendesk.deliveries());
    }

    void execute(String... statements) {
        server.execute(statements);
    }

    String text(String sql) {
        return server.text(sql);
    }

    String state() {
        return text(
                "select state || ' ' || coalesce(last_error_code, '-') from integrations where name"
                        + " = 'zendesk'");
    }

    @Override
    public void close() {
        zendesk.close();
        vendor.stop();
        server.close();
    }
}
