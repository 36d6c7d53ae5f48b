package io.os199.cs.api.tools.health;

import io.os199.cs.api.tools.health.ClientMilestones.Benchmark;
import io.os199.cs.api.tools.health.ClientMilestones.Blocker;
import io.os199.cs.api.tools.health.ClientMilestones.Celebration;
import io.os199.cs.api.tools.health.ClientMilestones.Head;
import io.os199.cs.api.tools.health.ClientMilestones.Item;
import io.os199.cs.api.tools.health.ClientMilestones.Next;
import io.os199.cs.api.tools.health.ClientMilestones.State;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.health.HealthQuery;
import io.os199.cs.health.adoption.AdoptionMilestone;
import io.os199.cs.health.adoption.AdoptionMilestoneStatus;
import io.os199.cs.health.adoption.AdoptionMilestones;
import io.os199.cs.health.adoption.BlockedMilestone;
import io.os199.cs.health.adoption.MilestoneBenchmark;
import io.os199.cs.health.adoption.MilestoneBoard;
import io.os199.cs.health.adoption.MilestoneFramework;
import io.os199.cs.health.adoption.MilestoneMetric;
import io.os199.cs.health.adoption.MilestoneRules;
import io.os199.cs.health.adoption.MilestoneState;
import io.os199.cs.health.adoption.PortfolioMilestones.Evidence;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Assembles the answer on the milestones of one client. */
final class ClientMilestonesAnswer {
    private static final int MOST_BLOCKERS = 20;
    private static final int LONGEST_BLOCKER = 300;

    private final AdoptionMilestones milestones;
    private final TrackAdoptionMilestones.Input input;
    private final MilestoneFramework framework;
    private final Instant now;
    private final List<DataGap> gaps = new ArrayList<>();

    ClientMilestonesAnswer(
            AdoptionMilestones milestones,
            TrackAdoptionMilestones.Input input,
            MilestoneFramework framework,
            Instant now) {
        this.milestones = milestones;
        this.input = input;
        this.framework = framework;
        this.now = now;
    }

    ClientMilestones of(Transaction tx, ClientRef client, MilestoneBoard board) {
        Map<String, MilestoneBenchmark> benchmarks = benchmarks(tx, client, board);
        gaps(board);
        List<Item> items =
                board.states().stream()
                        .filter(this::isAsked)
                        .map(state -> item(state, benchmarks))
                        .toList();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new ClientMilestones(
                head(tx, client, board),
                board.asOf(),
                framework.framework(),
                framework.frameworkVersion(),
                items,
                board.celebrations().stream().map(ClientMilestonesAnswer::celebration).toList(),
                MilestoneRules.apply(board, input.celebrationRecommendations()),
                new Evidence(
                        HealthQuery.cut(board.asOf(), today, now),
                        Map.of(
                                "milestones",
                                (long) board.states().size(),
                                "milestones_recorded_before",
                                board.states().stream()
                                        .filter(state -> state.row().recordedOn() != null)
                                        .count())),
                gaps);
    }

    private boolean isAsked(MilestoneState state) {
        List<AdoptionMilestoneStatus> filter = input.statusFilter();
        return filter == null || filter.isEmpty() || filter.contains(state.status());
    }

    private Head head(Transaction tx, ClientRef client, MilestoneBoard board) {
        return new Head(
                client.clientId(),
                client.clientName(),
                board.startedOn(),
                (int) Math.max(0, ChronoUnit.DAYS.between(board.startedOn(), board.asOf())),
                board.achievedCount(),
                board.applicableCount(),
                board.completionRate(),
                board.pace(),
                board.next().map(state -> next(state, board.asOf())).orElse(null),
                milestones.blocked(tx, client.clientId()).stream()
                        .limit(MOST_BLOCKERS)
                        .map(ClientMilestonesAnswer::blocker)
                        .toList());
    }

    private static Next next(MilestoneState state, LocalDate asOf) {
        return new Next(
                state.milestone().milestoneKey(),
                state.milestone().name(),
                state.dueOn(),
                (int) ChronoUnit.DAYS.between(asOf, state.dueOn()));
    }

    private static Blocker blocker(BlockedMilestone blocked) {
        String words = blocked.blockerText();
        UntrustedText text = words == null ? null : UntrustedText.of(words, LONGEST_BLOCKER);
        return new Blocker(
                UntrustedText.name(blocked.name()),
                blocked.dueOn(),
                true,
                text == null ? null : text.text(),
                (text != null && text.truncated()) ? Boolean.TRUE : null);
    }

    private static Celebration celebration(MilestoneState state) {
        AdoptionMilestone milestone = state.milestone();
        return new Celebration(
                milestone.milestoneKey(),
                milestone.name(),
                milestone.importance(),
                Objects.requireNonNull(state.achievedOn()));
    }

    private Item item(MilestoneState state, Map<String, MilestoneBenchmark> benchmarks) {
        AdoptionMilestone milestone = state.milestone();
        boolean applies = state.status() != AdoptionMilestoneStatus.NOT_APPLICABLE;
        return new Item(
                milestone.milestoneKey(),
                milestone.name(),
                milestone.importance(),
                milestone.targetDays(),
                new State(
                        state.dueOn(),
                        state.status(),
                        state.achievedOn(),
                        state.takenDays(),
                        state.lateDays(),
                        applies ? state.row().currentValue() : null,
                        applies ? state.row().neededValue() : null,
                        benchmark(benchmarks.get(milestone.milestoneKey()))));
    }

    private static @Nullable Benchmark benchmark(@Nullable MilestoneBenchmark peers) {
        return peers == null
                ? null
                : new Benchmark(
                        peers.medianDays(),
                        peers.p25Days(),
                        peers.p75Days(),
                        peers.p90Days(),
                        peers.completionRate(),
                        peers.isTier() ? "tier" : "portfolio",
                        peers.peerCount());
    }

    private Map<String, MilestoneBenchmark> benchmarks(
            Transaction tx, ClientRef client, MilestoneBoard board) {
        if (!input.includeBenchmarks()) {
            return Map.of();
        }
        Map<String, MilestoneBenchmark> benchmarks =
                milestones.benchmarks(tx, client.clientId(), framework, board.asOf());
        if (benchmarks.size() < board.states().size()) {
            gaps.add(
                    new DataGap(
                            "milestones.benchmark",
                            "%d of %d milestones have 5 peers with records"
                                    .formatted(benchmarks.size(), board.states().size()),
                            framework.isStored()
                                    ? "Record the portfolio's: call this tool without client_id"
                                    : "Use a stored framework: custom milestones are not"
                                            + " recorded"));
        }
        return benchmarks;
    }

    private void gaps(MilestoneBoard board) {
        boolean nobody =
                board.states().stream()
                        .filter(state -> state.milestone().metric() == MilestoneMetric.USERS_SEEN)
                        .anyMatch(state -> state.row().currentValue() == 0);
        if (nobody) {
            gaps.add(
                    new DataGap(
                            "milestones.current_value",
                            "no_usage_ever",
                            "Send usage events of this client, or import them"));
        }
    }
}
