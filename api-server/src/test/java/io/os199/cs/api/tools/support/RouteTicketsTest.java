package io.os199.cs.api.tools.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.routing.Routing;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

/** The worked examples of the tool, many concurrent routers, and other things that callers do. */
class RouteTicketsTest {
    private static final String NOW = "2026-11-02T12:00:00Z";

    private final TestClock clock = new TestClock(NOW);
    private SupportFixture support;
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() throws SQLException {
        support = new SupportFixture(clock, "professional", "enterprise");
        database = support.database;
        fixture = support.tools;
        tool =
                new RouteTickets(
                        database.database(),
                        new Routing(
                                Teams.usual(),
                                new Timeline(),
                                new AuditLog(clock),
                                ClientAnswers.unkept()));
    }

    @AfterEach
    void close() {
        support.close();
    }

    @Test
    void theScoreIsSkillRoomPromiseAndContinuity() {
        agent("a", "Tech", "{technical_issue}", 10);
        agent("b", "Tech", "{api}", 8);
        agent("c", "Tech", "{technical_issue}", 5);
        held("a", 3, true);
        held("a", 3, false);
        held("b", 2, false);
        held("c", 5, false);
        support.execute(
                "insert into tickets (client_id, ticket_id, subject, description_text, priority,"
                    + " category, status, agent_id, team, opened_at, resolved_at) values"
                    + " ('client_a', 'old', 's', 'd', 'P3', 'other', 'closed', 'agent_a', 'Tech',"
                    + " '2026-10-20T00:00Z', '2026-10-21T00:00Z')");
        ticket("t1", "P1", "Tech", 0, "{api}");
        JsonNode options =
                ok("'routing_strategy': 'manual', 'ticket_id': 't1', 'max_tickets_per_agent': 100");
        assertThat(options.path("routing_options").findValuesAsText("agent_id"))
                .containsExactly("agent_a", "agent_b");
        assertThat(options.at("/routing_options/0/score").asText()).isEqualTo("72.00");
        assertThat(options.at("/routing_options/0/score_parts").toString())
                .isEqualTo(
                        "{\"skill\":40.00,\"headroom\":12.00,\"sla_fit\":10.00,\"continuity\":10.00}");
        assertThat(options.at("/routing_options/1/score").asText()).isEqualTo("62.50");
        assertThat(
                        support.value(
                                "select count(*) from tickets where ticket_id = 't1' and agent_id"
                                        + " is null"))
                .isEqualTo("1");
        JsonNode given = ok("'ticket_id': 't1', 'max_tickets_per_agent': 100");
        assertThat(given.at("/assignments/0/agent_id").asText()).isEqualTo("agent_a");
        assertThat(given.at("/assignments/0/score").asText()).isEqualTo("72.00");
    }

    @Test
    void urgencyIsPriorityAndRisk() {
        agent("a", "Tech", "{}", 10);
        ticket("p1", "P1", "Tech", 0.2, "{}");
        ticket("p2", "P2", "Tech", 0.9, "{}");
        ticket("p4", "P4", "Tech", 1.5, "{}");
        JsonNode given = ok("'team_filter': 'tech'");
        assertThat(given.path("assignments").findValuesAsText("ticket_id"))
                .containsExactly("p2", "p1", "p4");
        assertThat(given.path("assignments").findValuesAsText("urgency"))
                .containsExactly("72.00", "56.00", "52.00");
        assertThat(given.at("/queue_summary/unresolved_count").asInt()).isEqualTo(3);
        assertThat(given.at("/queue_summary/unassigned_count").asInt()).isZero();
        assertThat(given.at("/queue_summary/breached_count").asInt()).isEqualTo(1);
        assertThat(given.at("/queue_summary/at_risk_count").asInt()).isEqualTo(1);
        support.execute(
                "update tickets set first_response_at = '%s', first_response_breached_at = '%s',"
                                .formatted(NOW, NOW)
                        + " resolution_due_at = 'infinity' where ticket_id = 'p4'");
        assertThat(ok("'team_filter': 'tech'").at("/queue_summary/breached_count").asInt())
                .isZero();
    }

