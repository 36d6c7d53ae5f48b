package io.os199.cs.onboarding.automation;

/**
 * When the triggers of a plan fire.
 *
 * @param reminderDaysBefore days before a milestone is due
 * @param taskOverdueDays days after a task was due
 * @param milestoneOverdueDays days after a milestone was due
 * @param noProgressDays days without a finished milestone or task
 * @param blockerEscalationHours hours that a milestone may stay blocked
 */
public record Thresholds(
        int reminderDaysBefore,
        int taskOverdueDays,
        int milestoneOverdueDays,
        int noProgressDays,
        int blockerEscalationHours) {
    /** The thresholds of a plan that sets no others. */
    public static final Thresholds USUAL = new Thresholds(2, 1, 2, 5, 4);
}
