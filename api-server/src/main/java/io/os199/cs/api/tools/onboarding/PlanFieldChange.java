package io.os199.cs.api.tools.onboarding;

import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.plan.Plan;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One field of a plan that a write changed; texts that may hold a customer's words are left out. */
public record PlanFieldChange(String field, @Nullable String before, @Nullable String after) {
    /** Returns all differences between the two. */
    static List<PlanFieldChange> between(Plan before, Plan after) {
        List<PlanFieldChange> found = new ArrayList<>();
        Plan.Head was = before.head();
        Plan.Head is = after.head();
        add(found, "status", WireName.of(was.status()), WireName.of(is.status()));
        add(found, "target_date", was.targetDate(), is.targetDate());
        for (Milestone milestone : after.milestones()) {
            before.milestones().stream()
                    .filter(other -> other.sequence() == milestone.sequence())
                    .findFirst()
                    .ifPresent(other -> milestones(found, other, milestone));
        }
        return found;
    }

    private static void milestones(List<PlanFieldChange> found, Milestone was, Milestone is) {
        String at = "milestones[%d].".formatted(is.sequence() - 1);
        add(found, at + "status", WireName.of(was.status()), WireName.of(is.status()));
        add(found, at + "planned_start_on", was.plannedStartOn(), is.plannedStartOn());
        add(found, at + "due_date", was.dueDate(), is.dueDate());
        add(found, at + "completed_on", was.completedOn(), is.completedOn());
        add(found, at + "estimated_hours", was.estimatedHours(), is.estimatedHours());
        add(found, at + "actual_hours", was.actualHours(), is.actualHours());
        add(found, at + "owner", was.owner(), is.owner());
        add(found, at + "first_value", was.firstValue(), is.firstValue());
        for (Milestone.Task task : is.tasks()) {
            Optional<Milestone.Task> other =
                    was.tasks().stream().filter(t -> t.taskNo() == task.taskNo()).findFirst();
            String place = at + "tasks[%d].".formatted(task.taskNo() - 1);
            add(
                    found,
                    place + "title",
                    other.map(Milestone.Task::title).orElse(null),
                    task.title());
            add(
                    found,
                    place + "status",
                    other.map(t -> WireName.of(t.status())).orElse(null),
                    WireName.of(task.status()));
            add(
                    found,
                    place + "due_date",
                    other.map(Milestone.Task::dueDate).orElse(null),
                    task.dueDate());
            add(
                    found,
                    place + "owner",
                    other.map(Milestone.Task::owner).orElse(null),
                    task.owner());
        }
    }

    private static void add(
            List<PlanFieldChange> found,
            String field,
            @Nullable Object before,
            @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            found.add(
                    new PlanFieldChange(
                            field,
                            before == null ? null : before.toString(),
                            after == null ? null : after.toString()));
        }
    }
}
