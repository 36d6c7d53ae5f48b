package io.os199.cs.retention.postmortem;

import io.os199.cs.retention.risk.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What the departures of a period have in common. That a sign goes with leaving does not say that it caused it.
 *
 * @param logoChurnRate the share of the clients live when the period began that left in it; absent where there were
 *     none
 * @param signs the highest lift first, then by key; those without one last
 * @param retainedCount clients that stayed through the period
 * @param retainedSampleCount how many of them were looked at
 */
public record ChurnPatterns(
        LocalDate periodStart,
        LocalDate periodEnd,
        int churnedClientCount,
        BigDecimal arrLostAmount,
        @Nullable BigDecimal logoChurnRate,
        List<Group> byReason,
        List<Group> byTier,
        List<Group> byTenure,
        List<SignLift> signs,
        List<Missed> missed,
        List<Lesson> recommendations,
        int liveAtStartCount,
        int retainedCount,
        int retainedSampleCount,
        int modelVersion) {

    /** A group of them; {@code arrLostAmount} is the ARR of the day before each left. */
    public record Group(String key, int churnedCount, BigDecimal arrLostAmount) {}

    /**
     * A sign, seen in the 180 days before a client left, or in the last 180 days of the period for a client that
     * stayed.
     *
     * @param shareOfRetainedRate absent where no client stayed
     * @param lift the first share ÷ the second; absent where the second is 0 or absent
     * @param medianLeadTimeDays of the departures: a client that left twice counts twice
     */
    public record SignLift(
            String indicatorKey,
            int churnedWithSignCount,
            BigDecimal shareOfChurnedRate,
            @Nullable BigDecimal shareOfRetainedRate,
            @Nullable BigDecimal lift,
            BigDecimal medianLeadTimeDays) {}

    /**
     * A lesson for the next time.
     *
     * @param because how many clients left without the action, and out of how many
     */
    public record Lesson(String ruleId, Because because, String action, Priority priority) {}

    /** Counts of clients that left. */
    public record Because(int clientCount, int churnedClientCount) {}
}
