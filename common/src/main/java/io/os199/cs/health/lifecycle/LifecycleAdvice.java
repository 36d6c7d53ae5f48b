package io.os199.cs.health.lifecycle;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import java.util.ArrayList;
import java.util.List;

/** The declared table of recommendations about the clients' stages. */
final class LifecycleAdvice {
    private LifecycleAdvice() {}

    /** Returns the recommendations by priority. */
    static List<Recommendation> of(
            int stuckCount, int atRiskNextCount, int expansionReadyCount, int proposalCount) {
        List<Recommendation> advice = new ArrayList<>();
        add(
                advice,
                atRiskNextCount,
                "LA_AT_RISK_NEXT",
                "%d clients outside stage at_risk are low or fall by 5 points or more",
                "Find out which of them may leave, the largest first",
                Priority.HIGH,
                "identify_churn_risk");
        add(
                advice,
                stuckCount,
                "LA_STUCK",
                "%d clients are longer in their stage than its limit",
                "Look at each one's next step, the largest first",
                Priority.HIGH,
                LifecycleRules.TOOL);
        add(
                advice,
                proposalCount,
                "LA_APPLY",
                "the rules would move %d clients",
                "Apply the rules, or wait for the run of the night",
                Priority.MEDIUM,
                LifecycleRules.TOOL);
        add(
                advice,
                expansionReadyCount,
                "LA_EXPAND",
                "%d active clients score 80 or more with 80 % of their seats in use",
                "Look for what they could take besides",
                Priority.LOW,
                "identify_upsell_opportunities");
        return advice;
    }

    private static void add(
            List<Recommendation> advice,
            int count,
            String ruleId,
            String because,
            String action,
            Priority priority,
            String tool) {
        if (count > 0) {
            advice.add(
                    new Recommendation(
                            ruleId,
                            because.replace("%d", Integer.toString(count)),
                            action,
                            priority,
                            tool));
        }
    }
}
