package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * The dependencies between the milestones of a plan. They depend on smaller numbers only, so one pass in their order
 * resolves them. Skipped milestones are left out, and whatever depended on one depends on what that one depended on.
 */
public final class PlanGraph {
    private final TreeMap<Integer, Collection<Integer>> before = new TreeMap<>();

    /**
     * Creates the graph of all milestones with what they depend on.
     *
     * @param skipped of {@code all}
     */
    PlanGraph(Map<Integer, List<Integer>> all, Collection<Integer> skipped) {
        TreeMap<Integer, Collection<Integer>> seen = new TreeMap<>();
        for (var milestone : new TreeMap<>(all).entrySet()) {
            TreeSet<Integer> waitsFor = new TreeSet<>();
            for (int other : milestone.getValue()) {
                if (skipped.contains(other)) {
                    waitsFor.addAll(seen.getOrDefault(other, List.of()));
                } else {
                    waitsFor.add(other);
                }
            }
            seen.put(milestone.getKey(), waitsFor);
            if (!skipped.contains(milestone.getKey())) {
                before.put(milestone.getKey(), waitsFor);
            }
        }
    }

    /** Returns the graph of the milestones of a plan, given in any order. */
    public static PlanGraph of(List<PlanMilestone> all) {
        return PlanProgress.graph(all);
    }

    /** Returns the numbers of the milestones that it depends on. */
    public Collection<Integer> before(int sequence) {
        return before.getOrDefault(sequence, List.of());
    }

    /** Returns the numbers of all milestones that are not skipped, in their order. */
    List<Integer> order() {
        return new ArrayList<>(before.keySet());
    }

    /**
     * Returns how many days later than expected each may finish without moving the last one's finish.
     *
     * @param finish the expected finish
     * @param days how long each takes; not called for a finished milestone
     * @param isOver whether it is finished: it then has no slack, and nothing waits for it
     */
    Map<Integer, Integer> slack(
            IntFunction<LocalDate> finish, IntUnaryOperator days, IntPredicate isOver) {
        LocalDate end = last(finish);
        Map<Integer, LocalDate> latest = new HashMap<>();
        Map<Integer, Integer> slack = new TreeMap<>();
        for (int sequence : before.descendingKeySet()) {
            if (isOver.test(sequence) || end == null) {
                continue;
            }
            LocalDate own = latest.getOrDefault(sequence, end);
            slack.put(sequence, (int) ChronoUnit.DAYS.between(finish.apply(sequence), own));
            LocalDate begin = own.minusDays(days.applyAsInt(sequence));
            for (int earlier : before(sequence)) {
                latest.merge(earlier, begin, (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        return slack;
    }

    /** Returns the latest of all finishes; absent when all are skipped. */
    @Nullable LocalDate last(IntFunction<LocalDate> finish) {
        return before.keySet().stream().map(finish::apply).max(LocalDate::compareTo).orElse(null);
    }
}
