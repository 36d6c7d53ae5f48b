package io.os199.cs.health.adoption;

import io.os199.cs.platform.statistics.Quantiles;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** All milestones of one client on a given day, in the order of their framework. */
public record MilestoneBoard(
        String clientId, LocalDate startedOn, LocalDate asOf, List<MilestoneState> states) {
    private static final int STILL_DAYS = 60;
    private static final int FEWEST_AHEAD = 4;
    private static final BigDecimal AHEAD = new BigDecimal("0.70");
    private static final int CELEBRATED_DAYS = 14;

    /** Returns one board for each client of {@code rows}, in the order of the rows. */
    static List<MilestoneBoard> of(
            MilestoneFramework framework, List<MilestoneRow> rows, LocalDate asOf) {
        Map<String, Map<String, MilestoneRow>> byClient = new LinkedHashMap<>();
        for (MilestoneRow row : rows) {
            byClient.computeIfAbsent(row.clientId(), id -> new HashMap<>())
                    .put(row.milestoneKey(), row);
        }
        List<MilestoneBoard> boards = new ArrayList<>();
        byClient.forEach(
                (clientId, byKey) -> {
                    List<MilestoneState> states =
                            framework.definitions().stream()
                                    .map(
                                            each ->
                                                    new MilestoneState(
                                                            each,
                                                            Objects.requireNonNull(
                                                                    byKey.get(each.milestoneKey())),
                                                            asOf))
                                    .toList();
                    boards.add(
                            new MilestoneBoard(
                                    clientId, states.getFirst().row().startedOn(), asOf, states));
                });
        return boards;
    }

    public int achievedCount() {
        return (int) states.stream().filter(MilestoneState::isAchieved).count();
    }

    public int applicableCount() {
        return (int) states.stream().filter(MilestoneState::isApplicable).count();
    }

    /** Returns the share of applicable milestones that are achieved; absent when none applies. */
    public @Nullable BigDecimal completionRate() {
        return applicableCount() == 0
                ? null
                : BigDecimal.valueOf(achievedCount())
                        .divide(BigDecimal.valueOf(applicableCount()), 4, RoundingMode.HALF_UP);
    }

    public Pace pace() {
        if (stuckAt().isPresent()) {
            return Pace.STUCK;
        }
        BigDecimal share = medianTakenShare();
        if (achievedCount() >= FEWEST_AHEAD && share != null && share.compareTo(AHEAD) <= 0) {
            return Pace.AHEAD;
        }
        return states.stream().anyMatch(MilestoneState::isOverdue) ? Pace.BEHIND : Pace.ON_TRACK;
    }

    /**
     * Returns the pressing overdue milestone that was due first, provided that the client has reached nothing for 60
     * days.
     */
    public Optional<MilestoneState> stuckAt() {
        LocalDate last = startedOn;
        for (MilestoneState state : states) {
            LocalDate achieved = state.achievedOn();
            if (achieved != null && achieved.isAfter(last)) {
                last = achieved;
            }
        }
        return last.isAfter(asOf.minusDays(STILL_DAYS))
                ? Optional.empty()
                : states.stream()
                        .filter(MilestoneState::isOverdue)
                        .filter(state -> state.milestone().importance().isPressing())
                        .min(Comparator.comparing(MilestoneState::dueOn));
    }

    /** Returns the median, over the milestones reached, of the days taken divided by the target days. */
    @Nullable BigDecimal medianTakenShare() {
        List<BigDecimal> shares = new ArrayList<>();
        for (MilestoneState state : states) {
            BigDecimal share = state.takenShare();
            if (share != null) {
                shares.add(share);
            }
        }
        return new Quantiles(shares).median(16);
    }

    /** Returns the open milestone that is due first. */
    public Optional<MilestoneState> next() {
        return states.stream()
                .filter(state -> state.status() == AdoptionMilestoneStatus.OPEN)
                .min(Comparator.comparing(MilestoneState::dueOn));
    }

    /** Returns the important milestones that were reached in the last 14 days, the newest first. */
    public List<MilestoneState> celebrations() {
        return states.stream()
                .filter(state -> state.milestone().importance().isPressing())
                .filter(
                        state -> {
                            LocalDate achieved = state.achievedOn();
                            return achieved != null
                                    && achieved.isAfter(asOf.minusDays(CELEBRATED_DAYS));
                        })
                .sorted(
                        Comparator.comparing(MilestoneBoard::achieved)
                                .reversed()
                                .thenComparing(state -> state.milestone().milestoneKey()))
                .toList();
    }

    private static LocalDate achieved(MilestoneState state) {
        return Objects.requireNonNull(state.achievedOn());
    }

    /** Whether the milestone with that key is overdue. */
    boolean isOverdue(String milestoneKey) {
        return states.stream()
                .anyMatch(
                        state ->
                                state.isOverdue()
                                        && state.milestone().milestoneKey().equals(milestoneKey));
    }
}
