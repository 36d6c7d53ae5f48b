package io.os199.cs.onboarding.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How a plan stands, and what endangers it by the rules {@code plan-risk-1}. */
public record PlanStanding(
        PlanFacts facts, PlanProgress progress, ProgressStatus status, List<Risk> risks) {
    /** The margin in days below which a plan is delayed. */
    static final int LATE_MARGIN_DAYS = -7;

    /** The margin in days below which a plan is at risk. */
    static final int SLIPPING_MARGIN_DAYS = -2;

    static final int NO_PROGRESS_DAYS = 5;
    private static final int MOST_POINTS = 100;

    /** The progress of a plan: for an active one by its margin, blockers and pauses; for any other by its status. */
    public enum ProgressStatus {
        DRAFT,
        ON_TRACK,
        AT_RISK,
        DELAYED,
        ON_HOLD,
        COMPLETED,
        CANCELLED
    }

    /** How endangered a plan is, by the sum of its risk points. */
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

    /** A rule that applies, with the values that show it. */
    public record Risk(String ruleId, Severity severity, int points, String because) {}

    /** Returns the standing as of a day, which for a plan on hold is the day it was put on hold. */
    public static PlanStanding of(PlanFacts facts, LocalDate asOf) {
        LocalDate held = facts.heldOn();
        boolean onHold = facts.status() == PlanStatus.ON_HOLD;
        LocalDate day = onHold && held != null && held.isBefore(asOf) ? held : asOf;
        PlanProgress progress = PlanProgress.of(facts.milestones(), facts.startDate(), day, onHold);
        return new PlanStanding(
                facts,
                progress,
                status(facts, progress, day),
                facts.status() == PlanStatus.ACTIVE
                        ? PlanRisks.of(facts, progress, day)
                        : List.of());
    }

    /** Returns the points of all risks together, at most 100. */
    public int riskScore() {
        return Math.min(MOST_POINTS, risks.stream().mapToInt(Risk::points).sum());
    }

    public RiskLevel riskLevel() {
        return RiskLevel.of(riskScore());
    }

    /** Returns the days since a milestone or task was finished, or since the start when none was; not negative. */
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
                if (day.isAfter(facts.targetDate())
                        || (margin != null && margin < LATE_MARGIN_DAYS)) {
                    yield ProgressStatus.DELAYED;
                }
                boolean isAtRisk =
                        (margin != null && margin < SLIPPING_MARGIN_DAYS)
                                || !critical(facts, progress, MilestoneStatus.BLOCKED).isEmpty()
                                || daysSinceProgress(facts, day) >= NO_PROGRESS_DAYS;
                yield isAtRisk ? ProgressStatus.AT_RISK : ProgressStatus.ON_TRACK;
            }
        };
    }

    /** Returns the numbers of the milestones on the critical path that have the given status. */
    static List<Integer> critical(PlanFacts facts, PlanProgress progress, MilestoneStatus status) {
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

    /** Returns the days since something was last seen, or since the start if it never was; not negative. */
    static int since(LocalDate start, @Nullable LocalDate last, LocalDate day) {
        LocalDate from = last == null || last.isBefore(start) ? start : last;
        return (int) Math.max(0, ChronoUnit.DAYS.between(from, day));
    }
}
