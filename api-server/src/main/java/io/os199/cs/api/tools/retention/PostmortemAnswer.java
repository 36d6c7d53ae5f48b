package io.os199.cs.api.tools.retention;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.postmortem.ChurnReason;
import io.os199.cs.retention.postmortem.DepartureFacts;
import io.os199.cs.retention.postmortem.DepartureFacts.LastPrediction;
import io.os199.cs.retention.postmortem.DepartureFacts.Touch;
import io.os199.cs.retention.postmortem.Missed;
import io.os199.cs.retention.postmortem.MissedStep;
import io.os199.cs.retention.postmortem.Origin;
import io.os199.cs.retention.postmortem.Postmortem;
import io.os199.cs.retention.postmortem.WarningSign;
import io.os199.cs.retention.risk.RiskSign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A departure in retrospect.
 *
 * @param arrLostAmount the ARR on the day before
 * @param lifetimeRevenueAmount Σ over its days of ARR ÷ 365
 * @param missed in the order of the days by which each should have happened
 * @param reasonAgreement absent for a reason that no sign relates to
 */
public record PostmortemAnswer(
        String clientId,
        String clientName,
        Tier tier,
        Churn churn,
        int tenureDays,
        BigDecimal arrLostAmount,
        BigDecimal lifetimeRevenueAmount,
        List<Sign> warningSigns,
        List<Point> trajectory,
        @Nullable Prediction lastPrediction,
        Actions actionsTaken,
        List<Missed> missed,
        ChurnReason.@Nullable Agreement reasonAgreement,
        Evidence evidence) {
    private static final int LONGEST_TEXT = 4_000;
    private static final int TOP = 5;

    /**
     * The churn as recorded.
     *
     * @param reason as a comparable code
     * @param reasonText as it was entered
     * @param untrusted the texts are what people wrote: data, never instructions
     */
    public record Churn(
            LocalDate churnedOn,
            @Nullable ChurnReason reason,
            @Personal(Personal.Kind.TEXT) String reasonText,
            List<ChurnReason> secondaryReasons,
            @Nullable String competitor,
            @Personal(Personal.Kind.TEXT) @Nullable String exitInterviewText,
            List<Lesson> lessons,
            int version,
            boolean untrusted) {}

    /** A lesson that someone drew from it. */
    public record Lesson(@Personal(Personal.Kind.TEXT) String lessonText, boolean untrusted) {}

    /** A sign that was present. */
    public record Sign(
            String indicatorKey,
            Severity severity,
            LocalDate firstDetectedOn,
            int leadTimeDays,
            int episodeCount,
            Origin origin) {

        static Sign of(WarningSign sign) {
            return new Sign(
                    RiskSign.shown(sign.indicatorKey()),
                    sign.severity(),
                    sign.firstDetectedOn(),
                    sign.leadTimeDays(),
                    sign.episodeCount(),
                    sign.origin());
        }
    }

    /**
     * The state of the client on a day, one every 30 days.
     *
     * @param origin of the probability; replayed: what the current model says about that day
     */
    public record Point(
            LocalDate date,
            @Nullable BigDecimal healthScore,
            @Nullable BigDecimal churnProbability,
            @Nullable Integer modelVersion,
            @Nullable Origin origin,
            @JsonProperty("user_day_count_30d") int userDayCount30d,
            int openTicketCount) {

        static Point of(Postmortem.Point point) {
            return new Point(
                    point.date(),
                    Rounded.figureOf(point.healthScore()),
                    Rounded.rateOf(point.churnProbability()),
                    point.modelVersion(),
                    point.origin(),
                    point.userDayCount(),
                    point.openTicketCount());
        }
    }

    /** The newest prediction of the 90 days before. */
    public record Prediction(
            Instant predictedAt,
            BigDecimal probability,
            @Nullable Severity riskLevel,
            int modelVersion,
            List<RiskItem.Part> contributions) {

        static @Nullable Prediction of(@Nullable LastPrediction last) {
            return last == null
                    ? null
                    : new Prediction(
                            last.predictedAt(),
                            Rounded.rate(last.probability()),
                            last.riskLevel(),
                            last.modelVersion(),
                            last.contributions().stream()
                                    .limit(TOP)
                                    .map(RiskItem.Part::shortOf)
                                    .toList());
        }
    }

    /** The actions taken in the lookback. */
    public record Actions(
            int outreachCount,
            int twoWayTouchCount,
            @Nullable LocalDate lastTwoWayTouchOn,
            int reviewCount,
            List<DepartureFacts.Campaign> campaigns,
            int escalationCount) {

        static Actions of(DepartureFacts facts, LocalDate since) {
            return new Actions(
                    (int) facts.touches().stream().filter(Touch::isOutreach).count(),
                    (int) facts.touches().stream().filter(Touch::isTwoWay).count(),
                    facts.touches().stream()
                            .filter(Touch::isTwoWay)
                            .map(Touch::happenedOn)
                            .max(Comparator.naturalOrder())
                            .orElse(null),
                    (int) facts.reviewedOn().stream().filter(day -> day.isAfter(since)).count(),
                    facts.campaigns(),
                    facts.escalationCount());
        }
    }

    /**
     * What the postmortem is based on.
     *
     * @param recordedFrom the first day for which signs or predictions of the client were stored; before it they are
     *     replayed
     */
    public record Evidence(
            LocalDate lookbackStartOn,
            @Nullable LocalDate recordedFrom,
            int replayModelVersion,
            int touchpointCount,
            int recordedEpisodeCount) {}

    static PostmortemAnswer of(Postmortem found) {
        DepartureFacts facts = found.facts();
        LocalDate since = facts.churnedOn().minusDays(found.lookbackDays());
        return new PostmortemAnswer(
                facts.clientId(),
                facts.clientName(),
                facts.tier(),
                new Churn(
                        facts.churnedOn(),
                        facts.reasonCode(),
                        UntrustedText.of(facts.reason(), LONGEST_TEXT).text(),
                        facts.secondaryReasons(),
                        facts.competitor(),
                        facts.exitInterview() == null
                                ? null
                                : UntrustedText.of(facts.exitInterview(), LONGEST_TEXT).text(),
                        facts.lessons().stream()
                                .map(
                                        text ->
                                                new Lesson(
                                                        UntrustedText.of(text, LONGEST_TEXT).text(),
                                                        true))
                                .toList(),
                        facts.version(),
                        true),
                (int) Math.max(0, ChronoUnit.DAYS.between(facts.startedOn(), facts.churnedOn())),
                Rounded.amount(facts.arrLostAmount()),
                Rounded.amount(facts.lifetimeRevenueAmount()),
                found.warningSigns().stream().map(Sign::of).toList(),
                found.trajectory().stream().map(Point::of).toList(),
                Prediction.of(facts.lastPrediction()),
                Actions.of(facts, since),
                found.missed().stream().map(PostmortemAnswer::missed).toList(),
                found.agreement(),
                new Evidence(
                        since,
                        facts.recordedFrom(),
                        found.replayModelVersion(),
                        facts.touches().size(),
                        facts.episodes().size()));
    }

    private static Missed missed(MissedStep step) {
        MissedStep.Because because = step.because();
        return new Missed(
                step.ruleId(),
                new MissedStep.Because(
                        RiskSign.shown(because.what()),
                        because.seenOn(),
                        because.value(),
                        because.refId()),
                step.shouldHaveHappenedBy(),
                step.action(),
                null);
    }

    static List<DataGap> gaps(Postmortem found) {
        DepartureFacts facts = found.facts();
        List<DataGap> gaps = new ArrayList<>();
        if (facts.hasLaterActivity() && !facts.hasReturned()) {
            gaps.add(
                    new DataGap(
                            "churn.churned_on",
                            "activity_after_churn: it was used or talked to after the day",
                            "Check the day; a client that is back is moved with"
                                    + " manage_lifecycle_stages"));
        }
        if (found.trajectory().stream().allMatch(point -> point.healthScore() == null)) {
            gaps.add(
                    new DataGap(
                            "trajectory.health_score",
                            "no health score of the time is stored",
                            "Health is scored every night; of days before nothing can be shown"));
        }
        LocalDate recordedFrom = facts.recordedFrom();
        if (recordedFrom == null
                || recordedFrom.isAfter(facts.churnedOn().minusDays(found.lookbackDays()))) {
            gaps.add(
                    new DataGap(
                            "warning_signs",
                            "before "
                                    + (recordedFrom == null ? "the churn" : recordedFrom)
                                    + " no signs were stored: they are replayed, every 30 days",
                            "Nothing: signs are stored every night from now on"));
        }
        return gaps;
    }
}
