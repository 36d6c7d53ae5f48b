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
 * @param ageDays since the clock's start, while it is open; for a client that left, up to that day
 * @param varianceDays days or age minus the target; {@code varianceRate} is that over the target
 * @param projectedFirstValueOn by the pace of a live plan
 * @param steps their spans add up to {@code timeToValueDays} or {@code ageDays}
 * @param attainableDays how long it would have taken without the days that the levers save; for clients that reached
 *     it
 * @param usageSignalOn when use alone would indicate first value, while the plan's milestone is open
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

    /** The status against the target. */
    public enum Status {
        ACHIEVED_ON_TARGET,
        ACHIEVED_LATE,
        /** Not yet reached, within the target, and nothing indicates that it will be missed. */
        OPEN_ON_TRACK,
        /** Not yet reached, and projected later than the target. */
        OPEN_LATE,
        /** Not yet reached, and older than the target. */
        OPEN_OVERDUE,
        NOT_MEASURABLE
    }

    /** A step, with the time that the same milestone took in {@code peerCount} other plans. */
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

    /** Where days can be saved. */
    public enum Lever {
        /** The time from the contract to the plan's start beyond three days. */
        HANDOVER,
        BLOCKED,
        IDLE,
        /** Work that took longer than planned. */
        OVERRUN
    }

    /** The days that a lever would have saved this client. */
    public record LeverSaving(Lever lever, int savingDays, String because) {}

    /**
     * How long other clients take, among those whose clock started in the last 730 days.
     *
     * @param peerGroup {@code tier}, or {@code portfolio} when the tier has fewer than 5
     * @param medianDays by Kaplan and Meier, like the quartiles; absent when not yet observed
     * @param percentile the share of slower clients among those that reached it: 90 is faster than nine in ten
     * @param targetReachedRate over those whose clock started at least as many days ago as the target
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
