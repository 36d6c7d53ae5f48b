package io.os199.cs.api.tools.onboarding;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.MilestoneTaskStatus;
import io.os199.cs.onboarding.model.PlanHours;
import io.os199.cs.onboarding.model.PlanProgress;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.plan.Plan;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** An onboarding plan as it is shown. */
public record PlanView(
        String planId,
        int version,
        String name,
        PlanStatus status,
        Tier productTier,
        Complexity complexity,
        int teamSize,
        LocalDate startDate,
        LocalDate targetDate,
        LocalDate baselineTargetDate,
        @Nullable LocalDate completedOn,
        @Nullable LocalDate cancelledOn,
        @Nullable LocalDate heldOn,
        int timelineWeeks,
        @Nullable String owner,
        List<String> goals,
        List<String> successCriteria,
        List<MilestoneView> milestones) {
    /**
     * A milestone.
     *
     * @param slackDays by how many days it may slip without moving the end: for an active plan from today's
     *     projection, for a draft from its planned dates; absent when it is finished or the plan is on hold
     * @param untrusted that blockerText may hold a customer's words; absent where none is shown
     */
    public record MilestoneView(
            int sequence,
            @Nullable String milestoneKey,
            String name,
            MilestoneStatus status,
            int week,
            LocalDate plannedStartOn,
            LocalDate dueDate,
            int durationDays,
            @Nullable LocalDate completedOn,
            BigDecimal estimatedHours,
            @Nullable BigDecimal actualHours,
            @Nullable String owner,
            List<Integer> dependsOn,
            @Nullable Integer slackDays,
            boolean onCriticalPath,
            boolean firstValue,
            @Nullable Boolean untrusted,
            @Nullable @Personal(Personal.Kind.TEXT) String blockerText,
            List<TaskView> tasks) {}

    /** A task. */
    public record TaskView(
            int taskNo,
            String title,
            MilestoneTaskStatus status,
            @Nullable LocalDate dueDate,
            @Nullable LocalDate completedOn,
            @Nullable String owner) {}

    static PlanView of(Plan plan, @Nullable PlanProgress progress) {
        Plan.Head head = plan.head();
        Map<Integer, Integer> slack = slack(plan, progress);
        return new PlanView(
                head.planId(),
                head.version(),
                head.name(),
                head.status(),
                head.productTier(),
                head.complexity(),
                head.teamSize(),
                head.startDate(),
                head.targetDate(),
                head.baselineTargetDate(),
                head.completedOn(),
                head.cancelledOn(),
                head.heldOn(),
                head.timelineWeeks(),
                head.owner(),
                head.goals(),
                head.successCriteria(),
                plan.milestones().stream().map(m -> of(m, slack.get(m.sequence()))).toList());
    }

    private static Map<Integer, Integer> slack(Plan plan, @Nullable PlanProgress progress) {
        if (plan.head().status() == PlanStatus.DRAFT) {
            return PlanHours.plannedSlack(
                    plan.milestones().stream().map(Milestone::toProgress).toList());
        }
        return progress == null || progress.projection() == null
                ? Map.of()
                : progress.projection().slackDays();
    }

    private static MilestoneView of(Milestone m, @Nullable Integer slack) {
        String blocker = m.blockerText();
        return new MilestoneView(
                m.sequence(),
                m.milestoneKey(),
                m.name(),
                m.status(),
                m.week(),
                m.plannedStartOn(),
                m.dueDate(),
                (int) (m.dueDate().toEpochDay() - m.plannedStartOn().toEpochDay()),
                m.completedOn(),
                m.estimatedHours(),
                m.actualHours(),
                m.owner(),
                m.dependsOn(),
                slack,
                slack != null && slack <= 0,
                m.firstValue(),
                blocker == null ? null : true,
                blocker == null ? null : UntrustedText.of(blocker, 500).text(),
                m.tasks().stream().map(PlanView::of).toList());
    }

    private static TaskView of(Milestone.Task task) {
        return new TaskView(
                task.taskNo(),
                task.title(),
                task.status(),
                task.dueDate(),
                task.completedOn(),
                task.owner());
    }
}
