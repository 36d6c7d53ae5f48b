package io.os199.cs.health.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Tier;
import io.os199.cs.health.model.RiskPattern;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A portfolio of 200 clients with the figures of the worked example, in two chunks. */
class EngagementPatternWorkDaoTest {
    // 2026-06-29 is a Monday.
    private static final LocalDate TODAY = LocalDate.parse("2026-06-30");
    private static final Instant CUT = Instant.parse("2026-06-30T02:45:00Z");

    private final TestClock clock = new TestClock("2026-06-30T02:45:00Z");
    private final EngagementPatternWork work =
            new EngagementPatternWork(
                    new DropIndicators(
                            new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock));
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        run(
                """
                insert into client_names (client_id, name)
                select 'client_' || lpad(n::text, 3, '0'), 'Client ' || n from generate_series(1, 210) n
                """);
        // The last ten have churned.
        run(
                """
                insert into clients (client_id, name, company_name, tier, status, contract_value)
                select client_id, name, name, case when client_id <= 'client_100' then 'standard' else 'enterprise' end,
                    case when client_id > 'client_200' then 'churned' else 'active' end,
                    substr(client_id, 8)::int * 10
                from client_names
                """);
        run(
                """
                insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                select client_id, 'user', '2026-04-06', '2026-06-29' from clients where status = 'active'
                """);
        // 100 events on each working day; on the newest complete one the first 60 clients have
        // none.
        run(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select client_id, day, 'user', 100
                from clients, generate_series(date '2026-04-06', date '2026-06-29', interval '1 day') day
                where status = 'active' and extract(isodow from day) < 6
                    and not (day = '2026-06-29' and client_id <= 'client_060')
                """);
        // Three tickets each: in May from 30 who stayed, in March from 6 who left in May, and in
        // June from one.
        run(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at)
                select client_id, 'ticket_' || client_id || n, 's', 't', 'P3', 'other', at + n * interval '1 hour'
                from (select client_id, timestamptz '2026-05-20 09:00Z' as at from clients
                        where client_id between 'client_101' and 'client_130'
                    union all
                    select client_id, '2026-03-20 09:00Z' from clients where client_id between 'client_201' and 'client_206'
                    union all
                    select 'client_150', '2026-06-10 09:00Z') burst, generate_series(1, 3) n
                """);
        run(
                """
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                select client_id, '2026-05-01', 'price', 100 from clients where status = 'churned'
                """);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aHolidayIsOneEventOfThePortfolioAndNobodysDrop() {
        JsonNode result = result(order(TODAY, null));
        assertThat(result.path("client_count").asInt()).isEqualTo(200);
        assertThat(result.path("portfolio_events")).hasSize(1);
        JsonNode event = result.at("/portfolio_events/0");
        assertThat(event.path("day").asText()).isEqualTo("2026-06-29");
        assertThat(event.path("client_count").asInt()).isEqualTo(60);
        assertThat(event.path("reference_client_count").asInt()).isEqualTo(200);
        assertThat(event.path("share_rate").decimalValue()).isEqualTo("0.3000");
        assertThat(result.path("anomaly_count").asInt()).isEqualTo(60);
        assertThat(result.path("anomalies").size()).isBetween(20, 50);
        assertThat(result.at("/truncated").findValuesAsText("list")).contains("anomalies");
        assertThat(result.path("anomalies"))
                .allMatch(it -> it.path("shared").asBoolean())
                .allMatch(it -> it.path("severity").asText().equals("medium"));
        assertThat(rules(result)).contains("EP_OUTAGE").doesNotContain("EP_DROP");
        assertThat(Json.write(result).length()).isLessThan(24_000);
        assertThat(count("risk_indicators")).isZero();
        // Only half of them are asked for; the event still belongs to the portfolio.
        JsonNode segment = result(order(TODAY, Tier.ENTERPRISE));
        assertThat(segment.path("client_count").asInt()).isEqualTo(100);
        assertThat(segment.path("anomaly_count").asInt()).isZero();
        assertThat(segment.at("/portfolio_events/0/client_count").asInt()).isEqualTo(60);
    }

