package io.os199.cs.health.patterns;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Severity;
import io.os199.cs.health.model.AnomalyTally;
import io.os199.cs.health.model.AnomalyTally.PortfolioEvent;
import io.os199.cs.health.model.PatternBacktest;
import io.os199.cs.health.model.UsageDays;
import io.os199.cs.health.model.UsageEpisode;
import io.os199.cs.health.patterns.EngagementPatterns.Anomaly;
import io.os199.cs.health.patterns.EngagementPatterns.Communication;
import io.os199.cs.health.patterns.EngagementPatterns.Risk;
import io.os199.cs.health.patterns.PatternTally.Control;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.usage.model.Quotients;
import io.os199.cs.usage.model.UsageFacts;
import io.os199.cs.usage.model.UsagePeriod;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts together what is said about the habits of some clients. */
final class PatternAnswer {
    private static final int ANOMALIES = 50;
    private static final int EVENTS = 14;

    private final PatternOrder order;
    private final Instant cut;
    private final PatternTally tally;
    private final UsagePeriod period;
    private final List<DataGap> gaps;
    private final @Nullable PortfolioView view;
    private final List<Truncation> truncated = new ArrayList<>();

    /** @param gaps the gaps known so far */
    PatternAnswer(PatternOrder order, Instant cut, PatternTally tally, List<DataGap> gaps) {
        this(order, cut, tally, gaps, null);
    }

    /** Prepares an answer about one client, with what a run found out about the portfolio. */
    PatternAnswer(PatternOrder order, Instant cut, PatternTally tally, PortfolioView view) {
        this(order, cut, tally, order.predictiveInsights() ? view.backtestGaps() : List.of(), view);
    }

    private PatternAnswer(
            PatternOrder order,
            Instant cut,
            PatternTally tally,
            List<DataGap> gaps,
            @Nullable PortfolioView view) {
        this.view = view;
        this.order = order;
        this.cut = cut;
        this.tally = tally;
        this.period = order.period();
        this.gaps = new ArrayList<>(gaps);
    }

    /**
     * @param individual the client that it is about; absent for many
     * @param left the clients that left, where they are known
     * @param events absent where the portfolio was not looked at
     */
    EngagementPatterns of(
            PatternFacts.Dialogue dialogue,
            @Nullable ClientRef individual,
            @Nullable Control left,
            @Nullable List<PortfolioEvent> events) {
        PatternFacts.Contacts contacts = dialogue.contacts();
        PatternFacts.Tickets tickets = dialogue.tickets();
        Communication communication =
                contacts == null ? null : Habits.communication(contacts, tally.hours());
        List<Risk> risks = risks(individual != null, left);
        List<Anomaly> anomalies = anomalies(events == null ? List.of() : events);
        usageGaps();
        hourGaps(communication);
        Habits habits = new Habits(truncated);
        EngagementPatterns whole =
                new EngagementPatterns(
                        order.scope(),
                        individual == null ? null : individual.clientId(),
                        individual == null ? null : individual.clientName(),
                        tally.clientIds().size(),
                        new EngagementPatterns.Period(
                                period.start(),
                                period.end(),
                                period.dayCount(),
                                period.completeDayCount()),
                        order.wants(PatternType.TEMPORAL)
                                ? Habits.temporal(tally.use(), tally.hours(), period)
                                : null,
                        order.wants(PatternType.FEATURE_USAGE)
                                ? habits.features(tally.features())
                                : null,
                        communication,
                        tickets == null
                                ? null
                                : habits.support(tickets, tally.use().activeUserCount()),
                        tally.mix().cohorts(),
                        risks,
                        order.anomalyDetection() ? List.of() : null,
                        order.anomalyDetection() ? anomalies.size() : null,
                        order.anomalyDetection() && events != null ? shown(events) : null,
                        PatternRules.apply(
                                anomalies, risks, events, communication, contacts, tickets),
                        evidence(contacts, tickets),
                        gaps,
                        truncated);
        return order.anomalyDetection() ? withAnomalies(whole, anomalies) : whole;
    }

    /** Adds as many anomalies as the answer has room for, because they are the part that grows with the portfolio. */
    private EngagementPatterns withAnomalies(EngagementPatterns rest, List<Anomaly> all) {
        List<Anomaly> most = all.subList(0, Math.min(ANOMALIES, all.size()));
        List<Anomaly> fitting = most.subList(0, AnswerBudget.USUAL.fitting(most, rest));
        if (fitting.size() < all.size()) {
            truncated.add(new Truncation("anomalies", fitting.size(), all.size()));
        }
        return new EngagementPatterns(
                rest.scope(),
                rest.clientId(),
                rest.clientName(),
                rest.clientCount(),
                rest.period(),
                rest.temporal(),
                rest.featureUsage(),
                rest.communication(),
                rest.support(),
                rest.userMix(),
                rest.riskPatterns(),
                fitting,
                rest.anomalyCount(),
                rest.portfolioEvents(),
                rest.recommendations(),
                rest.evidence(),
                rest.dataGaps(),
                truncated);
    }

    private List<PortfolioEvent> shown(List<PortfolioEvent> events) {
        if (events.size() <= EVENTS) {
            return events;
        }
        truncated.add(new Truncation("portfolio_events", EVENTS, events.size()));
        return events.subList(0, EVENTS);
    }