    @Test
    void ofTwoRoutersEachAgentGetsWhatItTakesAndNoTicketTwice() throws Exception {
        agent("a", "Tech", "{}", 5);
        agent("b", "Tech", "{}", 5);
        for (int i = 0; i < 12; i++) {
            ticket("t%02d".formatted(i), "P3", "Tech", 0, "{}");
        }
        List<ToolResult> both = SupportFixture.atOnce(2, () -> call("'max_assignments': 200"));
        assertThat(both.stream().mapToInt(each -> each.content().path("assignments").size()).sum())
                .isEqualTo(10);
        assertThat(
                        support.strings(
                                "select agent_id || ' ' || count(*) from tickets where agent_id is"
                                        + " not null group by agent_id order by 1"))
                .containsExactly("agent_a 5", "agent_b 5");
        assertThat(support.strings("select distinct version::text from tickets order by 1"))
                .containsExactly("1", "2");
    }

    @Test
    void fiftyRoutersDoTogetherWhatOneDoesAlone() throws Exception {
        for (int i = 0; i < 24; i++) {
            agent(
                    "%02d".formatted(i),
                    "Team " + i % 3,
                    i % 2 == 0 ? "{technical_issue}" : "{api,bug_report}",
                    10 + i % 40);
        }
        for (int i = 0; i < 1_000; i++) {
            ticket(
                    "t%04d".formatted(i),
                    "P" + i % 5,
                    "Team " + i % 4,
                    (i * 37 % 100) / 100.0,
                    i % 3 == 0 ? "{api}" : "{}");
        }
        String who =
                "select ticket_id || ' ' || coalesce(agent_id, '-') from tickets order by"
                        + " ticket_id";
        String order = "'max_assignments': 20, 'max_tickets_per_agent': 30";
        support.execute("create table before as select * from tickets");
        for (int i = 0; i < 50; i++) {
            assertThat(call(order).isError()).isFalse();
        }
        List<String> alone = support.strings(who);
        support.execute(
                "update tickets t set agent_id = null, assigned_at = null, version = b.version from"
                        + " before b where b.ticket_id = t.ticket_id");
        support.execute("update support_agents set last_assigned_at = null");
        List<ToolResult> results = SupportFixture.atOnce(50, () -> call(order));
        assertThat(results).noneMatch(ToolResult::isError);
        assertThat(support.strings(who)).containsExactlyElementsOf(alone);
        assertThat(
                        support.strings(
                                "select a.agent_id from support_agents a join tickets t using"
                                    + " (agent_id) group by a.agent_id, a.max_open_tickets having"
                                    + " count(*) > least(30, a.max_open_tickets)"))
                .isEmpty();
        assertThat(support.value("select max(version) from tickets")).isEqualTo("2");
        // 510 is the capacity of all agents together; the fourth team has none.
        assertThat(support.value("select count(*) from tickets where agent_id is not null"))
                .isEqualTo("510");
    }

    @Test
    void rebalancingMovesUntilNobodyHasMuchMore() {
        agent("a", "Tech", "{other}", 20);
        agent("b", "Tech", "{other}", 20);
        agent("c", "Tech", "{other}", 20);
        held("a", 9, false);
        held("b", 3, false);
        held("c", 3, false);
        JsonNode moved = ok("'routing_strategy': 'rebalance'");
        assertThat(moved.path("assignments")).hasSize(2);
        assertThat(moved.path("assignments").findValuesAsText("from_agent_id"))
                .containsExactly("agent_a", "agent_a");
        assertThat(
                        support.strings(
                                "select count(*)::text from tickets group by agent_id order by"
                                        + " agent_id"))
                .containsExactly("7", "4", "4");
        assertThat(ok("'routing_strategy': 'rebalance'").path("assignments")).isEmpty();
    }

