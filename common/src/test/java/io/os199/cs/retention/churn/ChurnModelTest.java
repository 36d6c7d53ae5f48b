package io.os199.cs.retention.churn;

import static io.os199.cs.retention.facts.ChurnFeature.AGED_TICKETS_LOG;
import static io.os199.cs.retention.facts.ChurnFeature.AUTO_RENEW;
import static io.os199.cs.retention.facts.ChurnFeature.CHAMPION_LEFT;
import static io.os199.cs.retention.facts.ChurnFeature.CONTRACTION_12M;
import static io.os199.cs.retention.facts.ChurnFeature.ENGAGEMENT_SCORE;
import static io.os199.cs.retention.facts.ChurnFeature.ESCALATION_LOAD_LOG;
import static io.os199.cs.retention.facts.ChurnFeature.PAYMENT_STATE;
import static io.os199.cs.retention.facts.ChurnFeature.RENEWAL_IN_HORIZON;
import static io.os199.cs.retention.facts.ChurnFeature.SATISFACTION_SCORE;
import static io.os199.cs.retention.facts.ChurnFeature.SEAT_UTILIZATION_RATE;
import static io.os199.cs.retention.facts.ChurnFeature.SUPPORT_SCORE;
import static io.os199.cs.retention.facts.ChurnFeature.TENURE_LOG;
import static io.os199.cs.retention.facts.ChurnFeature.URGENT_TICKETS_LOG;
import static io.os199.cs.retention.facts.ChurnFeature.USAGE_SCORE;
import static io.os199.cs.retention.facts.ChurnFeature.USAGE_TREND_LOG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.core.model.Severity;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ChurnFeature;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;

/** The worked examples of the churn model that ships with the product. */
class ChurnModelTest {
    private static final LocalDate AS_OF = LocalDate.parse("2026-06-30");
    private static final ChurnModel MODEL = SeededPrior.model();

    private static final ChurnFacts ACME =
            ChurnFacts.unknown("client_acme", AS_OF)
                    .with(USAGE_SCORE, 40.0)
                    .with(ENGAGEMENT_SCORE, 32.0)
                    .with(SUPPORT_SCORE, 55.0)
                    .with(SATISFACTION_SCORE, 45.0)
                    .with(USAGE_TREND_LOG, Math.log(130.0 / 200))
                    .with(SEAT_UTILIZATION_RATE, 0.35)
                    .with(TENURE_LOG, Math.log(1 + 438 / 365.0))
                    .with(RENEWAL_IN_HORIZON, 1.0)
                    .with(AUTO_RENEW, 0.0)
                    .with(URGENT_TICKETS_LOG, Math.log(4))
                    .with(AGED_TICKETS_LOG, Math.log(3))
                    .with(ESCALATION_LOAD_LOG, Math.log(3))
                    .with(PAYMENT_STATE, 0.5)
                    .with(CHAMPION_LEFT, 0.0)
                    .with(CONTRACTION_12M, 0.0);

    @Test
    void aClientInTroubleBeforeItsRenewalIsCritical() {
        ChurnScore score = MODEL.score(ACME);

        assertThat(score.logOdds()).isCloseTo(0.3676, within(5e-5));
        assertThat(score.probability()).isCloseTo(0.5909, within(5e-5));
        assertThat(score.riskLevel()).isEqualTo(Severity.CRITICAL);
        assertThat(score.coverage()).isEqualTo(1);
        assertThat(score.contributions().stream().limit(5).map(Contribution::feature))
                .containsExactly(
                        RENEWAL_IN_HORIZON,
                        USAGE_TREND_LOG,
                        PAYMENT_STATE,
                        USAGE_SCORE,
                        ESCALATION_LOAD_LOG);
        assertThat(score.contributions().getFirst().contribution()).isCloseTo(1.3953, within(5e-5));
        assertThat(score.contributions().get(1).contribution()).isCloseTo(0.4308, within(5e-5));
        assertThat(
                        score.contributions().stream().mapToDouble(Contribution::contribution).sum()
                                + score.intercept())
                .as("they are the whole explanation")
                .isCloseTo(score.logOdds(), within(1e-12));
    }

