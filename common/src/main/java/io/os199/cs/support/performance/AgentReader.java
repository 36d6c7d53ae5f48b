package io.os199.cs.support.performance;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.statistics.Quantiles;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.performance.AgentDao.Agent;
import io.os199.cs.support.performance.Figures.Measure;
import io.os199.cs.support.performance.PerformanceReport.AgentDetail;
import io.os199.cs.support.performance.PerformanceReport.AgentItem;
import io.os199.cs.support.performance.PerformanceReport.TeamItem;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How much each agent did and how well, compared with the rest of the team. */
final class AgentReader {
    private static final int COMPARED = 10;
    private static final BigDecimal HIGH = new BigDecimal("0.9");
    private static final BigDecimal LOW = new BigDecimal("0.1");

    private final List<Told> told;
    private final @Nullable String asked;
    private final boolean isNow;

    /** An agent and the figures of the agent's tickets. */
    record Told(Agent agent, Figures figures) {
        boolean isCompared() {
            return figures.resolved() >= COMPARED;
        }
    }

    /** Reads the agents who are active in the requested team or did something with its tickets. */
    AgentReader(AgentDao dao, PerformanceOrder order, Map<String, Figures> figures, boolean isNow) {
        String team = order.team();
        this.asked = order.agentId();
        this.isNow = isNow;
        this.told =
                dao.agents().stream()
                        .filter(
                                each ->
                                        figures.containsKey(each.agentId())
                                                || (each.active()
                                                        && (team == null
                                                                || team.equals(each.team()))))
                        .map(
                                each ->
                                        new Told(
                                                each,
                                                figures.getOrDefault(
                                                        each.agentId(), new Figures())))
                        .sorted(
                                Comparator.comparingLong((Told each) -> each.figures().resolved())
                                        .reversed()
                                        .thenComparing(each -> each.agent().agentId()))
                        .toList();
    }

    /** Returns the agents who resolved the most tickets, at most {@code limit}. */
    AgentDetail shown(int limit) {
        List<BigDecimal> loads =
                told.stream().map(Told::agent).filter(Agent::active).map(Agent::load).toList();
        return new AgentDetail(
                shown().stream().limit(limit).map(this::item).toList(),
                teams().entrySet().stream()
                        .map(each -> team(each.getKey(), each.getValue()))
                        .toList(),
                !isNow || loads.size() < Sample.ENOUGH ? null : spread(new Quantiles(loads)));
    }

    /** Returns all agents, or only the requested one. */
    private List<Told> shown() {
        return told.stream()
                .filter(each -> asked == null || asked.equals(each.agent().agentId()))
                .toList();
    }

    int count() {
        return shown().size();
    }

    List<DataGap> gaps() {
        if (!isNow) {
            return List.of(
                    new DataGap(
                            "agents.items.load",
                            "only_of_today",
                            "Loads and their spread are told as they are now: ask without as_of"));
        }
        long active = told.stream().filter(each -> each.agent().active()).count();
        return active >= Sample.ENOUGH
                ? List.of()
                : List.of(
                        new DataGap(
                                "agents.workload_spread",
                                "small_sample",
                                "Needs %d active agents and has %d"
                                        .formatted(Sample.ENOUGH, active)));
    }

    private static BigDecimal spread(Quantiles loads) {
        return Objects.requireNonNull(loads.at(HIGH, 2))
                .subtract(Objects.requireNonNull(loads.at(LOW, 2)));
    }

    private AgentItem item(Told each) {
        Figures figures = each.figures();
        return new AgentItem(
                each.agent().agentId(),
                UntrustedText.name(each.agent().name()),
                each.agent().team(),
                figures.resolved(),
                each.isCompared(),
                figures.minutes(Measure.RESOLUTION).p50Minutes(),
                figures.minutes(Measure.FIRST_RESPONSE).p50Minutes(),
                figures.kept(Clock.FIRST_RESPONSE).shown(),
                figures.kept(Clock.RESOLUTION).shown(),
                figures.satisfied().shown(),
                figures.reopenedSince().shown(),
                isNow ? each.agent().load() : null);
    }

    /** Returns the agents by team, in the order of the teams' names. */
    Map<String, List<Told>> teams() {
        Map<String, List<Told>> teams = new TreeMap<>();
        told.forEach(
                each ->
                        teams.computeIfAbsent(each.agent().team(), _ -> new ArrayList<>())
                                .add(each));
        return teams;
    }

    /** Returns the share of resolution clocks that the agents of a team met. */
    static Share kept(List<Told> team) {
        return team.stream()
                .map(each -> each.figures().kept(Clock.RESOLUTION))
                .reduce(Share.NONE, Share::plus);
    }

    private static TeamItem team(String name, List<Told> members) {
        List<Told> compared = members.stream().filter(Told::isCompared).toList();
        return new TeamItem(
                name,
                members.size(),
                compared.size(),
                new Quantiles(
                                compared.stream()
                                        .map(each -> BigDecimal.valueOf(each.figures().resolved()))
                                        .toList())
                        .median(1),
                median(compared, Measure.RESOLUTION),
                median(compared, Measure.FIRST_RESPONSE),
                kept(members).shown());
    }

    private static @Nullable BigDecimal median(List<Told> agents, Measure measure) {
        List<BigDecimal> medians = new ArrayList<>();
        for (Told each : agents) {
            BigDecimal median = each.figures().minutes(measure).p50Minutes();
            if (median != null) {
                medians.add(median);
            }
        }
        return new Quantiles(medians).median(2);
    }
}
