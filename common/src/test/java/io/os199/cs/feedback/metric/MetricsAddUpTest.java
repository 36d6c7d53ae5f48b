package io.os199.cs.feedback.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.expansion.revenue.RevenueLedger;
import io.os199.cs.expansion.revenue.RevenuePeriod;
import io.os199.cs.feedback.metric.Measured.Part;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.testing.TestDatabase;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whatever metric, period, buckets and segments are asked for: the parts add up to the whole, and what has no value for want of rows is said.
 * Over 300 clients with two years of generated rows.
 */
class MetricsAddUpTest {
    private static final LocalDate TODAY = LocalDate.parse("2025-06-30");
    private static final Instant NOW = Instant.parse("2025-06-30T09:00:00Z");
    private static final BigDecimal TINY = new BigDecimal("1e-9");

    private static @Nullable TestDatabase server;

    @BeforeContainer
    static void generate() {
        TestDatabase created = TestDatabase.create();
        created.jdbi().useHandle(db -> db.createScript(ROWS).execute());
        server = created;
    }

    @AfterContainer
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void partsAddUpAndWhatIsSuppressedIsSaid(@ForAll("orders") MetricOrder order) {
        Database database = Objects.requireNonNull(server).database();
        MetricQuestion question = new MetricQuestion(order, null, null);
        Measured measured = database.snapshot(tx -> MetricSource.of(tx, question).read());
        MetricReport report =
                database.snapshot(tx -> new MetricReader(tx, order, null, NOW).read());

        Figure whole = measured.ofPeriod();
        for (String dimension : question.dimensions()) {
            List<Figure> parts =
                    measured.parts().stream()
                            .filter(each -> each.dimension().equals(dimension))
                            .map(Part::figure)
                            .toList();
            sumsTo(parts, whole);
        }
        if (isAdditiveOverTime(order.metricType())) {
            List<Figure> buckets = new ArrayList<>();
            for (int i = 0; i < question.buckets().size(); i++) {
                buckets.add(
                        Objects.requireNonNull(
                                measured.figures().get(MetricQuestion.spanOfBucket(i))));
            }
            sumsTo(buckets, whole);
        }
        boolean isPoints = order.metricType() == MetricType.NPS;
        measured.figures().values().forEach(each -> isItsQuotient(each, isPoints));
        measured.parts().forEach(each -> isItsQuotient(each.figure(), isPoints));
        saysWhatIsSuppressed(report);
        assertThat(report.series()).hasSizeLessThanOrEqualTo(order.granularity().most());
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void theBridgeOfArrLeadsFromBucketToBucket(@ForAll("orders") MetricOrder order) {
        List<LocalDate> bounds =
                new ArrayList<>(
                        new MetricQuestion(order, null, null)
                                .buckets().stream().map(Granularity.Bucket::start).toList());
        bounds.add(order.periodEnd());
        List<RevenuePeriod> buckets =
                Objects.requireNonNull(server)
                        .database()
                        .snapshot(tx -> new RevenueLedger(tx, RevenueFilter.ALL).periods(bounds));
        BigDecimal reached = buckets.getFirst().startingArr();
        for (RevenuePeriod bucket : buckets) {
            assertThat(bucket.startingArr()).isEqualByComparingTo(reached);
            assertThat(bucket.reconciles()).isTrue();
            reached = bucket.endingArr();
            BigDecimal lost = bucket.cohort().contractionArr().add(bucket.cohort().leftArr());
            assertThat(bucket.cohort().arr().subtract(lost))
                    .isEqualByComparingTo(bucket.cohort().keptArr());
        }
    }

    /** Answers are counted once for each contact of a bucket, and cohorts and scores are anew in each: these do not add up over time. */
    private static boolean isAdditiveOverTime(MetricType type) {
        return type == MetricType.SUPPORT_SATISFACTION || type == MetricType.TIME_TO_VALUE;
    }

    private static void sumsTo(List<Figure> parts, Figure whole) {
        assertThat(parts.stream().mapToLong(Figure::n).sum()).isEqualTo(whole.n());
        if (whole.numerator() != null && whole.denominator() != null) {
            assertThat(sum(parts.stream().map(Figure::numerator)))
                    .isCloseTo(whole.numerator(), within(TINY));
            assertThat(sum(parts.stream().map(Figure::denominator)))
                    .isEqualByComparingTo(whole.denominator());
        }
    }

    private static BigDecimal sum(Stream<@Nullable BigDecimal> amounts) {
        return amounts.map(Objects::requireNonNull).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void isItsQuotient(Figure figure, boolean isPoints) {
        BigDecimal numerator = figure.numerator();
        BigDecimal denominator = figure.denominator();
        if (figure.value() == null || numerator == null || denominator == null) {
            return;
        }
        BigDecimal quotient = numerator.divide(denominator, MathContext.DECIMAL64);
        BigDecimal factor = isPoints ? BigDecimal.valueOf(100) : BigDecimal.ONE;
        assertThat(figure.value()).isCloseTo(quotient.multiply(factor), within(TINY));
    }

    private static void saysWhatIsSuppressed(MetricReport report) {
        List<String> small =
                report.dataGaps().stream()
                        .filter(each -> each.reason().equals("small_sample"))
                        .map(DataGap::field)
                        .toList();
        long n = report.current().n();
        assertThat(small.contains("current.value")).isEqualTo(n > 0 && n < Sample.ENOUGH);
        assertThat(report.current().value() == null || n >= Sample.ENOUGH).isTrue();
        assertThat(small.contains("series.value"))
                .isEqualTo(report.series().stream().anyMatch(each -> isFew(each.n())));
        assertThat(report.series())
                .allMatch(each -> each.n() >= Sample.ENOUGH || each.value() == null);
        List<MetricReport.Segment> segments =
                report.segments() == null ? List.of() : report.segments();
        assertThat(small.contains("segments.value"))
                .isEqualTo(segments.stream().anyMatch(each -> isFew(each.n())));
        assertThat(segments).allMatch(each -> each.n() >= Sample.ENOUGH || each.value() == null);
    }

    private static boolean isFew(long n) {
        return n > 0 && n < Sample.ENOUGH;
    }

    @Provide
    Arbitrary<MetricOrder> orders() {
        return Combinators.combine(
                        Arbitraries.of(MetricType.class),
                        Arbitraries.integers().between(1, 700),
                        Arbitraries.integers().between(0, 400),
                        Arbitraries.of(SegmentDimension.class).list().ofMaxSize(3),
                        Arbitraries.of(Granularity.class))
                .as(
                        (type, days, ago, dimensions, granularity) -> {
                            LocalDate end = TODAY.plusDays(1).minusDays(ago);
                            LocalDate start = end.minusDays(days);
                            Granularity fits =
                                    granularity.buckets(start, end, TODAY).size()
                                                    <= granularity.most()
                                            ? granularity
                                            : Granularity.finest(start, end).orElseThrow();
                            return new MetricOrder(
                                    type,
                                    start,
                                    end,
                                    fits,
                                    true,
                                    true,
                                    dimensions,
                                    null,
                                    null,
                                    null,
                                    TODAY,
                                    TODAY);
                        });
    }

    private static final String ROWS =
            """
            select setseed(0.42);
            insert into client_names (client_id, name) select 'client_' || n, 'Client ' || n from generate_series(1, 300) n;
            insert into clients (client_id, name, company_name, tier, industry, lifecycle_stage, csm, health_band,
                contract_value, contract_start_date, status)
            select 'client_' || n, 'Client ' || n, 'Client ' || n,
                (array['starter', 'standard', 'professional', 'enterprise'])[1 + floor(random() * 4)::int],
                (array['retail', 'health', null, 'logistics', 'media'])[1 + floor(random() * 5)::int],
                (array['onboarding', 'adoption', 'active', 'renewal'])[1 + floor(random() * 4)::int],
                (array['ann', 'bob', null, 'kim'])[1 + floor(random() * 4)::int],
                (array['healthy', 'watch', null, 'critical'])[1 + floor(random() * 4)::int],
                1000, case when random() < 0.9 then date '2023-07-01' + floor(random() * 730)::int end,
                case when random() < 0.1 then 'churned' else 'active' end
            from generate_series(1, 300) n;
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
            select client_id, coalesce(contract_start_date, '2023-07-01'), 'new', 'new', round((1000 + random() * 9000)::numeric, 2)
            from clients;
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
            select client_id, effective_on + 1 + floor(random() * 400)::int, 'move_' || n,
                case when n % 2 = 0 then 'expansion' else 'contraction' end,
                case when n % 2 = 0 then 1 else -1 end * round((arr_delta_amount * random()::numeric / 4) + 0.01, 2)
            from revenue_movements, generate_series(1, 3) n
            where movement_id = 'new' and random() < 0.6;
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
            select client_id, max(effective_on) + 30, 'churn', 'churn', -sum(arr_delta_amount)
            from revenue_movements
            group by client_id
            having random() < 0.3 and sum(arr_delta_amount) > 0;
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
            select client_id, effective_on + 60, 'back', 'reactivation', 500.55
            from revenue_movements
            where kind = 'churn' and random() < 0.3;
            insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
            select client_id, effective_on, 'r', -arr_delta_amount
            from revenue_movements
            where kind = 'churn' and random() < 0.9;
            insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
            select client_id, 'r_' || n || k.kind, k.kind, floor(k.low + random() * (k.high - k.low + 1))::int,
                case when random() < 0.9 then 'p' || floor(random() * 4)::int || '@x.com' end,
                timestamptz '2023-07-01' + random() * interval '730 days'
            from clients
            cross join generate_series(1, 4) n
            cross join (values ('nps', 0, 10), ('csat', 1, 5), ('ces', 1, 7)) k (kind, low, high)
            where random() < 0.5;
            insert into tickets (client_id, ticket_id, subject, description_text, priority, category, status, opened_at,
                resolved_at, satisfaction, satisfaction_at, satisfaction_scale)
            select client_id, 'ticket_' || client_id || n, 's', 't', 'P3', 'other', 'resolved', at, at, 1 + floor(random() * 5)::int, at,
                'five_point'
            from (
                select client_id, n, timestamptz '2023-07-01' + random() * interval '730 days' as at
                from clients cross join generate_series(1, 3) n
                where random() < 0.5) t;
            insert into features (feature_id, key, name, is_core, min_tier, released_on)
            select 'id_' || n, 'f' || n, 'F', n <= 3,
                (array['starter', 'standard', 'professional', 'enterprise'])[1 + n % 4],
                case when n > 6 then date '2024-09-01' end
            from generate_series(1, 9) n;
            insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
            select distinct client_id, date '2023-07-01' + floor(random() * 730)::int, 'f' || (1 + floor(random() * 9)::int), 3, 1
            from clients, generate_series(1, 30);
            insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at, cut_at, overall,
                engagement, coverage, band, inputs)
            select client_id, model_id, model_version, 30, date '2023-07-01' + 11 * n, now(), now(), round((random() * 100)::numeric, 2),
                case when random() < 0.8 then round((random() * 100)::numeric, 2) end, 1, 'watch', '{}'
            from clients, generate_series(1, 66) n, scoring_models
            where kind = 'health' and scoring_models.status = 'active' and scoring_models.name = 'weighted_composite' and random() < 0.8;
            insert into adoption_milestones (client_id, framework, milestone_key, framework_version, achieved_on, recorded_at, evidence)
            select client_id, 'standard', 'first_value', f.framework_version,
                contract_start_date + floor(random() * 60)::int, now(), '{}'
            from clients, milestone_frameworks f
            where f.framework = 'standard' and f.active and random() < 0.6 and contract_start_date is not null
            """;
}
