package io.os199.cs.api.tools.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.assembly.Features;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.feedback.metric.MetricReport;
import io.os199.cs.feedback.metric.MetricWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StatementListener;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The worked examples of the tool, every metric for a client and for all, and what is refused. */
class TrackCsMetricsTest {
    private static final String SPRING =
            ", 'period_start': '2025-04-01', 'period_end': '2025-07-01'";

    private final TestClock clock = new TestClock("2025-06-30T09:00:00Z");
    private final TestDatabase server = TestDatabase.create(clock);
    private final ToolFixture tools = new ToolFixture(server.database(), clock);
    private final Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
    private final TrackCsMetrics tool = tool(server.database());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCohortsRatesTellWhatWasKeptGrownAndLost() {
        ledger();
        JsonNode net = all("net_revenue_retention", SPRING).path("current");
        assertThat(net.path("value").asText()).isEqualTo("0.8182");
        assertThat(net.path("numerator").asText()).isEqualTo("180000");
        assertThat(net.path("denominator").asText()).isEqualTo("220000");
        assertThat(net.path("n").asInt()).isEqualTo(5);
        assertThat(net.has("interval_low")).isFalse();
        JsonNode gross = all("gross_revenue_retention", SPRING).path("current");
        assertThat(gross.path("value").asText()).isEqualTo("0.7273");
        assertThat(gross.at("/components/contraction_amount").asText()).isEqualTo("20000.00");
        assertThat(gross.at("/components/churn_amount").asText()).isEqualTo("40000.00");
        JsonNode grown = all("expansion_rate", SPRING).path("current");
        assertThat(grown.path("value").asText()).isEqualTo("0.0909");
        assertThat(grown.at("/components/nrr_minus_grr_rate").asText()).isEqualTo("0.0909");
        JsonNode kept = all("retention_rate", SPRING).path("current");
        assertThat(interval(kept)).containsExactly("0.8000", "0.3755", "0.9638");
        assertThat(kept.path("interval_method").asText()).isEqualTo("wilson");
        assertThat(kept.path("small_sample").asBoolean()).isTrue();
        JsonNode report = all("churn_rate", SPRING + ", 'segment_by': ['tier', 'start_quarter']");
        JsonNode churned = report.path("current");
        assertThat(interval(churned)).containsExactly("0.2000", "0.0362", "0.6245");
        assertThat(churned.at("/components/lost_count").asInt()).isEqualTo(1);
        assertThat(churned.at("/components/reasons/0/reason_code").asText()).isEqualTo("price");
        // 1 - 0.8^(365/91)
        assertThat(churned.at("/components/annualised_rate").asText()).isEqualTo("0.5914");
        assertThat(report.path("better").asText()).isEqualTo("lower");
        assertThat(texts(report.path("segments"), "key")).containsExactly("standard", "unknown");
        assertThat(reasons(report)).doesNotContain("churn_mismatch");
        // The ledger begins on 2025-01-01: no earlier period has a cohort.
        assertThat(report.has("benchmark")).isFalse();
        assertThat(reasons(report)).contains("no_history");
    }

    /** C came back and left again, E left and came back, F came and left: of the cohort only C is lost. */
    @Test
    void reasonsAreThoseOfWhoIsLost() {
        ledger();
        moved("c", "2025-05-20", "reactivation", 30_000);
        moved("c", "2025-06-10", "churn", -30_000);
        moved("e", "2025-05-20", "churn", -20_000);
        moved("e", "2025-06-01", "reactivation", 20_000);
        moved("f", "2025-06-20", "churn", -60_000);
        execute(
                """
                insert into churn_events (client_id, churned_on, reason, reason_code, arr_lost_amount)
                values ('client_c', '2025-06-10', 'r', 'competitor', 30000), ('client_e', '2025-05-20', 'r', 'price', 20000),
                    ('client_f', '2025-06-20', 'r', 'merger', 60000)
                """);
        JsonNode components = all("churn_rate", SPRING).at("/current/components");
        assertThat(components.path("lost_count").asInt()).isEqualTo(1);
        assertThat(components.path("reasons").toString())
                .isEqualTo("[{\"reason_code\":\"competitor\",\"count\":1}]");
        execute("delete from churn_events");
        assertThat(all("churn_rate", SPRING).at("/current/components/reasons").toString())
                .isEqualTo("[{\"reason_code\":\"unrecorded\",\"count\":1}]");
    }

