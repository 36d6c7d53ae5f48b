package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.model.LifecycleStage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What the rules of the stages look at, of one client on one day. What only a rule of another stage looks at is not read: its
 * counts are 0 and its values absent.
 *
 * @param sinceAt when the client came into its stage
 * @param stageAgeDays days from the day of {@code sinceAt} to today
 * @param overall the newest stored score, at most 7 days old, as are the other figures of the score
 * @param activeUserRate the score's part {@code active users}: of the licensed users, or else of those seen
 * @param activationRate the active of the licensed users, at most 1
 * @param isOverLicensed whether more are active than licensed
 * @param startAgeDays days since the client's clock started ({@code core.ClockStart})
 * @param severeEscalationDays of the oldest open escalation of severity critical or high
 * @param renewalInDays to the earliest due renewal: one that is open and at most 90 days ahead, or past
 * @param closedRenewal the stage of the renewal that was closed last: renewed or lost
 * @param activeUserCount users seen in the last 30 days, counted to 3
 * @param opportunityCount of those at qualified, proposed or negotiation
 * @param recentScoreCount stored scores of the last 14 days
 * @param recentScoreSpanDays from the first of them to the last
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
