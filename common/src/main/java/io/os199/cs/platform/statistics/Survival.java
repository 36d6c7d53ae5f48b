package io.os199.cs.platform.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The time until something is reached, where some cases have not reached it yet (Kaplan and Meier, 1958:
 * Nonparametric estimation from incomplete observations). Open cases count as being at risk up to their age and no
 * longer, so that the time does not look shorter, as it would if they were left out or taken as reached.
 */
public final class Survival {
    /** The tolerance within which two shares are equal, allowing for rounding errors over many steps. */
    private static final double SAME = 1e-11;

    private final List<Step> steps;

    private Survival(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * Cases of the same age and outcome.
     *
     * @param days until it was reached, or the age of those that have not reached it
     */
    public record Cases(int days, boolean reached, long count) {}

    /** From this day on, the share of cases that have not reached it. */
    public record Step(int days, double openShare) {}

    /** Returns the estimate from all cases, in any order; a case that is open at a day is still at risk on it. */
    public static Survival of(Collection<Cases> all) {
        TreeMap<Integer, long[]> byDay = new TreeMap<>();
        long atRisk = 0;
        for (Cases cases : all) {
            byDay.computeIfAbsent(cases.days(), day -> new long[2])[cases.reached() ? 0 : 1] +=
                    cases.count();
            atRisk += cases.count();
        }
        List<Step> steps = new ArrayList<>();
        double open = 1;
        for (var day : byDay.entrySet()) {
            long reached = day.getValue()[0];
            if (reached > 0) {
                open *= (double) (atRisk - reached) / atRisk;
                steps.add(new Step(day.getKey(), open));
            }
            atRisk -= reached + day.getValue()[1];
        }
        return new Survival(steps);
    }

    /** The curve: one step for each day on which somebody reached it. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** The first day by which at most half of the cases are open; absent while that has not been seen. */
    public OptionalInt median() {
        return until(0.5);
    }

    /** The first day by which at most this share of the cases is open; absent while that has not been seen. */
    public OptionalInt until(double openShare) {
        return steps.stream()
                .filter(step -> step.openShare() <= openShare + SAME)
                .mapToInt(Step::days)
                .findFirst();
    }
}