    @Test
    void aMovementOnTheLastBoundIsOfTheNextPeriod() {
        ledger();
        execute(
                """
                update revenue_movements set effective_on = '2025-07-01' where client_id = 'client_c' and kind = 'churn';
                update churn_events set churned_on = '2025-07-01'
                """);
        clock.set("2025-07-02T09:00:00Z");
        assertThat(all("gross_revenue_retention", SPRING).at("/current/value").asText())
                .isEqualTo("0.9091");
        JsonNode churned = all("churn_rate", SPRING).path("current");
        assertThat(churned.path("numerator").asText()).isEqualTo("0");
        assertThat(churned.path("denominator").asText()).isEqualTo("5");
        assertThat(churned.path("value").asText()).isEqualTo("0.0000");
    }

    @Test
    void npsIsPromotersLessDetractorsAndFourAnswersAreTooFew() {
        client("a", "standard");
        for (int i = 0; i < 10; i++) {
            answer("a", "nps", i < 6 ? 9 : i < 9 ? 8 : 3, "2025-06-10", "p" + i + "@acme.com");
        }
        JsonNode mixed = all("nps", "").path("current");
        assertThat(interval(mixed)).containsExactly("50.00", "-0.20", "77.13");
        assertThat(mixed.path("interval_method").asText()).isEqualTo("adjusted_wald");
        assertThat(mixed.at("/components/passives").asInt()).isEqualTo(3);
        assertThat(mixed.path("n_unit").asText()).isEqualTo("answers");

        execute("update survey_responses set score = 10");
        assertThat(interval(all("nps", "").path("current")))
                .containsExactly("100.00", "47.50", "100.00");

        execute("delete from survey_responses where contact_email >= 'p4'");
        JsonNode few = all("nps", "");
        assertThat(few.at("/current/n").asInt()).isEqualTo(4);
        assertThat(few.path("current").has("value")).isFalse();
        assertThat(few.at("/current/components/promoters").asInt()).isEqualTo(4);
        assertThat(reasons(few)).contains("small_sample");
    }

    @Test
    void bucketsFollowTheCalendarAndOneWholeOneMakesNoTrend() {
        client("a", "standard");
        int[] scores = {5, 4, 3, 5, 4, 5, 2, 4};
        for (int i = 0; i < scores.length; i++) {
            answer("a", "csat", scores[i], "2025-02-1" + i, "p" + i + "@acme.com");
        }
        JsonNode read = all("csat", ", 'period_start': '2025-01-10', 'period_end': '2025-03-10'");
        assertThat(interval(read.path("current"))).containsExactly("0.7500", "0.4093", "0.9285");
        assertThat(read.at("/current/components/mean_1_5").asText()).isEqualTo("4.00");
        assertThat(read.at("/current/components/counts/5").asInt()).isEqualTo(3);
        assertThat(texts(read.path("series"), "bucket_start"))
                .containsExactly("2025-01-10", "2025-02-01", "2025-03-01");
        assertThat(texts(read.path("series"), "partial")).containsExactly("true", "false", "true");
        assertThat(texts(read.path("series"), "n")).containsExactly("0", "8", "0");
        assertThat(read.at("/trend/direction").asText()).isEqualTo("unknown");
        assertThat(read.path("data_gaps").toString())
                .contains(
                        "Needs 2 whole monthly buckets and has 1: ask with period_start 2025-01-01,"
                                + " or granularity weekly");
        for (String better :
                List.of(
                        "'period_start': '2025-01-01'",
                        "'granularity': 'weekly', 'period_start': '2025-01-10'")) {
            assertThat(
                            all("csat", ", 'period_end': '2025-03-10', " + better)
                                    .path("data_gaps")
                                    .toString())
                    .doesNotContain("Needs 2 whole");
        }
        JsonNode silent =
                all(
                        "csat",
                        ", 'period_start': '2025-01-10', 'period_end': '2025-03-10',"
                                + " 'include_trends': false");
        assertThat(reasons(silent)).doesNotContain("too_few_buckets");
    }

    @Test
    void effortAndRatingsOfTickets() {
        client("a", "standard");
        for (int i = 0; i < 6; i++) {
            answer("a", "ces", 2 + i, "2025-06-10", "p" + i + "@acme.com");
            ticket(i, i < 4 ? "5" : "2", "2025-06-1" + i);
        }
        ticket(7, "null", "2025-06-10");
        JsonNode effort = one("ces", "a", "").path("current");
        // 2 to 7: mean 4.5, s 1.8708, t(5) 2.5706
        assertThat(interval(effort)).containsExactly("4.50", "2.54", "6.46");
        assertThat(effort.at("/components/easy_rate").asText()).isEqualTo("0.5000");
        assertThat(effort.at("/components/hard_rate").asText()).isEqualTo("0.3333");
        JsonNode support = all("support_satisfaction", "").path("current");
        assertThat(interval(support)).containsExactly("0.6667", "0.3000", "0.9032");
        assertThat(support.path("n_unit").asText()).isEqualTo("tickets");
        assertThat(support.at("/components/mean_1_5").asText()).isEqualTo("4.00");
        assertThat(support.at("/components/unrated_resolved_count").asInt()).isEqualTo(1);
    }