    @Test
    void escalationsGoToSeniorsAndWorkloadAsksForRoomOnly() {
        agent("a", "Escalation Team", "{technical_issue}", 10);
        agent("s", "Escalation Team", "{}", 10);
        support.execute(
                "update support_agents set seniority = 'senior' where agent_id = 'agent_s'");
        ticket("e", "P1", "Escalation Team", 0, "{}");
        support.execute("update tickets set escalated_at = opened_at, agent_id = 'agent_a'");
        assertThat(ok("'routing_strategy': 'escalation'").at("/assignments/0/agent_id").asText())
                .isEqualTo("agent_s");
        assertThat(ok("'routing_strategy': 'escalation'").path("assignments")).isEmpty();
        ticket("w", "P1", "Escalation Team", 0, "{}");
        JsonNode given = ok("'routing_strategy': 'workload'");
        assertThat(given.at("/assignments/0/agent_id").asText()).isEqualTo("agent_a");
        assertThat(given.at("/assignments/0/score").asText()).isEqualTo("30.00");
    }

    @Test
    void theSystemThatKnowsATicketIsToldWhoHasIt() {
        agent("a", "Tech", "{}", 10);
        for (String id : new String[] {"ours", "shared", "failed", "theirs", "unmade"}) {
            ticket(id, "P3", "Tech", 0, "{}");
        }
        support.execute(
                "update tickets set sync_state = 'synced', external_id = '7' where ticket_id ="
                        + " 'shared'");
        support.execute(
                "update tickets set sync_state = 'failed', external_id = '8' where ticket_id ="
                        + " 'failed'");
        support.execute(
                "update tickets set sync_state = 'synced', external_id = '9', source = 'intercom'"
                        + " where ticket_id = 'theirs'");
        support.execute("update tickets set sync_state = 'failed' where ticket_id = 'unmade'");
        assertThat(ok("'team_filter': 'tech'").path("assignments").size()).isEqualTo(5);
        assertThat(
                        support.strings(
                                "select ref_id || ' ' || integration || ' ' || payload ||  ' ' ||"
                                        + " sync_state from integration_outbox join tickets on"
                                        + " ticket_id = ref_id order by 1"))
                .containsExactly(
                        "failed zendesk {\"fields\": [\"assignee\"]} pending",
                        "shared zendesk {\"fields\": [\"assignee\"]} pending",
                        "theirs intercom {\"fields\": [\"assignee\"]} pending");
    }

