package io.os199.cs.health.patterns;

import io.os199.cs.core.model.Severity;
import io.os199.cs.health.model.AnomalyTally.PortfolioEvent;
import io.os199.cs.health.model.PatternBacktest;
import io.os199.cs.health.model.Swing;
import io.os199.cs.health.patterns.EngagementPatterns.Anomaly;
import io.os199.cs.health.patterns.EngagementPatterns.Communication;
import io.os199.cs.health.patterns.EngagementPatterns.Risk;
import io.os199.cs.health.patterns.EngagementPatterns.Slot;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The declared table of recommendations on habits. */
final class PatternRules {
    private static final BigDecimal TELLING = BigDecimal.TWO;
    private static final int ENOUGH_TICKETS = 8;
    private static final int NAMED = 5;

    private final List<Recommendation> found = new ArrayList<>();

    private PatternRules() {}

    /** Returns the recommendations that apply, in the order of the table. */
    static List<Recommendation> apply(
            List<Anomaly> anomalies,
            List<Risk> risks,
            @Nullable List<PortfolioEvent> events,
            @Nullable Communication communication,
            PatternFacts.@Nullable Contacts contacts,
            PatternFacts.@Nullable Tickets tickets) {
        PatternRules rules = new PatternRules();
        rules.drops(anomalies);
        risks.forEach(rules::risk);
        if (events != null) {
            rules.outage(events);
        }
        if (communication != null && communication.bestSlot() != null) {
            rules.slot(communication.bestSlot());
        }
        if (contacts != null) {
            rules.channel(contacts);
        }
        if (tickets != null) {
            rules.repeats(tickets);
        }
        return List.copyOf(rules.found);
    }

    private void drops(List<Anomaly> anomalies) {
        List<Anomaly> drops =
                anomalies.stream()
                        .filter(it -> it.direction() == Swing.DROP)
                        .filter(it -> it.severity() == Severity.HIGH)
                        .toList();
        if (!drops.isEmpty()) {
            add(
                    "EP_DROP",
                    "%d drops of severity high: %s"
                            .formatted(
                                    drops.size(),
                                    drops.stream()
                                            .limit(NAMED)
                                            .map(PatternRules::named)
                                            .collect(Collectors.joining("; "))),
                    "Call the clients of these drops today",
                    Priority.HIGH,
                    "log_activity");
        }
    }

    /** Returns a drop together with its client, because spikes may take its place in the list. */
    private static String named(Anomaly drop) {
        return "%s of %s, z %s, %s to %s"
                .formatted(
                        WireName.of(drop.metric()),
                        drop.clientId(),
                        drop.worstZ(),
                        drop.from(),
                        drop.to());
    }

    private void risk(Risk risk) {
        PatternBacktest backtest = risk.backtest();
        if (risk.clientCount() > 0 && backtest != null && backtest.lift().compareTo(TELLING) >= 0) {
            add(
                    "EP_RISK",
                    "%s holds for %d clients, lift %s"
                            .formatted(
                                    WireName.of(risk.key()), risk.clientCount(), backtest.lift()),
                    "Work the clients listed with the pattern",
                    Priority.HIGH,
                    "identify_churn_risk");
        }
    }

    private void outage(List<PortfolioEvent> events) {
        Optional<PortfolioEvent> drop =
                events.stream().filter(event -> event.direction() == Swing.DROP).findFirst();
        drop.ifPresent(
                event ->
                        add(
                                "EP_OUTAGE",
                                "%d of %d clients dropped on %s"
                                        .formatted(
                                                event.clientCount(),
                                                event.referenceClientCount(),
                                                event.day()),
                                "Ask product and operations first",
                                Priority.HIGH,
                                "manage_escalations"));
    }

    private void slot(Slot slot) {
        if (slot.answerRate() != null) {
            add(
                    "EP_SLOT",
                    "answer_rate %s on %s from %d to %d"
                            .formatted(
                                    slot.answerRate(),
                                    WireName.of(slot.weekday()),
                                    slot.fromHour(),
                                    slot.toHour()),
                    "Plan outreach in this slot",
                    Priority.LOW,
                    "log_activity");
        }
    }

    private void channel(PatternFacts.Contacts contacts) {
        List<PatternFacts.Kind> asked =
                contacts.kinds().stream()
                        .filter(kind -> kind.askedCount() >= Habits.ENOUGH_ASKED)
                        .toList();
        Optional<PatternFacts.Kind> usual =
                asked.stream()
                        .max(
                                Comparator.comparingInt(PatternFacts.Kind::askedCount)
                                        .thenComparing(
                                                PatternFacts.Kind::kind,
                                                Comparator.reverseOrder()));
        Optional<PatternFacts.Kind> best =
                asked.stream()
                        .max(
                                Comparator.comparingDouble(PatternRules::answerRate)
                                        .thenComparing(
                                                PatternFacts.Kind::kind,
                                                Comparator.reverseOrder()));
        if (usual.isPresent() && best.isPresent() && isBetter(best.get(), usual.get())) {
            add(
                    "EP_CHANNEL",
                    "%s is answered %d of %d times, %s %d of %d"
                            .formatted(
                                    best.get().kind(),
                                    best.get().answeredCount(),
                                    best.get().askedCount(),
                                    usual.get().kind(),
                                    usual.get().answeredCount(),
                                    usual.get().askedCount()),
                    "Change the channel to " + best.get().kind(),
                    Priority.MEDIUM,
                    "log_activity");
        }
    }

    private static double answerRate(PatternFacts.Kind kind) {
        return (double) kind.answeredCount() / kind.askedCount();
    }

    /** Whether one kind is better by 0.20 or more, computed in whole numbers. */
    private static boolean isBetter(PatternFacts.Kind best, PatternFacts.Kind usual) {
        long product = (long) best.askedCount() * usual.askedCount();
        long ahead =
                (long) best.answeredCount() * usual.askedCount()
                        - (long) usual.answeredCount() * best.askedCount();
        return 5 * ahead >= product;
    }

    private void repeats(PatternFacts.Tickets tickets) {
        if (tickets.ticketCount() < ENOUGH_TICKETS
                || 4L * tickets.repeatCount() < tickets.ticketCount()) {
            return;
        }
        tickets.categories().stream()
                .max(
                        Comparator.comparingInt(PatternFacts.Category::repeatCount)
                                .thenComparing(
                                        PatternFacts.Category::category, Comparator.reverseOrder()))
                .ifPresent(
                        most ->
                                add(
                                        "EP_REPEAT",
                                        "%d of %d tickets were followed by one like them, %d of them in %s"
                                                .formatted(
                                                        tickets.repeatCount(),
                                                        tickets.ticketCount(),
                                                        most.repeatCount(),
                                                        most.category()),
                                        "Write an article or train on " + most.category(),
                                        Priority.MEDIUM,
                                        "manage_knowledge_base"));
    }

    private void add(String ruleId, String because, String action, Priority priority, String tool) {
        found.add(new Recommendation(ruleId, because, action, priority, tool));
    }
}