    @Test
    void goodAndBadCountInTheRateOfTicketsAndNotInTheirMean() {
        client("a", "standard");
        for (int i = 0; i < 8; i++) {
            ticket(i, i < 5 ? "5" : i < 6 ? "2" : "1", "2025-06-1" + i);
        }
        execute(
                "update tickets set satisfaction_scale = 'binary' where ticket_id in ('ticket_4',"
                        + " 'ticket_6', 'ticket_7')");
        JsonNode both = all("support_satisfaction", "");
        assertThat(both.at("/current/value").asText()).isEqualTo("0.6250");
        assertThat(both.at("/current/components/rated_count").asInt()).isEqualTo(8);
        assertThat(both.at("/current/components/counts/1").asInt()).isEqualTo(2);
        // 5, 5, 5, 5, 2
        assertThat(both.at("/current/components/mean_1_5").asText()).isEqualTo("4.40");
        assertThat(texts(both.path("data_gaps"), "how_to_fix"))
                .contains(
                        "It is the mean of 5 of 8 ratings, those on the scale of 1 to 5: good and"
                                + " bad count in rates only");

        execute("update tickets set satisfaction_scale = 'binary' where ticket_id = 'ticket_3'");
        JsonNode four = all("support_satisfaction", "");
        assertThat(four.at("/current/value").asText()).isEqualTo("0.6250");
        assertThat(four.at("/current/components").has("mean_1_5")).isFalse();
        assertThat(texts(four.path("data_gaps"), "how_to_fix"))
                .contains(
                        "Needs 5 ratings on the scale of 1 to 5 and has 4: good and bad have no"
                                + " mean");

        execute("update tickets set satisfaction_scale = 'five_point'");
        assertThat(texts(all("support_satisfaction", "").path("data_gaps"), "field"))
                .doesNotContain("current.components.mean_1_5");
    }

    @Test
    void aScoreOfTheLastWeekOfEachLiveClient() {
        for (int i = 0; i < 7; i++) {
            client("h" + i, i < 5 ? "standard" : "enterprise");
            score("h" + i, "2025-06-25", 40 + 10 * i);
        }
        score("h0", "2025-06-22", 99);
        execute(
                """
                update clients set contract_value = 1000;
                update clients set contract_value = 3000 where client_id = 'client_h6';
                delete from health_scores where client_id = 'client_h5';
                """);
        JsonNode read = all("health_score", ", 'segment_by': ['tier']");
        JsonNode current = read.path("current");
        assertThat(current.path("value").asText()).isEqualTo("66.67");
        assertThat(current.path("n").asInt()).isEqualTo(6);
        assertThat(current.at("/components/missing_count").asInt()).isEqualTo(1);
        assertThat(current.at("/components/at_risk_count").asInt()).isEqualTo(2);
        // (40 + 50 + 60 + 70 + 80 + 3 * 100) / 8
        assertThat(current.at("/components/arr_weighted_mean").asText()).isEqualTo("75.00");
        assertThat(reasons(read)).contains("missing_scores");
        assertThat(read.at("/evidence/last_row_on").asText()).isEqualTo("2025-06-25");
        assertThat(texts(read.path("segments"), "n")).containsExactly("5", "1");
        assertThat(read.at("/segments/1").has("value")).isFalse();

        JsonNode own = one("health_score", "h6", "");
        assertThat(own.at("/current/value").asText()).isEqualTo("100.00");
        assertThat(own.at("/current/n").asInt()).isEqualTo(1);
        assertThat(own.path("current").has("small_sample")).isFalse();
        // No other enterprise client has a score, so the peers are all five others.
        assertThat(own.at("/benchmark/peer_group").asText()).isEqualTo("portfolio");
        assertThat(own.at("/benchmark/n").asInt()).isEqualTo(5);
        assertThat(own.at("/benchmark/percentile").asText()).isEqualTo("100.00");
        assertThat(own.at("/benchmark/median").asText()).isEqualTo("60.00");
        assertThat(one("engagement_score", "h6", "").path("current").has("value")).isFalse();

        // A client that left a week before the end and did not return, not even on the same day, is
        // not live then.
        execute(
                """
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount, created_at)
                values ('client_h6', '2025-06-23', 'r', 1, '2025-06-23T09:00:00Z'),
                    ('client_h3', '2025-06-23', 'r', 1, '2025-06-23T09:00:00Z'),
                    ('client_h4', '2025-06-23', 'r', 1, '2025-06-26T09:00:00Z');
                update clients set status = 'churned' where client_id = 'client_h6';
                insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, actor)
                values ('client_h4', '2025-06-25T10:00:00Z', 'churned', 'active', 'kim'),
                    ('client_h3', '2025-06-23T10:00:00Z', 'churned', 'active', 'kim')
                """);
        JsonNode left = all("health_score", "").path("current");
        assertThat(left.path("n").asInt()).isEqualTo(5);
        assertThat(left.path("value").asText()).isEqualTo("60.00");
    }

