package io.os199.cs.onboarding.progress;

import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.PlanRisks;
import io.os199.cs.onboarding.model.PlanStanding;
import io.os199.cs.onboarding.model.PlanStanding.Risk;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Advises what to do about a plan's risks: the rules ONB-1 to ONB-7. */
final class ProgressAdvice {
    private static final String PLAN = "create_onboarding_plan";
    private static final String CONTACT = "log_activity";
    private static final String TRAINING = "deliver_training_session";
    private static final double NEARLY_DONE = 0.75;

    private final TrackedPlan plan;
    private final PlanStanding standing;
    private final Map<String, Risk> risks;
    private final List<Recommendation> found = new ArrayList<>();

    private ProgressAdvice(TrackedPlan plan, PlanStanding standing) {
        this.plan = plan;
        this.standing = standing;
        this.risks =
                standing.risks().stream()
                        .collect(Collectors.toMap(Risk::ruleId, Function.identity()));
    }

    /** Returns all advice that is called for, in the order of the rules; nothing for a plan that is not active. */
    static List<Recommendation> on(TrackedPlan plan, PlanStanding standing) {
        return plan.status() == PlanStatus.ACTIVE
                ? new ProgressAdvice(plan, standing).found()
                : List.of();
    }

    private List<Recommendation> found() {
        given("ONB-1", unblock(), Priority.HIGH, PLAN, PlanRisks.BLOCKED);
        given("ONB-2", recover(), Priority.HIGH, PLAN, PlanRisks.OVERDUE, PlanRisks.SLIPPING);
        given(
                "ONB-3",
                "Plan anew the way to first value",
                Priority.HIGH,
                PLAN,
                PlanRisks.NO_FIRST_VALUE);
        given(
                "ONB-4",
                "Hold a session for the %d who are not trained"
                        .formatted(Math.max(0, plan.teamSize() - plan.trainedCount())),
                Priority.MEDIUM,
                TRAINING,
                PlanRisks.UNTRAINED);
        given(
                "ONB-5",
                "Contact the inactive users or the champion",
                Priority.MEDIUM,
                CONTACT,
                PlanRisks.INACTIVE,
                PlanRisks.SILENT);
        given("ONB-6", "Hold a check-in this week", Priority.MEDIUM, CONTACT, PlanRisks.IDLE);
        double done = standing.progress().completionRate();
        if (risks.isEmpty() && done >= NEARLY_DONE) {
            found.add(
                    new Recommendation(
                            "ONB-7",
                            "no risk, and %.0f %% of the work is done".formatted(done * 100),
                            "Prepare the handover review",
                            Priority.LOW,
                            PLAN));
        }
        return found;
    }

    private void given(
            String ruleId, String action, Priority priority, String tool, String... anyOf) {
        List<String> because =
                Stream.of(anyOf)
                        .map(risks::get)
                        .filter(Objects::nonNull)
                        .map(Risk::because)
                        .toList();
        if (!because.isEmpty()) {
            found.add(
                    new Recommendation(ruleId, String.join("; ", because), action, priority, tool));
        }
    }

    private String unblock() {
        return plan.milestones().stream()
                .filter(m -> m.status() == MilestoneStatus.BLOCKED)
                .map(
                        m ->
                                "Resolve the blocker of milestone %d (blocked since %s)"
                                        .formatted(m.sequence(), blockedSince(m)))
                .collect(Collectors.joining("; "));
    }

    /** Returns the UTC day on which it was blocked, or the start of the plan where none is stored. */
    private LocalDate blockedSince(Milestone m) {
        return m.blockedAt() == null
                ? plan.startDate()
                : m.blockedAt().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private String recover() {
        Integer margin = standing.progress().marginDays(plan.targetDate());
        String days =
                margin == null || margin >= 0 ? "" : ": %d days to recover".formatted(-margin);
        var ahead = standing.progress().projection();
        return ahead == null || ahead.criticalPath().isEmpty()
                ? "Put people on what is left" + days
                : "Put people on milestone %d, the first on the critical path%s"
                        .formatted(ahead.criticalPath().getFirst(), days);
    }
}
