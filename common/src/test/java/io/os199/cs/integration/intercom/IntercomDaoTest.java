package io.os199.cs.integration.intercom;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ContactNames;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.Actor;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.Standing;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.UnmatchedRecords;
import io.os199.cs.integration.outbox.OutboxItem;
import io.os199.cs.integration.outbox.OutboxOutcome;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorMetrics;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.support.ticket.RemoteTickets;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;

/** Intercom as its documentation shows it, over real rows: read, told and delivered. */
class IntercomDaoTest {
    private static final String SEARCH = "/conversations/search";
    private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");

    private final WireMockServer vendor =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final TestDatabase server = TestDatabase.create();
    private final TestClock clock = new TestClock("2026-11-11T12:00:00Z");
    private final List<Duration> pauses = new ArrayList<>();
    private volatile String token = "token";
    private Intercom intercom;

    @BeforeEach
    void start() throws SQLException {
        vendor.start();
        new IntegrationStates(server.database(), clock).announce(EnumSet.of(Integration.INTERCOM));
        new Partitions(server.dataSource(), clock).ensureAhead();
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

    private Intercom intercom(String adminId) {
        IntegrationStates states = new IntegrationStates(server.database(), clock);
        PrometheusRegistry own = new PrometheusRegistry();
        return new Intercom(
                server.database(),
                new VendorClient(
                        "intercom",
                        URI.create("http://127.0.0.1:" + vendor.port()),
                        () -> "Bearer " + token,
                        new OutsideCalls(own, Tracing.off()),
                        new VendorMetrics(own),
                        new VendorClient.Waiting(
                                duration -> {
                                    pauses.add(duration);
                                    clock.advance(duration);
                                },
                                new SplittableRandom(7)),
                        clock),
                new Standing(Integration.INTERCOM, states),
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

    private void people() {
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

    private void contact(String id, String email, String company) {
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

    private void conversation(
            String id, String contact, String state, String updated, String parts) {
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

    private static long seconds(String time) {
        return Instant.parse("2026-11-11T" + time + ":00Z").getEpochSecond();
    }

    private static String part(String id, String type, String body, String at, String author) {
        return "{\"id\": \"%s\", \"part_type\": \"%s\", \"body\": \"%s\", \"created_at\": %d, \"author\": {\"type\": \"%s\", \"id\": \"%s\"}}"
                .formatted(
                        id,
                        type,
                        body,
                        seconds(at),
                        author,
                        author.equals("admin") ? "814860" : "c1");
    }

    private static String page(String after, String... ids) {
        List<String> conversations = new ArrayList<>();
        for (String id : ids) {
            conversations.add("{\"id\": \"" + id + "\"}");
        }
        return "{\"conversations\": [%s], \"pages\": {%s}}"
                .formatted(
                        String.join(",", conversations),
                        after == null ? "" : "\"next\": {\"starting_after\": \"" + after + "\"}");
    }

    private static MappingBuilder first() {
        return post(urlEqualTo(SEARCH))
                .withRequestBody(matchingJsonPath("$.pagination[?(@.per_page == 150)]"))
                .withRequestBody(
                        matchingJsonPath(
                                "$.query.value[0].value", equalTo("" + SINCE.getEpochSecond())));
    }

    private static MappingBuilder after(String place) {
        return post(urlEqualTo(SEARCH))
                .atPriority(1)
                .withRequestBody(matchingJsonPath("$.pagination.starting_after", equalTo(place)));
    }

    private static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status);
    }

    private void run() {
        run("intercom-conversations");
    }

    private void run(String sync) {
        intercom.syncs().stream().filter(each -> each.name().equals(sync)).forEach(Sync::run);
    }

    private void execute(String... statements) {
        server.jdbi()
                .useHandle(
                        db -> {
                            for (String each : statements) {
                                db.execute(each);
                            }
                        });
    }

    private String text(String sql) {
        return server.jdbi()
                .withHandle(db -> db.createQuery(sql).mapTo(String.class).findOne().orElse(""));
    }

    private String ids() {
        return text("select string_agg(external_id, ', ' order by external_id) from tickets");
    }

    private String state() {
        return text(
                "select state || ' ' || coalesce(last_error_code, '-') from integrations where name"
                        + " = 'intercom'");
    }

    @Test
    void threePagesAreReadThoughTheSecondFailsTwice() {
        for (String id : List.of("1", "2", "3")) {
            conversation(id, "c1", "open", "10:00", "");
        }
        vendor.stubFor(first().willReturn(okJson(page("p2", "1"))));
        vendor.stubFor(after("p3").willReturn(okJson(page(null, "3"))));
        failing(Scenario.STARTED, status(500), "once");
        failing("once", status(500), "twice");
        failing("twice", okJson(page("p3", "2")), "twice");
        run();
        assertThat(ids()).isEqualTo("1, 2, 3");
        assertThat(
                        text(
                                "select (cursor is null) || ' ' || (complete_to >= '2026-11-11"
                                        + " 11:59:00Z') from integration_cursors"))
                .isEqualTo("true true");
        assertThat(state()).isEqualTo("ok -");
        assertThat(text("select last_sync_at from integrations where name = 'intercom'"))
                .isNotEmpty();
    }

    private void failing(String from, ResponseDefinitionBuilder answer, String to) {
        vendor.stubFor(
                after("p2")
                        .inScenario("second")
                        .whenScenarioStateIs(from)
                        .willReturn(answer)
                        .willSetStateTo(to));
    }

    @Test
    void aConversationIsATicketWithWhatWasSaidAndHowItWent() {
        conversation(
                "1",
                "c1",
                "closed",
                "11:00",
                String.join(
                        ",",
                        part("p1", "comment", "Which?", "08:30", "admin"),
                        part("p2", "note", "Ask Cy", "08:40", "admin"),
                        part("p3", "comment", "The second", "09:00", "user"),
                        part("p4", "close", "Done", "10:00", "admin")));
        vendor.stubFor(first().willReturn(okJson(page(null, "1"))));
        run();
        assertThat(
                        text(
                                """
                                select concat_ws('|', t.client_id, t.source, t.subject, t.description_text, t.priority, t.category,
                                    t.status, t.requester_email, t.contact_id, t.team, t.satisfaction, t.satisfaction_scale,
                                    t.satisfaction_comment_text, a.name, t.first_response_at at time zone 'UTC',
                                    t.resolved_at at time zone 'UTC')
                                from tickets t join support_agents a using (agent_id)
                                """))
                .isEqualTo(
                        "client_acme|intercom|Subject"
                                + " 1|Help|P3|other|resolved|ana@acme.example|contact_ana|Tier"
                                + " 1|5|five_point|Good|Ben Agent|2026-11-11 08:30:00|2026-11-11"
                                + " 10:00:00");
        assertThat(
                        text(
                                "select string_agg(author_type || ' ' || is_public || ' ' ||"
                                        + " content_text, '; ' order by at) from ticket_comments"))
                .isEqualTo(
                        "agent true Which?; agent false Ask Cy; customer true The second; agent"
                                + " true Done");
        // The same window again changes nothing.
        clock.advance(Duration.ofMinutes(1));
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "1"))));
        run();
        assertThat(text("select count(*) from ticket_comments")).isEqualTo("4");
        assertThat(text("select version from tickets")).isEqualTo("1");
    }