    @Test
    void whatIsUsedOfWhatIsAvailable() {
        execute(
                """
                insert into features (feature_id, key, name, is_core, min_tier)
                select 'id_' || n, 'f' || n, 'Feature ' || n, n <= 2, case when n = 5 then 'enterprise' else 'starter' end
                from generate_series(1, 5) n
                """);
        for (int i = 0; i < 6; i++) {
            client("u" + i, "standard");
            for (int f = 1; f <= Math.min(4, i); f++) {
                used("u" + i, "f" + f, "2025-06-0" + f);
            }
        }
        JsonNode read = all("feature_adoption", "");
        JsonNode current = read.path("current");
        // 1/4, 2/4, 3/4, 4/4, 4/4; u0 never sent use
        assertThat(current.path("value").asText()).isEqualTo("0.7000");
        assertThat(current.path("n").asInt()).isEqualTo(5);
        assertThat(current.at("/components/missing_count").asInt()).isEqualTo(1);
        assertThat(current.at("/components/p25").asText()).isEqualTo("0.5000");
        assertThat(current.at("/components/p75").asText()).isEqualTo("1.0000");
        assertThat(current.at("/components/core_only_rate").asText()).isEqualTo("0.9000");
        assertThat(read.at("/evidence/rows").asInt()).isEqualTo(14);
        JsonNode own = one("feature_adoption", "u2", "");
        assertThat(own.at("/current/value").asText()).isEqualTo("0.5000");
        assertThat(own.at("/benchmark/peer_group").isMissingNode()).isTrue();
        assertThat(reasons(own)).contains("too_few_peers");
        used("u0", "f5", "2025-06-01");
        JsonNode beside = one("feature_adoption", "u2", "").path("benchmark");
        assertThat(beside.path("peer_group").asText()).isEqualTo("tier");
        // Features above the tier are not available: u0 has 0 of 4.
        assertThat(beside.path("p25").asText()).isEqualTo("0.2500");
        assertThat(beside.path("percentile").asText()).isEqualTo("40.00");

        // A client that has left since belongs to the earlier portfolio, which its chunks leave
        // out.
        execute(
                """
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                values ('client_u5', '2025-06-28', 'r', 1);
                update clients set status = 'churned' where client_id = 'client_u5'
                """);
        assertThat(
                        all(
                                        "feature_adoption",
                                        ", 'period_start': '2025-06-01', 'period_end':"
                                                + " '2025-06-21'")
                                .at("/current/n")
                                .asInt())
                .isEqualTo(6);
        assertThat(all("feature_adoption", "").at("/current/n").asInt()).isEqualTo(5);
    }

    @Test
    void timeToValueCountsThoseStillOnTheWay() {
        // Reached after 10, 20 and 40 days; open for 60 and 15 days; one of which nothing is known.
        int[] days = {10, 20, 40};
        for (int i = 0; i < 5; i++) {
            started("t" + i, i < 4 ? "2025-05-01" : "2025-06-15");
            plan("t" + i, "2025-05-01", i < 3 ? days[i] : -1);
        }
        started("none", "2025-05-01");
        JsonNode read = all("time_to_value", SPRING + ", 'segment_by': ['start_quarter']");
        JsonNode current = read.path("current");
        // S: 10 → 4/5, 20 → 4/5 · 2/3 (the one of 15 days is gone), 40 → half of that
        assertThat(current.path("value").asText()).isEqualTo("40");
        assertThat(current.path("n").asInt()).isEqualTo(5);
        assertThat(current.at("/components/reached_count").asInt()).isEqualTo(3);
        assertThat(current.at("/components/open_count").asInt()).isEqualTo(2);
        assertThat(current.at("/components/decided_count").asInt()).isEqualTo(4);
        assertThat(current.at("/components/by_method/0/method").asText()).isEqualTo("plan");
        assertThat(current.at("/components/reached_in_period/n").asInt()).isEqualTo(3);
        assertThat(read.at("/evidence/rules").asText()).isEqualTo("first-value-1");
        assertThat(reasons(read)).contains("not_measurable");
        assertThat(rules(read)).containsExactly("MET-6");
        assertThat(read.at("/segments/0/key").asText()).isEqualTo("2025-Q2");
        assertThat(texts(read.path("series"), "n")).containsExactly("0", "4", "1");

        execute("update onboarding_milestones set status = 'in_progress', completed_on = null");
        JsonNode open = all("time_to_value", SPRING);
        assertThat(open.path("current").has("value")).isFalse();
        assertThat(reasons(open)).contains("more_than_half_open");
        assertThat(rules(open)).isEmpty();
    }

