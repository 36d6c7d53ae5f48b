package io.os199.cs.api.tools.retention;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.platform.statistics.Margins;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.satisfaction.SatisfactionRules.Measured;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Result;
import io.os199.cs.retention.satisfaction.ScoreCount;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveyTally;
import io.os199.cs.retention.satisfaction.SurveyTally.Estimate;
import io.os199.cs.retention.satisfaction.Trend;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The responses to one kind of survey, compared with the previous period.
 *
 * @param changeOf the figure that is compared; {@code change}, its margin and the trend are absent where either
 *     period has fewer than 10 responses
 */
record SurveyMeasure(
        @JsonUnwrapped Figures figures,
        Figures previous,
        String changeOf,
        @Nullable BigDecimal change,
        @Nullable BigDecimal changeMargin,
        @Nullable Trend trend) {
    private static final int ENOUGH = 10;

    /**
     * The figures of one period; those of other kinds are absent, and all are absent where nobody answered. A margin
     * is half of a 95 % interval.
     *
     * @param responseCount one per person, the latest
     * @param contactCount those of them from a known contact
     * @param respondedCount those of the sent surveys that were answered within 30 days
     */
    public record Figures(
            SurveyKind kind,
            int responseCount,
            int contactCount,
            int clientCount,
            int sentCount,
            int respondedCount,
            @Nullable BigDecimal responseRate,
            @Nullable BigDecimal npsPoints,
            @Nullable BigDecimal marginPoints,
            @Nullable Integer promoterCount,
            @Nullable Integer passiveCount,
            @Nullable Integer detractorCount,
            @Nullable BigDecimal csatRate,
            @Nullable BigDecimal csatRateMargin,
            @Nullable BigDecimal csatMean,
            @Nullable BigDecimal csatMeanMargin,
            @Nullable BigDecimal cesMean,
            @Nullable BigDecimal cesMeanMargin,
            @Nullable BigDecimal easyRate,
            @Nullable BigDecimal easyRateMargin,
            @Nullable List<ScoreCount> distribution) {

        static Figures of(Result result) {
            SurveyTally tally = result.tally();
            SurveyKind kind = tally.kind();
            boolean isNps = kind == SurveyKind.NPS && tally.total() > 0;
            Estimate nps = isNps ? tally.nps() : null;
            Estimate satisfied = kind == SurveyKind.CSAT ? tally.share() : null;
            Estimate satisfaction = kind == SurveyKind.CSAT ? tally.mean() : null;
            Estimate easy = kind == SurveyKind.CES ? tally.share() : null;
            Estimate ease = kind == SurveyKind.CES ? tally.mean() : null;
            return new Figures(
                    kind,
                    tally.total(),
                    result.contactCount(),
                    result.clientCount(),
                    result.sentCount(),
                    result.respondedCount(),
                    result.sentCount() == 0
                            ? null
                            : Rounded.rate((double) result.respondedCount() / result.sentCount()),
                    value(nps, 2),
                    margin(nps, 2),
                    isNps ? tally.promoters() : null,
                    isNps ? tally.passives() : null,
                    isNps ? tally.detractors() : null,
                    value(satisfied, 4),
                    margin(satisfied, 4),
                    value(satisfaction, 2),
                    margin(satisfaction, 2),
                    value(ease, 2),
                    margin(ease, 2),
                    value(easy, 4),
                    margin(easy, 4),
                    kind == SurveyKind.NPS || tally.total() == 0 ? null : tally.scores());
        }
    }

    static SurveyMeasure of(Result now, Result before) {
        SurveyTally tally = now.tally();
        Estimate value = tally.main();
        Estimate was = before.tally().main();
        BigDecimal change = null;
        BigDecimal margin = null;
        Trend trend = null;
        if (value != null
                && was != null
                && value.margin() != null
                && was.margin() != null
                && tally.total() >= ENOUGH
                && before.tally().total() >= ENOUGH) {
            double by = value.value() - was.value();
            double sure = Margins.difference(value.margin(), was.margin());
            change = Rounded.of(by, decimals(tally.kind()));
            margin = Rounded.of(sure, decimals(tally.kind()));
            trend = Trend.of(by, sure);
        }
        return new SurveyMeasure(
                Figures.of(now),
                Figures.of(before),
                switch (tally.kind()) {
                    case NPS -> "nps_points";
                    case CSAT -> "csat_rate";
                    case CES -> "ces_mean";
                },
                change,
                margin,
                trend);
    }

    Measured measured(Result result) {
        return new Measured(result, trend, change == null ? null : change.toPlainString());
    }

    static int decimals(SurveyKind kind) {
        return kind == SurveyKind.CSAT ? 4 : 2;
    }

    static @Nullable BigDecimal value(@Nullable Estimate estimate, int decimals) {
        return estimate == null ? null : Rounded.of(estimate.value(), decimals);
    }

    static @Nullable BigDecimal margin(@Nullable Estimate estimate, int decimals) {
        Double margin = estimate == null ? null : estimate.margin();
        return margin == null ? null : Rounded.of(margin, decimals);
    }
}
