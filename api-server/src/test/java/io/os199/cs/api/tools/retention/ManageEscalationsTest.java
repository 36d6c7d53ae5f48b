package io.os199.cs.api.tools.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.support.Escalations;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The worked examples of the tool, and other things that callers do. */
class ManageEscalationsTest {
    private static final String RESOLVE =
            "'action': 'resolve', 'root_cause': 'billing', 'resolution': 'Paid back'";

    private final TestClock clock = new TestClock("2026-07-01T22:30:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        database.jdbi()
                .useHandle(
                        db -> {
                            RetentionScenes.client(
                                    db,
                                    "client_a",
                                    "Acme Corp",
                                    "professional",
                                    72_000,
                                    "2025-01-01",
                                    "2026-09-01");
                            RetentionScenes.client(
                                    db,
                                    "client_b",
                                    "Beta Ltd",
                                    "enterprise",
                                    50_000,
                                    "2025-01-01",
                                    "2027-09-01");
                            RetentionScenes.ticket(
                                    db, "client_a", "a", "P1", "2026-06-30T10:00:00Z");
                            RetentionScenes.ticket(
                                    db, "client_b", "b", "P1", "2026-06-30T10:00:00Z");
                            db.execute("update clients set csm = 'kim', health_score = 55");
                        });
        fixture = new ToolFixture(database.database(), clock);
        tool =
                new ManageEscalations(
                        database.database(),
                        new ClientDirectory(),
                        new Escalations(
                                new Timeline(), new AuditLog(clock), ClientAnswers.unkept()),
                        new Cursors(new Sealer("a key of sixteen bytes"), clock));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theClocksOfACriticalOneAreMetOnTheirBoundAndBreachedAfter() {
        JsonNode opened = create("'severity': 'critical'");
        String id = opened.path("escalation_id").asText();
        assertThat(opened.path("acknowledge_due_at").asText()).isEqualTo("2026-07-01T23:30:00Z");
        assertThat(opened.path("due_at").asText()).isEqualTo("2026-07-02T02:30:00Z");
        assertThat(opened.path("owner").asText()).isEqualTo("kim");
        assertThat(opened.path("next_update_due_at").asText()).isEqualTo("2026-07-02T00:30:00Z");

        clock.set("2026-07-02T01:30:00Z");
        assertThat(get(id).path("resolve_sla").asText()).isEqualTo("at_risk");
        clock.set("2026-07-02T02:30:01Z");
        assertThat(get(id).path("resolve_sla").asText()).isEqualTo("breached");
        clock.set("2026-07-02T02:30:00Z");
        JsonNode resolved = ok(id, 1, RESOLVE);
        assertThat(resolved.path("resolve_sla").asText()).isEqualTo("met");
        assertThat(resolved.path("acknowledge_sla").asText()).isEqualTo("breached");
        assertThat(resolved.path("age_hours").asText()).isEqualTo("4.00");
        assertThat(resolved.has("next_update_due_at")).isFalse();
    }

    @Test
    void aLowerSeverityGivesTheClocksOfItsOwn() {
        String id = create("'severity': 'critical'").path("escalation_id").asText();
        clock.set("2026-07-02T01:00:00Z");
        JsonNode changed = ok(id, 1, "'action': 'update', 'severity': 'high'");
        assertThat(changed.path("due_at").asText()).isEqualTo("2026-07-02T22:30:00Z");
        assertThat(changed.path("acknowledge_due_at").asText()).isEqualTo("2026-07-02T02:30:00Z");
        assertThat(changed.path("status").asText()).isEqualTo("open");
    }

    @Test
    void nothingLeadsOutOfClosedAndOfTwoAtOnceOneResolves() throws Exception {
        String id = create("'severity': 'critical'").path("escalation_id").asText();
        List<ToolResult> both = twice(() -> call(id, 1, RESOLVE));
        assertThat(both).extracting(ToolResult::isError).containsExactlyInAnyOrder(false, true);
        JsonNode lost =
                both.stream().filter(ToolResult::isError).findFirst().orElseThrow().content();
        assertThat(lost.at("/error/code").asText()).isEqualTo("conflict");
        assertThat(lost.at("/error/version").asInt()).isEqualTo(2);
        assertThat(value("select count(*) from escalation_updates where to_status = 'resolved'"))
                .isEqualTo("1");

        ok(id, 2, "'action': 'close'");
        JsonNode error = refused(id, 3, "'action': 'reopen', 'note': 'again'");
        assertThat(error.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(error.path("allowed_actions").isArray()).isTrue();
        assertThat(error.path("allowed_actions")).isEmpty();
        assertThat(error.path("status").asText()).isEqualTo("closed");
    }

    @Test
    void goesThroughItsLifeAndEveryStepIsToldOnce() {
        String id =
                create("'description': 'They wrote: ring \\u202E me'")
                        .path("escalation_id")
                        .asText();
        clock.set("2026-07-01T23:00:00Z");
        assertThat(ok(id, 1, "'action': 'acknowledge'").path("status").asText())
                .isEqualTo("acknowledged");
        assertThat(ok(id, 2, "'action': 'update', 'owner': 'ana'").path("status").asText())
                .isEqualTo("acknowledged");
        JsonNode worked = ok(id, 3, "'action': 'update', 'note': 'Patch is rolled out'");
        assertThat(worked.path("status").asText()).isEqualTo("in_progress");
        assertThat(worked.path("next_update_due_at").asText()).isEqualTo("2026-07-02T07:00:00Z");
        ok(id, 4, RESOLVE);
        clock.set("2026-07-03T10:00:00Z");
        JsonNode reopened = ok(id, 5, "'action': 'reopen', 'note': 'It is back'");
        assertThat(reopened.path("due_at").asText()).isEqualTo("2026-07-04T10:00:00Z");
        assertThat(reopened.path("reopened_count").asInt()).isEqualTo(1);
        assertThat(reopened.has("resolved_at") || reopened.has("root_cause")).isFalse();
        JsonNode milder = ok(id, 6, "'action': 'update', 'severity': 'medium'");
        assertThat(milder.path("due_at").asText())
                .as("the clock that runs began when it was reopened")
                .isEqualTo("2026-07-06T10:00:00Z");

        JsonNode whole = get(id);
        assertThat(whole.path("description_text").asText()).isEqualTo("They wrote: ring  me");
        assertThat(whole.path("untrusted").asBoolean()).isTrue();
        assertThat(whole.path("updates").findValuesAsText("kind"))
                .containsExactly("severity", "status", "status", "status", "owner", "status");
        assertThat(whole.at("/updates/1/body_text").asText()).isEqualTo("It is back");
        assertThat(whole.at("/updates/2/body_text").asText()).isEqualTo("Paid back");
        assertThat(value("select string_agg(title, ', ' order by event_id) from timeline_events"))
                .isEqualTo(
                        "Escalation opened, Escalation acknowledged, Escalation updated,"
                                + " Escalation updated, Escalation resolved, Escalation reopened,"
                                + " Escalation's severity changed");
        assertThat(value("select count(*) from audit_log")).isEqualTo("7");
    }

    @Test
    void aTicketHasOneUnsolvedEscalation() throws Exception {
        String create =
                "{'action': 'create', 'client_id': 'Acme Corp', 'title': 'Late', 'ticket_id':"
                        + " 'ticket_a'}";
        List<ToolResult> both = twice(() -> fixture.call(tool, ToolFixture.ADMIN, create));
        assertThat(both).extracting(ToolResult::isError).containsExactlyInAnyOrder(false, true);
        String id = value("select escalation_id from escalations");
        JsonNode error = fixture.refused(tool, create);
        assertThat(error.path("code").asText()).isEqualTo("conflict");
        assertThat(error.path("escalation_id").asText()).isEqualTo(id);

        ok(id, 1, RESOLVE);
        JsonNode second = fixture.ok(tool, create).path("escalation");
        assertThat(refused(id, 2, "'action': 'reopen', 'note': 'again'").path("escalation_id"))
                .isEqualTo(second.path("escalation_id"));

        JsonNode others = fixture.refused(tool, create.replace("ticket_a", "ticket_b"));
        assertThat(others.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(fixture.refused(tool, create.replace("ticket_a", "x")).path("code").asText())
                .isEqualTo("not_found");
    }

    @Test
    void listsWhatIsLateFirstOverAllPagesAtOneInstant() {
        List<String> ids = new ArrayList<>();
        for (String severity : List.of("low", "critical", "medium", "high", "critical")) {
            ids.add(create("'severity': '" + severity + "'").path("escalation_id").asText());
        }
        ok(ids.get(4), 1, RESOLVE);
        clock.set("2026-07-02T17:00:00Z");
        JsonNode first = fixture.ok(tool, "{'limit': 2}");
        assertThat(texts(first.path("items"), "severity")).containsExactly("critical", "high");
        assertThat(texts(first.path("items"), "resolve_sla"))
                .containsExactly("breached", "at_risk");
        assertThat(first.path("total_count").asInt()).isEqualTo(4);
        // The high one passes its deadline between the two pages, and is not listed twice because
        // of that.
        clock.set("2026-07-02T23:00:00Z");
        JsonNode second =
                fixture.ok(
                        tool,
                        "{'limit': 2, 'cursor': '" + first.path("next_cursor").asText() + "'}");
        assertThat(texts(second.path("items"), "severity")).containsExactly("medium", "low");
        assertThat(second.has("next_cursor")).isFalse();

        JsonNode met = fixture.ok(tool, "{'sla_status': 'met'}");
        assertThat(texts(met.path("items"), "escalation_id")).containsExactly(ids.get(4));
        assertThat(fixture.ok(tool, "{'severity': 'low'}").path("total_count").asInt())
                .isEqualTo(1);
        assertThat(fixture.ok(tool, "{'client_id': 'Beta Ltd'}").path("items")).isEmpty();
        JsonNode summary = first.path("summary");
        assertThat(summary.path("open_count").asInt()).isEqualTo(4);
        assertThat(summary.path("breached_open_count").asInt()).isEqualTo(1);
        assertThat(summary.path("arr_affected_amount").asText()).isEqualTo("72000.00");
        assertThat(summary.path("by_severity").findValuesAsText("severity"))
                .containsExactly("critical", "high", "medium", "low");
    }

    @Test
    void statisticsTakeTheFirstResolution() {
        String first = create("'severity': 'high'").path("escalation_id").asText();
        String second = create("'severity': 'critical'").path("escalation_id").asText();
        create("'severity': 'low'");
        clock.set("2026-07-02T00:30:00Z");
        ok(first, 1, RESOLVE);
        clock.set("2026-07-02T08:30:00Z");
        ok(second, 1, RESOLVE);
        clock.set("2026-07-05T08:30:00Z");
        ok(first, 2, "'action': 'reopen', 'note': 'again'");
        clock.set("2026-07-08T08:30:00Z");
        ok(first, 3, RESOLVE);
        JsonNode statistics = fixture.ok(tool, "{}").path("statistics");
        assertThat(statistics.path("opened_count").asInt()).isEqualTo(3);
        assertThat(statistics.path("resolved_count").asInt()).isEqualTo(2);
        // Decided: the high one in 2 of 24 hours, the critical one in 10 of 4, the low one never.
        assertThat(statistics.path("resolve_met_rate").asText()).isEqualTo("0.3333");
        assertThat(statistics.path("acknowledge_met_rate").asText()).isEqualTo("0.3333");
        assertThat(statistics.path("median_resolve_hours").asText()).isEqualTo("6.00");
        assertThat(statistics.path("reopened_rate").asText()).isEqualTo("0.5000");
        assertThat(statistics.at("/by_root_cause/0/root_cause").asText()).isEqualTo("billing");
        assertThat(statistics.at("/repeat_clients/0/opened_count").asInt()).isEqualTo(3);

        clock.set("2026-07-20T08:30:00Z");
        JsonNode later = fixture.ok(tool, "{'period_days': 7}");
        assertThat(later.at("/statistics/opened_count").asInt()).isZero();
        assertThat(later.path("data_gaps").findValuesAsText("reason"))
                .containsExactly("none_decided", "none_resolved");
    }

    @Test
    void suggestsMoreForWhoIsWorthMoreAndNeverAppliesIt() {
        JsonNode shaky = create("'severity': 'medium'");
        assertThat(shaky.at("/severity_suggestion/severity").asText()).isEqualTo("high");
        assertThat(shaky.at("/severity_suggestion/because/renewal_in_days").asInt()).isEqualTo(62);
        assertThat(shaky.at("/severity_suggestion/because").has("tier")).isFalse();
        assertThat(create("'severity': 'high'").has("severity_suggestion")).isFalse();
        JsonNode big =
                fixture.ok(
                                tool,
                                "{'action': 'create', 'client_id': 'client_b', 'title': 'x',"
                                        + " 'severity': 'low'}")
                        .path("escalation");
        assertThat(big.at("/severity_suggestion/severity").asText()).isEqualTo("medium");
        assertThat(big.at("/severity_suggestion/because/tier").asText()).isEqualTo("enterprise");
        database.jdbi().useHandle(db -> db.execute("update clients set health_score = 60"));
        assertThat(create("'severity': 'medium'").has("severity_suggestion")).isFalse();
    }

    @Test
    void saysWhatToSendInstead() {
        String id = create("'severity': 'low'").path("escalation_id").asText();
        assertThat(fieldsAtFault("{'action': 'resolve', 'escalation_id': 'x', 'version': 1}"))
                .containsExactlyInAnyOrder("root_cause", "resolution");
        assertThat(fieldsAtFault("{'action': 'create', 'note': 'x', 'status': 'open'}"))
                .containsExactlyInAnyOrder("client_id", "title", "note", "status");
        JsonNode empty = refused(id, 1, "'action': 'update'");
        assertThat(empty.path("field").asText()).isEqualTo("note");
        JsonNode invisible = refused(id, 1, "'action': 'update', 'note': '\\u200b'");
        assertThat(invisible.path("code").asText()).isEqualTo("invalid_argument");
        JsonNode illegal = refused(id, 1, "'action': 'close'");
        assertThat(illegal.path("allowed_actions").toString())
                .isEqualTo("[\"acknowledge\",\"update\",\"resolve\"]");
        assertThat(refused("escalation_x", 1, RESOLVE).path("code").asText())
                .isEqualTo("not_found");
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'action': 'create', 'client_id': 'Acme Korp', 'title':"
                                                + " 'x'}")
                                .at("/suggestions/0/value")
                                .asText())
                .isEqualTo("client_a");

        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(fixture.call(tool, reader, "{}").isError()).isFalse();
        assertThat(
                        fixture.call(
                                        tool,
                                        reader,
                                        "{'action': 'create', 'client_id': 'client_a', 'title':"
                                                + " 'x'}")
                                .content()
                                .at("/error/code")
                                .asText())
                .isEqualTo("forbidden");
    }

    @Test
    void aDryRunAndARepeatedCallWriteNothingMore() {
        String create =
                "{'action': 'create', 'client_id': 'Acme Corp', 'title': 'Call ops@acme.example'";
        JsonNode dry = fixture.ok(tool, create + ", 'dry_run': true}");
        assertThat(dry.path("is_dry_run").asBoolean()).isTrue();
        assertThat(dry.at("/escalation/due_at").asText()).isEqualTo("2026-07-02T22:30:00Z");
        assertThat(value("select count(*) from escalations")).isEqualTo("0");

        JsonNode once = fixture.ok(tool, create + ", 'idempotency_key': 'k'}");
        assertThat(fixture.ok(tool, create + ", 'idempotency_key': 'k'}")).isEqualTo(once);
        assertThat(value("select count(*) from escalations")).isEqualTo("1");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(fixture.call(tool, reader, "{}").content().at("/items/0/title").asText())
                .isEqualTo("Call [address]");
    }

    private List<String> fieldsAtFault(String arguments) {
        return fixture.refused(tool, arguments).path("faults").findValuesAsText("field");
    }

    private JsonNode create(String more) {
        return fixture.ok(
                        tool,
                        "{'action': 'create', 'client_id': 'Acme Corp', 'title': 'Late', "
                                + more
                                + "}")
                .path("escalation");
    }

    private JsonNode get(String id) {
        return fixture.ok(tool, "{'action': 'get', 'escalation_id': '" + id + "'}")
                .path("escalation");
    }

    private JsonNode ok(String id, int version, String more) {
        ToolResult result = call(id, version, more);
        assertThat(result.isError()).as("%s", result.content()).isFalse();
        return result.content().path("escalation");
    }

    private JsonNode refused(String id, int version, String more) {
        ToolResult result = call(id, version, more);
        assertThat(result.isError()).as("%s", result.content()).isTrue();
        return result.content().path("error");
    }

    private ToolResult call(String id, int version, String more) {
        String arguments =
                "{'escalation_id': '" + id + "', 'version': " + version + ", " + more + "}";
        return fixture.call(
                tool, ToolFixture.ADMIN, Json.read(arguments.replace('\'', '"'), JsonNode.class));
    }

    private static List<String> texts(JsonNode items, String field) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }

    private static <T> List<T> twice(Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<T>> both = threads.invokeAll(List.of(call, call));
            return List.of(both.get(0).get(), both.get(1).get());
        }
    }

    private String value(String query) {
        return database.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).one());
    }
}
