package io.os199.cs.health.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.health.model.SegmentStrategy.Cadence;
import io.os199.cs.health.model.SegmentStrategy.Model;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

/** Each rule at its bound and just short of it. */
class SegmentRulesTest {
    @Test
    void rescueNeedsFiveScoresBelowSixtyFive() {
        assertThat(rules(5, 0, 5, "64.99", 0, 0, 100)).containsExactly("SG_RESCUE");
        assertThat(rules(5, 0, 5, "65.00", 0, 0, 100)).isEmpty();
        assertThat(rules(5, 0, 4, "10.00", 0, 0, 100)).isEmpty();
    }

    @Test
    void renewalsCountFromAQuarterOfTheArr() {
        assertThat(rules(5, 1000, 5, "80", 250, 0, 100)).containsExactly("SG_RENEWALS");
        assertThat(rules(5, 1000, 5, "80", 249, 0, 100)).isEmpty();
        assertThat(rules(5, 0, 5, "80", 0, 0, 100)).isEmpty();
    }

    @Test
    void ownersAreMissedWhereClientsAreWorthThem() {
        assertThat(rules(10, 250_000, 10, "80", 0, 1, 100)).containsExactly("SG_UNOWNED");
        assertThat(rules(10, 249_999, 10, "80", 0, 1, 100)).isEmpty();
        assertThat(rules(11, 275_000, 11, "80", 0, 1, 100)).isEmpty();
    }

    @Test
    void moreThanAFifthWithoutScoreIsToldOf() {
        assertThat(rules(10, 0, 7, "80", 0, 0, 100)).containsExactly("SG_UNSCORED");
        assertThat(rules(10, 0, 8, "80", 0, 0, 100)).isEmpty();
    }

    @Test
    void aLargeSegmentIsToBeSplit() {
        assertThat(rules(20, 0, 20, "80", 0, 0, 49)).containsExactly("SG_SPLIT");
        assertThat(rules(20, 0, 20, "80", 0, 0, 50)).isEmpty();
        assertThat(rules(19, 0, 19, "80", 0, 0, 40)).isEmpty();
    }

    @Test
    void aSegmentBelowTheLeastSizeIsGivenNoAdvice() {
        assertThat(rules(4, 1000, 0, null, 1000, 4, 4)).isEmpty();
    }

    @Test
    void theStrategyFollowsTheMeanArr() {
        assertThat(strategy("100000"))
                .isEqualTo(
                        new SegmentStrategy(
                                Model.NAMED_SENIOR_CSM, Cadence.WEEKLY, Cadence.QUARTERLY));
        assertThat(strategy("99999.99").model()).isEqualTo(Model.CSM);
        assertThat(strategy("25000").model()).isEqualTo(Model.CSM);
        assertThat(strategy("24999.99").model()).isEqualTo(Model.POOLED_OR_AUTOMATED);
    }

    private static SegmentStrategy strategy(String meanArr) {
        return SegmentStrategy.of(new BigDecimal(meanArr));
    }

    private static List<String> rules(
            int clients,
            int arr,
            int scored,
            @Nullable String meanHealth,
            int renewing,
            int withoutCsm,
            int allClients) {
        SegmentFigures figures =
                new SegmentFigures(
                        "key",
                        clients,
                        BigDecimal.valueOf(arr),
                        scored,
                        meanHealth == null ? null : new BigDecimal(meanHealth),
                        BigDecimal.valueOf(renewing),
                        withoutCsm);
        return SegmentRules.apply(List.of(figures), allClients, 5).stream()
                .map(HealthAdvice::ruleId)
                .toList();
    }
}
