package io.os199.cs.onboarding.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The amount of work in a plan, by the rules {@code plan-schedule-1}; skipped milestones do not count.
 *
 * @param total hours of all milestones
 * @param criticalPath hours of their longest chain
 */
public record PlanHours(BigDecimal total, BigDecimal criticalPath) {
    /** Returns the hours of a plan's milestones, given in any order. */
    public static PlanHours of(List<PlanMilestone> milestones) {
        PlanGraph graph = PlanProgress.graph(milestones);
        Map<Integer, PlanMilestone> bySequence = bySequence(milestones);
        Map<Integer, BigDecimal> ends = new HashMap<>();
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal longest = BigDecimal.ZERO;
        for (int sequence : graph.order()) {
            PlanMilestone milestone = bySequence.get(sequence);
            BigDecimal hours = milestone == null ? BigDecimal.ZERO : milestone.estimatedHours();
            BigDecimal end =
                    graph.before(sequence).stream()
                            .map(before -> ends.getOrDefault(before, BigDecimal.ZERO))
                            .reduce(BigDecimal.ZERO, BigDecimal::max)
                            .add(hours);
            ends.put(sequence, end);
            total = total.add(hours);
            longest = longest.max(end);
        }
        return new PlanHours(total, longest);
    }

    /**
     * Returns the fewest whole weeks in which all the work can be done at that many hours a week; the same people do
     * what runs in parallel.
     */
    public int minimumWeeks(BigDecimal weeklyCapacityHours) {
        return total.divide(weeklyCapacityHours, 0, RoundingMode.CEILING).intValueExact();
    }

    /** Returns the hours a week over that many weeks. */
    public BigDecimal perWeek(int weeks) {
        return total.divide(BigDecimal.valueOf(weeks), 2, RoundingMode.HALF_UP);
    }

    /**
     * Returns by how many days each unfinished milestone may be later than planned without moving the last due date;
     * negative when it is too late.
     */
    public static Map<Integer, Integer> plannedSlack(List<PlanMilestone> milestones) {
        Map<Integer, PlanMilestone> bySequence = bySequence(milestones);
        return PlanProgress.graph(milestones)
                .slack(
                        sequence -> milestone(bySequence, sequence).dueDate(),
                        sequence -> span(milestone(bySequence, sequence)),
                        sequence -> milestone(bySequence, sequence).status().isOver());
    }

    private static PlanMilestone milestone(Map<Integer, PlanMilestone> all, int sequence) {
        PlanMilestone found = all.get(sequence);
        if (found == null) {
            throw new IllegalArgumentException("no milestone " + sequence);
        }
        return found;
    }

    private static int span(PlanMilestone milestone) {
        LocalDate start = milestone.plannedStartOn();
        return (int) ChronoUnit.DAYS.between(start, milestone.dueDate());
    }

    private static Map<Integer, PlanMilestone> bySequence(List<PlanMilestone> milestones) {
        return milestones.stream()
                .collect(Collectors.toMap(PlanMilestone::sequence, Function.identity()));
    }
}