    /** Only the nightly run knows about the others: their use has been deleted. */
    @Test
    void oneClientIsHeldAgainstTheRunOfTheNight() {
        JsonNode night = result(order(TODAY, null));
        run("delete from usage_daily_users where client_id <> 'client_001'");
        run("delete from churn_events");
        EngagementPatterns alone = individual("client_001");
        assertThat(alone.portfolioEvents()).isEmpty();
        assertThat(alone.anomalies()).noneMatch(EngagementPatterns.Anomaly::shared);
        assertThat(alone.evidence().portfolioCutAt()).isNull();

        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into jobs (job_id, tool, arguments, arguments_hash, principal, status, result,
                                            submitted_at, finished_at)
                                        values ('job_night', 'analyze_engagement_patterns', ?::jsonb, '', 'system',
                                            'completed', ?::jsonb, ?, ?)
                                        """,
                                        Json.write(PatternOrder.nightly(TODAY)),
                                        night.toString(),
                                        CUT,
                                        CUT));
        EngagementPatterns beside = individual("client_001");
        assertThat(beside.portfolioEvents()).hasSize(1);
        assertThat(beside.anomalies()).isNotEmpty().allMatch(EngagementPatterns.Anomaly::shared);
        assertThat(beside.evidence().portfolioCutAt()).isEqualTo(CUT);
        assertThat(beside.riskPatterns())
                .filteredOn(risk -> risk.backtest() != null)
                .extracting(EngagementPatterns.Risk::key)
                .contains(RiskPattern.SUPPORT_BURST);

        // A run of the night before last is too old.
        run("update jobs set finished_at = finished_at - interval '37 hours'");
        assertThat(individual("client_001").evidence().portfolioCutAt()).isNull();
    }

    @Test
    void whileOneLooksAtThePortfolioTheOthersDoWithout() throws Exception {
        EngagementAnalysis analysis = new EngagementAnalysis();
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
                Handle owner = database.jdbi().open()) {
            owner.begin();
            owner.execute("lock table churn_events in access exclusive mode");
            Future<EngagementPatterns> first =
                    others.submit(() -> individual(analysis, "client_001"));
            Await.until(
                    () ->
                            count(
                                            "pg_stat_activity where datname = current_database()"
                                                    + " and wait_event_type = 'Lock'")
                                    == 1);

            EngagementPatterns second = individual(analysis, "client_002");
            owner.rollback();
            first.get();
            EngagementPatterns third = individual(analysis, "client_002");

            assertThat(second.dataGaps())
                    .extracting(DataGap::field, DataGap::reason)
                    .contains(
                            tuple("risk_patterns.backtest", "busy"),
                            tuple("anomalies.shared", "busy"));
            assertThat(second.anomalies()).isNotEmpty();
            assertThat(third.dataGaps()).extracting(DataGap::reason).doesNotContain("busy");
            assertThat(third.portfolioEvents()).hasSize(1);
        }
    }

    private EngagementPatterns individual(String clientId) {
        return individual(new EngagementAnalysis(), clientId);
    }

    private EngagementPatterns individual(EngagementAnalysis analysis, String clientId) {
        PatternOrder nightly = PatternOrder.nightly(TODAY);
        PatternOrder order =
                new PatternOrder(
                        PatternOrder.Scope.INDIVIDUAL,
                        null,
                        null,
                        null,
                        nightly.patternTypes(),
                        TODAY,
                        nightly.lookbackDays(),
                        true,
                        true,
                        "UTC",
                        false);
        return database.database()
                .snapshot(
                        tx -> analysis.individual(tx, new ClientRef(clientId, "One"), order, CUT));
    }

    @Test
    void aPatternIsHeldAgainstThoseThatLeftAndThoseThatStayed() {
        JsonNode burst = result(order(TODAY, null)).at("/risk_patterns/2");
        assertThat(burst.path("key").asText()).isEqualTo("RP_SUPPORT_BURST");
        assertThat(burst.path("client_count").asInt()).isEqualTo(1);
        assertThat(burst.at("/clients/0/client_id").asText()).isEqualTo("client_150");
        assertThat(burst.path("arr_amount").decimalValue()).isEqualByComparingTo("1500");
        assertThat(burst.at("/backtest/hit_rate_churned").decimalValue()).isEqualTo("0.6000");
        assertThat(burst.at("/backtest/hit_rate_control").decimalValue()).isEqualTo("0.1500");
        assertThat(burst.at("/backtest/lift").decimalValue()).isEqualTo("4.00");
        assertThat(burst.at("/backtest/precision_rate").decimalValue()).isEqualTo("0.1667");
        JsonNode result = result(order(TODAY, null));
        assertThat(rules(result)).contains("EP_RISK");
        run("delete from churn_events where client_id > 'client_204'");
        JsonNode few = result(order(TODAY, null));
        assertThat(few.at("/risk_patterns/2").has("backtest")).isFalse();
        assertThat(few.path("data_gaps").findValuesAsText("reason"))
                .contains("4 of 5 churned clients in 365 days");
        assertThat(rules(few)).doesNotContain("EP_RISK");
    }

    @Test
    void aDropOfItsOwnIsAnIndicatorUntilTheClientIsBack() {
        run(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select client_id, date '2026-06-29', 'user', 100
                from clients where client_id between 'client_002' and 'client_060'
                """);
        JsonNode result = result(order(TODAY, null));
        assertThat(rules(result)).contains("EP_DROP").doesNotContain("EP_OUTAGE");
        assertThat(result.at("/recommendations/0/because").asText())
                .startsWith("1 drops of severity high: event_count of client_001, z -10.0000");
        assertThat(result.at("/anomalies/0/severity").asText()).isEqualTo("high");
        assertThat(result.at("/anomalies/0/worst_z").decimalValue()).isEqualTo("-10.0000");
        String open =
                "risk_indicators where indicator_key = 'usage.drop' and client_id = 'client_001'"
                        + " and severity = 'high' and value = -10 and resolved_at is null";
        assertThat(count(open)).isEqualTo(1);
        result(order(TODAY, null));
        assertThat(count("risk_indicators")).isEqualTo(1);
        String told = "timeline_events where type = 'usage' and impact = 'negative'";
        assertThat(count(told)).isEqualTo(1);
        // A caller that only reads changes nothing, whatever it finds.
        run("delete from risk_indicators");
        result(reading(order(TODAY, null)));
        assertThat(count("risk_indicators")).isZero();

