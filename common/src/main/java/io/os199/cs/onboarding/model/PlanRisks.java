package io.os199.cs.onboarding.model;

import io.os199.cs.core.model.Severity;
import io.os199.cs.onboarding.model.PlanStanding.Risk;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The rules {@code plan-risk-1} for what endangers an active plan. */
public final class PlanRisks {
    public static final String OVERDUE = "OB-R1";
    public static final String BLOCKED = "OB-R2";
    public static final String SLIPPING = "OB-R3";
    public static final String IDLE = "OB-R4";
    public static final String NO_FIRST_VALUE = "OB-R5";
    public static final String UNTRAINED = "OB-R6";
    public static final String INACTIVE = "OB-R7";
    public static final String SILENT = "OB-R8";

    private static final int SILENT_DAYS = 10;
    private static final double HALF_TIME = 0.5;
    private static final double ENOUGH_OF_TEAM = 0.80;

    private final PlanFacts facts;
    private final PlanProgress progress;
    private final LocalDate day;
    private final List<Risk> found = new ArrayList<>();

    private PlanRisks(PlanFacts facts, PlanProgress progress, LocalDate day) {
        this.facts = facts;
        this.progress = progress;
        this.day = day;
    }

    /** Returns the risks whose rules hold, in the order of their ids. */
    static List<Risk> of(PlanFacts facts, PlanProgress progress, LocalDate day) {
        PlanRisks rules = new PlanRisks(facts, progress, day);
        rules.overdue();
        rules.blocked();
        rules.slipping();
        rules.idle();
        rules.firstValue();
        if (rules.timeGone() >= HALF_TIME) {
            rules.untrained();
            rules.inactive();
        }
        rules.silent();
        return List.copyOf(rules.found);
    }

    private void overdue() {
        PlanProgress.Projection ahead = progress.projection();
        List<Integer> critical = ahead == null ? List.of() : ahead.criticalPath();
        List<Integer> overdue =
                facts.milestones().stream()
                        .filter(this::isLate)
                        .map(PlanMilestone::sequence)
                        .filter(critical::contains)
                        .toList();
        if (!overdue.isEmpty()) {
            add(OVERDUE, Severity.HIGH, 25, "past due on the critical path: " + named(overdue));
        }
    }

    private void blocked() {
        List<Integer> blocked =
                facts.milestones().stream()
                        .filter(milestone -> milestone.status() == MilestoneStatus.BLOCKED)
                        .map(PlanMilestone::sequence)
                        .toList();
        List<Integer> onPath = PlanStanding.critical(facts, progress, MilestoneStatus.BLOCKED);
        if (!onPath.isEmpty()) {
            add(BLOCKED, Severity.HIGH, 25, "blocked on the critical path: " + named(onPath));
        } else if (!blocked.isEmpty()) {
            add(BLOCKED, Severity.MEDIUM, 10, "blocked off the critical path: " + named(blocked));
        }
    }

    private void slipping() {
        Integer margin = progress.marginDays(facts.targetDate());
        if (margin == null || margin >= PlanStanding.SLIPPING_MARGIN_DAYS) {
            return;
        }
        boolean isLate = margin < PlanStanding.LATE_MARGIN_DAYS;
        add(
                SLIPPING,
                isLate ? Severity.HIGH : Severity.MEDIUM,
                isLate ? 25 : 15,
                "margin_days " + margin);
    }

    private void idle() {
        int days = PlanStanding.daysSinceProgress(facts, day);
        if (days >= PlanStanding.NO_PROGRESS_DAYS) {
            add(IDLE, Severity.MEDIUM, 15, "no milestone or task finished for " + days + " days");
        }
    }

    private void firstValue() {
        facts.milestones().stream()
                .filter(milestone -> milestone.firstValue() && isLate(milestone))
                .findFirst()
                .ifPresent(
                        milestone ->
                                add(
                                        NO_FIRST_VALUE,
                                        Severity.HIGH,
                                        20,
                                        "first value was due on " + milestone.dueDate()));
    }

    private void untrained() {
        if (facts.trainedCount() < ENOUGH_OF_TEAM * facts.teamSize()) {
            add(
                    UNTRAINED,
                    Severity.MEDIUM,
                    10,
                    "half the time gone, %d of %d trained"
                            .formatted(facts.trainedCount(), facts.teamSize()));
        }
    }

    private void inactive() {
        if (facts.activeUserCount() < ENOUGH_OF_TEAM * facts.teamSize()) {
            add(
                    INACTIVE,
                    Severity.MEDIUM,
                    10,
                    "half the time gone, %d of %d active"
                            .formatted(facts.activeUserCount(), facts.teamSize()));
        }
    }

    private void silent() {
        int unheard = PlanStanding.since(facts.startDate(), facts.lastInboundOn(), day);
        int unused = PlanStanding.since(facts.startDate(), facts.lastUsageOn(), day);
        if (Math.min(unheard, unused) >= SILENT_DAYS) {
            add(
                    SILENT,
                    Severity.MEDIUM,
                    10,
                    "no inbound touchpoint for %d days, no usage for %d"
                            .formatted(unheard, unused));
        }
    }

    private boolean isLate(PlanMilestone milestone) {
        return !milestone.status().isOver() && day.isAfter(milestone.dueDate());
    }

    /** Returns the share of the planned time that has passed. */
    private double timeGone() {
        long all = ChronoUnit.DAYS.between(facts.startDate(), facts.targetDate());
        return all <= 0 ? 1 : (double) ChronoUnit.DAYS.between(facts.startDate(), day) / all;
    }

    private static String named(List<Integer> sequences) {
        return (sequences.size() == 1 ? "milestone " : "milestones ")
                + String.join(", ", sequences.stream().map(String::valueOf).toList());
    }

    private void add(String ruleId, Severity severity, int points, String because) {
        found.add(new Risk(ruleId, severity, points, because));
    }
}
