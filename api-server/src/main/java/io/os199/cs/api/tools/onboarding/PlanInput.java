package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.MilestoneTaskStatus;
import io.os199.cs.onboarding.model.NewMilestone;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.NewPlan;
import io.os199.cs.onboarding.plan.PlanChange;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** The arguments of {@code create_onboarding_plan}. */
public record PlanInput(
        @Size(min = 1, max = 200) String clientId,
        @Default("create") Action action,
        @Nullable @Actions(value = "create", requiredBy = "create") @Size(min = 1, max = 20)
                List<@Size(min = 1, max = 300) String> customerGoals,
        @Nullable @Actions("create") @Size(max = 20)
                List<@Size(min = 1, max = 300) String> successCriteria,
        @Nullable @Actions("create") Tier productTier,
        @Nullable @Actions("create") @Min(1) @Max(10_000) Integer teamSize,
        @Default(value = "medium", listed = false) @Actions("create")
                Complexity technicalComplexity,
        @Default(value = "4", listed = false) @Actions("create") @Min(1) @Max(52) int timelineWeeks,
        @Nullable @Actions("create") LocalDate startDate,
        @Nullable @Actions({"create", "update_milestone", "update_task"}) @Size(min = 1, max = 200)
                String owner,
        @Nullable @Actions("create") @Size(min = 1, max = 20) List<AskedMilestone> milestones,
        @Default(value = "20", listed = false)
                @Actions("create")
                @DecimalMin("1")
                @DecimalMax("400")
                BigDecimal weeklyCapacityHours,
        @Nullable
                @Actions(
                        value = {"update_milestone", "update_task", "set_status"},
                        requiredBy = {"update_milestone", "update_task", "set_status"})
                @Size(min = 1, max = 60)
                String planId,
        @Nullable
                @Actions(
                        value = {"update_milestone", "update_task", "set_status"},
                        requiredBy = {"update_milestone", "update_task", "set_status"})
                @Min(1)
                Integer version,
        @Nullable
                @Actions(
                        value = {"update_milestone", "update_task"},
                        requiredBy = {"update_milestone", "update_task"})
                @Min(1)
                @Max(20)
                Integer milestoneSequence,
        @Nullable
                @Actions(value = "update_task", requiredBy = "update_task")
                @Doc("One above the last, with title, adds a task")
                @Min(1)
                @Max(50)
                Integer taskNo,
        @Nullable
                @Actions(
                        value = {"update_milestone", "update_task", "set_status"},
                        requiredBy = "set_status")
                @Size(min = 1, max = 20)
                String status,
        @Nullable @Actions({"update_milestone", "update_task"}) LocalDate completedOn,
        @Nullable @Actions({"update_milestone", "update_task"}) LocalDate dueDate,
        @Nullable @Actions("update_milestone") @DecimalMin("0") @DecimalMax("1000")
                BigDecimal actualHours,
        @Nullable @Actions("update_milestone") @DecimalMin("0.5") @DecimalMax("500")
                BigDecimal estimatedHours,
        @Nullable @Actions("update_milestone") @Size(min = 1, max = 500) String blockerText,
        @Nullable @Actions("update_task") @Size(min = 1, max = 200) String title,
        @Nullable @Actions("update_milestone") Boolean firstValue,
        @Default(value = "false", listed = false) boolean dryRun,
        @Nullable @Actions("set_status") @Size(max = 400) String confirmationToken,
        @Nullable @Size(min = 1, max = 100) String idempotencyKey) {
    private static final int LONGEST_BLOCKER = 500;
    private static final int LONGEST_GOAL = 300;

    /** The action to take. */
    public enum Action {
        CREATE,
        UPDATE_MILESTONE,
        UPDATE_TASK,
        SET_STATUS
    }

    /** A milestone that replaces the template's; its number is its position. */
    public record AskedMilestone(
            @Size(min = 1, max = 200) String name,
            @DecimalMin("0.5") @DecimalMax("500") BigDecimal estimatedHours,
            @Nullable @Size(max = 19) List<@Min(1) @Max(20) Integer> dependsOn,
            @Nullable @Size(max = 20) List<@Size(min = 1, max = 200) String> tasks,
            @Nullable Boolean firstValue) {
        private NewMilestone toNew() {
            return new NewMilestone(
                    null,
                    UntrustedText.name(name),
                    estimatedHours,
                    dependsOn == null ? List.of() : dependsOn.stream().distinct().sorted().toList(),
                    tasks == null ? List.of() : tasks.stream().map(UntrustedText::name).toList(),
                    Boolean.TRUE.equals(firstValue));
        }
    }

    NewPlan toPlan(String client, LocalDate today) {
        return new NewPlan(
                client,
                lines(Objects.requireNonNull(customerGoals)),
                successCriteria == null ? null : lines(successCriteria),
                productTier,
                teamSize,
                technicalComplexity,
                timelineWeeks,
                startDate == null ? today : startDate,
                name(owner),
                milestones == null ? null : milestones.stream().map(AskedMilestone::toNew).toList(),
                weeklyCapacityHours);
    }

    PlanChange toChange() {
        return switch (action) {
            case UPDATE_MILESTONE ->
                    new PlanChange.OfMilestone(
                            Objects.requireNonNull(milestoneSequence),
                            word(MilestoneStatus.class),
                            completedOn,
                            dueDate,
                            actualHours,
                            estimatedHours,
                            name(owner),
                            blockerText == null
                                    ? null
                                    : UntrustedText.of(blockerText, LONGEST_BLOCKER).text(),
                            firstValue);
            case UPDATE_TASK ->
                    new PlanChange.OfTask(
                            Objects.requireNonNull(milestoneSequence),
                            Objects.requireNonNull(taskNo),
                            name(title),
                            word(MilestoneTaskStatus.class),
                            completedOn,
                            dueDate,
                            name(owner));
            case SET_STATUS ->
                    new PlanChange.OfStatus(Objects.requireNonNull(word(PlanStatus.class)));
            case CREATE -> throw new IllegalStateException("a new plan is no change");
        };
    }

    boolean isCancelling() {
        return action == Action.SET_STATUS && WireName.of(PlanStatus.CANCELLED).equals(status);
    }

    private <E extends Enum<E>> @Nullable E word(Class<E> type) {
        return status == null ? null : type.cast(WireName.parse(type, status));
    }

    private static @Nullable String name(@Nullable String sent) {
        return sent == null ? null : UntrustedText.name(sent);
    }

    private static List<String> lines(List<String> sent) {
        return sent.stream()
                .map(line -> UntrustedText.of(line.replaceAll("\\s+", " "), LONGEST_GOAL).text())
                .toList();
    }
}
