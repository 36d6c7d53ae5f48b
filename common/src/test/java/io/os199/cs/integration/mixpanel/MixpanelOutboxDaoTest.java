package io.os199.cs.integration.mixpanel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.UnmatchedRecords;
import io.os199.cs.integration.outbox.OutboxDispatcher;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** What is sent to Mixpanel, over real rows, on 2026-11-11. */
class MixpanelOutboxDaoTest {
    private final WireMockServer vendor =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final TestClock clock = new TestClock("2026-11-11T10:20:00Z");
    private final TestDatabase server = TestDatabase.create(clock);
    private Mixpanel mixpanel;
    private OutboxDispatcher dispatcher;

    @BeforeEach
    void start() {
        vendor.start();
        run(
                """
                insert into client_names (client_id, name, external_id)
                values ('client_1', 'One', 'crm-1'), ('client_2', 'Two', 'crm-2'), ('client_3', 'Three', null)
                """);
        run(
                """
                insert into clients (client_id, name, company_name, health_score, health_band, lifecycle_stage)
                values ('client_1', 'One', '', 82.5, 'healthy', 'active'), ('client_2', 'Two', '', null, null, 'onboarding'),
                    ('client_3', 'Three', '', 40, 'at_risk', 'at_risk')
                """);
        run(
                """
                insert into external_refs (source, kind, remote_id, client_id, set_by, set_at)
                values ('mixpanel', 'group', 'two-gmbh', 'client_2', 'ana', now())
                """);
        mixpanel = MixpanelFixture.mixpanel(vendor.port(), server, new PrometheusRegistry(), clock);
        dispatcher =
                new OutboxDispatcher(
                        server.database(),
                        Map.of(Integration.MIXPANEL, Objects.requireNonNull(mixpanel.outbox())),
                        new SplittableRandom(7),
                        clock);
    }

    @AfterEach
    void stop() {
        mixpanel.close();
        vendor.stop();
        server.close();
    }

    @Test
    void eachChangeIsToldOnceAsAnEventOfTheClientsGroup() {
        event("client_1", "event_a", "health", "2026-11-11T10:00:00Z");
        event("client_2", "event_b", "lifecycle", "2026-11-10T10:00:00Z");
        event("client_1", "event_note", "note", "2026-11-11T10:00:00Z");
        event("client_1", "event_old", "health", "2026-11-09T10:00:00Z");
        event("client_3", "event_of_no_group", "health", "2026-11-11T10:00:00Z");
        answers(okJson("{\"code\": 200, \"num_records_imported\": 2, \"status\": \"OK\"}"));
        look("mixpanel-told-events");
        deliver();
        look("mixpanel-told-events");
        deliver();
        ServeEvent call = only();
        assertThat(call.getRequest().getUrl()).isEqualTo("/import?strict=1&project_id=77");
        assertThat(call.getRequest().getHeader("Authorization"))
                .isEqualTo(Mixpanel.authorization("acc", "hush"));
        assertThat(body(call))
                .containsExactlyInAnyOrder(
                        Json.read(
                                """
                                {"event": "health_band_changed", "properties": {"to_band": "at_risk", "overall_score": 55.25,
                                    "time": %d, "distinct_id": "", "$insert_id": "event-a", "company_id": "crm-1"}}
                                """
                                        .formatted(millis("2026-11-11T10:00:00Z")),
                                JsonNode.class),
                        Json.read(
                                """
                                {"event": "lifecycle_stage_changed", "properties": {"to_band": "at_risk",
                                    "overall_score": 55.25, "time": %d, "distinct_id": "", "$insert_id": "event-b",
                                    "company_id": "two-gmbh"}}
                                """
                                        .formatted(millis("2026-11-10T10:00:00Z")),
                                JsonNode.class));
        assertThat(states()).containsExactly("event_a done 200", "event_b done 200");
    }