    private List<Risk> risks(boolean isIndividual, @Nullable Control left) {
        Control control = tally.control();
        List<Risk> risks = new ArrayList<>();
        List<String> withoutHits = new ArrayList<>();
        for (RiskHits hits : tally.risks()) {
            PatternBacktest backtest =
                    view == null || !order.predictiveInsights()
                            ? null
                            : view.backtests().get(hits.key());
            if (control != null && left != null) {
                int controlHits = control.hits().getOrDefault(hits.key(), 0);
                backtest =
                        PatternBacktest.of(
                                        left.hits().getOrDefault(hits.key(), 0),
                                        left.clientCount(),
                                        controlHits,
                                        control.clientCount())
                                .orElse(null);
                if (controlHits == 0) {
                    withoutHits.add(WireName.of(hits.key()));
                }
            }
            if (hits.clients().size() < hits.clientCount()) {
                truncated.add(
                        new Truncation(
                                "risk_patterns.%s.clients".formatted(WireName.of(hits.key())),
                                hits.clients().size(),
                                hits.clientCount()));
            }
            risks.add(
                    new Risk(
                            hits.key(),
                            isIndividual ? hits.clientCount() > 0 : null,
                            hits.clientCount(),
                            Quotients.rate(hits.clientCount(), tally.clientIds().size()),
                            hits.arrAmount(),
                            hits.clients(),
                            backtest));
        }
        if (left != null && left.clientCount() < PatternBacktest.FEWEST_CHURNED) {
            gaps.add(
                    new DataGap(
                            "risk_patterns.backtest",
                            "%d of %d churned clients in 365 days"
                                    .formatted(left.clientCount(), PatternBacktest.FEWEST_CHURNED),
                            "Nothing to do: it takes more clients that left; a churn is entered"
                                    + " with manage_lifecycle_stages"));
        } else if (!withoutHits.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "risk_patterns.backtest",
                            "no client that stayed showed " + String.join(", ", withoutHits),
                            "Nothing to do: without such a client there is no lift"));
        }
        return risks;
    }

    private List<Anomaly> anomalies(List<PortfolioEvent> events) {
        Comparator<UsageEpisode> highFirst =
                Comparator.comparingInt(
                        episode ->
                                episode.reachesHigh() && !AnomalyTally.isShared(episode, events)
                                        ? 0
                                        : 1);
        return tally.anomalies().episodes().stream()
                .sorted(highFirst.thenComparing(UsageEpisode.worstFirst()))
                .map(episode -> anomaly(episode, AnomalyTally.isShared(episode, events)))
                .toList();
    }

    private static Anomaly anomaly(UsageEpisode episode, boolean isShared) {
        return new Anomaly(
                episode.clientId(),
                episode.clientName(),
                episode.metric(),
                episode.direction(),
                episode.reachesHigh() && !isShared ? Severity.HIGH : Severity.MEDIUM,
                episode.from(),
                episode.to(),
                episode.days().size(),
                episode.worstScore(),
                episode.deviationTotal(),
                isShared);
    }

    private void usageGaps() {
        int unknown = tally.clientIds().size() - tally.use().knownClientCount();
        if (unknown > 0) {
            gaps.add(
                    new DataGap(
                            "user_mix",
                            "no_usage: %d of %d clients"
                                    .formatted(unknown, tally.clientIds().size()),
                            "Send their usage events to the intake, or import them"));
        }
        int without = tally.anomalies().withoutReferenceCount();
        if (without > 0) {
            gaps.add(
                    new DataGap(
                            "anomalies",
                            "fewer than 6 reference days: %d of %d clients"
                                    .formatted(without, tally.anomalies().clientCount()),
                            "Wait until they have used the product for six weeks"));
        }
        if (tally.features().unreadPathCount() > 0) {
            gaps.add(
                    new DataGap(
                            "feature_usage.paths",
                            "%d rare paths were left out"
                                    .formatted(tally.features().unreadPathCount()),
                            "Ask for a smaller segment"));
        }
    }

    /** Adds gaps for what rests on hours, and so only on the events that have one. */
    private void hourGaps(@Nullable Communication communication) {
        if (order.wants(PatternType.TEMPORAL)) {
            hourGap("temporal.by_hour");
        }
        if (communication != null && !Habits.isOfAnswers(communication.bestSlot())) {
            hourGap("communication.best_slot");
        }
    }

    private void hourGap(String field) {
        long hourly = tally.hours().stream().mapToLong(UsageFacts.Hour::eventCount).sum();
        if (hourly < eventCount()) {
            gaps.add(
                    new DataGap(
                            field,
                            "%d of %d events have an hour".formatted(hourly, eventCount()),
                            "Send events with their time instead of totals by day"));
        }
    }

    private long eventCount() {
        return tally.use().days().stream().mapToLong(PatternFacts.Day::eventCount).sum();
    }

    private EngagementPatterns.Evidence evidence(
            PatternFacts.@Nullable Contacts contacts, PatternFacts.@Nullable Tickets tickets) {
        LocalDate newest = order.newest();
        return new EngagementPatterns.Evidence(
                cut,
                order.timeZone(),
                order.anomalyDetection() ? newest.minusDays(UsageDays.LOOKED_AT - 1L) : null,
                order.anomalyDetection() ? newest : null,
                eventCount(),
                tally.use().activeUserCount(),
                tally.use().knownClientCount(),
                view == null ? null : view.cutAt(),
                contacts == null
                        ? null
                        : contacts.kinds().stream()
                                .mapToInt(kind -> kind.inboundCount() + kind.outboundCount())
                                .sum(),
                tickets == null ? null : tickets.ticketCount());
    }
}
