package io.os199.cs.onboarding.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.NewMilestone;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

final class PlanTemplateTest {
    private static final PlanTemplate TEMPLATE = PlanTemplate.current();

    @Test
    void aSmallTeamHasFourMilestonesInAChain() {
        List<NewMilestone> plan = TEMPLATE.plan(Tier.PROFESSIONAL, Complexity.MEDIUM, 10);
        assertThat(TEMPLATE.version()).isEqualTo("onboarding-template-1");
        assertThat(plan)
                .extracting(NewMilestone::milestoneKey)
                .containsExactly("kickoff", "training", "first_value", "handoff");
        assertThat(plan)
                .extracting(NewMilestone::dependsOn)
                .containsExactly(List.of(), List.of(1), List.of(2), List.of(3));
        assertThat(plan)
                .extracting(NewMilestone::firstValue)
                .containsExactly(false, false, true, false);
        assertThat(hours(plan)).isEqualByComparingTo("46");
    }

    @Test
    void aLargeEnterpriseHasAllSix() {
        List<NewMilestone> plan = TEMPLATE.plan(Tier.ENTERPRISE, Complexity.HIGH, 60);
        assertThat(plan)
                .extracting(NewMilestone::dependsOn)
                .containsExactly(
                        List.of(),
                        List.of(1),
                        List.of(1),
                        List.of(1),
                        List.of(2, 3),
                        List.of(5, 4));
        assertThat(plan.get(1).estimatedHours()).isEqualByComparingTo("15");
        assertThat(hours(plan)).isEqualByComparingTo("93");
    }

    /** Groups of 25: the 26th user is the first of a second. */
    @Test
    void trainingGrowsWithEachGroup() {
        assertThat(PlanTemplate.groups(25)).isEqualTo(1);
        assertThat(PlanTemplate.groups(26)).isEqualTo(2);
        assertThat(TEMPLATE.plan(Tier.STARTER, Complexity.LOW, 26).get(1).estimatedHours())
                .isEqualByComparingTo("13.5");
    }

    private static BigDecimal hours(List<NewMilestone> plan) {
        return plan.stream()
                .map(NewMilestone::estimatedHours)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