    @Test
    void restoringASignalShowsWhatItIsWorth() {
        ChurnFacts served = ACME.with(AGED_TICKETS_LOG, 0.0).with(ESCALATION_LOAD_LOG, 0.0);
        assertThat(MODEL.score(served).probability()).isCloseTo(0.4366, within(5e-5));
        assertThat(MODEL.score(ACME.with(USAGE_TREND_LOG, 0.0)).probability())
                .isCloseTo(0.4842, within(5e-5));
    }

    @Test
    void aHealthyClientIsLow() {
        ChurnFacts beta =
                ChurnFacts.unknown("client_beta", AS_OF)
                        .with(USAGE_SCORE, 85.0)
                        .with(ENGAGEMENT_SCORE, 80.0)
                        .with(SUPPORT_SCORE, 90.0)
                        .with(SATISFACTION_SCORE, 88.0)
                        .with(USAGE_TREND_LOG, 0.1)
                        .with(SEAT_UTILIZATION_RATE, 0.9)
                        .with(TENURE_LOG, Math.log(1 + 1095 / 365.0))
                        .with(RENEWAL_IN_HORIZON, 0.0)
                        .with(AUTO_RENEW, 1.0)
                        .with(URGENT_TICKETS_LOG, 0.0)
                        .with(AGED_TICKETS_LOG, 0.0)
                        .with(ESCALATION_LOAD_LOG, 0.0)
                        .with(PAYMENT_STATE, 0.0)
                        .with(CHAMPION_LEFT, 0.0)
                        .with(CONTRACTION_12M, 0.0);
        assertThat(MODEL.score(beta).probability()).isCloseTo(0.0018, within(5e-5));
        assertThat(MODEL.score(beta).riskLevel()).isEqualTo(Severity.LOW);
    }

    @Test
    void publishesNothingWithoutASignOfUse() {
        ChurnFacts gamma =
                ChurnFacts.unknown("client_gamma", AS_OF)
                        .with(TENURE_LOG, 1.0)
                        .with(RENEWAL_IN_HORIZON, 1.0)
                        .with(AUTO_RENEW, 0.0)
                        .with(URGENT_TICKETS_LOG, 0.0)
                        .with(AGED_TICKETS_LOG, 0.0)
                        .with(ESCALATION_LOAD_LOG, 0.0)
                        .with(PAYMENT_STATE, 0.0)
                        .with(CHAMPION_LEFT, 0.0)
                        .with(CONTRACTION_12M, 0.0);
        assertCoverage(gamma, 0.5857, false);
        assertCoverage(gamma.with(SUPPORT_SCORE, 80.0), 0.6143, false);
        assertCoverage(gamma.with(ENGAGEMENT_SCORE, 80.0), 0.6429, false);
        assertCoverage(gamma.with(USAGE_SCORE, 80.0), 0.6714, true);
    }

    private static void assertCoverage(ChurnFacts facts, double coverage, boolean isPublished) {
        ChurnScore score = MODEL.score(facts);
        assertThat(score.coverage()).isCloseTo(coverage, within(5e-5));
        assertThat(score.probability() != null).isEqualTo(isPublished);
        assertThat(score.riskLevel() != null).isEqualTo(isPublished);
    }

    @Test
    void whatIsFarOutCountsThreeDeviationsUnlessItIsAFlag() {
        ChurnFacts facts =
                ChurnFacts.unknown("client_far", AS_OF)
                        .with(USAGE_TREND_LOG, -9.0)
                        .with(CHAMPION_LEFT, 1.0);
        ChurnScore score = MODEL.score(facts);
        assertThat(z(score, USAGE_TREND_LOG)).isEqualTo(-3);
        assertThat(z(score, CHAMPION_LEFT)).isCloseTo(0.95 / 0.22, within(1e-12));
    }

    private static double z(ChurnScore score, ChurnFeature feature) {
        return score.contributions().stream()
                .filter(each -> each.feature() == feature)
                .mapToDouble(Contribution::z)
                .findFirst()
                .orElseThrow();
    }
}
