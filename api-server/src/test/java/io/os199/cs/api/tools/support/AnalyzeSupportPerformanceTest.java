package io.os199.cs.api.tools.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.performance.AnalysisType;
import io.os199.cs.support.performance.PerformanceOrder;
import io.os199.cs.support.performance.PerformanceWork;
import io.os199.cs.testing.TestClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** The worked examples of the tool, each type of analysis over rows, and what is refused. */
class AnalyzeSupportPerformanceTest {
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    private final TestClock clock = new TestClock("2026-11-11T12:00:00Z");
    private SupportFixture fixture;
    private AnalyzeSupportPerformance tool;
    private int ticketNo;

    @BeforeEach
    void open() throws SQLException {
        fixture = new SupportFixture(clock, "professional", "enterprise");
        fixture.execute(
                """
                insert into support_agents (agent_id, name, email, team)
                values ('agent_a', 'Ada Agent', 'ada@support.example', 'Technical Support'),
                    ('agent_b', 'Ben Agent', 'ben@support.example', 'Technical Support'),
                    ('agent_c', 'Cleo Agent', 'cleo@support.example', 'Billing Support')
                """);
        AuditLog audit = new AuditLog(clock);
        tool =
                new AnalyzeSupportPerformance(
                        fixture.database.database(),
                        new ClientDirectory(),
                        ClientAnswers.unkept(),
                        new JobCalls(ToolFixture.jobs(fixture.database, clock), audit),
                        ZONE);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The others leave time to wait for the job. */
    @Test
    void oneClientIsAnsweredWithinTenSeconds() {
        assertThat(tool.deadlineSeconds(input("client_a"), 30)).isEqualTo(10);
        assertThat(tool.deadlineSeconds(input(null), 30)).isEqualTo(30);
    }

    private static AnalyzeSupportPerformance.Input input(@Nullable String clientId) {
        return new AnalyzeSupportPerformance.Input(
                clientId,
                AnalysisType.OVERVIEW,
                30,
                null,
                null,
                null,
                null,
                null,
                true,
                true,
                null,
                null,
                10);
    }

    @Test
    void percentilesAreOfMinutesAndFourTicketsHaveNone() {
        int[] minutes = {30, 45, 60, 90, 120, 150, 240, 300, 480, 960};
        for (int each : minutes) {
            resolved("2026-11-09T10:00:00Z", "resolution_seconds = " + 60 * each);
        }
        int[] answers = {5, 8, 12, 20, 30};
        for (int i = 0; i < answers.length; i++) {
            update(
                    i + 1,
                    "first_response_at = opened_at, first_response_seconds = " + 60 * answers[i]);
        }
        JsonNode metrics = client("").path("metrics");
        assertThat(metrics.path("resolution").toString())
                .isEqualTo(
                        "{\"n\":10,\"mean_minutes\":247.50,\"p50_minutes\":135.00,\"p90_minutes\":528.00,\"low_confidence\":true}");
        assertThat(metrics.at("/first_response/p50_minutes").asText()).isEqualTo("12.00");
        assertThat(metrics.at("/first_response/p90_minutes").asText()).isEqualTo("26.00");

        update(1, "first_response_at = null, first_response_seconds = null");
        JsonNode few = client("");
        assertThat(few.at("/metrics/first_response").toString()).isEqualTo("{\"n\":4}");
        assertThat(gap(few, "metrics.first_response")).isEqualTo("small_sample");

        update(1, "first_response_at = opened_at");
        assertThat(gap(client(""), "metrics.first_response")).isEqualTo("no_clock");
    }

    @Test
    void aClockIsDecidedWhenItIsDueWhetherAnybodyAnswersOrNot() {
        for (int i = 0; i < 3; i++) {
            opened(
                    "2026-11-09T10:00:00Z",
                    "first_response_target_minutes = 60, first_response_due_at = opened_at +"
                            + " interval '1 hour'");
        }
        update(1, "first_response_at = opened_at + interval '59 minutes'");
        update(2, "first_response_at = opened_at + interval '61 minutes'");
        // Not due yet, so not decided.
        opened("2026-11-11T11:30:00Z", "first_response_due_at = '2026-11-11T12:30:00Z'");
        JsonNode rate = client("").at("/metrics/first_response_sla_met_rate");
        assertThat(rate.toString()).isEqualTo("{\"n\":3}");
        fixture.execute(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at,
                    first_response_at, first_response_due_at)
                select client_id, ticket_id || '_twin', subject, description_text, priority, category, opened_at,
                    first_response_at, first_response_due_at
                from tickets
                """);
        JsonNode shown = client("").at("/metrics/first_response_sla_met_rate");
        assertThat(shown.path("value").asText()).isEqualTo("0.3333");
        assertThat(shown.path("n").asInt()).isEqualTo(6);
        // A period that ends before the clock was due does not count it.
        assertThat(
                        client(", 'as_of': '2026-11-08'")
                                .at("/metrics/first_response_sla_met_rate/n")
                                .asInt())
                .isZero();

        fixture.execute("delete from tickets");
        for (int i = 0; i < 20; i++) {
            resolved(
                    "2026-11-09T10:00:00Z",
                    "resolution_due_at = resolved_at + interval '%d second'"
                            .formatted(i < 17 ? 0 : -1));
        }
        // As a file has them that says only when they were closed.
        fixture.execute(
                """
                update tickets set status = 'closed', closed_at = resolved_at, resolved_at = null
                where ticket_id in (select min(ticket_id) from tickets)
                """);
        JsonNode kept = client("").at("/metrics/resolution_sla_met_rate");
        assertThat(
                        List.of(
                                kept.path("value").asText(),
                                kept.path("interval_low").asText(),
                                kept.path("interval_high").asText()))
                .containsExactly("0.8500", "0.6396", "0.9476");
        assertThat(rules(client(""))).contains("SUP-1");
    }

    @Test
    void eightWeeksTellADirectionAndLetExpectTheNext() {
        int[] volumes = {8, 10, 13, 11, 12, 15, 16, 19};
        for (int week = 0; week < volumes.length; week++) {
            for (int i = 0; i < volumes[week]; i++) {
                opened(LocalDate.of(2026, 9, 14).plusWeeks(week) + "T03:00:00Z", "tags = '{}'");
            }
        }
        JsonNode read = client(", 'analysis_type': 'trends'").path("trends");
        assertThat(read.at("/directions/0").toString())
                .isEqualTo(
                        "{\"metric\":\"opened_count\",\"direction\":\"rising\",\"week_count\":8,\"mean\":13.00,\"slope_per_week\":1.3571}");
        assertThat(read.at("/forecast/expected_count").asInt()).isEqualTo(56);
        assertThat(read.at("/forecast/low_count").asInt()).isEqualTo(41);
        assertThat(read.at("/forecast/high_count").asInt()).isEqualTo(70);
        assertThat(read.at("/weeks/0/week_start").asText()).isEqualTo("2026-09-14");
        assertThat(read.path("weeks")).hasSize(8);
        // 03:00 on Monday in London is still Sunday night in New York.
        assertThat(read.at("/opened_by_weekday/6/opened_counts/11").asInt()).isEqualTo(104);
        assertThat(read.path("time_zone").asText()).isEqualTo("America/New_York");
        assertThat(
                        gap(
                                client(", 'analysis_type': 'trends', 'as_of': '2026-10-25'"),
                                "trends.forecast"))
                .isEqualTo("too_few_weeks");
    }

    @Test
    void aDifferenceIsSignificantWhereItIsMoreThanChance() {
        rated("2026-11-01T10:00:00Z", 36, 14);
        rated("2026-10-01T10:00:00Z", 46, 4);
        JsonNode read = client(", 'analysis_type': 'comparison'");
        JsonNode csat = compared(read, "csat_rate");
        assertThat(csat.path("current").asText()).isEqualTo("0.7200");
        assertThat(csat.path("before").asText()).isEqualTo("0.9200");
        assertThat(csat.path("difference").asText()).isEqualTo("-0.2000");
        assertThat(csat.path("is_significant").asBoolean()).isTrue();
        assertThat(csat.path("better").asBoolean()).isFalse();
        assertThat(compared(read, "resolved_count").path("is_significant").asBoolean()).isFalse();
        assertThat(compared(read, "resolved_count").has("better")).isFalse();
        assertThat(rules(read)).contains("SUP-3");
    }

    @Test
    void whatHappenedIsCountedOnceHoweverOften() {
        String id = opened("2026-11-01T10:00:00Z", "reopen_count = 2");
        moved(id, "2026-11-02T10:00:00Z", "open", "resolved");
        moved(id, "2026-11-03T10:00:00Z", "resolved", "open");
        moved(id, "2026-11-04T10:00:00Z", "open", "resolved");
        moved(id, "2026-11-05T10:00:00Z", "resolved", "closed");
        moved(id, "2026-11-06T10:00:00Z", "closed", "open");
        // A ticket that arrived in this state, without its history.
        resolved("2026-11-08T10:00:00Z", "closed_at = '2026-11-10T10:00:00Z', status = 'closed'");
        fixture.execute(
                "update tickets set deleted_at = now() where ticket_id = '"
                        + opened("2026-11-01T10:00:00Z", "tags = '{}'")
                        + "'");
        JsonNode metrics = client("").path("metrics");
        assertThat(metrics.path("opened_count").asInt()).isEqualTo(2);
        assertThat(metrics.path("resolved_count").asInt()).isEqualTo(2);
        assertThat(metrics.path("closed_count").asInt()).isEqualTo(2);
        assertThat(metrics.path("reopened_count").asInt()).isEqualTo(1);
        assertThat(metrics.path("backlog_count").asInt()).isEqualTo(1);
        assertThat(metrics.at("/reopen_rate/n").asInt()).isEqualTo(2);
        // On the second of the month it was resolved, whatever came after.
        assertThat(client(", 'as_of': '2026-11-02'").at("/metrics/backlog_count").asInt()).isZero();
        assertThat(client(", 'as_of': '2026-11-03'").at("/metrics/backlog_count").asInt())
                .isEqualTo(1);
        assertThat(
                        client(", 'as_of': '2026-11-03', 'period_days': 1")
                                .at("/metrics/opened_count")
                                .asInt())
                .isZero();
    }

    @Test
    void searchesAfterWhichNoTicketCame() {
        for (int i = 0; i < 6; i++) {
            search("s" + i, "client_a", "2026-11-0%dT10:00:00Z".formatted(i + 1), 3, "export");
        }
        search("none", "client_a", "2026-11-01T11:00:00Z", 0, "bulk import");
        search("again", "client_a", "2026-11-02T11:00:00Z", 0, "bulk import");
        search("other", "client_b", "2026-11-02T11:00:00Z", 3, "export");
        search("fresh", "client_a", "2026-11-11T10:00:00Z", 3, "export");
        opened("2026-11-02T09:59:59Z", "tags = '{}'");
        opened("2026-11-04T10:00:00Z", "tags = '{}'");
        fixture.execute(
                """
                insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                select 'client_a', 'u' || i, '2026-01-01', case when i <= 5 then '2026-11-10'::date else '2026-09-01' end
                from generate_series(1, 9) i
                """);
        JsonNode metrics = client("").path("metrics");
        // The first is followed by a ticket a second before a day is over; the third by one a whole
        // day later.
        assertThat(metrics.at("/search_without_ticket_rate/value").asText()).isEqualTo("0.6667");
        assertThat(metrics.at("/search_without_ticket_rate/n").asInt()).isEqualTo(6);
        assertThat(metrics.path("tickets_per_100_users").asText()).isEqualTo("40.00");
        assertThat(
                        client(", 'as_of': '2026-11-06', 'period_days': 1")
                                .at("/metrics/search_without_ticket_rate/n")
                                .asInt())
                .isEqualTo(1);
        fixture.execute("update tickets set team = 'Technical Support'");
        assertThat(
                        gap(
                                client(", 'team_filter': 'technical support'"),
                                "metrics.search_without_ticket_rate"))
                .isEqualTo("not_of_some_tickets");

        JsonNode found = client(", 'analysis_type': 'knowledge_base'");
        assertThat(found.at("/knowledge_base/search_count").asInt()).isEqualTo(9);
        assertThat(found.at("/knowledge_base/zero_result_rate/value").asText()).isEqualTo("0.2222");
        assertThat(found.at("/knowledge_base/content_gaps/0/query_text").asText())
                .isEqualTo("bulk import");
        assertThat(found.at("/metrics/search_without_ticket_rate/n").asInt()).isEqualTo(6);
        assertThat(found.path("knowledge_base").has("view_count")).isFalse();
        JsonNode all = job(AnalysisType.KNOWLEDGE_BASE);
        assertThat(all.at("/knowledge_base/search_count").asInt()).isEqualTo(10);
        assertThat(all.at("/knowledge_base/view_count").isNumber()).isTrue();
    }

    @Test
    void whoKeepsFewerClocksThanTheTeam() {
        for (int i = 0; i < 60; i++) {
            boolean isOfAda = i < 30;
            resolved(
                    "2026-11-09T1%d:00:00Z".formatted(i % 10),
                    "agent_id = '%s', resolution_seconds = %d, resolution_due_at = resolved_at + interval '%d second'"
                            .formatted(
                                    isOfAda ? "agent_a" : "agent_b",
                                    isOfAda ? 600 : 1200,
                                    isOfAda || i < 42 ? 0 : -1));
        }
        opened("2026-11-10T10:00:00Z", "agent_id = 'agent_b', status = 'waiting_on_customer'");
        JsonNode ben = client(", 'analysis_type': 'agent', 'agent_filter': 'agent_b'");
        assertThat(ben.at("/agents/items").findValuesAsText("agent_id")).containsExactly("agent_b");
        assertThat(ben.at("/agents/teams/1/resolution_sla_met_rate/value").asText())
                .isEqualTo("0.7000");
        assertThat(rules(ben)).contains("SUP-9");
        JsonNode past = client(", 'analysis_type': 'agent', 'as_of': '2026-11-10'");
        assertThat(past.at("/agents/items/0").has("load")).isFalse();
        assertThat(gap(past, "agents.items.load")).isEqualTo("only_of_today");
        JsonNode read = client(", 'analysis_type': 'agent', 'limit': 2");
        JsonNode ada = read.at("/agents/items/0");
        assertThat(ada.path("agent_id").asText()).isEqualTo("agent_a");
        assertThat(ada.path("resolved_count").asInt()).isEqualTo(30);
        assertThat(ada.path("is_compared").asBoolean()).isTrue();
        assertThat(ada.path("resolution_p50_minutes").asText()).isEqualTo("10.00");
        assertThat(read.at("/agents/items/1/load").asText()).isEqualTo("0.5");
        assertThat(read.at("/agents/items/1/resolution_sla_met_rate/value").asText())
                .isEqualTo("0.4000");
        assertThat(read.at("/agents/teams/1/resolution_sla_met_rate/value").asText())
                .isEqualTo("0.7000");
        assertThat(read.at("/agents/teams/1/resolution_p50_minutes").asText()).isEqualTo("15.00");
        assertThat(read.at("/truncated/0").toString())
                .isEqualTo("{\"list\":\"agents.items\",\"shown_count\":2,\"total_count\":3}");
        assertThat(gap(read, "agents.workload_spread")).isEqualTo("small_sample");
        assertThat(read.path("recommendations").findValuesAsText("because"))
                .contains(
                        "resolution_sla_met_rate of agent_b is 0.4000 of 30, of Technical Support"
                                + " 0.7000");
    }

    @Test
    void whatGoesWithBadRatings() {
        rated("2026-11-01T10:00:00Z", 20, 5);
        fixture.execute(
                """
                update tickets set tags = case when satisfaction <= 2 then '{Login,sso}'::text[] when ticket_id < 'ticket_05' then '{login}'
                    else '{}' end, resolution_seconds = 6000 / satisfaction
                """);
        update(1, "satisfaction_scale = 'binary', satisfaction = 1");
        JsonNode read = client(", 'analysis_type': 'satisfaction'").path("satisfaction");
        assertThat(read.path("distribution").findValuesAsText("count"))
                .containsExactly("0", "5", "0", "0", "19");
        assertThat(read.at("/rank_correlation/value").asText()).isEqualTo("-1.0000");
        assertThat(read.at("/rank_correlation/n").asInt()).isEqualTo(24);
        assertThat(read.at("/low_rating_tags/0").toString())
                .isEqualTo(
                        "{\"tag_text\":\"login\",\"low_count\":5,\"low_share_rate\":1.0000,\"overall_share_rate\":0.3333,\"untrusted\":true}");
        assertThat(read.path("lowest")).hasSize(5);
        assertThat(read.at("/lowest/0/resolution_minutes").asInt()).isEqualTo(50);
    }

    @Test
    void aRatingCountsWhereItsTicketWasLastResolvedAndGoodAndBadCountInTheRate() {
        rated("2026-11-09T10:00:00Z", 3, 0);
        for (int i = 0; i < 2; i++) {
            resolved(
                    "2026-11-09T10:00:00Z",
                    "satisfaction = 1, satisfaction_scale = 'binary', satisfaction_at ="
                            + " resolved_at");
        }
        moved("ticket_01", "2026-10-01T10:00:00Z", "open", "resolved");
        moved("ticket_01", "2026-10-02T10:00:00Z", "resolved", "open");
        JsonNode read = client(", 'analysis_type': 'comparison'");
        JsonNode csat = compared(read, "csat_rate");
        assertThat(csat.path("current").asText()).isEqualTo("0.6000");
        assertThat(csat.path("current_n").asInt()).isEqualTo(5);
        assertThat(csat.path("before_n").asInt()).isZero();
        assertThat(csat.has("is_significant")).isFalse();
        assertThat(compared(read, "resolved_count").path("before").asInt()).isEqualTo(1);
        assertThat(gap(read, "metrics.satisfaction_average")).isEqualTo("small_sample");
    }

    @Test
    void theWeekThatRunsIsNotFullOnItsSunday() {
        clock.set("2026-11-15T00:30:00Z");
        opened("2026-11-03T10:00:00Z", "tags = '{}'");
        opened("2026-11-10T10:00:00Z", "tags = '{}'");
        assertThat(
                        client(", 'analysis_type': 'trends'")
                                .at("/trends/weeks")
                                .findValuesAsText("week_start"))
                .containsExactly("2026-11-02");
        clock.set("2026-11-16T00:30:00Z");
        assertThat(client(", 'analysis_type': 'trends', 'as_of': '2026-11-15'").at("/trends/weeks"))
                .hasSize(2);
    }

    @Test
    void whatIsLateAndWhatWillBe() {
        for (int i = 0; i < 5; i++) {
            opened(
                    "2026-11-10T15:00:00Z",
                    "priority = 'P1', first_response_target_minutes = 15, resolution_target_minutes"
                        + " = 240, first_response_due_at = '2026-11-10T15:15:00Z',"
                        + " first_response_risk_at = '2026-11-10T15:12:00Z', resolution_due_at ="
                        + " '2026-11-11T12:30:00Z', resolution_risk_at = '2026-11-11T11:30:00Z'");
        }
        update(1, "first_response_at = '2026-11-10T15:10:00Z'");
        opened(
                "2026-11-10T15:00:00Z",
                "first_response_target_minutes = 15, resolution_target_minutes = 480,"
                        + " first_response_due_at = '2026-11-10T15:15:00Z', first_response_at ="
                        + " '2026-11-10T15:16:00Z', resolution_due_at = '2026-11-12T12:30:00Z',"
                        + " resolution_risk_at = '2026-11-12T11:30:00Z'");
        JsonNode read = client(", 'analysis_type': 'sla', 'limit': 3");
        assertThat(read.at("/sla/breaches_by_priority/0").toString())
                .isEqualTo(
                        "{\"priority\":\"P1\",\"first_response_count\":4,\"resolution_count\":0}");
        assertThat(read.at("/sla/breaches_by_hour/0").toString())
                .isEqualTo("{\"hour\":10,\"first_response_count\":5,\"resolution_count\":0}");
        assertThat(read.at("/sla/breached_open")).hasSize(3);
        assertThat(read.at("/truncated/1/list").asText()).isEqualTo("sla.breached_open");
        assertThat(read.at("/truncated/1/total_count").asInt()).isEqualTo(4);
        assertThat(read.at("/sla/breached_open/0/clock").asText()).isEqualTo("first_response");
        assertThat(read.at("/sla/breached_open/0/due_at").asText())
                .isEqualTo("2026-11-10T15:15:00Z");
        assertThat(read.at("/sla/at_risk/0/clock").asText()).isEqualTo("resolution");
        assertThat(read.at("/sla/at_risk/0/due_at").asText()).isEqualTo("2026-11-11T12:30:00Z");
        assertThat(rules(read)).doesNotContain("SUP-2");
        update(1, "first_response_at = null");
        assertThat(rules(client(", 'analysis_type': 'sla'"))).contains("SUP-2");
        JsonNode past = client(", 'analysis_type': 'sla', 'as_of': '2026-11-10'");
        assertThat(past.path("sla").has("at_risk")).isFalse();
        assertThat(gap(past, "sla.at_risk")).isEqualTo("only_of_today");
        assertThat(past.at("/breakdowns/by_priority/0/opened_count").asInt()).isEqualTo(5);
    }

    @Test
    void thePortfolioIsReadByTheSameStatements() {
        rated("2026-11-01T10:00:00Z", 20, 5);
        for (AnalysisType type : AnalysisType.values()) {
            if (type == AnalysisType.KNOWLEDGE_BASE) {
                continue;
            }
            JsonNode one =
                    client(
                            ", 'analysis_type': '"
                                    + type.name().toLowerCase(java.util.Locale.ROOT)
                                    + "'");
            ((ObjectNode) one).remove(List.of("client_id", "client_name"));
            assertThat(job(type)).as(type.name()).isEqualTo(one);
        }
        fixture.execute("update tickets set client_id = 'client_b' where ticket_id > 'ticket_10'");
        assertThat(job(AnalysisType.OVERVIEW).at("/metrics/resolved_count").asInt()).isEqualTo(25);
        assertThat(client("").at("/metrics/resolved_count").asInt()).isEqualTo(10);
        JsonNode started = fixture.tools.ok(tool, "{'wait_seconds': 0}");
        assertThat(started.at("/job/job_id").asText()).startsWith("job_");
    }

    @Test
    void longListsAreCutToWhatAnAnswerMayHold() {
        fixture.execute(
                """
                insert into support_agents (agent_id, name, email, team)
                select 'agent_' || i, repeat('Long name ', 10) || i, i || '@support.example', 'Team ' || i % 5
                from generate_series(1, 200) i;
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at,
                    agent_id, first_response_target_minutes, resolution_target_minutes, first_response_at, resolution_due_at,
                    resolution_risk_at)
                select 'client_a', 'ticket_of_' || i, 'Help', 'Help', 'P1', 'other', '2026-11-10', 'agent_' || (i % 200 + 1), 15,
                    240, '2026-11-10', case when i <= 200 then '2026-11-10'::timestamptz else '2026-11-12' end, '2026-11-10'
                from generate_series(1, 400) i
                """);
        for (String limit : List.of("50", "200")) {
            int most = limit.equals("50") ? 24_000 : 100_000;
            JsonNode agents = client(", 'analysis_type': 'agent', 'limit': " + limit);
            assertThat(agents.toString().length()).isBetween(most / 2, most);
            assertThat(agents.at("/truncated/0/shown_count").asInt())
                    .isEqualTo(agents.at("/agents/items").size());
            assertThat(agents.at("/truncated/0/total_count").asInt()).isEqualTo(203);
            JsonNode late = client(", 'analysis_type': 'sla', 'limit': " + limit);
            assertThat(late.toString().length()).isLessThan(most);
            assertThat(late.at("/sla/breached_open").size()).isPositive();
            assertThat(late.at("/sla/at_risk").size()).isPositive();
            for (JsonNode cut : late.path("truncated")) {
                assertThat(cut.path("shown_count").asInt())
                        .isEqualTo(
                                late.at("/" + cut.path("list").asText().replace('.', '/')).size());
                assertThat(cut.path("total_count").asInt()).isEqualTo(200);
            }
        }
    }

    @Test
    void nothingIsZeroAndNoRate() {
        JsonNode read = client("");
        assertThat(read.at("/metrics/opened_count").asInt()).isZero();
        assertThat(read.at("/metrics/csat_rate").toString()).isEqualTo("{\"n\":0}");
        assertThat(gap(read, "metrics")).isEqualTo("no_tickets");
        assertThat(read.path("recommendations")).isEmpty();
        assertThat(read.at("/breakdowns/by_priority")).isEmpty();
        for (AnalysisType type : AnalysisType.values()) {
            assertThat(job(type).at("/data_gaps/0").isObject()).as(type.name()).isTrue();
        }
    }

    @Test
    void filtersThatContradictAndNamesThatNobodyHas() {
        opened("2026-11-09T10:00:00Z", "agent_id = 'agent_a', team = 'Technical Support'");
        opened("2026-11-09T10:00:00Z", "team = 'Billing Support'");
        assertThat(
                        client(", 'agent_filter': 'ada agent', 'team_filter': 'TECHNICAL support'")
                                .at("/metrics/opened_count")
                                .asInt())
                .isEqualTo(1);
        JsonNode apart = refused("'agent_filter': 'agent_a', 'team_filter': 'Billing Support'");
        assertThat(apart.at("/code").asText()).isEqualTo("invalid_argument");
        assertThat(apart.at("/message").asText())
                .isEqualTo("agent_a is of the team Technical Support, not of Billing Support");
        JsonNode team = refused("'team_filter': 'Tehnical Suport'");
        assertThat(team.at("/code").asText()).isEqualTo("not_found");
        assertThat(team.at("/suggestions/0/value").asText()).isEqualTo("Technical Support");
        JsonNode agent = refused("'agent_filter': 'Aba Agent'");
        assertThat(agent.at("/suggestions/0/value").asText()).isEqualTo("agent_a");
        assertThat(agent.at("/field").asText()).isEqualTo("agent_filter");
        JsonNode useless =
                refused(
                        "'analysis_type': 'knowledge_base', 'priority_filter': 'P1', 'weeks': 12,"
                                + " 'limit': 5, 'as_of': '2026-11-12'");
        assertThat(useless.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder("as_of", "priority_filter", "weeks", "limit");
    }

    private String opened(String at, String set) {
        ticketNo++;
        String id = "ticket_%02d".formatted(ticketNo);
        fixture.execute(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at)
                values ('client_a', '%s', 'Help', 'Help', 'P3', 'other', '%s')
                """
                        .formatted(id, at));
        update(ticketNo, set);
        return id;
    }

    private void resolved(String at, String set) {
        String id = opened(at, "status = 'resolved', resolved_at = opened_at + interval '1 hour'");
        fixture.execute("update tickets set " + set + " where ticket_id = '" + id + "'");
    }

    private void update(int no, String set) {
        fixture.execute("update tickets set %s where ticket_id = 'ticket_%02d'".formatted(set, no));
    }

    /** Adds resolved tickets with ratings of five, and of two. */
    private void rated(String at, int good, int bad) {
        for (int i = 0; i < good + bad; i++) {
            resolved(
                    at,
                    "satisfaction = %d, satisfaction_scale = 'five_point', satisfaction_at = resolved_at"
                            .formatted(i < good ? 5 : 2));
        }
    }

    private void moved(String id, String at, String from, String to) {
        fixture.execute(
                """
                insert into ticket_status_changes (client_id, ticket_id, at, change_id, from_status, to_status, actor)
                values ('client_a', '%s', '%s', 'change', '%s', '%s', 'ana')
                """
                        .formatted(id, at, from, to));
    }

    private void search(String id, String clientId, String at, int results, String query) {
        fixture.execute(
                """
                insert into kb_searches (search_id, at, client_id, query, source, result_count)
                values ('%s', '%s', '%s', '%s', 'tool', %d)
                """
                        .formatted(id, at, clientId, query, results));
    }

    private JsonNode client(String more) {
        return fixture.tools.ok(tool, "{'client_id': 'client_a'" + more + "}");
    }

    private JsonNode refused(String arguments) {
        return fixture.tools.refused(tool, "{'client_id': 'client_a', " + arguments + "}");
    }

    /** Returns what the portfolio job stores. */
    private JsonNode job(AnalysisType type) {
        PerformanceOrder order =
                new PerformanceOrder(
                        type,
                        LocalDate.of(2026, 11, 11),
                        30,
                        null,
                        null,
                        null,
                        null,
                        true,
                        true,
                        12,
                        50);
        RunningJob job =
                new RunningJob(
                        "job_a", PerformanceWork.TOOL, "ana", Json.tree(order), clock.instant());
        return Json.read(
                fixture.database
                        .database()
                        .write(tx -> new PerformanceWork(ClientAnswers.unkept(), ZONE).run(tx, job))
                        .toString(),
                JsonNode.class);
    }

    private static JsonNode compared(JsonNode read, String metric) {
        for (JsonNode each : read.path("comparison")) {
            if (each.path("metric").asText().equals(metric)) {
                return each;
            }
        }
        throw new AssertionError(metric);
    }

    private static String gap(JsonNode read, String field) {
        for (JsonNode each : read.path("data_gaps")) {
            if (each.path("field").asText().equals(field)) {
                return each.path("reason").asText();
            }
        }
        throw new AssertionError(field + " in " + read.path("data_gaps"));
    }

    private static List<String> rules(JsonNode read) {
        return read.path("recommendations").findValuesAsText("rule_id");
    }
}
