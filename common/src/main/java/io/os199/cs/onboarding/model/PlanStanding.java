package io.os199.cs.onboarding.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** How a plan stands, and by the rules {@code plan-risk-1} what endangers it. */
public record PlanStanding(
        PlanFacts facts, PlanProgress progress, ProgressStatus status, List<Risk> risks) {
    private static final int LATE = -7;
    private static final int SLIPPING = -2;
    private static final int NO_PROGRESS_DAYS = 5;
    private static final int SILENT_DAYS = 10;
    private static final double HALF_TIME = 0.5;
    private static final double ENOUGH_OF_TEAM = 0.80;
    private static final int MOST_POINTS = 100;

    /** How a plan gets on: an active one by its margin, blockers and pauses; any other by what it is. */
    public enum ProgressStatus {
        DRAFT,
        ON_TRACK,
        AT_RISK,
        DELAYED,
        ON_HOLD,
        COMPLETED,
        CANCELLED
    }

    /** How endangered a plan is, by the sum of its points. */
    public enum RiskLevel {
        LOW(0),
        MEDIUM(20),
        HIGH(40),
        CRITICAL(60);

        private final int from;

        RiskLevel(int from) {
            this.from = from;
        }

        static RiskLevel of(int score) {
            RiskLevel found = LOW;
            for (RiskLevel level : values()) {
                found = score >= level.from ? level : found;
            }
            return found;
        }
    }

    /** A rule that holds, with the values that say so. */
    public record Risk(String ruleId, Severity severity, int points, String because) {}

    /** As of a day, which for a plan on hold is the day it was held. */
    public static PlanStanding of(PlanFacts facts, LocalDate asOf) {
        LocalDate held = facts.heldOn();
        boolean onHold = facts.status() == PlanStatus.ON_HOLD;
        LocalDate day = onHold && held != null && held.isBefore(asOf) ? held : asOf;
        PlanProgress progress = PlanProgress.of(facts.milestones(), facts.startDate(), day, onHold);
        return new PlanStanding(
                facts,
                progress,
                status(facts, progress, day),
                facts.status() == PlanStatus.ACTIVE ? risks(facts, progress, day) : List.of());
    }

    /** The points of all risks together, at most 100. */
    public int riskScore() {
        return Math.min(MOST_POINTS, risks.stream().mapToInt(Risk::points).sum());
    }

    public RiskLevel riskLevel() {
        return RiskLevel.of(riskScore());
    }

    /** Days since a milestone or task was finished, or since the start where none ever was; not negative. */
    public static int daysSinceProgress(PlanFacts facts, LocalDate day) {
        return since(facts.startDate(), facts.lastProgressOn(), day);
    }

    private static ProgressStatus status(PlanFacts facts, PlanProgress progress, LocalDate day) {
        return switch (facts.status()) {
            case DRAFT -> ProgressStatus.DRAFT;
            case ON_HOLD -> ProgressStatus.ON_HOLD;
            case COMPLETED -> ProgressStatus.COMPLETED;
            case CANCELLED -> ProgressStatus.CANCELLED;
            case ACTIVE -> {
                Integer margin = progress.marginDays(facts.targetDate());
                if (day.isAfter(facts.targetDate()) || (margin != null && margin < LATE)) {
                    yield ProgressStatus.DELAYED;
                }
                boolean isAtRisk =
                        (margin != null && margin < SLIPPING)
                                || !critical(facts, progress, MilestoneStatus.BLOCKED).isEmpty()
                                || daysSinceProgress(facts, day) >= NO_PROGRESS_DAYS;
                yield isAtRisk ? ProgressStatus.AT_RISK : ProgressStatus.ON_TRACK;
            }
        };
    }

    private static List<Risk> risks(PlanFacts facts, PlanProgress progress, LocalDate day) {
        List<Risk> found = new ArrayList<>();
        List<Integer> critical =
                progress.projection() == null ? List.of() : progress.projection().criticalPath();
        List<Integer> overdue = new ArrayList<>();
        List<Integer> blocked = new ArrayList<>();
        for (PlanMilestone milestone : facts.milestones()) {
            if (milestone.status().isOver()) {
                continue;
            }
            boolean late = day.isAfter(milestone.dueDate());
            if (late && critical.contains(milestone.sequence())) {
                overdue.add(milestone.sequence());
            }
            if (milestone.status() == MilestoneStatus.BLOCKED) {
                blocked.add(milestone.sequence());
            }
        }
        if (!overdue.isEmpty()) {
            found.add(
                    new Risk(
                            "OB-R1",
                            Severity.HIGH,
                            25,
                            "past due on the critical path: " + named(overdue)));
        }
        if (!blocked.isEmpty()) {
            List<Integer> onPath = critical(facts, progress, MilestoneStatus.BLOCKED);
            found.add(
                    onPath.isEmpty()
                            ? new Risk(
                                    "OB-R2",
                                    Severity.MEDIUM,
                                    10,
                                    "blocked off the critical path: " + named(blocked))
                            : new Risk(
                                    "OB-R2",
                                    Severity.HIGH,
                                    25,
                                    "blocked on the critical path: " + named(onPath)));
        }
        Integer margin = progress.marginDays(facts.targetDate());
        if (margin != null && margin < SLIPPING) {
            found.add(
                    new Risk(
                            "OB-R3",
                            margin < LATE ? Severity.HIGH : Severity.MEDIUM,
                            margin < LATE ? 25 : 15,
                            "margin_days " + margin));
        }
        int idle = daysSinceProgress(facts, day);
        if (idle >= NO_PROGRESS_DAYS) {
            found.add(
                    new Risk(
                            "OB-R4",
                            Severity.MEDIUM,
                            15,
                            "no milestone or task finished for " + idle + " days"));
        }
        facts.milestones().stream()
                .filter(m -> m.firstValue() && !m.status().isOver() && day.isAfter(m.dueDate()))
                .findFirst()
                .ifPresent(
                        m ->
                                found.add(
                                        new Risk(
                                                "OB-R5",
                                                Severity.HIGH,
                                                20,
                                                "first value was due on " + m.dueDate())));
        if (timeGone(facts, day) >= HALF_TIME) {
            if (facts.trainedCount() < ENOUGH_OF_TEAM * facts.teamSize()) {
                found.add(
                        new Risk(
                                "OB-R6",
                                Severity.MEDIUM,
                                10,
                                "half the time gone, %d of %d trained"
                                        .formatted(facts.trainedCount(), facts.teamSize())));
            }
            if (facts.activeUserCount() < ENOUGH_OF_TEAM * facts.teamSize()) {
                found.add(
                        new Risk(
                                "OB-R7",
                                Severity.MEDIUM,
                                10,
                                "half the time gone, %d of %d active"
                                        .formatted(facts.activeUserCount(), facts.teamSize())));
            }
        }
        int unheard = since(facts.startDate(), facts.lastInboundOn(), day);
        int unused = since(facts.startDate(), facts.lastUsageOn(), day);
        if (Math.min(unheard, unused) >= SILENT_DAYS) {
            found.add(
                    new Risk(
                            "OB-R8",
                            Severity.MEDIUM,
                            10,
                            "no inbound touchpoint for %d days, no usage for %d"
                                    .formatted(unheard, unused)));
        }
        return found;
    }

    private static List<Integer> critical(
            PlanFacts facts, PlanProgress progress, MilestoneStatus status) {
        PlanProgress.Projection ahead = progress.projection();
        if (ahead == null) {
            return List.of();
        }
        return facts.milestones().stream()
                .filter(m -> m.status() == status)
                .map(PlanMilestone::sequence)
                .filter(ahead.criticalPath()::contains)
                .toList();
    }

    /** The share of the planned time that is over. */
    private static double timeGone(PlanFacts facts, LocalDate day) {
        long all = ChronoUnit.DAYS.between(facts.startDate(), facts.targetDate());
        return all <= 0 ? 1 : (double) ChronoUnit.DAYS.between(facts.startDate(), day) / all;
    }

    private static int since(LocalDate start, @Nullable LocalDate last, LocalDate day) {
        LocalDate from = last == null || last.isBefore(start) ? start : last;
        return (int) Math.max(0, ChronoUnit.DAYS.between(from, day));
    }

    private static String named(List<Integer> sequences) {
        return (sequences.size() == 1 ? "milestone " : "milestones ")
                + String.join(", ", sequences.stream().map(String::valueOf).toList());
    }
}
