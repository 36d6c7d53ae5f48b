package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * Which stages the portfolio's clients are in and how they move between them. Lists of clients begin with the largest
 * ARR.
 *
 * @param periodStart the first day of the period; stays that ended and moves made in it count
 * @param clientCount the number of clients in the portfolio; those that left appear only in stage churned
 * @param proposals the moves that the rules would make now
 */
public record LifecycleAnalysis(
        LocalDate periodStart,
        int clientCount,
        List<StageFigures> stages,
        @Nullable List<Transition> transitions,
        int stuckCount,
        List<Stuck> stuck,
        int atRiskNextCount,
        List<AtRiskNext> atRiskNext,
        int expansionReadyCount,
        List<ExpansionReady> expansionReady,
        @Nullable Integer proposalCount,
        @Nullable List<StageProposal> proposals,
        List<Recommendation> recommendations,
        List<DataGap> dataGaps) {

    /**
     * The figures of one stage.
     *
     * @param arrAmount the ARR of its clients
     * @param forwardRate among the stays that ended, the share that did not end in at_risk or churned
     */
    public record StageFigures(
            LifecycleStage stage,
            int clientCount,
            BigDecimal arrAmount,
            @Nullable BigDecimal meanHealthScore,
            @Nullable BigDecimal medianStageAgeDays,
            int completedStayCount,
            @Nullable BigDecimal medianStayDays,
            @Nullable BigDecimal p75StayDays,
            @Nullable BigDecimal forwardRate) {}

    /** The moves from one stage to another, and how long the clients had been in the first. */
    public record Transition(
            LifecycleStage from, LifecycleStage to, int count, BigDecimal medianStayDays) {}

    /** A client that has been in its stage for longer than {@code limitDays}. */
    public record Stuck(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            LifecycleStage stage,
            int stageAgeDays,
            BigDecimal limitDays) {}

    /** A client not yet in stage at_risk, but with a band of at_risk or worse, or down by 5 points or more. */
    public record AtRiskNext(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            LifecycleStage stage,
            @Nullable HealthBand band,
            @Nullable BigDecimal overallScore,
            @Nullable BigDecimal changePoints) {}

    /** A client in stage active that is healthy and uses nearly all of its seats, or more than it has. */
    public record ExpansionReady(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            @Nullable BigDecimal overallScore,
            @Nullable BigDecimal activationRate,
            boolean isOverLicensed) {}
}