    @Test
    void aPageThatIsNotStoredIsReadAgain() {
        conversation("1", "c1", "open", "10:00", "");
        conversation("2", "c1", "open", "10:00", "");
        vendor.stubFor(first().willReturn(okJson(page(null, "1", "2"))));
        execute(
                "create function fail() returns trigger language plpgsql as $$ begin raise"
                        + " exception 'lost'; end $$",
                "create trigger fail after insert on tickets for each row when (new.external_id ="
                        + " '2') execute function fail()");
        assertThatThrownBy(this::run);
        assertThat(server.count("tickets")).isZero();
        assertThat(server.count("integration_cursors")).isZero();
        execute("drop trigger fail on tickets");
        run();
        assertThat(ids()).isEqualTo("1, 2");
    }

    @Test
    void whatADeliveryToldLaterStaysOverAnOlderPage() {
        conversation("1", "c1", "closed", "10:05", part("p1", "close", "", "10:05", "admin"));
        execute(
                "insert into webhook_inbox (source, delivery_id, received_at, body,"
                    + " next_attempt_at) values ('intercom', 'notif_1', now(), '{\"topic\":"
                    + " \"conversation.admin.closed\", \"data\": {\"item\": {\"type\":"
                    + " \"conversation\", \"id\": \"1\"}}}', '2026-11-11 12:00:00Z'), ('intercom',"
                    + " 'notif_2', now(), '{\"topic\": \"contact.created\", \"data\": {\"item\":"
                    + " {\"id\": \"c9\"}}}', '2026-11-11 12:00:00Z')");
        new WebhookInbox(server.database(), clock)
                .work(Integration.INTERCOM, intercom.deliveries());
        assertThat(text("select status from tickets")).isEqualTo("resolved");
        assertThat(text("select string_agg(distinct state, ',') from webhook_inbox"))
                .isEqualTo("done");
        conversation("1", "c1", "open", "10:01", "");
        vendor.stubFor(first().willReturn(okJson(page(null, "1"))));
        run();
        assertThat(
                        text(
                                "select status || ' ' || remote_updated_at at time zone 'UTC' from"
                                        + " tickets"))
                .isEqualTo("resolved 2026-11-11 10:05:00");
    }

