package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.onboarding.automation.AutomationOrder;
import io.os199.cs.onboarding.automation.OnboardingTrigger;
import io.os199.cs.onboarding.automation.Thresholds;
import io.os199.cs.platform.answer.Refusal.Fault;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The arguments of {@code activate_onboarding_automation}: everything that a plan is to do automatically. */
public record AutomationInput(
        @Size(min = 1, max = 200) String clientId,
        @Nullable @Size(min = 1, max = 60) String planId,
        @Default("true") boolean enabled,
        @Nullable @Doc("All to have on") @Size(min = 1, max = 14)
                List<OnboardingTrigger> automationTriggers,
        @Nullable Boolean emailCustomer,
        @Nullable @Size(min = 1, max = 20) List<@Email @Size(max = 254) String> customerRecipients,
        @Nullable Integer reminderDaysBefore,
        @Nullable Integer taskOverdueDays,
        @Nullable Integer milestoneOverdueDays,
        @Nullable Integer noProgressDays,
        @Nullable Integer blockerEscalationHours,
        @Default(value = "false", listed = false) boolean dryRun,
        @Nullable @Size(max = 400) String confirmationToken,
        @Nullable @Size(min = 1, max = 100) String idempotencyKey) {

    AutomationOrder order(ClientRef client) {
        return enabled
                ? new AutomationOrder(
                        client,
                        planId,
                        triggers(),
                        writes(),
                        customerRecipients == null
                                ? List.of()
                                : customerRecipients.stream().map(TrainingInput::address).toList(),
                        thresholds())
                : AutomationOrder.off(client, planId);
    }

    private Set<OnboardingTrigger> triggers() {
        return automationTriggers == null
                ? EnumSet.allOf(OnboardingTrigger.class)
                : EnumSet.copyOf(automationTriggers);
    }

    private boolean writes() {
        return emailCustomer == null || emailCustomer;
    }

    /** Whether customers would be written to. */
    boolean reachesCustomers() {
        return enabled && writes() && triggers().stream().anyMatch(OnboardingTrigger::writes);
    }

    private Thresholds thresholds() {
        Thresholds usual = Thresholds.USUAL;
        return new Thresholds(
                or(reminderDaysBefore, usual.reminderDaysBefore()),
                or(taskOverdueDays, usual.taskOverdueDays()),
                or(milestoneOverdueDays, usual.milestoneOverdueDays()),
                or(noProgressDays, usual.noProgressDays()),
                or(blockerEscalationHours, usual.blockerEscalationHours()));
    }

    private static int or(@Nullable Integer asked, int usual) {
        return asked == null ? usual : asked;
    }

    /** Finds the faults between the arguments. */
    List<Fault> faults(Set<String> unread) {
        List<Fault> faults = new ArrayList<>();
        TrainingFaults.within("reminder_days_before", reminderDaysBefore, 1, 14, faults);
        TrainingFaults.within("task_overdue_days", taskOverdueDays, 0, 30, faults);
        TrainingFaults.within("milestone_overdue_days", milestoneOverdueDays, 0, 30, faults);
        TrainingFaults.within("no_progress_days", noProgressDays, 0, 30, faults);
        TrainingFaults.within("blocker_escalation_hours", blockerEscalationHours, 1, 240, faults);
        if (!unread.isEmpty()) {
            return faults;
        }
        faults.addAll(TrainingFaults.twice("customer_recipients[%d]", customerRecipients));
        if (!enabled) {
            unused("automation_triggers", automationTriggers, faults);
            unused("email_customer", emailCustomer, faults);
            unused("customer_recipients", customerRecipients, faults);
            unused("reminder_days_before", reminderDaysBefore, faults);
            unused("task_overdue_days", taskOverdueDays, faults);
            unused("milestone_overdue_days", milestoneOverdueDays, faults);
            unused("no_progress_days", noProgressDays, faults);
            unused("blocker_escalation_hours", blockerEscalationHours, faults);
        } else if (customerRecipients != null && !reachesCustomers()) {
            faults.add(
                    new Fault(
                            "customer_recipients",
                            writes()
                                    ? "customer_recipients is not used: none of automation_triggers"
                                            + " emails customers"
                                    : "customer_recipients is not used with email_customer false",
                            "absent"));
        }
        return faults;
    }

    private static void unused(String name, @Nullable Object sent, List<Fault> faults) {
        if (sent != null) {
            faults.add(new Fault(name, name + " is not used with enabled false", "absent"));
        }
    }
}
