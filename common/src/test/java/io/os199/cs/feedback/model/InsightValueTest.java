package io.os199.cs.feedback.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.InsightValue.Urgency;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;

/** The points at and just beside their bounds. */
class InsightValueTest {
    @ParameterizedTest
    @CsvSource({
        "3, 0.08, HIGH, 4, -0.42, 58, HIGH, false",
        "10, 0.10, CRITICAL, 10, -0.30, 100, URGENT, true",
        "99, 0.99, CRITICAL, 99, -1, 100, URGENT, true",
        "10, 0.10, HIGH, 7, -0.29, 82.5, URGENT, true",
        "4, 0.10, HIGH, 10, 0, 64, HIGH, false",
        "5, 0, HIGH, 1, 0.5, 33.5, HIGH, true",
        "10, 0.05, MEDIUM, 8, 0, 60, HIGH, false",
        "10, 0.05, MEDIUM, 7, 0.2, 58.5, MEDIUM, false",
        "5, 0.05, LOW, 4, -0.01, 40, MEDIUM, false",
        "5, 0.05, LOW, 4, 0, 35, NORMAL, false",
        "1, -0.05, LOW, 1, , 8.5, NORMAL, false",
        "1, , LOW, 1, , 8.5, NORMAL, false"
    })
    void pointsAreOfTheTable(
            int clients,
            BigDecimal share,
            Severity priority,
            int items,
            Double sentiment,
            double score,
            Urgency urgency,
            boolean isForLeadership) {
        InsightValue value = InsightValue.of(clients, share, priority, items, sentiment);
        assertThat(value.score()).isEqualTo(score);
        assertThat(value.urgency(priority)).isEqualTo(urgency);
        assertThat(value.isForLeadership(priority, clients)).isEqualTo(isForLeadership);
    }

    @Test
    void anInsightGoesForwardOnly() {
        assertThat(InsightStatus.DRAFT.next()).hasSize(6).doesNotContain(InsightStatus.DRAFT);
        assertThat(InsightStatus.ACCEPTED.next())
                .containsExactly(
                        InsightStatus.PLANNED, InsightStatus.SHIPPED, InsightStatus.DECLINED);
        assertThat(InsightStatus.PLANNED.next())
                .containsExactly(InsightStatus.SHIPPED, InsightStatus.DECLINED);
        assertThat(InsightStatus.SHIPPED.next()).isEmpty();
        assertThat(InsightStatus.DECLINED.next()).isEmpty();
    }
}
