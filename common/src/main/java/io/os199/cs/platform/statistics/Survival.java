package io.os199.cs.platform.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How long it takes to reach something where some have not reached it yet (Kaplan and Meier, 1958: Nonparametric estimation from incomplete
 * observations). Those still open count as being at risk up to their age and no longer, so that neither leaving them out nor taking them for
 * reached makes the time look shorter.
 */
public final class Survival {
    /** A share that is equal but for what rounding adds over many steps. */
    private static final double SAME = 1e-11;

    private final List<Step> steps;

    private Survival(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * Cases alike.
     *
     * @param days until it was reached, or the age of those that have not
     */
    public record Cases(int days, boolean reached, long count) {}

    /** From that day on, this share has not reached it. */
    public record Step(int days, double openShare) {}

    /** The estimate from all cases, in any order; a case open at a day is still at risk on it. */
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

    /** The first day by which at most half are open; absent where that is not seen yet. */
    public OptionalInt median() {
        return until(0.5);
    }

    /** The first day by which at most this share is open; absent where that is not seen yet. */
    public OptionalInt until(double openShare) {
        return steps.stream()
                .filter(step -> step.openShare() <= openShare + SAME)
                .mapToInt(Step::days)
                .findFirst();
    }
}
