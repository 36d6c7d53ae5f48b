package io.os199.cs.onboarding.automation;

/**
 * When the triggers of a plan fire.
 *
 * @param reminderDaysBefore a milestone is due
 * @param taskOverdueDays after a task was due
 * @param milestoneOverdueDays after a milestone was due
 * @param noProgressDays without a milestone or task finished
 * @param blockerEscalationHours that a milestone may stay blocked
 */
public record Thresholds(
        int reminderDaysBefore,
        int taskOverdueDays,
        int milestoneOverdueDays,
        int noProgressDays,
        int blockerEscalationHours) {
    /** Of a plan that says nothing else. */
    public static final Thresholds USUAL = new Thresholds(2, 1, 2, 5, 4);
}