    @Test
    void aLimitIsWaitedForARefusedKeyIsNotAndANewOneGoesOn() {
        conversation("1", "c1", "open", "10:00", "");
        vendor.stubFor(
                first().inScenario("limit")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(
                                status(429)
                                        .withHeader("X-RateLimit-Limit", "166")
                                        .withHeader("X-RateLimit-Remaining", "0")
                                        .withHeader(
                                                "X-RateLimit-Reset",
                                                ""
                                                        + clock.instant()
                                                                .plusSeconds(9)
                                                                .getEpochSecond()))
                        .willSetStateTo("free"));
        vendor.stubFor(
                first().inScenario("limit")
                        .whenScenarioStateIs("free")
                        .willReturn(okJson(page(null, "1"))));
        run();
        assertThat(pauses).hasSize(1).allMatch(each -> each.toSeconds() >= 8);
        assertThat(ids()).isEqualTo("1");

        vendor.resetAll();
        vendor.stubFor(any(anyUrl()).willReturn(status(401)));
        run();
        assertThat(state()).isEqualTo("auth_failed 401");
        run();
        assertThat(vendor.getAllServeEvents()).hasSize(1);
        token = "another";
        vendor.resetAll();
        people();
        conversation("2", "c1", "open", "11:00", "");
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "2"))));
        run();
        assertThat(ids()).isEqualTo("1, 2");
        assertThat(state()).isEqualTo("ok -");
    }

    @Test
    void whatIsNoPageStopsReadingAndTheCursorStays() {
        for (ResponseDefinitionBuilder answer :
                List.of(
                        aResponse()
                                .withStatus(200)
                                .withHeader("Content-Type", "text/html")
                                .withBody("<p>"),
                        okJson("{\"conversations\": [{\"id\""),
                        okJson("[]"),
                        status(302).withHeader("Location", "https://elsewhere.example/"),
                        status(422))) {
            vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(answer));
            run();
            assertThat(server.count("integration_cursors")).isZero();
            assertThat(state()).startsWith("degraded");
        }
    }

    @Test
    void whatIsNobodysIsCountedAndReadOnceItIsSaidWhoseItIs() {
        conversation("1", "c2", "open", "10:00", "");
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "1"))));
        run();
        assertThat(server.count("tickets")).isZero();
        assertThat(
                        text(
                                "select kind || ' ' || remote_id || ' ' || row_count from"
                                        + " integration_unmatched"))
                .isEqualTo("company co2 1");
        server.database()
                .write(
                        tx ->
                                new UnmatchedRecords(new AuditLog(clock), clock)
                                        .map(
                                                tx,
                                                Integration.INTERCOM,
                                                "company",
                                                "co2",
                                                "client_beta",
                                                new Actor("key_1", null)));
        assertThat(text("select complete_to at time zone 'UTC' from integration_cursors"))
                .isEqualTo("2026-11-11 10:00:00");
        clock.advance(Duration.ofMinutes(5));
        run();
        assertThat(text("select client_id from tickets")).isEqualTo("client_beta");
        // One that is gone there is gone here.
        vendor.stubFor(get(urlEqualTo("/conversations/1")).willReturn(status(404)));
        clock.advance(Duration.ofMinutes(5));
        run();
        assertThat(text("select deleted_at is not null from tickets")).isEqualTo("t");
    }

    @Test
    void namesThatAreMissingAreFilledInAndWhoHasAClientNowIsReadAgain() {
        conversation("1", "c2", "open", "10:00", "");
        vendor.stubFor(post(urlEqualTo(SEARCH)).willReturn(okJson(page(null, "1"))));
        run();
        execute(
                "insert into contacts (client_id, contact_id, name, email) values ('client_beta',"
                        + " 'contact_bo', null, 'bo@beta.example')",
                "update client_names set external_id = 'other' where client_id = 'client_beta'");
        vendor.stubFor(
                post(urlEqualTo("/contacts/search"))
                        .willReturn(
                                okJson(
                                        "{\"data\": [{\"id\": \"c5\", \"email\":"
                                            + " \"BO@beta.example\", \"name\": \"Bo Lee\"},"
                                            + " {\"id\": \"c1\", \"email\": \"ana@acme.example\","
                                            + " \"name\": \"Somebody else\"}, {\"id\": \"c6\","
                                            + " \"email\": null, \"name\": null}], \"pages\":"
                                            + " {}}")));
        vendor.stubFor(
                get(urlEqualTo("/companies/co2"))
                        .willReturn(okJson("{\"id\": \"co2\", \"company_id\": \"other\"}")));
        run("intercom-people");
        assertThat(text("select string_agg(name, ', ' order by contact_id) from contacts"))
                .isEqualTo("Ana, Bo Lee");
        assertThat(server.count("integration_unmatched")).isZero();
        clock.advance(Duration.ofMinutes(5));
        run();
        assertThat(text("select client_id from tickets")).isEqualTo("client_beta");
    }

    private OutboxItem message(int attempts, Instant inDoubt) {
        return new OutboxItem(
                "client_acme",
                "item_1",
                Integration.INTERCOM,
                "in_app_message",
                "automation_run_actions",
                "run_1/2",
                "{\"automation_id\": \"automation_1\", \"run_id\": \"run_1\", \"action_no\": 2}",
                attempts,
                inDoubt,
                clock.instant());
    }

    private static MappingBuilder search() {
        return post(urlEqualTo("/contacts/search"))
                .withRequestBody(matchingJsonPath("$.query.value", equalTo("ana@acme.example")));
    }

    private static MappingBuilder say() {
        return post(urlEqualTo("/messages"))
                .withRequestBody(matchingJsonPath("$.message_type", equalTo("in_app")))
                .withRequestBody(matchingJsonPath("$.body", equalTo("We are here")))
                .withRequestBody(matchingJsonPath("$.from.id", equalTo("814860")))
                .withRequestBody(matchingJsonPath("$.to.id", equalTo("c1")));
    }

    @Test
    void aMessageIsSaidToThePrimaryContactOnceAndNeverAgainInDoubt() {
        execute(
                "insert into automations (automation_id, kind, name, trigger_type, actions) values"
                    + " ('automation_1', 'communication', 'A', 'milestone', '[{\"type\":"
                    + " \"create_task\"}, {\"type\": \"send_in_app_notification\", \"body_text\":"
                    + " \"We are here\"}]')");
        vendor.stubFor(search().willReturn(okJson("{\"data\": [{\"id\": \"c1\"}]}")));
        vendor.stubFor(say().willReturn(okJson("{\"id\": \"m1\"}")));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isInstanceOf(OutboxOutcome.Done.class);
        assertThat(intercom.outbox().deliver(message(1, clock.instant())))
                .isInstanceOf(OutboxOutcome.Unconfirmed.class);
        vendor.verify(1, postRequestedFor(urlEqualTo("/messages")));

        vendor.stubFor(say().willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isInstanceOf(OutboxOutcome.Unconfirmed.class);
        vendor.stubFor(say().willReturn(status(503)));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isInstanceOf(OutboxOutcome.Unconfirmed.class);
        vendor.stubFor(say().willReturn(status(429).withHeader("Retry-After", "30")));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isEqualTo(new OutboxOutcome.Later("429", Duration.ofSeconds(30), false));
        vendor.stubFor(say().willReturn(status(404)));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isEqualTo(new OutboxOutcome.Later("404", Duration.ofMinutes(1), false));
        assertThat(intercom.outbox().deliver(message(2, null)))
                .isEqualTo(new OutboxOutcome.Dead("recipient_unknown"));
        vendor.stubFor(
                search().willReturn(okJson("{\"data\": [{\"id\": \"c1\", \"role\": \"lead\"}]}")));
        vendor.stubFor(
                post(urlEqualTo("/messages"))
                        .withRequestBody(matchingJsonPath("$.to.type", equalTo("lead")))
                        .willReturn(okJson("{}")));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isInstanceOf(OutboxOutcome.Done.class);
        vendor.stubFor(search().willReturn(okJson("{\"data\": []}")));
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isEqualTo(new OutboxOutcome.Dead("recipient_unknown"));
        try (Intercom nobody = intercom("")) {
            assertThat(nobody.outbox().deliver(message(0, null)))
                    .isEqualTo(new OutboxOutcome.Dead("no_admin"));
        }
        execute("update automations set actions = '[]'");
        assertThat(intercom.outbox().deliver(message(0, null)))
                .isEqualTo(new OutboxOutcome.Dead("nothing_to_say"));
    }

    @Test
    void changesAreToldAsEventsOfThePrimaryContactAndNotesOnceOfTheirs() {
        execute(
                "insert into timeline_events (client_id, occurred_at, event_id, type, title, detail,"
                    + " source) values ('client_acme', '2026-11-11T11:00:00Z', 'event_a', 'health',"
                    + " 't', '{\"to_band\": \"at_risk\"}', 'test'), ('client_acme',"
                    + " '2026-11-09T11:00:00Z', 'event_old', 'health', 't', '{}', 'test'),"
                    + " ('client_beta', '2026-11-11T11:00:00Z', 'event_of_nobody', 'health', 't',"
                    + " '{}', 'test')",
                "insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction,"
                    + " subject, note_text, contact_id, source_ref, created_at) values"
                    + " ('client_acme', '2026-11-10T09:00:00Z', 'touch_1', 'call', 'outbound', 'On"
                    + " <renewal>', E'She & I\nagreed', 'contact_ana', null,"
                    + " '2026-11-11T09:00:00Z'), ('client_acme', '2026-11-10T10:00:00Z', 'touch_2',"
                    + " 'call', 'outbound', null, 'imported', 'contact_ana', 'crm-9',"
                    + " '2026-11-11T09:00:00Z'), ('client_acme', '2026-11-10T11:00:00Z', 'touch_3',"
                    + " 'call', 'outbound', null, 'with nobody', null, null,"
                    + " '2026-11-11T09:00:00Z')");
        run("intercom-told-events");
        run("intercom-told-notes");
        run("intercom-told-events");
        run("intercom-told-notes");
        assertThat(
                        text(
                                "select string_agg(operation || ' ' || ref_id, ', ' order by ref_id)"
                                        + " from integration_outbox"))
                .isEqualTo("client_event event_a, contact_note touch_1");

        vendor.stubFor(
                post(urlEqualTo("/events"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"event_name\": \"health-band-changed\", \"created_at\":"
                                            + " 1794394800, \"email\": \"ana@acme.example\","
                                            + " \"metadata\": {\"to_band\": \"at_risk\"}}"))
                        .willReturn(status(202)));
        OutboxItem event = told("client_event", "timeline_events", "event_a", null);
        assertThat(intercom.outbox().deliver(event)).isInstanceOf(OutboxOutcome.Done.class);
        // It may be told twice.
        assertThat(
                        intercom.outbox()
                                .deliver(
                                        told(
                                                "client_event",
                                                "timeline_events",
                                                "event_a",
                                                clock.instant())))
                .isInstanceOf(OutboxOutcome.Done.class);
        vendor.stubFor(post(urlEqualTo("/events")).willReturn(status(503)));
        assertThat(intercom.outbox().deliver(event))
                .isEqualTo(new OutboxOutcome.Later("503", null, true));
        vendor.stubFor(post(urlEqualTo("/events")).willReturn(status(404)));
        assertThat(intercom.outbox().deliver(event))
                .isEqualTo(new OutboxOutcome.Dead("recipient_unknown"));

        vendor.stubFor(search().willReturn(okJson("{\"data\": [{\"id\": \"c1\"}]}")));
        vendor.stubFor(
                post(urlEqualTo("/contacts/c1/notes"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"body\": \"<p>Call, 2026-11-10: On &lt;renewal&gt;</p>"
                                            + "<p>She &amp; I<br>agreed</p>\", \"admin_id\":"
                                            + " \"814860\"}"))
                        .willReturn(okJson("{\"id\": \"n1\"}")));
        OutboxItem note = told("contact_note", "touchpoints", "touch_1", null);
        assertThat(intercom.outbox().deliver(note)).isInstanceOf(OutboxOutcome.Done.class);
        assertThat(
                        intercom.outbox()
                                .deliver(
                                        told(
                                                "contact_note",
                                                "touchpoints",
                                                "touch_1",
                                                clock.instant())))
                .isInstanceOf(OutboxOutcome.Unconfirmed.class);
        vendor.verify(1, postRequestedFor(urlEqualTo("/contacts/c1/notes")));
        execute("update touchpoints set note_text = ' '");
        assertThat(intercom.outbox().deliver(note))
                .isEqualTo(new OutboxOutcome.Dead("nothing_to_say"));
    }

    private OutboxItem told(String operation, String table, String refId, Instant inDoubt) {
        return new OutboxItem(
                "client_acme",
                "item_1",
                Integration.INTERCOM,
                operation,
                table,
                refId,
                "{}",
                0,
                inDoubt,
                clock.instant());
    }
}
