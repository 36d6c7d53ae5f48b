package io.os199.cs.onboarding.value;

import io.os199.cs.onboarding.value.ClientValue.Lever;
import io.os199.cs.onboarding.value.ClientValue.LeverSaving;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Where days could be saved on a client's own way. */
final class ValueLevers {
    private static final int HANDOVER_DAYS = 3;

    private ValueLevers() {}

    /** Returns the levers that save something, in the order of {@link Lever}. */
    static List<LeverSaving> of(List<ValueStep> steps) {
        List<LeverSaving> found = new ArrayList<>();
        steps.stream()
                .filter(step -> step.step().equals("wait") && step.spanDays() > HANDOVER_DAYS)
                .findFirst()
                .ifPresent(
                        wait ->
                                found.add(
                                        new LeverSaving(
                                                Lever.HANDOVER,
                                                wait.spanDays() - HANDOVER_DAYS,
                                                "%d days from the contract to the plan's start, of which %d are enough"
                                                        .formatted(
                                                                wait.spanDays(), HANDOVER_DAYS))));
        add(found, Lever.BLOCKED, steps, step -> Objects.requireNonNullElse(step.blockedDays(), 0));
        add(found, Lever.IDLE, steps, step -> Objects.requireNonNullElse(step.idleDays(), 0));
        add(
                found,
                Lever.OVERRUN,
                steps,
                step ->
                        step.plannedDays() == null
                                ? 0
                                : Math.max(0, step.workingDays() - step.plannedDays()));
        return found;
    }

    private static void add(
            List<LeverSaving> found,
            Lever lever,
            List<ValueStep> steps,
            ToIntFunction<ValueStep> saving) {
        int days = steps.stream().mapToInt(saving).sum();
        if (days > 0) {
            String where =
                    steps.stream()
                            .filter(step -> saving.applyAsInt(step) > 0)
                            .map(
                                    step ->
                                            "milestone %s: %d"
                                                    .formatted(
                                                            step.sequence(),
                                                            saving.applyAsInt(step)))
                            .collect(Collectors.joining(", "));
            found.add(new LeverSaving(lever, days, where));
        }
    }
}
