package io.os199.cs.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tools.expansion.ExpansionTools;
import io.os199.cs.api.tools.expansion.ForecastRenewals;
import io.os199.cs.assembly.Features;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ContractDays;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.expansion.renewal.PastForecasts;
import io.os199.cs.expansion.renewal.RenewalBacktest;
import io.os199.cs.expansion.renewal.RenewalFilter;
import io.os199.cs.expansion.renewal.RenewalRefresh;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How well the renewals of the demo company's last year would have been forecast, 90 days before each. */
final class RenewalBacktestTest {
    @RegisterExtension static final UsualCompany company = new UsualCompany();

    private static final TestClock clock = new TestClock("2026-07-01T08:00:00Z");
    private static final Actor OPERATOR = new Actor("operator", null);

    private static final List<PastForecasts.Stored> stored = new ArrayList<>();
    private static JsonNode answer;
    private static List<String> quarters;

    @BeforeAll
    static void replay() throws Exception {
        TestDatabase filled = company.database();
        new Partitions(filled.dataSource(), clock).ensureAhead();
        Database database = filled.database();
        Jobs jobs =
                new Jobs(
                        database,
                        new JobQueue(filled.dataSource()),
                        new DatabaseSignals(filled.directDataSource()),
                        clock);
        Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
        Tool<?, ?> forecast =
                ExpansionTools.of(
                                database,
                                features,
                                new JobCalls(jobs, new AuditLog(clock)),
                                new Cursors(new Sealer("a key of sixteen bytes"), clock))
                        .stream()
                        .filter(ForecastRenewals.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        new Nightly(company, clock)
                .run(
                        new RenewalRefresh(
                                new ContractDays(
                                        features.contracts(),
                                        features.signedRenewals(),
                                        features.lostRenewals(),
                                        new AuditLog(clock),
                                        ClientAnswers.unkept(),
                                        clock),
                                new Timeline(),
                                new AuditLog(clock),
                                ClientAnswers.unkept(),
                                clock),
                        database.read(tx -> RenewalRefresh.nightly(tx, UsualCompany.TODAY)));
        past().store(16, OPERATOR, stored::add);
        answer = new ToolFixture(database, clock).ok(forecast, "{}");
        quarters =
                List.of(
                        quarter("2025-07-01", "2025-09-30"),
                        quarter("2025-10-01", "2025-12-31"),
                        quarter("2026-01-01", "2026-03-31"),
                        quarter("2026-04-01", "2026-06-30"));
    }

    private static PastForecasts past() {
        return new PastForecasts(
                company.database().database(),
                new HealthScoring(
                        new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock),
                clock);
    }

    @Test
    void theForecastsOfTheLastYearStandBesideTheRateOfTheYearBefore() {
        JsonNode backtest = answer.path("backtest");
        assertThat(backtest.path("renewal_count").asInt()).isEqualTo(125);
        assertThat(backtest.path("error_rate").asText()).isEqualTo("-0.0534");
        assertThat(backtest.path("brier").asText()).isEqualTo("0.0734");
        JsonNode naive = backtest.path("naive");
        assertThat(naive.path("renewal_rate").asText()).isEqualTo("0.8571");
        assertThat(naive.path("error_rate").asText()).isEqualTo("-0.1212");
        assertThat(naive.path("brier").asText()).isEqualTo("0.0890");
        assertThat(answer.path("data_gaps").findValuesAsText("reason"))
                .contains("no_forecast", "replayed");
        assertThat(stored)
                .extracting(PastForecasts.Stored::modelStage)
                .containsOnly("prior_releveled");
    }

    /** The figures are those in docs/forecasts.md. */
    @Test
    void eachOfTheLastQuartersHasItsFigures() {
        assertThat(quarters)
                .containsExactly(
                        "2025-07-01 32 of 32, error -0.1059 (-0.1456), Brier 0.0495 (0.0651)",
                        "2025-10-01 24 of 24, error -0.0387 (-0.0916), Brier 0.0645 (0.0803)",
                        "2026-01-01 28 of 29, error -0.0569 (-0.1196), Brier 0.1444 (0.1506)",
                        "2026-04-01 41 of 41, error 0.0157 (-0.0474), Brier 0.0487 (0.0719)");
    }

    /** On the first of a month, yesterday is the end of one that is over, though today has no forecast yet. */
    @Test
    void everyMonthThatIsOverHasTheHealthOfItsEnd() {
        assertThat(
                        company.names(
                                "select distinct score_date::text from health_scores order by 1"
                                        + " desc"))
                .startsWith("2026-06-30", "2026-05-31", "2026-04-30", "2026-03-31", "2026-02-28");
    }

    private static String quarter(String first, String last) {
        LocalDate end = LocalDate.parse(last);
        int days = (int) ChronoUnit.DAYS.between(LocalDate.parse(first), end) + 1;
        RenewalBacktest.Sums read =
                company.database()
                        .database()
                        .read(tx -> RenewalBacktest.read(tx, RenewalFilter.all(end), 90, days))
                        .sums();
        return String.format(
                Locale.ROOT,
                "%s %d of %d, error %.4f (%.4f), Brier %.4f (%.4f)",
                first,
                read.renewalCount(),
                read.decidedCount(),
                read.errorRate(),
                read.naiveErrorRate(),
                read.brier(),
                read.naiveBrier());
    }

    /**
     * Everything that happened from a day on is deleted, and the forecasts of that day and before stay as they were.
     */
    @Test
    void aForecastKnowsNothingOfWhatCameAfterIt() {
        List<Map<String, Object>> before = forecasts();
        assertThat(before).hasSizeGreaterThan(500);
        company.database()
                .jdbi()
                .useTransaction(
                        db -> {
                            // so that rows can be deleted without those that refer to them
                            db.execute("set local session_replication_role = replica");
                            for (String sql : FORGOTTEN) {
                                db.execute(sql);
                            }
                        });
        past().store(16, OPERATOR, day -> {});

        assertThat(forecasts()).isEqualTo(before);
    }

    private static final List<String> FORGOTTEN =
            List.of(
                    "delete from renewal_forecasts",
                    "delete from health_scores",
                    "delete from usage_daily_users where day >= '2026-01-01'",
                    "delete from usage_daily_features where day >= '2026-01-01'",
                    "delete from product_users where first_seen_on >= '2026-01-01'",
                    "delete from touchpoints where occurred_at >= '2026-01-01Z'",
                    "update touchpoints set answered_at = null where answered_at >= '2026-01-01Z'",
                    "delete from survey_responses where responded_at >= '2026-01-01Z'",
                    "delete from tickets where opened_at >= '2026-01-01Z'",
                    "update tickets set resolved_at = null where resolved_at >= '2026-01-01Z'",
                    "update tickets set closed_at = null where closed_at >= '2026-01-01Z'",
                    """
                    update tickets set satisfaction = null, satisfaction_at = null, satisfaction_scale = null
                    where satisfaction_at >= '2026-01-01Z'
                    """,
                    "delete from escalations where opened_at >= '2026-01-01Z'",
                    "update escalations set resolved_at = null where resolved_at >= '2026-01-01Z'",
                    "update contacts set left_company_at = null where left_company_at >="
                            + " '2026-01-01Z'",
                    "delete from revenue_movements where effective_on >= '2026-01-01'",
                    "delete from churn_events where churned_on >= '2026-01-01'",
                    "update clients set status = 'active'",
                    """
                    update contracts k set payment_status = coalesce(s.from_status, 'current')
                    from (select distinct on (client_id, contract_id) * from payment_status_changes
                          where changed_at >= '2026-01-01Z' order by client_id, contract_id, changed_at) s
                    where s.client_id = k.client_id and s.contract_id = k.contract_id
                    """,
                    "delete from payment_status_changes where changed_at >= '2026-01-01Z'",
                    "delete from contracts where start_date >= '2026-01-01'",
                    """
                    update contracts set status = 'active', terminated_on = null
                    where end_date >= '2026-01-01' and (terminated_on is null or terminated_on >= '2026-01-01')
                    """,
                    """
                    delete from renewals r where not exists (
                        select from contracts k where k.client_id = r.client_id and k.contract_id = r.contract_id)
                    """,
                    """
                    update renewals set stage = 'upcoming', closed_on = null, outcome_arr_amount = null,
                        lost_reason = null, committed_on = null, new_contract_id = null
                    where closed_on >= '2026-01-01' or committed_on >= '2026-01-01'
                    """);

    private static List<Map<String, Object>> forecasts() {
        return company.database()
                .jdbi()
                .withHandle(
                        db ->
                                db.createQuery(
                                                """
                                                select client_id, contract_id, forecast_on, stage, probability, amount, weight_basis,
                                                    factors::text as factors
                                                from renewal_forecasts
                                                where forecast_on <= '2026-01-01'
                                                order by client_id, contract_id, forecast_on
                                                """)
                                        .mapToMap()
                                        .list());
    }
}
