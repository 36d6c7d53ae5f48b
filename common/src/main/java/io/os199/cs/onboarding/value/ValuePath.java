package io.os199.cs.onboarding.value;

import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.PlanGraph;
import io.os199.cs.onboarding.model.PlanProgress;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.progress.TrackedPlan;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The way to first value through a plan: the wait for the plan, then the milestones that decided when the first-value
 * milestone was reached, each from the end of the one before. The spans add up exactly to the time to value; while it
 * is open, to the age.
 */
final class ValuePath {
    private final TrackedPlan plan;
    private final LocalDate clockStart;
    private final LocalDate until;
    private final PlanGraph graph;
    private final Map<Integer, Milestone> bySequence;

    private ValuePath(TrackedPlan plan, LocalDate clockStart, LocalDate until) {
        this.plan = plan;
        this.clockStart = clockStart;
        this.until = until;
        this.graph = PlanGraph.of(plan.milestones().stream().map(Milestone::toProgress).toList());
        this.bySequence =
                plan.milestones().stream()
                        .collect(Collectors.toMap(Milestone::sequence, Function.identity()));
    }

    /**
     * Returns the steps in their order; none when first value was before the clock started.
     *
     * @param until the day in question, on which an open step ends
     */
    static List<ValueStep> of(
            TrackedPlan plan,
            Milestone firstValue,
            PlanProgress.@Nullable Projection ahead,
            LocalDate clockStart,
            LocalDate until) {
        return new ValuePath(plan, clockStart, until).steps(firstValue, ahead);
    }

    private List<ValueStep> steps(Milestone firstValue, PlanProgress.@Nullable Projection ahead) {
        Deque<Milestone> path = new ArrayDeque<>();
        Optional<Milestone> at = Optional.of(current(firstValue, ahead));
        while (at.isPresent()) {
            path.addFirst(at.get());
            at = completedLast(at.get());
        }
        List<ValueStep> steps = new ArrayList<>();
        LocalDate begun = later(plan.startDate(), clockStart);
        if (begun.isAfter(until)) {
            return List.of(ValueStep.plain("wait", clockStart, until, true));
        }
        steps.add(ValueStep.plain("wait", clockStart, begun, false));
        LocalDate from = begun;
        for (Milestone each : path) {
            ValueStep step = step(each, from);
            if (step.toOn().isAfter(from) || step.isOpen()) {
                steps.add(step);
            }
            from = step.toOn();
        }
        return from.isAfter(clockStart) ? steps : List.of();
    }

    /**
     * Returns the milestone at which the way currently is: the one itself, or the unfinished one before it that ends
     * last.
     */
    private Milestone current(Milestone milestone, PlanProgress.@Nullable Projection ahead) {
        Comparator<Milestone> byEnd =
                Comparator.comparing(
                        (Milestone m) ->
                                ahead == null
                                        ? m.dueDate()
                                        : ahead.finishOn().getOrDefault(m.sequence(), m.dueDate()));
        return before(milestone).stream()
                .filter(m -> m.status() != MilestoneStatus.COMPLETED)
                .max(byEnd.thenComparing(Milestone::sequence, Comparator.reverseOrder()))
                .map(m -> current(m, ahead))
                .orElse(milestone);
    }

    private Optional<Milestone> completedLast(Milestone milestone) {
        return before(milestone).stream()
                .filter(m -> m.completedOn() != null)
                .max(
                        Comparator.comparing(ValuePath::end)
                                .thenComparing(Milestone::sequence, Comparator.reverseOrder()));
    }

    private static LocalDate end(Milestone milestone) {
        return milestone.completedOn() == null ? LocalDate.MAX : milestone.completedOn();
    }

    private List<Milestone> before(Milestone milestone) {
        Collection<Integer> sequences = graph.before(milestone.sequence());
        return sequences.stream().map(bySequence::get).toList();
    }

    private ValueStep step(Milestone m, LocalDate from) {
        LocalDate done = m.completedOn();
        LocalDate to = later(from, done == null ? until : done);
        int span = (int) ChronoUnit.DAYS.between(from, to);
        LocalDate started = m.startedOn();
        Integer idle =
                started == null
                        ? null
                        : Math.clamp(ChronoUnit.DAYS.between(from, started), 0, span);
        int blocked = Math.min(blockedDays(m), span - (idle == null ? 0 : idle));
        return new ValueStep(
                m.milestoneKey() == null ? m.name() : m.milestoneKey(),
                m.sequence(),
                from,
                to,
                done == null,
                m.toProgress().plannedDays(),
                idle,
                blocked);
    }

    /** Returns the blocked days, including those of a current blocker. */
    private int blockedDays(Milestone m) {
        if (m.status() != MilestoneStatus.BLOCKED || m.blockedAt() == null) {
            return m.blockedDays();
        }
        LocalDate since = m.blockedAt().atZone(ZoneOffset.UTC).toLocalDate();
        return m.blockedDays() + (int) Math.max(0, ChronoUnit.DAYS.between(since, until));
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? other : one;
    }
}
