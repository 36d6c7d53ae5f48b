package io.os199.cs.api.tools.support;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.routing.RoutingReport;
import io.os199.cs.support.routing.RoutingReport.Queued;
import io.os199.cs.support.routing.RoutingReport.Unassigned;
import io.os199.cs.support.routing.RoutingReport.Utilization;
import io.os199.cs.support.routing.Score;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The assignments, and the state of the queue after them.
 *
 * @param routingOptions the agents who can take the one ticket, the best first
 * @param recommendation the agent_id of the best of them
 * @param isDryRun whether this only reports what would happen
 */
public record RoutingAnswer(
        List<Assignment> assignments,
        List<Unassigned> unassigned,
        QueueSummary queueSummary,
        List<Agent> agentUtilization,
        @Nullable List<Option> routingOptions,
        @Nullable String recommendation,
        @Nullable List<Truncation> truncated,
        @Nullable Boolean isDryRun,
        Instant computedAt,
        List<DataGap> dataGaps) {
    private static final int MOST_AGENTS = 50;
    private static final int MOST_UNASSIGNED = 50;

    /** A ticket with its new agent; score and urgency from 0 to 100. */
    public record Assignment(
            String ticketId,
            String clientId,
            String agentId,
            String agentName,
            String team,
            @Nullable String fromAgentId,
            BigDecimal score,
            Parts scoreParts,
            BigDecimal urgency) {
        static Assignment of(RoutingReport.Assignment assignment) {
            return new Assignment(
                    assignment.ticketId(),
                    assignment.clientId(),
                    assignment.agentId(),
                    assignment.agentName(),
                    assignment.team(),
                    assignment.fromAgentId(),
                    Rounded.figure(assignment.score().total()),
                    Parts.of(assignment.score()),
                    Rounded.figure(assignment.urgency()));
        }
    }

    /** The parts that add up to a score. */
    public record Parts(
            BigDecimal skill, BigDecimal headroom, BigDecimal slaFit, BigDecimal continuity) {
        static Parts of(Score score) {
            return new Parts(
                    Rounded.figure(score.skill()),
                    Rounded.figure(score.headroom()),
                    Rounded.figure(score.slaFit()),
                    Rounded.figure(score.continuity()));
        }
    }

    /** All unsolved tickets, limited to the team if the call names one. */
    public record QueueSummary(
            long unresolvedCount,
            long unassignedCount,
            List<OfPriority> byPriority,
            List<OfCategory> byCategory,
            long atRiskCount,
            long breachedCount) {
        static QueueSummary of(List<Queued> queue) {
            return new QueueSummary(
                    count(queue, each -> true),
                    count(queue, each -> !each.assigned()),
                    sums(queue, Queued::priority).entrySet().stream()
                            .map(each -> new OfPriority(each.getKey(), each.getValue()))
                            .toList(),
                    sums(queue, Queued::category).entrySet().stream()
                            .map(each -> new OfCategory(each.getKey(), each.getValue()))
                            .toList(),
                    count(queue, each -> each.state() == ClockState.AT_RISK),
                    count(queue, each -> each.state() == ClockState.BREACHED));
        }

        private static long count(List<Queued> queue, Predicate<Queued> which) {
            return queue.stream().filter(which).mapToLong(Queued::ticketCount).sum();
        }

        private static <K> Map<K, Long> sums(List<Queued> queue, Function<Queued, K> key) {
            return queue.stream()
                    .collect(
                            Collectors.groupingBy(
                                    key,
                                    TreeMap::new,
                                    Collectors.summingLong(Queued::ticketCount)));
        }
    }

    /** Tickets of a priority. */
    public record OfPriority(TicketPriority priority, long ticketCount) {}

    /** Tickets of a category. */
    public record OfCategory(TicketCategory category, long ticketCount) {}

    /** An agent after the call; {@code load} counts tickets waiting on the customer as half. */
    public record Agent(
            String agentId,
            String agentName,
            String team,
            BigDecimal load,
            int capacity,
            @Nullable BigDecimal utilizationRate,
            int atRiskCount) {
        static Agent of(Utilization agent) {
            return new Agent(
                    agent.agentId(),
                    agent.name(),
                    agent.team(),
                    rounded(agent.load()),
                    agent.capacity(),
                    agent.capacity() == 0 ? null : Rounded.rate(agent.load() / agent.capacity()),
                    agent.atRiskCount());
        }
    }

    /** An agent who can take the ticket. */
    public record Option(
            String agentId,
            String agentName,
            BigDecimal load,
            int capacity,
            BigDecimal score,
            Parts scoreParts) {
        static Option of(RoutingReport.Option option) {
            return new Option(
                    option.agentId(),
                    option.name(),
                    rounded(option.load()),
                    option.capacity(),
                    Rounded.figure(option.score().total()),
                    Parts.of(option.score()));
        }
    }

    static RoutingAnswer of(RoutingReport report, boolean isDryRun, Instant now) {
        List<Truncation> cut = new ArrayList<>();
        List<Unassigned> unassigned = cut("unassigned", report.unassigned(), MOST_UNASSIGNED, cut);
        List<Utilization> agents = cut("agent_utilization", report.agents(), MOST_AGENTS, cut);
        List<Option> options = report.options().stream().map(Option::of).toList();
        return new RoutingAnswer(
                report.assignments().stream().map(Assignment::of).toList(),
                unassigned,
                QueueSummary.of(report.queue()),
                agents.stream().map(Agent::of).toList(),
                options.isEmpty() ? null : options,
                options.isEmpty() ? null : options.getFirst().agentId(),
                cut.isEmpty() ? null : cut,
                isDryRun ? true : null,
                now,
                report.agents().isEmpty()
                        ? List.of(
                                new DataGap(
                                        "assignments",
                                        "no_agents",
                                        "Import support_agents; nobody is active and available."))
                        : List.of());
    }

    private static <T> List<T> cut(String name, List<T> all, int most, List<Truncation> cut) {
        if (all.size() <= most) {
            return all;
        }
        cut.add(new Truncation(name, most, all.size()));
        return all.subList(0, most);
    }

    private static BigDecimal rounded(double value) {
        return Rounded.of(value, 1);
    }
}