    @Test
    void whatToDoAboutIt() {
        for (int i = 0; i < 8; i++) {
            client("w" + i, i < 4 ? "standard" : "enterprise");
            for (int n = 0; n < 5; n++) {
                answer("w" + i, "nps", i < 4 ? 2 : 10, "2025-05-10", "p" + n + "@acme.com");
                answer("w" + i, "nps", 10, "2025-04-10", "p" + n + "@acme.com");
            }
        }
        for (int n = 0; n < 25; n++) {
            execute(
                    """
                    insert into surveys (survey_id, kind, name, question) values ('s%1$d', 'nps', 'n', 'q');
                    insert into survey_sends (client_id, survey_id, contact_email, sent_on, sent_at)
                    values ('client_w0', 's%1$d', 'p%1$d@acme.com', '2025-06-10', '2025-06-10T10:00:00Z')
                    """
                            .formatted(n));
        }
        JsonNode read = all("nps", SPRING + ", 'segment_by': ['tier', 'csm']");
        assertThat(read.at("/trend/direction").asText()).isEqualTo("down");
        assertThat(read.at("/trend/certainty").asText()).isEqualTo("clear");
        assertThat(read.at("/trend/change").asText()).isEqualTo("-100.00");
        assertThat(read.at("/trend/compared/0").asText()).isEqualTo("2025-04-01");
        assertThat(rules(read)).containsExactly("MET-1", "MET-2", "MET-4");
        assertThat(read.at("/recommendations/1/because").asText())
                .isEqualTo("tier standard has -100.00, all have 0.00");
        assertThat(read.at("/recommendations/1/action").asText())
                .endsWith("client_w0, client_w1, client_w2, client_w3");
        assertThat(read.at("/evidence/immature_send_count").asInt()).isEqualTo(25);

        execute(
                """
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                values ('client_w1', '2025-05-23', 'r', 1)
                """);
        moved("w1", "2024-01-01", "new", 100);
        moved("w2", "2024-01-01", "new", 100);
        moved("w2", "2025-05-01", "churn", -100);
        moved("w3", "2024-01-01", "new", 500);
        moved("w4", "2024-01-01", "new", 500);
        moved("w5", "2024-01-01", "new", 500);
        moved("w5", "2025-05-01", "contraction", -400);
        JsonNode gross =
                all(
                        "gross_revenue_retention",
                        ", 'period_start': '2024-06-30', 'period_end': '2025-07-01'");
        assertThat(rules(gross)).containsExactly("MET-1", "MET-3", "MET-5");
        assertThat(gross.path("data_gaps").toString())
                .contains("churn_mismatch", "2 clients", "client_w1, client_w2 by manage_life");
        assertThat(gross.at("/recommendations/2/tool").asText())
                .isEqualTo("manage_lifecycle_stages");
    }

    @Test
    void anAnswerAfterThePeriodIsOneToWhatWasSentInIt() {
        client("a", "standard");
        for (int n = 0; n < 5; n++) {
            execute(
                    """
                    insert into surveys (survey_id, kind, name, question) values ('s%1$d', 'nps', 'n', 'q');
                    insert into survey_sends (client_id, survey_id, contact_email, sent_on, sent_at)
                    values ('client_a', 's%1$d', 'p%1$d@acme.com', '2025-05-20', '2025-05-20T10:00:00Z');
                    insert into survey_responses (client_id, response_id, survey_id, kind, score, contact_email, responded_at)
                    values ('client_a', 'r%1$d', 's%1$d', 'nps', 9, 'p%1$d@acme.com', '2025-06-%2$dT10:00:00Z')
                    """
                            .formatted(n, 16 + n));
        }
        JsonNode may = all("nps", ", 'period_start': '2025-05-01', 'period_end': '2025-06-01'");
        assertThat(may.at("/current/n").asInt()).isZero();
        // Until 30 days after the send, 2025-06-19.
        assertThat(may.at("/current/components/response_rate").asText()).isEqualTo("0.8000");
        assertThat(may.at("/evidence/immature_send_count").asInt()).isZero();
    }

