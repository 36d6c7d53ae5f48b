package io.os199.cs.api.tools.retention;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.CalibrationBin;
import io.os199.cs.retention.churn.ChurnScore;
import io.os199.cs.retention.churn.Contribution;
import io.os199.cs.retention.facts.ChurnFeature;
import io.os199.cs.retention.facts.ClientSignals;
import io.os199.cs.retention.risk.ClientRisk;
import io.os199.cs.retention.risk.PortfolioRisk;
import io.os199.cs.retention.risk.Priority;
import io.os199.cs.retention.risk.RecommendedPlay;
import io.os199.cs.retention.risk.RiskSign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The risk of one client.
 *
 * @param decisionDate the next renewal
 * @param renewalInDays the days until then, negative if overdue
 * @param coverageRate the share of the model's weights whose features are known
 */
public record RiskItem(
        String clientId,
        String clientName,
        Tier tier,
        @Nullable String csm,
        BigDecimal arrAmount,
        @Nullable BigDecimal healthScore,
        @Nullable BigDecimal healthChangePoints,
        boolean isAtRisk,
        List<String> atRiskBecause,
        @Nullable BigDecimal churnProbability,
        @Nullable Severity riskLevel,
        @Nullable Integer horizonDays,
        @Nullable BigDecimal expectedLossAmount,
        @Nullable BigDecimal coverageRate,
        @Nullable LocalDate decisionDate,
        @Nullable Integer renewalInDays,
        List<Part> contributions,
        @Nullable SimilarPredictions similarPredictions,
        List<Sign> indicators,
        List<Play> recommendations,
        @Nullable String activeCampaignId) {

    private static final int PORTFOLIO_CONTRIBUTIONS = 3;
    private static final int CONTRIBUTIONS = 5;
    private static final int RECOMMENDATIONS = 5;

    /** The contribution of a feature to the log-odds. */
    public record Part(
            ChurnFeature feature,
            @Nullable BigDecimal value,
            @Nullable BigDecimal z,
            BigDecimal contribution,
            @Nullable BigDecimal oddsMultiplier) {

        static Part of(Contribution each) {
            return new Part(
                    each.feature(),
                    Rounded.rateOf(each.value()),
                    Rounded.rate(each.z()),
                    Rounded.rate(each.contribution()),
                    Rounded.rate(each.oddsMultiplier()));
        }

        static Part shortOf(Contribution each) {
            return new Part(each.feature(), null, null, Rounded.rate(each.contribution()), null);
        }
    }

    /** What happened to clients with about the same prediction, in the test of the model. */
    public record SimilarPredictions(
            BigDecimal predictedFrom,
            BigDecimal predictedTo,
            int count,
            int churnedCount,
            BigDecimal observedRate,
            BigDecimal intervalLow,
            BigDecimal intervalHigh) {

        static SimilarPredictions of(CalibrationBin bin) {
            return new SimilarPredictions(
                    Rounded.rate(bin.lower()),
                    Rounded.rate(bin.upper()),
                    bin.rowCount(),
                    bin.churnedCount(),
                    Rounded.rate(bin.observedRate()),
                    Rounded.rate(bin.intervalLow()),
                    Rounded.rate(bin.intervalHigh()));
        }
    }

    /** A sign of risk. */
    public record Sign(
            String indicatorKey,
            Severity severity,
            @Nullable BigDecimal value,
            @Nullable BigDecimal threshold,
            @Nullable Instant detectedAt,
            @Nullable Instant resolvedAt) {

        static Sign of(ClientRisk.Episode episode) {
            return new Sign(
                    RiskSign.shown(episode.indicatorKey()),
                    episode.severity(),
                    Rounded.rateOf(episode.value()),
                    Rounded.rateOf(episode.threshold()),
                    episode.detectedAt(),
                    episode.resolvedAt());
        }

        static Sign shortOf(ClientRisk.Episode episode) {
            return new Sign(
                    RiskSign.shown(episode.indicatorKey()),
                    episode.severity(),
                    null,
                    null,
                    null,
                    null);
        }
    }

    /** A recommended play. */
    public record Play(
            String ruleId,
            List<Because> because,
            String action,
            Priority priority,
            String campaignType,
            @Nullable Effect expectedEffect) {

        static Play of(RecommendedPlay play) {
            RecommendedPlay.ExpectedEffect effect = play.expectedEffect();
            return new Play(
                    play.ruleId(),
                    play.because().stream()
                            .map(
                                    each ->
                                            new Because(
                                                    RiskSign.shown(each.indicatorKey()),
                                                    Rounded.rateOf(each.value()),
                                                    Rounded.rateOf(each.threshold())))
                            .toList(),
                    play.action(),
                    play.priority(),
                    play.campaignType(),
                    effect == null
                            ? null
                            : new Effect(
                                    Rounded.rate(effect.probabilityAfter()),
                                    effect.arrProtectedAmount()));
        }
    }

    /** A sign that calls for a play. */
    public record Because(
            String indicatorKey, @Nullable BigDecimal value, @Nullable BigDecimal threshold) {}

    /** The model's prediction if the signs were gone. */
    public record Effect(BigDecimal probabilityAfter, BigDecimal arrProtectedAmount) {}

    /** The refusal to answer about the risk of a client that has left. */
    static Refusal churned() {
        return Refusal.failedPrecondition("the client has churned")
                .hint("What could be seen before is in analyze_churn_postmortem");
    }

    /** The same for a past day on which the client was not there; for today, its status says so. */
    static Optional<Refusal> absent(ClientRisk risk, LocalDate today) {
        if (!risk.asOf().isBefore(today)) {
            return Optional.empty();
        }
        LocalDate left = risk.churnedOn();
        if (left != null) {
            return Optional.of(
                    Refusal.failedPrecondition(
                                    "on %s the client had left, on %s".formatted(risk.asOf(), left))
                            .field("as_of")
                            .expected("a day before " + left)
                            .hint("What could be seen before is in analyze_churn_postmortem"));
        }
        return risk.asOf().isBefore(risk.startedOn())
                ? Optional.of(
                        Refusal.failedPrecondition(
                                        "on %s the client had not begun, which it did on %s"
                                                .formatted(risk.asOf(), risk.startedOn()))
                                .field("as_of")
                                .expected("a day from %s on".formatted(risk.startedOn())))
                : Optional.empty();
    }

    /** The features that are missing where no probability is published. */
    static Optional<DataGap> coverageGap(ChurnScore score) {
        if (score.probability() != null) {
            return Optional.empty();
        }
        String unknown =
                score.contributions().stream()
                        .filter(each -> each.value() == null)
                        .map(Contribution::feature)
                        .sorted()
                        .map(WireName::of)
                        .collect(Collectors.joining(", "));
        return Optional.of(
                new DataGap(
                        "churn_probability",
                        "insufficient_coverage: nothing is known of " + unknown,
                        "Send usage events, or import health's sources: touchpoints, tickets and"
                                + " survey answers"));
    }

    /** A gap for past days: the urgency of tickets and escalations is only stored as of now. */
    static Optional<DataGap> pastGap(ClientRisk risk, LocalDate today, String field) {
        ClientSignals seen = risk.reading().signals();
        boolean isTold =
                seen.ticketCount30() + seen.ticketCount90Before() + seen.urgentTicketCount() > 0
                        || seen.escalationLoad() > 0;
        return risk.asOf().isBefore(today) && isTold
                ? Optional.of(
                        new DataGap(
                                field,
                                "as_of_past",
                                "Priorities of tickets and severities of escalations are today's;"
                                        + " call without as_of"))
                : Optional.empty();
    }

    /** One client with everything known about it. */
    static RiskItem of(
            ClientRisk risk,
            List<String> because,
            boolean predictions,
            @Nullable CalibrationBin similar) {
        ChurnScore score = risk.score();
        Double probability = predictions ? score.probability() : null;
        return new RiskItem(
                risk.clientId(),
                risk.clientName(),
                risk.tier(),
                risk.csm(),
                Rounded.amount(risk.arrAmount()),
                risk.healthScore(),
                risk.healthChangePoints(),
                !because.isEmpty(),
                because.stream().map(RiskItem::shownReason).toList(),
                Rounded.rateOf(probability),
                predictions ? score.riskLevel() : null,
                probability == null ? null : ChurnScore.HORIZON_DAYS,
                loss(probability, risk.arrAmount()),
                predictions ? Rounded.rate(score.coverage()) : null,
                risk.renewalDate(),
                risk.renewalInDays(),
                probability == null
                        ? List.of()
                        : score.contributions().stream()
                                .limit(CONTRIBUTIONS)
                                .map(Part::of)
                                .toList(),
                similar == null ? null : SimilarPredictions.of(similar),
                risk.episodes().stream().map(Sign::of).toList(),
                risk.recommendations().stream().limit(RECOMMENDATIONS).map(Play::of).toList(),
                risk.activeCampaignId());
    }

    /** A client in a list: its stored figures, the first recommendation, and its signs by name. */
    static RiskItem of(PortfolioRisk.AtRisk stored, @Nullable ClientRisk now, LocalDate today) {
        LocalDate decision = stored.decisionDate();
        return new RiskItem(
                stored.clientId(),
                stored.clientName(),
                stored.tier(),
                stored.csm(),
                Rounded.amount(stored.arrAmount()),
                stored.healthScore(),
                now == null ? null : now.healthChangePoints(),
                true,
                stored.because().stream().map(RiskItem::shownReason).toList(),
                Rounded.rateOf(stored.churnProbability()),
                stored.riskLevel(),
                stored.churnProbability() == null ? null : ChurnScore.HORIZON_DAYS,
                loss(stored.churnProbability(), stored.arrAmount()),
                null,
                decision,
                decision == null ? null : (int) ChronoUnit.DAYS.between(today, decision),
                stored.contributions().stream()
                        .limit(PORTFOLIO_CONTRIBUTIONS)
                        .map(Part::shortOf)
                        .toList(),
                null,
                now == null
                        ? List.of()
                        : now.episodes().stream()
                                .filter(episode -> episode.resolvedAt() == null)
                                .map(Sign::shortOf)
                                .toList(),
                now == null
                        ? List.of()
                        : now.recommendations().stream().limit(1).map(Play::of).toList(),
                now == null ? null : now.activeCampaignId());
    }

    private static String shownReason(String because) {
        return because.startsWith("indicator:risk.")
                ? "indicator:" + because.substring("indicator:risk.".length())
                : because;
    }

    /** Probability × ARR. */
    private static @Nullable BigDecimal loss(@Nullable Double probability, BigDecimal arr) {
        return probability == null
                ? null
                : Rounded.amount(BigDecimal.valueOf(probability).multiply(arr));
    }
}
