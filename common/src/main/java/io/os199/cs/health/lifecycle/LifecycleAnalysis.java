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
 * Where the clients of the portfolio stand and how they move. Lists of clients begin with the largest ARR.
 *
 * @param periodStart the first day of the period whose ended stays and moves count
 * @param clientCount of the portfolio; those who left are in stage churned only
 * @param proposals what the rules would do now
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
     * One stage.
     *
     * @param arrAmount of its clients
     * @param forwardRate of the stays that ended, those that did not end in at_risk or churned
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

    /** Moves from one stage to another, and how long clients had been there before. */
    public record Transition(
            LifecycleStage from, LifecycleStage to, int count, BigDecimal medianStayDays) {}

    /** Longer in its stage than {@code limitDays}. */
    public record Stuck(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            LifecycleStage stage,
            int stageAgeDays,
            BigDecimal limitDays) {}

    /** Not yet in stage at_risk, but with a band of at_risk or worse, or down by 5 points or more. */
    public record AtRiskNext(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            LifecycleStage stage,
            @Nullable HealthBand band,
            @Nullable BigDecimal overallScore,
            @Nullable BigDecimal changePoints) {}

    /** Active and well, with nearly all seats in use or more than all. */
    public record ExpansionReady(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            @Nullable BigDecimal overallScore,
            @Nullable BigDecimal activationRate,
            boolean isOverLicensed) {}
}