    @Test
    void aClientIsHeldAgainstItsPeers() {
        String[] others = {"a", "b", "c", "d", "e"};
        for (int i = 0; i < others.length; i++) {
            client(others[i], "standard");
            moved(others[i], "2025-01-01", "new", 100);
            moved(others[i], "2025-05-01", "expansion", 10 * (i + 1));
        }
        client("own", "standard");
        moved("own", "2025-01-01", "new", 100);
        moved("own", "2025-05-01", "expansion", 30);
        JsonNode own = one("net_revenue_retention", "own", SPRING);
        assertThat(own.at("/current/value").asText()).isEqualTo("1.3000");
        assertThat(own.at("/current/n").asInt()).isEqualTo(1);
        assertThat(own.at("/client_name").asText()).isEqualTo("own Inc");
        assertThat(own.at("/benchmark/basis").asText()).isEqualTo("peers");
        assertThat(own.at("/benchmark/percentile").asText()).isEqualTo("50.00");
        assertThat(own.at("/benchmark/p25").asText()).isEqualTo("1.2000");
        assertThat(own.at("/trend/certainty").asText()).isEqualTo("not_tested");
        JsonNode bare =
                one(
                        "net_revenue_retention",
                        "own",
                        SPRING + ", 'include_benchmarks': false, 'include_trends': false");
        assertThat(bare.has("benchmark")).isFalse();
        assertThat(bare.has("trend")).isFalse();
    }

    /** The peers' answers are locked away from the reader once it has the client's own. */
    @Test
    void aClientsFigureIsToldWithoutPeersThatTakeTooLong() throws Exception {
        String name = server.text("select current_database()");
        server.execute("alter database " + name + " set statement_timeout = 2000");
        client("a", "standard");
        for (int n = 0; n < 10; n++) {
            answer("a", "nps", 10, "2025-06-10", "p" + n + "@acme.com");
        }
        try (Connection holder = server.ownerDataSource().getConnection()) {
            holder.setAutoCommit(false);
            TrackCsMetrics impeded = tool(server.database(locking(holder)));
            JsonNode read = tools.ok(impeded, "{'metric_type': 'nps', 'client_id': 'client_a'}");
            holder.rollback();
            assertThat(read.at("/current/value").asText()).isEqualTo("100.00");
            assertThat(reasons(read)).contains("too_late").doesNotContain("too_few_peers");
        }
    }

