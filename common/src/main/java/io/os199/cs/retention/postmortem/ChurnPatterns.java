package io.os199.cs.retention.postmortem;

import io.os199.cs.retention.risk.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What the departures of a period have in common. Which signs go with leaving says nothing of what caused it.
 *
 * @param logoChurnRate of those live when the period began the share that left in it; absent where there were none
 * @param signs the highest lift first, then by key; those without one last
 * @param retainedCount clients that stayed through the period
 * @param retainedSampleCount of them that were looked at
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

    /** Some of them; {@code arrLostAmount} of the day before each left. */
    public record Group(String key, int churnedCount, BigDecimal arrLostAmount) {}

    /**
     * A sign, seen in the 180 days before somebody left, or in the last 180 days of the period of somebody who stayed.
     *
     * @param lift the first share ÷ the second; absent where the second is 0
     */
    public record SignLift(
            String indicatorKey,
            int churnedWithSignCount,
            BigDecimal shareOfChurnedRate,
            BigDecimal shareOfRetainedRate,
            @Nullable BigDecimal lift,
            BigDecimal medianLeadTimeDays) {}

    /**
     * What to do another time.
     *
     * @param because how many of how many left without it
     */
    public record Lesson(String ruleId, Because because, String action, Priority priority) {}

    /** Counts of clients that left. */
    public record Because(int clientCount, int churnedClientCount) {}
}
