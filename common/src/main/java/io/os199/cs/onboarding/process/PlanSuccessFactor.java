package io.os199.cs.onboarding.process;

import io.os199.cs.onboarding.process.ProcessDao.EndedPlan;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How plans with a factor did compared with plans without it: an association, not a cause.
 *
 * @param difference of the on-time rates, with the factor less without
 * @param intervalLow of the difference, by Newcombe
 * @param credible whether the interval excludes 0
 */
public record PlanSuccessFactor(
        String factor,
        Side with,
        Side without,
        BigDecimal difference,
        BigDecimal intervalLow,
        BigDecimal intervalHigh,
        boolean credible) {

    /** The plans on one side of the comparison. */
    public record Side(int n, BigDecimal onTimeRate) {}

    /** Whether a plan had the factor; absent where that is unknown. */
    private interface Had {
        @Nullable Boolean in(EndedPlan plan);
    }

    /** Compares the completed plans of a period by each factor for which both sides have at least 5 plans. */
    static List<PlanSuccessFactor> of(List<EndedPlan> completed) {
        Map<String, Had> factors = new LinkedHashMap<>();
        factors.put("executive_sponsor", EndedPlan::hasSponsor);
        factors.put("early_kickoff", EndedPlan::hadEarlyKickoff);
        factors.put("regular_checkins", EndedPlan::hadCheckins);
        factors.put("half_team_trained", EndedPlan::wasHalfTrained);
        factors.put("automation_on", EndedPlan::hadAutomations);
        factors.put("measured_criteria", EndedPlan::hasMeasuredCriteria);
        List<PlanSuccessFactor> found = new ArrayList<>();
        factors.forEach(
                (name, has) -> {
                    int[] with = count(completed, has, true);
                    int[] without = count(completed, has, false);
                    if (with[1] >= Sample.ENOUGH && without[1] >= Sample.ENOUGH) {
                        found.add(of(name, with, without));
                    }
                });
        return found;
    }

    /** Counts the plans on time, and all of them. */
    private static int[] count(List<EndedPlan> plans, Had has, boolean wanted) {
        int[] counts = new int[2];
        for (EndedPlan plan : plans) {
            Boolean is = has.in(plan);
            if (is != null && is == wanted && plan.isOnTime() != null) {
                counts[0] += plan.isOnTime() ? 1 : 0;
                counts[1]++;
            }
        }
        return counts;
    }

    static PlanSuccessFactor of(String name, int[] with, int[] without) {
        Interval interval = Interval.newcombe(with[0], with[1], without[0], without[1]);
        return new PlanSuccessFactor(
                name,
                side(with),
                side(without),
                Rounded.rate((double) with[0] / with[1] - (double) without[0] / without[1]),
                Rounded.rate(interval.low()),
                Rounded.rate(interval.high()),
                !interval.holds(0));
    }

    private static Side side(int[] counts) {
        return new Side(counts[1], Rounded.rate((double) counts[0] / counts[1]));
    }
}