    private static StatementListener locking(Connection holder) {
        return (name, took, failed) -> {
            if (name.equals("PeerDao.tier")) {
                try (Statement statement = holder.createStatement()) {
                    statement.execute("lock table survey_responses in access exclusive mode");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    @Test
    void thePeriodsBeforeAreItsOwnBenchmark() {
        client("a", "standard");
        String[] days = {"2025-02-10", "2025-03-10", "2025-04-10", "2025-05-10", "2025-06-10"};
        for (int period = 0; period < days.length; period++) {
            for (int n = 0; n < 5; n++) {
                answer("a", "csat", n < period ? 5 : 1, days[period], "p" + n + "@acme.com");
            }
        }
        JsonNode read = all("csat", ", 'period_start': '2025-06-01', 'period_end': '2025-07-01'");
        assertThat(read.at("/current/value").asText()).isEqualTo("0.8000");
        assertThat(read.at("/benchmark/basis").asText()).isEqualTo("own_history");
        assertThat(read.at("/benchmark/n").asInt()).isEqualTo(4);
        assertThat(read.at("/benchmark/median").asText()).isEqualTo("0.3000");
        assertThat(read.at("/benchmark/p75").asText()).isEqualTo("0.4500");
    }

    @Test
    void theDayOfUtcDecidesWhereAnAnswerBelongs() {
        client("a", "standard");
        for (int n = 0; n < 6; n++) {
            execute(
                    """
                    insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
                    values ('client_a', 'r%1$d', 'nps', 10, 'p%1$d@acme.com', '%2$s')
                    """
                            .formatted(
                                    n,
                                    n < 5
                                            ? "2025-06-01T01:30:00+02:00"
                                            : "2025-05-31T23:30:00-01:00"));
        }
        JsonNode read = all("nps", SPRING);
        // 2025-05-31T23:30Z five times, 2025-06-01T00:30Z once
        assertThat(texts(read.path("series"), "n")).containsExactly("0", "5", "1");
        assertThat(texts(read.path("series"), "partial")).containsExactly("false", "false", "true");
    }

    @Test
    void anEmptyDeploymentSaysWhatIsMissing() {
        for (JsonNode metric :
                ToolDefinition.of(tool).inputSchema().at("/properties/metric_type/enum")) {
            JsonNode read = all(metric.asText(), ", 'segment_by': ['csm', 'health_band']");
            assertThat(read.path("current").has("value")).as(metric.asText()).isFalse();
            assertThat(read.at("/current/n").asInt()).as(metric.asText()).isZero();
            assertThat(read.path("data_gaps").toString())
                    .as(metric.asText())
                    .contains("current.value");
            assertThat(read.path("segments")).isEmpty();
            assertThat(rules(read)).isEmpty();
        }
    }

    @Test
    void aHostileNameStaysAWord() {
        client("a", "standard");
        execute("update clients set csm = 'x\"; drop table clients; --', industry = '<b>'");
        for (int n = 0; n < 5; n++) {
            answer("a", "nps", 10, "2025-06-10", "p" + n + "@acme.com");
        }
        JsonNode read =
                all("nps", ", 'segment_by': ['csm'], 'csm': 'X\\\"; DROP TABLE clients; --'");
        assertThat(read.at("/current/n").asInt()).isEqualTo(5);
        assertThat(read.at("/segments/0/key").asText()).isEqualTo("x\"; drop table clients; --");
        assertThat(arguments()).doesNotContainIgnoringCase("drop table");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        client("a", "standard");
        JsonNode error =
                tools.refused(
                        tool,
                        "{'metric_type': 'churn_rate', 'client_id': 'client_a', 'tier': 'starter',"
                                + " 'csm': 'kim', 'segment_id': 's', 'segment_by': ['tier'],"
                                + " 'granularity': 'daily', 'period_start': '2025-01-01',"
                                + " 'period_end': '2025-06-01'}");
        assertThat(error.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(error.toString())
                .contains("metric_type", "net_revenue_retention", "or the call without client_id")
                .contains("daily makes 151 buckets of the period, more than 92")
                .contains("weekly, the finest that fits")
                .contains("segment_by", "tier", "csm", "segment_id");
        assertThat(
                        tools.refused(
                                        tool,
                                        "{'metric_type': 'nps', 'period_start': '2025-06-01',"
                                                + " 'period_end': '2025-06-01'}")
                                .path("message")
                                .asText())
                .contains("has 0 days");
        assertThat(
                        tools.refused(tool, "{'metric_type': 'nps', 'period_start': '2020-06-01'}")
                                .path("field")
                                .asText())
                .isEqualTo("period_start");
        assertThat(
                        tools.refused(tool, "{'metric_type': 'nps', 'period_end': '2025-07-02'}")
                                .path("field")
                                .asText())
                .isEqualTo("period_end");
        assertThat(
                        tools.refused(tool, "{'metric_type': 'nps', 'as_of': '2025-07-01'}")
                                .path("field")
                                .asText())
                .isEqualTo("as_of");
        assertThat(tools.refused(tool, "{'metric_type': 'cac'}").path("field").asText())
                .isEqualTo("metric_type");
        assertThat(
                        tools.refused(tool, "{'metric_type': 'nps', 'segment_id': 'segment_no'}")
                                .path("code")
                                .asText())
                .isEqualTo("not_found");
        assertThat(
                        tools.refused(tool, "{'metric_type': 'nps', 'client_id': 'nobody'}")
                                .path("code")
                                .asText())
                .isEqualTo("not_found");
        assertThat(tools.refusedReading(tool, "{'metric_type': 'nps'}").path("code").asText())
                .isEqualTo("failed_precondition");
    }

    private void ticket(int number, String rating, String day) {
        execute(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, status, opened_at,
                    resolved_at, satisfaction, satisfaction_at, satisfaction_scale)
                values ('client_a', 'ticket_%1$d', 's', 't', 'P3', 'other', 'resolved', '%3$sT08:00:00Z', '%3$sT09:00:00Z',
                    %2$s, case when %2$s is not null then timestamptz '%3$sT10:00:00Z' end,
                    case when %2$s is not null then 'five_point' end)
                """
                        .formatted(number, rating, day));
    }

    private void score(String name, String day, int overall) {
        execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at, cut_at,
                    overall, coverage, band, inputs)
                select 'client_%s', model_id, model_version, 30, '%s', now(), now(), %d, 1, '%s', '{}'
                from scoring_models where kind = 'health' and status = 'active' and name = 'weighted_composite'
                """
                        .formatted(name, day, overall, overall <= 50 ? "at_risk" : "healthy"));
    }

    private void used(String name, String feature, String day) {
        execute(
                """
                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                values ('client_%s', '%s', '%s', 5, 1)
                """
                        .formatted(name, day, feature));
    }

    private void started(String name, String day) {
        client(name, "standard");
        execute(
                """
                insert into contracts (client_id, contract_id, type, value, tier, start_date)
                values ('client_%1$s', 'k1', 'new', 100, 'standard', '%2$s');
                update clients set contract_start_date = '%2$s' where client_id = 'client_%1$s'
                """
                        .formatted(name, day));
    }

    private void plan(String name, String start, int days) {
        execute(
                """
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks, start_date,
                    target_date, baseline_target_date, status)
                values ('client_%1$s', 'plan_1', 'Plan', 'standard', 5, 8, '%2$s', '%2$s', '%2$s', 'active');
                insert into onboarding_milestones (client_id, plan_id, sequence, name, week, planned_start_on, due_date, status,
                    estimated_hours, is_first_value, completed_on)
                values ('client_%1$s', 'plan_1', 1, 'Value', 2, '%2$s', '%2$s',
                    case when %3$d < 0 then 'in_progress' else 'completed' end, 4, true,
                    case when %3$d >= 0 then date '%2$s' + %3$d end)
                """
                        .formatted(name, start, days));
    }

    /** Adds A 100/120, B 50/30, C 40/0, D 10/10, E 20/20, F 0/60: ARR before and after, in thousands. */
    private void ledger() {
        String[] names = {"a", "b", "c", "d", "e", "f"};
        int[] before = {100, 50, 40, 10, 20, 0};
        int[] after = {120, 30, 0, 10, 20, 60};
        for (int i = 0; i < names.length; i++) {
            client(names[i], "standard");
            if (before[i] > 0) {
                moved(names[i], "2025-01-01", "new", before[i] * 1000);
            }
            int delta = (after[i] - before[i]) * 1000;
            String kind =
                    before[i] == 0
                            ? "new"
                            : after[i] == 0 ? "churn" : delta > 0 ? "expansion" : "contraction";
            if (delta != 0) {
                moved(names[i], "2025-05-15", kind, delta);
            }
        }
        execute(
                """
                insert into churn_events (client_id, churned_on, reason, reason_code, arr_lost_amount)
                values ('client_c', '2025-05-15', 'too dear', 'price', 40000);
                update clients set status = 'churned', lifecycle_stage = 'churned' where client_id = 'client_c'
                """);
    }

    private void moved(String name, String day, String kind, int amount) {
        execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                values ('client_%s', '%s', 'm_%2$s', '%s', %d)
                """
                        .formatted(name, day, kind, amount));
    }

    private void answer(String name, String kind, int score, String day, String email) {
        execute(
                """
                insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
                values ('client_%1$s', 'r_%2$s_%4$s_%5$s', '%2$s', %3$d, '%5$s', '%4$sT10:00:00Z')
                """
                        .formatted(name, kind, score, day, email));
    }

    private void client(String name, String tier) {
        execute(
                """
                insert into client_names (client_id, name) values ('client_%1$s', '%1$s Inc');
                insert into clients (client_id, name, company_name, tier)
                values ('client_%1$s', '%1$s Inc', '%1$s Inc', '%2$s')
                """
                        .formatted(name, tier));
    }

    private TrackCsMetrics tool(Database database) {
        return new TrackCsMetrics(
                database,
                features.directory(),
                features.clientAnswers(),
                new JobCalls(ToolFixture.jobs(server, clock), features.auditLog()));
    }

    private JsonNode one(String metric, String name, String more) {
        return tools.ok(
                tool,
                "{'metric_type': '%s', 'client_id': 'client_%s'%s}".formatted(metric, name, more));
    }

    /** Returns the worker's answer to the job of a call, in two chunks. */
    private JsonNode all(String metric, String more) {
        execute("delete from jobs");
        tools.ok(tool, "{'metric_type': '%s', 'wait_seconds': 0%s}".formatted(metric, more));
        RunningJob job =
                new RunningJob(
                        "job_1",
                        MetricWork.TOOL,
                        "key_admin",
                        Json.read(arguments(), ObjectNode.class),
                        clock.instant());
        MetricWork work = new MetricWork(ClientAnswers.unkept());
        JsonNode result =
                server.database()
                        .read(
                                tx ->
                                        work.finish(
                                                tx,
                                                job,
                                                List.of(
                                                        work.work(
                                                                tx,
                                                                job,
                                                                new JobChunk(
                                                                        0,
                                                                        "client_a",
                                                                        "client_c",
                                                                        3)),
                                                        work.work(
                                                                tx,
                                                                job,
                                                                new JobChunk(
                                                                        1,
                                                                        "client_d",
                                                                        "client_z",
                                                                        9)))));
        assertThat(Json.tree(Json.read(result.toString(), MetricReport.class))).isEqualTo(result);
        return result;
    }

    private String arguments() {
        return server.jdbi()
                .withHandle(
                        db ->
                                db.createQuery("select arguments::text from jobs")
                                        .mapTo(String.class)
                                        .one());
    }

    private void execute(String sql) {
        server.jdbi().useHandle(db -> db.createScript(sql).execute());
    }

    private static List<String> interval(JsonNode figure) {
        return List.of(
                figure.path("value").asText(),
                figure.path("interval_low").asText(),
                figure.path("interval_high").asText());
    }

    private static List<String> reasons(JsonNode report) {
        return texts(report.path("data_gaps"), "reason");
    }

    private static List<String> rules(JsonNode report) {
        return texts(report.path("recommendations"), "rule_id");
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map(each -> each.path(field).asText()).toList();
    }
}
