package io.os199.cs.onboarding.automation;

import java.util.List;

/**
 * Settings shared by all automations of a plan, as stored with each of them.
 *
 * @param emailCustomer whether the customer is written to at all
 * @param recipientContactIds people at the client; empty for its primary contact on the day
 */
record PlanSettings(
        boolean emailCustomer,
        List<String> recipientContactIds,
        int reminderDaysBefore,
        int taskOverdueDays,
        int milestoneOverdueDays,
        int noProgressDays,
        int blockerEscalationHours) {
    PlanSettings {
        recipientContactIds = List.copyOf(recipientContactIds);
    }

    static PlanSettings of(
            boolean emailCustomer, List<String> recipientContactIds, Thresholds thresholds) {
        return new PlanSettings(
                emailCustomer,
                recipientContactIds,
                thresholds.reminderDaysBefore(),
                thresholds.taskOverdueDays(),
                thresholds.milestoneOverdueDays(),
                thresholds.noProgressDays(),
                thresholds.blockerEscalationHours());
    }

    Thresholds thresholds() {
        return new Thresholds(
                reminderDaysBefore,
                taskOverdueDays,
                milestoneOverdueDays,
                noProgressDays,
                blockerEscalationHours);
    }
}