    @Test
    void ofEventsThatItNamesAsWrongTheOthersAreDone() {
        for (int i = 1; i <= 3; i++) {
            event("client_1", "event_" + i, "health", "2026-11-11T10:00:0" + i + "Z");
        }
        look("mixpanel-told-events");
        answers(status(503));
        deliver();
        assertThat(states()).allMatch(each -> each.endsWith(" queued 503"));
        clock.advance(Duration.ofMinutes(1));
        answers(status(429).withHeader("Retry-After", "90"));
        deliver();
        clock.advance(Duration.ofSeconds(89));
        deliver();
        only();
        clock.advance(Duration.ofHours(1));
        answers(status(401));
        deliver();
        assertThat(states()).allMatch(each -> each.endsWith(" queued 401"));
        clock.advance(Duration.ofMinutes(15));
        answers(
                status(400)
                        .withHeader("Content-Type", "application/json")
                        .withBody(
                                "{\"code\": 400, \"num_records_imported\": 2, \"failed_records\":"
                                        + " [{\"index\": 1, \"insert_id\": \"x\", \"field\":"
                                        + " \"properties.time\", \"message\": \"m\"}]}"));
        deliver();
        JsonNode wrong = body(only()).get(1);
        String dead = wrong.at("/properties/$insert_id").asText().replace('-', '_');
        assertThat(states())
                .hasSize(3)
                .allMatch(
                        each ->
                                each.equals(dead + " dead 400")
                                        || !each.startsWith(dead) && each.endsWith(" done 200"));

        event("client_1", "event_4", "health", "2026-11-11T11:30:00Z");
        look("mixpanel-told-events");
        answers(status(400).withBody("no JSON"));
        deliver();
        assertThat(states()).contains("event_4 dead 400");
    }

    @Test
    void aProfileIsSetWheneverItChanged() {
        answers(okJson("{\"status\": 1, \"error\": null}"));
        look("mixpanel-told-profiles");
        clock.advance(Duration.ofHours(1));
        deliver();
        ServeEvent call = only();
        assertThat(call.getRequest().getUrl()).isEqualTo("/groups?verbose=1");
        assertThat(body(call))
                .containsExactlyInAnyOrder(
                        Json.read(
                                """
                                {"$token": "token", "$group_key": "company_id", "$group_id": "crm-1", "$set":
                                    {"health_score": 82.5, "health_band": "healthy", "lifecycle_stage": "active"}}
                                """,
                                JsonNode.class),
                        Json.read(
                                """
                                {"$token": "token", "$group_key": "company_id", "$group_id": "two-gmbh", "$set":
                                    {"lifecycle_stage": "onboarding"}}
                                """,
                                JsonNode.class),
                        Json.read(
                                """
                                {"$token": "token", "$group_key": "company_id", "$group_id": "two-gmbh", "$unset":
                                    ["health_score", "health_band"]}
                                """,
                                JsonNode.class));
        clock.advance(Duration.ofDays(1));
        look("mixpanel-told-profiles");
        clock.advance(Duration.ofHours(1));
        deliver();
        only();

        run("update clients set health_score = 82.6 where client_id = 'client_1'");
        answers(okJson("{\"status\": 0, \"error\": \"no\"}"));
        look("mixpanel-told-profiles");
        clock.advance(Duration.ofHours(1));
        deliver();
        assertThat(body(only()).findValuesAsText("health_score")).containsExactly("82.60");
        assertThat(states()).containsExactly("client_1 dead not_taken", "client_2 done 200");
        // It is tried again the next day, whether it has changed or not.
        answers(okJson("{\"status\": 1}"));
        look("mixpanel-told-profiles");
        clock.advance(Duration.ofHours(1));
        deliver();
        assertThat(states()).containsExactly("client_1 done 200", "client_2 done 200");
    }

