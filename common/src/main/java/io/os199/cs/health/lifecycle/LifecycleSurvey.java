package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.lifecycle.LifecycleAnalysis.AtRiskNext;
import io.os199.cs.health.lifecycle.LifecycleAnalysis.ExpansionReady;
import io.os199.cs.health.lifecycle.LifecycleAnalysis.StageFigures;
import io.os199.cs.health.lifecycle.LifecycleAnalysis.Stuck;
import io.os199.cs.health.lifecycle.LifecycleAnalysis.Transition;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a {@link LifecycleAnalysis}: the stages with two statements, the clients with one whose rows are read in a
 * single pass.
 */
public final class LifecycleSurvey {
    private static final int SHOWN = 20;
    private static final int SHOWN_PROPOSALS = 50;
    private static final BigDecimal FALLEN = BigDecimal.valueOf(-5);
    private static final BigDecimal STRONG = BigDecimal.valueOf(80);
    private static final BigDecimal FULL = new BigDecimal("0.80");

    private final Question question;
    private final LargestFirst<Stuck> stuck =
            new LargestFirst<>(SHOWN, largest(Stuck::arrAmount, Stuck::clientId));
    private final LargestFirst<AtRiskNext> atRiskNext =
            new LargestFirst<>(SHOWN, largest(AtRiskNext::arrAmount, AtRiskNext::clientId));
    private final LargestFirst<ExpansionReady> expansionReady =
            new LargestFirst<>(SHOWN, largest(ExpansionReady::arrAmount, ExpansionReady::clientId));
    private final LargestFirst<StageProposal> proposals =
            new LargestFirst<>(SHOWN_PROPOSALS, StageProposal.LARGEST_FIRST);
    private int clients;
    private int unscored;

    private LifecycleSurvey(Question question) {
        this.question = question;
    }

    /**
     * The parameters of an analysis.
     *
     * @param currentStage the stage whose clients are considered; absent for all
     * @param periodDays the length of the period that ends today, including today
     */
    public record Question(
            LocalDate today,
            @Nullable LifecycleStage currentStage,
            int periodDays,
            boolean withTransitions,
            boolean withAdvice,
            boolean withProposals) {
        LocalDate since() {
            return today.minusDays(periodDays - 1L);
        }
    }

    public static LifecycleAnalysis of(Transaction tx, Question question) {
        return new LifecycleSurvey(question).read(tx);
    }

    private LifecycleAnalysis read(Transaction tx) {
        LifecycleStage stage = question.currentStage();
        LifecyclePortfolioDao portfolio = tx.dao(LifecyclePortfolioDao.class);
        List<StageFigures> stages = portfolio.stages(stage, question.since(), question.today());
        List<Transition> transitions =
                question.withTransitions() ? portfolio.transitions(stage, question.since()) : null;
        StayLimits limits = new StayLimits(stages);
        tx.dao(LifecycleFactsDao.class)
                .each(stage, question.today(), HealthModels.STANDARD, facts -> look(facts, limits));
        return answer(stages, transitions);
    }

    private void look(LifecycleFacts facts, StayLimits limits) {
        clients++;
        if (facts.overall() == null) {
            unscored++;
        }
        limits.passed(facts)
                .ifPresent(
                        limit ->
                                stuck.add(
                                        new Stuck(
                                                facts.clientId(),
                                                facts.clientName(),
                                                facts.arrAmount(),
                                                facts.stage(),
                                                facts.stageAgeDays(),
                                                limit)));
        if (isAtRiskNext(facts)) {
            atRiskNext.add(
                    new AtRiskNext(
                            facts.clientId(),
                            facts.clientName(),
                            facts.arrAmount(),
                            facts.stage(),
                            facts.band(),
                            facts.overall(),
                            facts.changePoints()));
        }
        if (isExpansionReady(facts)) {
            expansionReady.add(
                    new ExpansionReady(
                            facts.clientId(),
                            facts.clientName(),
                            facts.arrAmount(),
                            facts.overall(),
                            Rounded.rateOf(facts.activationRate()),
                            facts.isOverLicensed()));
        }
        StageProposal.of(facts).ifPresent(proposals::add);
    }

    private static boolean isAtRiskNext(LifecycleFacts facts) {
        HealthBand band = facts.band();
        BigDecimal change = facts.changePoints();
        boolean isLow = band == HealthBand.AT_RISK || band == HealthBand.CRITICAL;
        boolean isFalling = change != null && change.compareTo(FALLEN) <= 0;
        return facts.stage() != LifecycleStage.AT_RISK && (isLow || isFalling);
    }

    private static boolean isExpansionReady(LifecycleFacts facts) {
        BigDecimal activation = facts.activationRate();
        boolean isFull =
                facts.isOverLicensed() || (activation != null && activation.compareTo(FULL) >= 0);
        return facts.stage() == LifecycleStage.ACTIVE && facts.hasOverall(STRONG) && isFull;
    }

    private LifecycleAnalysis answer(
            List<StageFigures> stages, @Nullable List<Transition> transitions) {
        List<Recommendation> advice =
                question.withAdvice()
                        ? LifecycleAdvice.of(
                                stuck.count(),
                                atRiskNext.count(),
                                expansionReady.count(),
                                proposals.count())
                        : List.of();
        List<StageProposal> all = question.withProposals() ? proposals.list() : List.of();
        LifecycleAnalysis rest = answer(stages, transitions, List.of(), advice);
        return answer(
                stages, transitions, all.subList(0, AnswerBudget.USUAL.fitting(all, rest)), advice);
    }

    private LifecycleAnalysis answer(
            List<StageFigures> stages,
            @Nullable List<Transition> transitions,
            List<StageProposal> shown,
            List<Recommendation> advice) {
        return new LifecycleAnalysis(
                question.since(),
                clients,
                stages,
                transitions,
                stuck.count(),
                stuck.list(),
                atRiskNext.count(),
                atRiskNext.list(),
                expansionReady.count(),
                expansionReady.list(),
                question.withProposals() ? proposals.count() : null,
                question.withProposals() ? shown : null,
                advice,
                gaps(stages));
    }

    private List<DataGap> gaps(List<StageFigures> stages) {
        List<DataGap> gaps = new ArrayList<>();
        if (clients == 0) {
            gaps.add(new DataGap("stages", "no_clients", "Register clients: register_client"));
        }
        if (unscored > 0) {
            gaps.add(
                    new DataGap(
                            "proposals",
                            "no_recent_score: %d clients have no score of the last 7 days, so rules that need one do not hold"
                                    .formatted(unscored),
                            "Score the portfolio with calculate_health_score"));
        }
        if (stages.stream().allMatch(each -> each.completedStayCount() == 0)) {
            gaps.add(
                    new DataGap(
                            "stages.median_stay_days",
                            "no stay ended in the period",
                            "Ask for a longer period_days, or wait until clients have moved"));
        }
        return gaps;
    }

    private static <T> Comparator<T> largest(
            Function<T, BigDecimal> arrAmount, Function<T, String> clientId) {
        return Comparator.comparing(arrAmount).reversed().thenComparing(clientId);
    }
}
