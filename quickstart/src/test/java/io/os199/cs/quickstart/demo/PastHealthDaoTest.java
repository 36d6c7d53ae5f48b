package io.os199.cs.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.feedback.metric.MetricGranularity;
import io.os199.cs.feedback.metric.MetricOrder;
import io.os199.cs.feedback.metric.MetricReader;
import io.os199.cs.feedback.metric.MetricReport;
import io.os199.cs.feedback.metric.MetricReport.Direction;
import io.os199.cs.feedback.metric.MetricReport.Trend;
import io.os199.cs.feedback.metric.MetricType;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.PastHealth;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.testing.TestClock;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDate;
import java.util.List;

/** What is stored of the demo company's past health, whatever day of a month it is made on. */
final class PastHealthDaoTest {
    @RegisterExtension static final UsualCompany company = new UsualCompany();

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-01", "2026-06-30", "2026-06-14", "2026-03-01"})
    void theHealthOfTheQuarterAndItsTrendAreKnown(LocalDate today) throws Exception {
        company.database().execute("delete from health_scores");
        TestClock clock = new TestClock(today + "T08:00:00Z");
        new Partitions(company.database().dataSource(), clock).ensureAhead();
        Database database = company.database().database();
        new PastHealth(
                        database,
                        new HealthScoring(
                                new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock),
                        clock)
                .storeQuarter(new Actor("system", null));
        MetricReport report =
                database.read(
                        tx -> new MetricReader(tx, quarter(today), null, clock.instant()).read());

        assertThat(report.current().value()).isNotNull();
        assertThat(report.series()).allMatch(bucket -> bucket.value() != null);
        assertThat(report.trend())
                .isNotNull()
                .extracting(Trend::direction)
                .isNotEqualTo(Direction.UNKNOWN);
    }

    private static MetricOrder quarter(LocalDate today) {
        return new MetricOrder(
                MetricType.HEALTH_SCORE,
                today.minusDays(90),
                today,
                MetricGranularity.MONTHLY,
                true,
                true,
                List.of(),
                null,
                null,
                null,
                today,
                today);
    }
}