    @Test
    void oneMoreGroupTakesNothingFromThatOfTheExternalId() {
        run(
                """
                insert into usage_events (client_id, occurred_at, event_id, user_key, event_type, source)
                values ('client_1', '2026-11-10T10:00:00Z', 'mp_1', 'u', 'opened', 'mixpanel')
                """);
        map("a-second-group", "client_1");
        map("two-more", "client_2");
        // Groups that belong to another client, whatever our external ids say.
        run("update client_names set external_id = 'two-more-' where client_id = 'client_2'");
        run("update client_names set external_id = 'two-gmbh' where client_id = 'client_3'");
        event("client_1", "event_a", "health", "2026-11-11T10:00:00Z");
        event("client_2", "event_b", "health", "2026-11-11T10:00:00Z");
        event("client_3", "event_c", "health", "2026-11-11T10:00:00Z");
        answers(okJson("{\"code\": 200, \"status\": \"OK\"}"));
        look("mixpanel-told-events");
        deliver();
        assertThat(body(only()).findValuesAsText("company_id"))
                .containsExactlyInAnyOrder("crm-1", "two-gmbh");

        answers(okJson("{\"status\": 1}"));
        look("mixpanel-told-profiles");
        clock.advance(Duration.ofHours(1));
        deliver();
        assertThat(body(only()).findValuesAsText("$group_id"))
                .containsExactlyInAnyOrder(
                        "a-second-group", "crm-1", "two-gmbh", "two-gmbh", "two-more", "two-more");

        // The groups that are sent may change too.
        map("a-third-group", "client_1");
        answers(okJson("{\"status\": 1}"));
        look("mixpanel-told-profiles");
        clock.advance(Duration.ofHours(1));
        deliver();
        assertThat(body(only()).findValuesAsText("$group_id"))
                .containsExactlyInAnyOrder("a-second-group", "a-third-group", "crm-1");
    }

    @Test
    void profilesOfManyGroupsAreToldByMoreThanOneRequest() {
        run(
                """
                insert into external_refs (source, kind, remote_id, client_id, set_by, set_at)
                select 'mixpanel', 'group', 'g' || i, case when i <= 150 then 'client_1' else 'client_2' end, 'ana', now()
                from generate_series(1, 180) i
                """);
        answers(okJson("{\"status\": 1}"));
        look("mixpanel-told-profiles");
        clock.advance(Duration.ofHours(1));
        deliver();
        assertThat(vendor.getAllServeEvents())
                .extracting(each -> body(each).size())
                .containsExactlyInAnyOrder(150, 62);
        assertThat(states()).containsExactly("client_1 done 200", "client_2 done 200");
    }

    private void map(String group, String clientId) {
        server.database()
                .write(
                        tx ->
                                new UnmatchedRecords(new AuditLog(clock), clock)
                                        .map(
                                                tx,
                                                Integration.MIXPANEL,
                                                "group",
                                                group,
                                                clientId,
                                                new Actor("ana", null)));
    }

    private void event(String clientId, String eventId, String type, String at) {
        run(
                """
                insert into timeline_events (client_id, occurred_at, event_id, type, title, detail, source)
                values ('%s', '%s', '%s', '%s', 't', '{"to_band": "at_risk", "overall_score": 55.25}', 'test')
                """
                        .formatted(clientId, at, eventId, type));
    }

    private static long millis(String at) {
        return Instant.parse(at).toEpochMilli();
    }

    private void look(String sync) {
        assertThat(mixpanel.syncs()).extracting(Sync::name).contains(sync);
        mixpanel.syncs().stream().filter(each -> each.name().equals(sync)).forEach(Sync::run);
    }

    private void deliver() {
        while (dispatcher.deliverSome()) {
            Thread.onSpinWait();
        }
    }

    private void answers(ResponseDefinitionBuilder response) {
        vendor.resetAll();
        vendor.stubFor(any(anyUrl()).willReturn(response));
    }

    private static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status);
    }

    /** Returns the only call made since the answer was set. */
    private ServeEvent only() {
        List<ServeEvent> calls = vendor.getAllServeEvents();
        assertThat(calls).hasSize(1);
        return calls.getFirst();
    }

    private static JsonNode body(ServeEvent call) {
        return Json.read(call.getRequest().getBodyAsString(), JsonNode.class);
    }

    private List<String> states() {
        return server.jdbi()
                .withHandle(
                        db ->
                                db.createQuery(
                                                "select ref_id || ' ' || state || ' ' ||"
                                                    + " last_status from integration_outbox order"
                                                    + " by 1")
                                        .mapTo(String.class)
                                        .list());
    }

    private void run(String sql) {
        server.jdbi().useHandle(db -> db.execute(sql));
    }
}
