package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a plan has come, when it will end, and what decides that, by the rules {@code plan-schedule-1}: earned
 * against planned hours give a pace, and the pace stretches the remaining work along the milestones that depend on
 * each other.
 *
 * @param completionRate earned hours over all, 0 to 1; counted in milestones when no hours are planned
 * @param scheduleIndex earned over planned hours; absent while nothing was to be done
 * @param pace how much longer than planned the rest takes, as a factor from 0.75 to 3
 * @param paceEarned false while too little was to be done to tell
 * @param projection absent for a plan that is on hold, or whose milestones are all skipped
 */
public record PlanProgress(
        double completionRate,
        @Nullable Double scheduleIndex,
        double pace,
        boolean paceEarned,
        @Nullable Projection projection) {
    private static final double FASTEST = 0.75;
    private static final double SLOWEST = 3;

    /** The share of all hours that must be planned by then before the pace is meaningful. */
    private static final double TOO_EARLY = 0.10;

    /** A part of a day below this is a rounding error. */
    private static final double NO_DAY = 1e-9;

    /**
     * The remaining course, if blockers clear on the day in question.
     *
     * @param completionOn when the last milestone will be finished
     * @param finishOn by milestone, including completed ones
     * @param slackDays by unfinished milestone: how much later it may be finished without moving the end
     * @param assumesUnblocked whether any is blocked
     */
    public record Projection(
            LocalDate completionOn,
            Map<Integer, LocalDate> finishOn,
            Map<Integer, Integer> slackDays,
            boolean assumesUnblocked) {
        /** Returns the unfinished milestones on which the end depends, in their order. */
        public List<Integer> criticalPath() {
            return slackDays.entrySet().stream()
                    .filter(slack -> slack.getValue() == 0)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /**
     * Returns the progress of a plan on a day.
     *
     * @param milestones of one plan, in any order
     * @param startDate of the plan
     * @param day the day in question; for a plan on hold, the day on which it was put on hold
     * @param onHold if so, nothing is projected
     */
    public static PlanProgress of(
            List<PlanMilestone> milestones, LocalDate startDate, LocalDate day, boolean onHold) {
        List<PlanMilestone> counted =
                milestones.stream()
                        .filter(m -> m.status() != MilestoneStatus.SKIPPED)
                        .sorted(Comparator.comparingInt(PlanMilestone::sequence))
                        .toList();
        boolean weighed = counted.stream().anyMatch(m -> m.estimatedHours().signum() > 0);
        double all = 0;
        double earned = 0;
        double planned = 0;
        for (PlanMilestone milestone : counted) {
            double weight = weighed ? milestone.estimatedHours().doubleValue() : 1;
            all += weight;
            earned += weight * milestone.earned();
            planned += weight * milestone.planned(day);
        }
        boolean tells = planned >= TOO_EARLY * all && all > 0;
        double pace = tells ? pace(planned, earned) : 1;
        return new PlanProgress(
                all > 0 ? earned / all : 0,
                planned > 0 ? earned / planned : null,
                pace,
                tells,
                onHold || counted.isEmpty()
                        ? null
                        : project(milestones, counted, startDate, day, pace));
    }

    private static double pace(double planned, double earned) {
        return earned <= 0 ? SLOWEST : Math.clamp(planned / earned, FASTEST, SLOWEST);
    }

    private static Projection project(
            List<PlanMilestone> all,
            List<PlanMilestone> counted,
            LocalDate startDate,
            LocalDate day,
            double pace) {
        PlanGraph graph = graph(all);
        Map<Integer, LocalDate> finish = new TreeMap<>();
        Map<Integer, Integer> days = new HashMap<>();
        for (PlanMilestone milestone : counted) {
            int sequence = milestone.sequence();
            LocalDate done = milestone.completedOn();
            if (milestone.status() == MilestoneStatus.COMPLETED && done != null) {
                finish.put(sequence, done);
                continue;
            }
            LocalDate begin = later(day, startDate);
            for (int earlier : graph.before(sequence)) {
                LocalDate other = finish.get(earlier);
                begin = other == null ? begin : later(begin, other);
            }
            int left = remaining(milestone, pace);
            days.put(sequence, left);
            finish.put(sequence, begin.plusDays(left));
        }
        Map<Integer, Integer> slack =
                graph.slack(
                        sequence -> finish.getOrDefault(sequence, day),
                        sequence -> days.getOrDefault(sequence, 0),
                        sequence -> !days.containsKey(sequence));
        return new Projection(
                finish.values().stream().max(LocalDate::compareTo).orElse(day),
                finish,
                slack,
                counted.stream().anyMatch(m -> m.status() == MilestoneStatus.BLOCKED));
    }

    /** Returns the days left for it at that pace. */
    private static int remaining(PlanMilestone milestone, double pace) {
        return (int) Math.ceil(milestone.plannedDays() * (1 - milestone.earned()) * pace - NO_DAY);
    }

    static PlanGraph graph(List<PlanMilestone> all) {
        return new PlanGraph(
                all.stream()
                        .collect(
                                Collectors.toMap(
                                        PlanMilestone::sequence, PlanMilestone::dependsOn)),
                all.stream()
                        .filter(m -> m.status() == MilestoneStatus.SKIPPED)
                        .map(PlanMilestone::sequence)
                        .toList());
    }

    /** Returns the days from the projected end to the target, negative when late; absent without a projection. */
    public @Nullable Integer marginDays(LocalDate targetDate) {
        return projection == null
                ? null
                : (int) ChronoUnit.DAYS.between(projection.completionOn(), targetDate);
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? other : one;
    }
}
