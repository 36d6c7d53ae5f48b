package io.os199.cs.onboarding.value;

import io.os199.cs.onboarding.model.FirstValue.ClockBasis;
import io.os199.cs.onboarding.model.FirstValue.Method;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * How long a client took, or is taking, to its first value.
 *
 * @param ageDays since the clock's start, while it is open; of a client that left, to that day
 * @param varianceDays days or age less the target, and {@code varianceRate} that over the target
 * @param projectedFirstValueOn by the pace of a live plan
 * @param steps their spans add up to {@code timeToValueDays} or {@code ageDays}
 * @param attainableDays what it would have taken without what the levers save; of clients that reached it
 * @param usageSignalOn when use alone would tell of first value, while the plan's milestone is open
 */
public record ClientValue(
        String clientId,
        String clientName,
        LocalDate clockStartOn,
        ClockBasis clockBasis,
        Method method,
        @Nullable LocalDate firstValueOn,
        @Nullable Integer timeToValueDays,
        @Nullable Integer ageDays,
        int targetDays,
        @Nullable Integer varianceDays,
        @Nullable BigDecimal varianceRate,
        Status status,
        @Nullable LocalDate projectedFirstValueOn,
        @Nullable Integer projectedTimeToValueDays,
        List<Step> steps,
        @Nullable Integer attainableDays,
        List<LeverSaving> levers,
        @Nullable LocalDate usageSignalOn,
        @Nullable Benchmarks benchmarks) {

    /** How it stands against the target. */
    public enum Status {
        ACHIEVED_ON_TARGET,
        ACHIEVED_LATE,
        /** Not yet, within the target, and nothing says that it will be missed. */
        OPEN_ON_TRACK,
        /** Not yet, and projected behind the target. */
        OPEN_LATE,
        /** Not yet, and older than the target. */
        OPEN_OVERDUE,
        NOT_MEASURABLE
    }

    /** A step, with how long the same milestone took {@code peerCount} other plans. */
    public record Step(
            String step,
            @Nullable Integer sequence,
            LocalDate fromOn,
            LocalDate toOn,
            boolean isOpen,
            int spanDays,
            @Nullable Integer plannedDays,
            @Nullable Integer idleDays,
            @Nullable Integer blockedDays,
            int workingDays,
            @Nullable BigDecimal peerMedianDays,
            int peerCount) {}

    /** Where days can be won. */
    public enum Lever {
        /** From the contract to the plan's start, over three days. */
        HANDOVER,
        BLOCKED,
        IDLE,
        /** Work that took longer than planned. */
        OVERRUN
    }

    /** Days of this client that a lever would have saved. */
    public record LeverSaving(Lever lever, int savingDays, String because) {}

    /**
     * How long others take, whose clock started in the last 730 days.
     *
     * @param peerGroup {@code tier}, or {@code portfolio} where the tier has fewer than 5
     * @param medianDays by Kaplan and Meier, like the quartiles; absent where not seen yet
     * @param percentile of those that reached it, the slower ones: 90 is faster than nine in ten
     * @param targetReachedRate of those whose clock started at least as many days ago as the target
     */
    public record Benchmarks(
            String peerGroup,
            int peerCount,
            int reachedCount,
            @Nullable Integer medianDays,
            @Nullable Integer p25Days,
            @Nullable Integer p75Days,
            @Nullable BigDecimal percentile,
            Sample targetReachedRate) {}
}
