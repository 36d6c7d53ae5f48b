package io.os199.cs.support.performance;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.support.knowledge.KnowledgeFigures.Missed;
import io.os199.cs.support.knowledge.KnowledgeFigures.Some;
import io.os199.cs.support.performance.AgentReader.Told;
import io.os199.cs.support.performance.OpeningDao.LateHour;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Recommendations about support: the rules SUP-1 to SUP-10. */
final class PerformanceRules {
    private static final String ROUTE = "route_tickets";
    private static final String ANALYZE = "analyze_support_performance";
    private static final String ARTICLES = "manage_knowledge_base";

    private static final double KEPT = 0.90;
    private static final double SATISFIED = 0.80;
    private static final double ESCALATED = 0.10;
    private static final double REOPENED = 0.10;
    private static final double WITHOUT_TICKET = 0.25;
    private static final double NEARLY_ALL = 0.98;
    private static final double GROWN = 1.25;
    private static final int URGENT_LATE = 5;
    private static final int MANY = 50;
    private static final int SEARCHES = 5;
    private static final int BACKLOG = 10;
    private static final int HOURS = 3;

    private final List<Recommendation> found = new ArrayList<>();

    List<Recommendation> found() {
        return List.copyOf(found);
    }

    /** When late tickets were opened; read only where it matters. */
    interface LateHours {
        List<LateHour> read();
    }

    /** Applies SUP-1 to SUP-5, SUP-8 and SUP-10 to the tickets of a period. */
    void ofTickets(
            Figures all, Map<String, Figures> byPriority, long backlogBefore, LateHours hours) {
        Share kept = all.kept(Clock.RESOLUTION);
        if (kept.isOfMany() && kept.value() < KEPT) {
            add(
                    "SUP-1",
                    "resolution_sla_met_rate is %s of %d".formatted(rate(kept), kept.n()),
                    "Add capacity for what is opened at "
                            + latest(hours.read())
                            + ", and route tickets by their clocks",
                    Priority.HIGH,
                    ROUTE);
        }
        long urgentLate = late(byPriority, "P0") + late(byPriority, "P1");
        if (urgentLate >= URGENT_LATE) {
            add(
                    "SUP-2",
                    "%d first responses to P0 and P1 were late".formatted(urgentLate),
                    "Route P0 and P1 as they come",
                    Priority.HIGH,
                    ROUTE);
        }
        Share satisfied = all.satisfied();
        if (satisfied.isOfMany() && satisfied.value() < SATISFIED) {
            add(
                    "SUP-3",
                    "csat_rate is %s of %d".formatted(rate(satisfied), satisfied.n()),
                    "Look at low_rating_tags of analysis_type satisfaction",
                    Priority.HIGH,
                    ANALYZE);
        }
        Share escalated = all.escalated();
        if (escalated.isOfMany() && escalated.value() > ESCALATED) {
            add(
                    "SUP-4",
                    "escalation_rate is %s of %d".formatted(rate(escalated), escalated.n()),
                    "Train the first line in the categories that escalate",
                    Priority.MEDIUM,
                    ANALYZE);
        }
        Share reopened = all.reopenedSince();
        if (reopened.isOfMany() && reopened.value() > REOPENED) {
            add(
                    "SUP-5",
                    "reopen_rate is %s of %d".formatted(rate(reopened), reopened.n()),
                    "Check the solution with the customer before resolving",
                    Priority.MEDIUM,
                    "handle_support_ticket");
        }
        if (all.backlog() >= BACKLOG && all.backlog() > GROWN * backlogBefore) {
            add(
                    "SUP-8",
                    "backlog_count is %d, and was %d when the period began"
                            .formatted(all.backlog(), backlogBefore),
                    "Add capacity, or sort out what need not be done",
                    Priority.HIGH,
                    ROUTE);
        }
        Share usual = kept(byPriority, "P2").plus(kept(byPriority, "P3"));
        if (usual.n() >= MANY && usual.value() > NEARLY_ALL) {
            add(
                    "SUP-10",
                    "resolution_sla_met_rate of P2 and P3 is %s of %d"
                            .formatted(rate(usual), usual.n()),
                    "The targets of P2 and P3 can be tightened",
                    Priority.LOW,
                    ANALYZE);
        }
    }

    /** Applies SUP-6 and SUP-7 to what customers search for. */
    void ofSearches(@Nullable Share withoutTicket, Some<Missed> gaps) {
        if (withoutTicket != null
                && withoutTicket.n() >= MANY
                && withoutTicket.value() < WITHOUT_TICKET) {
            add(
                    "SUP-6",
                    "search_without_ticket_rate is %s of %d"
                            .formatted(rate(withoutTicket), withoutTicket.n()),
                    "Write for what is searched in vain: see content_gaps of its analytics",
                    Priority.MEDIUM,
                    ARTICLES);
        }
        long most = gaps.items().isEmpty() ? 0 : gaps.items().getFirst().searchCount();
        if (most >= SEARCHES) {
            add(
                    "SUP-7",
                    "%d queries were searched in vain, the first of them %d times"
                            .formatted(gaps.totalCount(), most),
                    "Write articles for them, from the first: see content_gaps of its analytics",
                    Priority.MEDIUM,
                    ARTICLES);
        }
    }

    /**
     * Applies SUP-9 to agents who meet fewer clocks than their team by more than chance; only to the requested agent,
     * if there is one.
     */
    void ofAgents(AgentReader agents, @Nullable String agentId) {
        agents.teams()
                .forEach(
                        (team, members) -> {
                            Share all = AgentReader.kept(members);
                            for (Told each : members) {
                                Share kept = each.figures().kept(Clock.RESOLUTION);
                                if (each.isCompared()
                                        && (agentId == null
                                                || agentId.equals(each.agent().agentId()))
                                        && kept.isOfMany()
                                        && Interval.wilson(kept.count(), kept.n()).high()
                                                < all.value()) {
                                    add(
                                            "SUP-9",
                                            "resolution_sla_met_rate of %s is %s of %d, of %s %s"
                                                    .formatted(
                                                            each.agent().agentId(),
                                                            rate(kept),
                                                            kept.n(),
                                                            team,
                                                            rate(all)),
                                            "Coach, or lower the load",
                                            Priority.MEDIUM,
                                            ROUTE);
                                }
                            }
                        });
    }

    private void add(String rule, String because, String action, Priority priority, String tool) {
        found.add(new Recommendation(rule, because, action, priority, tool));
    }

    private static long late(Map<String, Figures> byPriority, String priority) {
        Figures of = byPriority.get(priority);
        return of == null ? 0 : of.late(Clock.FIRST_RESPONSE);
    }

    private static Share kept(Map<String, Figures> byPriority, String priority) {
        Figures of = byPriority.get(priority);
        return of == null ? Share.NONE : of.kept(Clock.RESOLUTION);
    }

    /** Returns the hours of the day with the most late resolutions. */
    private static String latest(List<LateHour> hours) {
        return hours.stream()
                .filter(each -> each.resolutionCount() > 0)
                .sorted(
                        Comparator.comparingLong(LateHour::resolutionCount)
                                .reversed()
                                .thenComparingInt(LateHour::hour))
                .limit(HOURS)
                .map(each -> "%02d:00".formatted(each.hour()))
                .collect(Collectors.joining(", "));
    }

    private static String rate(Share share) {
        return Rounded.rate(share.value()).toPlainString();
    }
}
