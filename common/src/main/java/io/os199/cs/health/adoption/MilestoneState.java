package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** The state of one milestone of one client on a given day. */
public record MilestoneState(AdoptionMilestone milestone, MilestoneRow row, LocalDate asOf) {
    public LocalDate dueOn() {
        return row.startedOn().plusDays(milestone.targetDays());
    }

    /** Returns the day on which it was reached; absent if that had not happened by the given day. */
    public @Nullable LocalDate achievedOn() {
        LocalDate day = row.recordedOn() != null ? row.recordedOn() : row.reachedOn();
        return day == null || day.isAfter(asOf) ? null : day;
    }

    public AdoptionMilestoneStatus status() {
        if (achievedOn() != null) {
            return AdoptionMilestoneStatus.ACHIEVED;
        }
        if (!row.isApplicable()) {
            return AdoptionMilestoneStatus.NOT_APPLICABLE;
        }
        return asOf.isAfter(dueOn())
                ? AdoptionMilestoneStatus.OVERDUE
                : AdoptionMilestoneStatus.OPEN;
    }

    public boolean isAchieved() {
        return status() == AdoptionMilestoneStatus.ACHIEVED;
    }

    public boolean isOverdue() {
        return status() == AdoptionMilestoneStatus.OVERDUE;
    }

    boolean isApplicable() {
        return status() != AdoptionMilestoneStatus.NOT_APPLICABLE;
    }

    /** Returns the days from the start of the clock; 0 if it was reached before that. */
    public @Nullable Integer takenDays() {
        LocalDate achieved = achievedOn();
        return achieved == null ? null : (int) Math.max(0, days(row.startedOn(), achieved));
    }

    /** Returns the days past the due date; absent while it is open or when it does not apply. */
    public @Nullable Integer lateDays() {
        return switch (status()) {
            case ACHIEVED -> lateBy(achievedOn());
            case OVERDUE -> lateBy(asOf);
            case OPEN, NOT_APPLICABLE -> null;
        };
    }

    private @Nullable Integer lateBy(@Nullable LocalDate day) {
        return day == null ? null : (int) Math.max(0, days(dueOn(), day));
    }

    /** Returns the days taken divided by the target days. */
    @Nullable BigDecimal takenShare() {
        Integer taken = takenDays();
        return taken == null
                ? null
                : BigDecimal.valueOf(taken)
                        .divide(
                                BigDecimal.valueOf(milestone.targetDays()),
                                16,
                                RoundingMode.HALF_UP);
    }

    /** Whether the target days have passed since the client's clock started. */
    boolean isDecided() {
        return !row.startedOn().isAfter(asOf.minusDays(milestone.targetDays()));
    }

    private static long days(LocalDate from, LocalDate to) {
        return ChronoUnit.DAYS.between(from, to);
    }
}
