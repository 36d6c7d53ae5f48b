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
import io.os199.cs.testing.PortfolioRows;
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
 * Whatever metric, period, buckets and segments are asked for, the parts add up to the whole, and a value that is
 * missing for want of rows is reported as such. Tested over 300 clients with two years of generated rows.
 */
class MetricsAddUpTest {
    private static final LocalDate TODAY = LocalDate.parse("2025-06-30");
    private static final Instant NOW = Instant.parse("2025-06-30T09:00:00Z");
    private static final BigDecimal TINY = new BigDecimal("1e-9");

    private static @Nullable TestDatabase server;

    @BeforeContainer
    static void generate() {
        TestDatabase created = TestDatabase.create();
        PortfolioRows.fill(created, 300);
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
                                .buckets().stream().map(MetricGranularity.Bucket::start).toList());
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

    /**
     * Answers count once for each contact in a bucket, and cohorts and scores are computed anew in each: these do not
     * add up over time.
     */
    private static boolean isAdditiveOverTime(MetricType type) {
        return type == MetricType.SUPPORT_SATISFACTION || type == MetricType.TIME_TO_VALUE;
    }

    private static void sumsTo(List<Figure> parts, Figure whole) {
        assertThat(parts.stream().mapToLong(Figure::n).sum()).isEqualTo(whole.n());
        if (whole.numerator() != null && whole.denominator() != null) {
            assertThat(sum(parts.stream().flatMap(each -> Stream.ofNullable(each.numerator()))))
                    .isCloseTo(whole.numerator(), within(TINY));
            assertThat(sum(parts.stream().flatMap(each -> Stream.ofNullable(each.denominator()))))
                    .isEqualByComparingTo(whole.denominator());
        }
    }

    private static BigDecimal sum(Stream<BigDecimal> amounts) {
        return amounts.reduce(BigDecimal.ZERO, BigDecimal::add);
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
                        Arbitraries.of(MetricGranularity.class))
                .as(
                        (type, days, ago, dimensions, granularity) -> {
                            LocalDate end = TODAY.plusDays(1).minusDays(ago);
                            LocalDate start = end.minusDays(days);
                            MetricGranularity fits =
                                    granularity.buckets(start, end, TODAY).size()
                                                    <= granularity.most()
                                            ? granularity
                                            : MetricGranularity.finest(start, end).orElseThrow();
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
}
