package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.postmortem.DepartureFacts.Alarm;
import io.os199.cs.retention.postmortem.DepartureFacts.Touch;
import io.os199.cs.retention.postmortem.MissedStep.Because;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What should have been done before a client left; each rule is one method. */
final class MissedRules {
    static final double ALARM_PROBABILITY = 0.25;

    private static final int ALERT_DAYS = 14;
    private static final int CHAMPION_DAYS = 14;
    private static final int VOICE_DAYS = 7;
    private static final int REVIEW_DAYS = 180;
    private static final int CAMPAIGN_DAYS = 30;
    private static final int RENEWAL_DAYS = 60;

    private final DepartureFacts facts;
    private final List<Episode> episodes;

    /**
     * The rules for one departure.
     *
     * @param episodes the episodes of its signs, the earliest first
     * @param since the day before the lookback; of signs that began by then it is not known what was done about them
     */
    MissedRules(DepartureFacts facts, List<Episode> episodes, LocalDate since) {
        this.facts = facts;
        this.episodes = episodes.stream().filter(each -> each.openedOn().isAfter(since)).toList();
    }

    /** Returns the missed steps in the order of the days by which each should have happened. */
    List<MissedStep> missed() {
        return Stream.of(alert(), champion(), voice(), review(), ticket(), campaign(), renewal())
                .flatMap(Optional::stream)
                .sorted(
                        Comparator.comparing(MissedStep::shouldHaveHappenedBy)
                                .thenComparing(MissedStep::ruleId))
                .toList();
    }

    private Optional<MissedStep> alert() {
        List<Because> alarms = new ArrayList<>(seen("risk.health_low"));
        Alarm first = facts.firstAlarm();
        if (first != null) {
            alarms.add(
                    new Because(
                            "churn_probability",
                            first.predictedOn(),
                            Rounded.rate(first.probability()),
                            null));
        }
        return unanswered(
                "M-ALERT",
                alarms,
                ALERT_DAYS,
                Touch::isOutreach,
                "Raise an alert when health falls or churn gets likely, and call within 14 days");
    }

    private Optional<MissedStep> champion() {
        return unanswered(
                "M-CHAMPION",
                seen("risk.champion_left"),
                CHAMPION_DAYS,
                Touch::isTwoWay,
                "Track champions, and talk to a successor within 14 days");
    }

    private Optional<MissedStep> voice() {
        return unanswered(
                "M-VOICE",
                seen("risk.nps_detractor"),
                VOICE_DAYS,
                Touch::isOutreach,
                "Close the loop with each detractor within 7 days");
    }

    private Optional<MissedStep> review() {
        LocalDate from = facts.churnedOn().minusDays(REVIEW_DAYS);
        boolean isOwed =
                (facts.tier() == Tier.PROFESSIONAL || facts.tier() == Tier.ENTERPRISE)
                        && !facts.startedOn().isAfter(from);
        boolean isDone = facts.reviewedOn().stream().anyMatch(day -> day.isAfter(from));
        return isOwed && !isDone
                ? Optional.of(
                        new MissedStep(
                                "M-REVIEW",
                                new Because("no_executive_review", null, null, null),
                                from,
                                "Hold an executive review at least every half year"))
                : Optional.empty();
    }

    private Optional<MissedStep> ticket() {
        DepartureFacts.LateTicket late = facts.lateTicket();
        return late == null
                ? Optional.empty()
                : Optional.of(
                        new MissedStep(
                                "M-TICKET",
                                new Because(
                                        "urgent_ticket_late", late.dueOn(), null, late.ticketId()),
                                late.dueOn(),
                                "Hold the resolution time of urgent tickets"));
    }

    private Optional<MissedStep> campaign() {
        return episodes.stream()
                .filter(
                        each ->
                                each.severity() == Severity.CRITICAL
                                        || each.severity() == Severity.HIGH)
                .filter(each -> lasted(each) >= CAMPAIGN_DAYS)
                .filter(each -> !isCampaigned(each.openedOn()))
                .findFirst()
                .map(
                        each ->
                                new MissedStep(
                                        "M-CAMPAIGN",
                                        because(each),
                                        each.openedOn().plusDays(CAMPAIGN_DAYS),
                                        "Start a play while a grave sign lasts"));
    }

    private Optional<MissedStep> renewal() {
        LocalDate date = facts.untouchedRenewalOn();
        if (date != null) {
            return Optional.of(untouched(date.minusDays(RENEWAL_DAYS), date));
        }
        return episodes.stream()
                .filter(each -> each.indicatorKey().equals("risk.renewal_untouched"))
                .findFirst()
                .map(each -> untouched(each.openedOn(), null));
    }

    private static MissedStep untouched(LocalDate by, @Nullable LocalDate renewal) {
        return new MissedStep(
                "M-RENEWAL",
                new Because(
                        "renewal_untouched",
                        by,
                        null,
                        renewal == null ? null : "renewal of " + renewal),
                by,
                "Start the talk about a renewal 60 days before its date");
    }

    /**
     * Returns the first of some alarms that nobody acted on within the given days, where those days were over before
     * the client left.
     */
    private Optional<MissedStep> unanswered(
            String ruleId,
            List<Because> alarms,
            int days,
            Predicate<Touch> answers,
            String action) {
        return alarms.stream()
                .sorted(
                        Comparator.comparing((Because each) -> by(each, 0))
                                .thenComparing(Because::what))
                .filter(each -> !by(each, days).isAfter(facts.churnedOn()))
                .filter(
                        each ->
                                facts.touches().stream()
                                        .filter(answers)
                                        .map(Touch::happenedOn)
                                        .noneMatch(
                                                day ->
                                                        !day.isBefore(by(each, 0))
                                                                && !day.isAfter(by(each, days))))
                .findFirst()
                .map(each -> new MissedStep(ruleId, each, by(each, days), action));
    }

    private static LocalDate by(Because alarm, int days) {
        return Objects.requireNonNull(alarm.seenOn()).plusDays(days);
    }

    private List<Because> seen(String indicatorKey) {
        return episodes.stream()
                .filter(each -> each.indicatorKey().equals(indicatorKey))
                .map(MissedRules::because)
                .toList();
    }

    private static Because because(Episode episode) {
        return new Because(episode.indicatorKey(), episode.openedOn(), null, null);
    }

    private long lasted(Episode episode) {
        return ChronoUnit.DAYS.between(episode.openedOn(), episode.until(facts.churnedOn()));
    }

    /** Whether a campaign was under way, or began, in the days in which one should have. */
    private boolean isCampaigned(LocalDate openedOn) {
        return facts.campaigns().stream()
                .anyMatch(
                        each ->
                                !each.startedOn().isAfter(openedOn.plusDays(CAMPAIGN_DAYS))
                                        && (each.closedOn() == null
                                                || !each.closedOn().isBefore(openedOn)));
    }
}