    @Test
    void whoIsNamedGetsItUnlessFull() {
        agent("a", "Tech", "{}", 1);
        agent("b", "Other", "{}", 5);
        ticket("t1", "P3", "Tech", 0, "{}");
        ticket("t2", "P3", "Tech", 0, "{}");
        String manual = "'routing_strategy': 'manual', 'ticket_id': ";
        assertThat(ok(manual + "'t1', 'agent_id': 'Agent a'").path("assignments")).hasSize(1);
        assertThat(ok(manual + "'t1', 'agent_id': 'agent_a'").path("assignments")).isEmpty();
        assertThat(refused("'ticket_id': 't1'").path("hint").asText())
                .contains("routing_strategy manual");
        JsonNode full = refused(manual + "'t2', 'agent_id': 'agent_a'");
        assertThat(full.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(full.path("message").asText()).isEqualTo("Agent a has a load of 1 of 1");
        assertThat(full.path("capacity").asInt()).isEqualTo(1);
        assertThat(ok(manual + "'t2', 'agent_id': 'agent_b'").at("/assignments/0/team").asText())
                .isEqualTo("Other");
        assertThat(support.value("select team from tickets where ticket_id = 't2'"))
                .isEqualTo("Other");
        support.execute("update tickets set status = 'resolved', resolved_at = opened_at");
        assertThat(refused(manual + "'t1', 'agent_id': 'agent_b'").path("code").asText())
                .isEqualTo("failed_precondition");
    }

    @Test
    void whatNobodyCanTakeIsToldWithItsReason() {
        agent("a", "Tech", "{}", 1);
        agent("b", "Full", "{}", 0);
        ticket("t1", "P1", "Tech", 0, "{}");
        ticket("t2", "P2", "Nobody", 0, "{}");
        ticket("t3", "P3", "Full", 0, "{}");
        JsonNode skilled = ok("'require_skill': true, 'dry_run': true");
        assertThat(skilled.path("unassigned").toString())
                .isEqualTo(
                        "[{\"ticket_id\":\"t1\",\"reason\":\"no_skill\"},{\"ticket_id\":\"t2\",\"reason\":\"no_agent_in_team\"},"
                            + "{\"ticket_id\":\"t3\",\"reason\":\"all_at_capacity\"}]");
        assertThat(ok("'dry_run': true").path("assignments")).hasSize(1);
        assertThat(
                        ok("'team_filter': 'nobody', 'dry_run': true")
                                .at("/data_gaps/0/reason")
                                .asText())
                .isEqualTo("no_agents");
        JsonNode unknown = refused("'team_filter': 'Tec', 'dry_run': true");
        assertThat(unknown.path("code").asText()).isEqualTo("not_found");
        assertThat(unknown.at("/suggestions/0/value").asText()).isEqualTo("Tech");
        assertThat(support.value("select count(*) from tickets where agent_id is not null"))
                .isEqualTo("0");
    }

    @Test
    void whatIsWrongIsSaidAndAnEmptyDeploymentHasNobody() {
        assertThat(refused("'routing_strategy': 'manual'").toString()).contains("ticket_id");
        assertThat(refused("'agent_id': 'agent_a'").toString()).contains("routing_strategy manual");
        assertThat(refused("'ticket_id': 'none'").path("code").asText()).isEqualTo("not_found");
        JsonNode empty = ok("");
        assertThat(empty.path("assignments")).isEmpty();
        assertThat(empty.at("/data_gaps/0/reason").asText()).isEqualTo("no_agents");
    }

    private void agent(String name, String team, String skills, int most) {
        support.execute(
                "insert into support_agents (agent_id, name, email, team, skills, max_open_tickets)"
                        + " values ('agent_%1$s', 'Agent %1$s', '%1$s@support.example', '%2$s', '%3$s', %4$d)"
                                .formatted(name, team, skills, most));
    }

    /** Adds a ticket that has used up {@code risk} of the hour for its first response. */
    private void ticket(String id, String priority, String team, double risk, String tags) {
        String opened =
                "timestamptz '%s' - interval '%d seconds'".formatted(NOW, Math.round(risk * 3_600));
        support.execute(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, team, tags, opened_at,
                    first_response_target_minutes, resolution_target_minutes, first_response_due_at, resolution_due_at,
                    first_response_risk_at, resolution_risk_at)
                values ('client_a', '%s', 's', 'd', '%s', 'technical_issue', '%s', '%s', %5$s, 60, 6000,
                    %5$s + interval '60 minutes', %5$s + interval '6000 minutes', %5$s + interval '48 minutes',
                    %5$s + interval '4800 minutes')
                """
                        .formatted(id, priority, team, tags, opened));
    }

    private int held;

    private void held(String agent, int count, boolean isLate) {
        for (int i = 0; i < count; i++) {
            String id = "held_" + held++;
            ticket(id, "P3", "Tech", isLate ? 2 : 0, "{}");
            support.execute(
                    "update tickets set category = 'other', client_id = 'client_b', agent_id ="
                            + " 'agent_%s' where ticket_id = '%s'".formatted(agent, id));
        }
    }

    private JsonNode ok(String arguments) {
        ToolResult result = call(arguments);
        assertThat(result.isError()).as("%s", result.content()).isFalse();
        return result.content();
    }

    private JsonNode refused(String arguments) {
        ToolResult result = call(arguments);
        assertThat(result.isError()).as("%s", result.content()).isTrue();
        return result.content().path("error");
    }

    private ToolResult call(String arguments) {
        return fixture.call(
                tool,
                ToolFixture.ADMIN,
                Json.read(("{" + arguments + "}").replace('\'', '"'), JsonNode.class));
    }
}
