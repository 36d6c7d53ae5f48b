package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.model.LifecycleStage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The facts about one client on one day that the rules of the stages consider. Facts that only a rule of another
 * stage considers are not read: counts are 0 and values absent.
 *
 * @param sinceAt when the client entered its stage
 * @param stageAgeDays days from the day of {@code sinceAt} to today
 * @param overall the newest stored score, at most 7 days old, as are the other figures of the score
 * @param activeUserRate the score's part {@code active users}: the share of the licensed users or, without licenses,
 *     of the users ever seen
 * @param activationRate the active users as a share of the licensed ones, at most 1
 * @param isOverLicensed whether more users are active than licensed
 * @param startAgeDays days since the client's clock started ({@code core.ClockStart})
 * @param severeEscalationDays the age of the oldest open escalation of severity critical or high
 * @param renewalInDays days to the earliest due renewal: one that is open and at most 90 days ahead, or past
 * @param closedRenewal the stage of the renewal that was closed last: renewed or lost
 * @param activeUserCount users seen in the last 30 days, counted up to 3
 * @param opportunityCount opportunities at qualified, proposed or negotiation
 * @param recentScoreCount stored scores of the last 14 days
 * @param recentScoreSpanDays days from the first to the last of them
 */
public record LifecycleFacts(
        String clientId,
        String clientName,
        LifecycleStage stage,
        BigDecimal arrAmount,
        Instant sinceAt,
        int stageAgeDays,
        @Nullable BigDecimal overall,
        @Nullable HealthBand band,
        @Nullable HealthTrend trend,
        @Nullable BigDecimal changePoints,
        @Nullable BigDecimal activeUserRate,
        @Nullable BigDecimal breadthRate,
        @Nullable BigDecimal activationRate,
        boolean isOverLicensed,
        int startAgeDays,
        int openEscalationCount,
        @Nullable Integer severeEscalationDays,
        @Nullable Integer renewalInDays,
        @Nullable String closedRenewal,
        int planCount,
        int unfinishedPlanCount,
        int completedPlanCount,
        boolean isKnown,
        int activeUserCount,
        int opportunityCount,
        int recentScoreCount,
        @Nullable Integer recentScoreSpanDays,
        @Nullable BigDecimal lowestRecentScore) {

    boolean hasOverall(BigDecimal atLeast) {
        return overall != null && overall.compareTo(atLeast) >= 0;
    }
}