        result(order(TODAY, null));
        assertThat(count(open)).isEqualTo(1);
        assertThat(count(told)).isEqualTo(1);
        clock.set("2026-07-01T02:45:00Z");
        run(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select client_id, date '2026-06-30', 'user', 100 from clients where status = 'active'
                """);
        result(order(TODAY.plusDays(1), null));
        assertThat(count(open)).isZero();
        assertThat(count("risk_indicators where resolved_at is not null")).isEqualTo(1);
    }

    @Test
    void anEmptyPortfolioIsAnsweredWithZeros() {
        run("update clients set status = 'churned'");
        RunningJob job = job(order(TODAY, null));
        JsonNode result = database.database().write(tx -> work.finish(tx, job, List.of()));
        assertThat(result.path("client_count").asInt()).isZero();
        assertThat(result.path("user_mix")).hasSize(5);
        assertThat(result.path("risk_patterns")).hasSize(6);
        assertThat(result.path("anomalies")).isEmpty();
    }

    private static PatternOrder order(LocalDate today, @Nullable Tier tier) {
        PatternOrder nightly = PatternOrder.nightly(today);
        return new PatternOrder(
                tier == null ? PatternOrder.Scope.ALL_CUSTOMERS : PatternOrder.Scope.SEGMENT,
                null,
                tier,
                null,
                nightly.patternTypes(),
                today,
                nightly.lookbackDays(),
                true,
                true,
                "UTC",
                true);
    }

    private static PatternOrder reading(PatternOrder order) {
        return new PatternOrder(
                order.scope(),
                null,
                null,
                null,
                order.patternTypes(),
                order.today(),
                order.lookbackDays(),
                true,
                true,
                "UTC",
                false);
    }

    private JsonNode result(PatternOrder order) {
        RunningJob job = job(order);
        JsonNode first = work(job, "client_001", "client_100");
        JsonNode second = work(job, "client_101", "client_200");
        return database.database().write(tx -> work.finish(tx, job, List.of(first, second)));
    }

    private JsonNode work(RunningJob job, String first, String last) {
        return database.database()
                .write(tx -> work.work(tx, job, new JobChunk(1, first, last, 100)));
    }

    private RunningJob job(PatternOrder order) {
        return new RunningJob(
                "job_1", EngagementPatternWork.TOOL, "system", Json.tree(order), clock.instant());
    }

    private static List<String> rules(JsonNode result) {
        return result.path("recommendations").findValuesAsText("rule_id");
    }

    private void run(String sql) {
        database.jdbi().useHandle(db -> db.execute(sql));
    }

    private int count(String rows) {
        return database.jdbi()
                .withHandle(
                        db ->
                                db.createQuery("select count(*) from " + rows)
                                        .mapTo(Integer.class)
                                        .one());
    }
}
