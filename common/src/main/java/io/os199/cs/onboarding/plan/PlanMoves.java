package io.os199.cs.onboarding.plan;

import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.MilestoneTaskStatus;
import io.os199.cs.onboarding.model.PlanGraph;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Works out what a milestone or task becomes after a change, or why it cannot change: the table of states, and what
 * has to be finished first.
 */
final class PlanMoves {
    private static final int MOST_NAMED = 10;

    private final Plan plan;
    private final Instant now;
    private final LocalDate today;

    PlanMoves(Plan plan, Instant now) {
        this.plan = plan;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** Returns the milestone after the change. */
    Answer<Milestone> milestone(PlanChange.OfMilestone change) {
        Milestone found = plan.milestone(change.sequence()).orElse(null);
        if (found == null) {
            return Answer.refused(noMilestone(change.sequence()));
        }
        if (plan.head().status() != PlanStatus.ACTIVE) {
            return Answer.refused(notActive());
        }
        MilestoneStatus status = Objects.requireNonNullElse(change.status(), found.status());
        boolean isMoved = status != found.status();
        if (isMoved && !found.status().next().contains(status)) {
            return Answer.refused(
                    notAllowed(
                            "milestone " + found.sequence(),
                            WireName.of(found.status()),
                            WireName.of(status),
                            found.status().next().stream().map(WireName::of).toList()));
        }
        LocalDate due = change.dueDate();
        if (due != null && due.isBefore(found.plannedStartOn())) {
            return Answer.refused(
                    Refusal.invalid(
                            "due_date",
                            "due_date %s is before the milestone's planned start, %s"
                                    .formatted(due, found.plannedStartOn()),
                            "a day from %s".formatted(found.plannedStartOn())));
        }
        if (isMoved && found.status() == MilestoneStatus.COMPLETED) {
            List<String> dependents =
                    completedAfter(found.sequence()).stream()
                            .map(m -> "milestone " + m.sequence())
                            .toList();
            if (!dependents.isEmpty()) {
                return Answer.refused(
                        Refusal.failedPrecondition(
                                "milestone %d is not reopened while these that depend on it are"
                                                .formatted(found.sequence())
                                        + " completed: "
                                        + named(dependents)));
            }
        }
        LocalDate completedOn = status == MilestoneStatus.COMPLETED ? found.completedOn() : null;
        if (status == MilestoneStatus.COMPLETED && (isMoved || change.completedOn() != null)) {
            completedOn = Objects.requireNonNullElse(change.completedOn(), today);
            Refusal refusal = completion(found, completedOn);
            if (refusal != null) {
                return Answer.refused(refusal);
            }
        }
        return Answer.of(changed(found, change, status, completedOn));
    }

    private Milestone changed(
            Milestone found,
            PlanChange.OfMilestone change,
            MilestoneStatus status,
            @Nullable LocalDate completedOn) {
        boolean isBlocked = status == MilestoneStatus.BLOCKED;
        boolean wasBlocked = found.status() == MilestoneStatus.BLOCKED;
        Instant blockedAt = found.blockedAt();
        return new Milestone(
                found.sequence(),
                found.milestoneKey(),
                found.name(),
                status,
                found.week(),
                found.plannedStartOn(),
                kept(change.dueDate(), found.dueDate()),
                startedOn(found, status, completedOn),
                completedOn,
                kept(change.estimatedHours(), found.estimatedHours()),
                change.actualHours() == null ? found.actualHours() : change.actualHours(),
                change.owner() == null ? found.owner() : change.owner(),
                found.dependsOn(),
                change.firstValue() == null ? found.firstValue() : change.firstValue(),
                isBlocked ? (wasBlocked ? blockedAt : now) : null,
                wasBlocked && !isBlocked && blockedAt != null
                        ? found.blockedDays() + days(blockedAt)
                        : found.blockedDays(),
                isBlocked
                        ? (change.blockerText() == null
                                ? found.blockerText()
                                : change.blockerText())
                        : null,
                found.tasks());
    }

    private @Nullable LocalDate startedOn(
            Milestone found, MilestoneStatus status, @Nullable LocalDate completedOn) {
        LocalDate started = found.startedOn();
        return switch (status) {
            case NOT_STARTED -> null;
            case IN_PROGRESS -> started == null ? today : started;
            case COMPLETED -> {
                LocalDate begun = started == null ? begun(found) : started;
                yield isAfter(begun, completedOn) ? completedOn : begun;
            }
            case BLOCKED, SKIPPED -> started;
        };
    }

    /**
     * Returns when unrecorded work on it must have begun: when its first task was done, or else as soon as it could
     * begin.
     */
    private LocalDate begun(Milestone found) {
        return found.tasks().stream()
                .map(Milestone.Task::completedOn)
                .filter(Objects::nonNull)
                .min(LocalDate::compareTo)
                .orElseGet(() -> begins(found));
    }

    private static boolean isAfter(LocalDate day, @Nullable LocalDate other) {
        return other != null && day.isAfter(other);
    }

    private int days(Instant since) {
        return (int)
                Math.max(
                        0,
                        ChronoUnit.DAYS.between(LocalDate.ofInstant(since, ZoneOffset.UTC), today));
    }

    /** Returns what prevents its completion on that day, or null where nothing does. */
    private @Nullable Refusal completion(Milestone milestone, LocalDate on) {
        List<String> open = new ArrayList<>();
        for (Milestone before : before(milestone)) {
            if (!before.status().isOver()) {
                open.add(
                        "milestone %d (%s)"
                                .formatted(before.sequence(), WireName.of(before.status())));
            }
        }
        for (Milestone.Task task : milestone.tasks()) {
            if (!task.isOver()) {
                open.add("task %d (%s)".formatted(task.taskNo(), WireName.of(task.status())));
            }
        }
        if (!open.isEmpty()) {
            return Refusal.failedPrecondition(
                            "milestone %d cannot be completed before: "
                                            .formatted(milestone.sequence())
                                    + named(open))
                    .hint(
                            "Finish, cancel or skip these first with update_task or"
                                    + " update_milestone");
        }
        LocalDate earliest = begins(milestone);
        LocalDate latest =
                completedAfter(milestone.sequence()).stream()
                        .map(after -> kept(after.completedOn(), today))
                        .reduce(today, (one, other) -> one.isBefore(other) ? one : other);
        if (on.isBefore(earliest) || on.isAfter(latest)) {
            return Refusal.invalid(
                    "completed_on",
                    "completed_on %s is not between %s, when the plan began and what it depends on"
                                    .formatted(on, earliest)
                            + " was completed, and %s, today or when what depends on it was completed"
                                    .formatted(latest),
                    "a day from %s to %s".formatted(earliest, latest));
        }
        return null;
    }

    /** Returns the milestones that it waits for, looking through skipped ones. */
    private List<Milestone> before(Milestone milestone) {
        return PlanGraph.of(plan.milestones().stream().map(Milestone::toProgress).toList())
                .before(milestone.sequence())
                .stream()
                .map(sequence -> plan.milestone(sequence).orElseThrow())
                .toList();
    }

    /** Returns the day by which the plan had started and everything it waits for was completed. */
    private LocalDate begins(Milestone milestone) {
        return before(milestone).stream()
                .map(Milestone::completedOn)
                .filter(Objects::nonNull)
                .reduce(plan.head().startDate(), (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Returns the completed milestones that depend on it, directly or through others. */
    private List<Milestone> completedAfter(int sequence) {
        Set<Integer> after = new HashSet<>(Set.of(sequence));
        List<Milestone> completed = new ArrayList<>();
        for (Milestone each : plan.milestones()) {
            if (!Collections.disjoint(each.dependsOn(), after)) {
                after.add(each.sequence());
                if (each.status() == MilestoneStatus.COMPLETED) {
                    completed.add(each);
                }
            }
        }
        return completed;
    }

    /** Returns the task after the change, or the new one. */
    Answer<Milestone.Task> task(PlanChange.OfTask change) {
        Milestone milestone = plan.milestone(change.sequence()).orElse(null);
        if (milestone == null) {
            return Answer.refused(noMilestone(change.sequence()));
        }
        if (plan.head().status() != PlanStatus.ACTIVE) {
            return Answer.refused(notActive());
        }
        int last = milestone.tasks().stream().mapToInt(Milestone.Task::taskNo).max().orElse(0);
        Milestone.Task found =
                milestone.tasks().stream()
                        .filter(task -> task.taskNo() == change.taskNo())
                        .findFirst()
                        .orElse(null);
        if (found == null) {
            return change.taskNo() == last + 1
                    ? added(milestone, change)
                    : Answer.refused(
                            Refusal.notFound(
                                            "task_no",
                                            "milestone %d has no task %d"
                                                    .formatted(
                                                            milestone.sequence(), change.taskNo()))
                                    .expected(
                                            "1 to %d, or %d with a title to add one"
                                                    .formatted(last, last + 1)));
        }
        MilestoneTaskStatus status = Objects.requireNonNullElse(change.status(), found.status());
        boolean isMoved = status != found.status();
        if (isMoved && !found.status().next().contains(status)) {
            return Answer.refused(
                    notAllowed(
                            "task " + found.taskNo(),
                            WireName.of(found.status()),
                            WireName.of(status),
                            found.status().next().stream().map(WireName::of).toList()));
        }
        if (milestone.status().isOver()) {
            return Answer.refused(over(milestone));
        }
        return dated(
                new Milestone.Task(
                        found.taskNo(),
                        kept(change.title(), found.title()),
                        status,
                        change.owner() == null ? found.owner() : change.owner(),
                        change.dueDate() == null ? found.dueDate() : change.dueDate(),
                        isMoved ? null : found.completedOn()),
                change);
    }

    private Answer<Milestone.Task> added(Milestone milestone, PlanChange.OfTask change) {
        String title = change.title();
        if (title == null) {
            return Answer.refused(
                    Refusal.invalid(
                            "title",
                            "task %d is new and needs a title".formatted(change.taskNo()),
                            "what is to be done"));
        }
        if (milestone.status().isOver()) {
            return Answer.refused(over(milestone));
        }
        return dated(
                new Milestone.Task(
                        change.taskNo(),
                        title,
                        Objects.requireNonNullElse(change.status(), MilestoneTaskStatus.TODO),
                        change.owner(),
                        kept(change.dueDate(), milestone.dueDate()),
                        null),
                change);
    }

    /** Adds the day on which a task was done, if it is done. */
    private Answer<Milestone.Task> dated(Milestone.Task task, PlanChange.OfTask change) {
        if (task.status() != MilestoneTaskStatus.DONE) {
            return Answer.of(task);
        }
        LocalDate asked = change.completedOn();
        LocalDate on = asked == null ? kept(task.completedOn(), today) : asked;
        LocalDate earliest = plan.head().startDate();
        if (on.isAfter(today) || (asked != null && on.isBefore(earliest))) {
            return Answer.refused(
                    Refusal.invalid(
                            "completed_on",
                            "completed_on %s is not between the plan's start, %s, and today"
                                    .formatted(on, earliest),
                            "a day from %s to %s".formatted(earliest, today)));
        }
        return Answer.of(
                new Milestone.Task(
                        task.taskNo(),
                        task.title(),
                        task.status(),
                        task.owner(),
                        task.dueDate(),
                        on));
    }

    private static <T> T kept(@Nullable T changed, T found) {
        return changed == null ? found : changed;
    }

    private Refusal noMilestone(int sequence) {
        return Refusal.notFound(
                        "milestone_sequence",
                        "the plan has no milestone %d; send 1 to %d"
                                .formatted(sequence, plan.milestones().size()))
                .expected("1 to %d".formatted(plan.milestones().size()));
    }

    private Refusal notActive() {
        PlanStatus status = plan.head().status();
        Refusal refusal =
                Refusal.failedPrecondition(
                        "the plan is %s; milestones and tasks change in an active plan"
                                .formatted(WireName.of(status)));
        return status.next().contains(PlanStatus.ACTIVE)
                ? refusal.hint("Call set_status with status active first")
                : refusal;
    }

    private static Refusal over(Milestone milestone) {
        return Refusal.failedPrecondition(
                        "milestone %d is %s; its tasks do not change any more"
                                .formatted(milestone.sequence(), WireName.of(milestone.status())))
                .hint("Reopen the milestone first with update_milestone");
    }

    static Refusal notAllowed(String what, String from, String to, List<String> allowed) {
        return Refusal.failedPrecondition(
                        "%s is %s and does not go to %s; %s"
                                .formatted(
                                        what,
                                        from,
                                        to,
                                        allowed.isEmpty()
                                                ? "it does not change any more"
                                                : "send " + String.join(" or ", allowed)))
                .field("status")
                .expected(allowed.isEmpty() ? "no further change" : String.join(", ", allowed));
    }

    private static String named(List<String> all) {
        String shown = all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return all.size() > MOST_NAMED
                ? shown + " and %d more".formatted(all.size() - MOST_NAMED)
                : shown;
    }
}
