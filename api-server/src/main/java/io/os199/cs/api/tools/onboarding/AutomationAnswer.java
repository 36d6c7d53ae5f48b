package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.tools.onboarding.TrainingAnswer.FirstMessage;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.onboarding.automation.PlanAutomationReport;
import io.os199.cs.onboarding.automation.PlanAutomationReport.Alert;
import io.os199.cs.onboarding.automation.PlanAutomationReport.Automation;
import io.os199.cs.onboarding.automation.Thresholds;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a plan does automatically after the call.
 *
 * @param expectedCustomerMessageCount messages still to come, including those of this call
 * @param alertsOpen the open alerts, oldest first
 * @param firstMessage in a dry run, the next mail
 * @param isDryRun whether this only says what the call would do
 */
public record AutomationAnswer(
        String clientId,
        String clientName,
        String planId,
        List<Automation> automations,
        Thresholds thresholds,
        List<Person> recipients,
        int expectedCustomerMessageCount,
        List<Excluded> excluded,
        List<Alert> alertsOpen,
        @Nullable FirstMessage firstMessage,
        @Nullable Boolean isDryRun,
        Instant computedAt,
        List<DataGap> dataGaps,
        @Nullable List<Truncation> truncated) {
    /** Somebody who receives mail. */
    public record Person(@Personal(Personal.Kind.EMAIL) String email) {}

    /** Somebody who receives no mail, and why. */
    public record Excluded(
            @Personal(Personal.Kind.EMAIL) @Nullable String email, Exclusion reason) {}

    static AutomationAnswer of(
            PlanAutomationReport report, boolean isDryRun, boolean seesPersonalData, Instant now) {
        return new AutomationAnswer(
                report.client().clientId(),
                report.client().clientName(),
                report.planId(),
                report.automations(),
                report.thresholds(),
                people(report),
                report.expectedMessageCount(),
                excluded(report),
                report.alerts(),
                isDryRun ? first(report, seesPersonalData) : null,
                isDryRun ? true : null,
                now,
                gaps(report),
                report.alertCount() > report.alerts().size()
                        ? List.of(
                                new Truncation(
                                        "alerts_open", report.alerts().size(), report.alertCount()))
                        : null);
    }

    static List<Person> people(PlanAutomationReport report) {
        return report.reached().stream().map(each -> new Person(each.address())).toList();
    }

    static List<Excluded> excluded(PlanAutomationReport report) {
        List<Excluded> excluded = new ArrayList<>();
        for (Recipient each : report.recipients()) {
            Exclusion reason = each.exclusion();
            if (reason != null) {
                excluded.add(new Excluded(each.email(), reason));
            }
        }
        return excluded;
    }

    static @Nullable FirstMessage first(PlanAutomationReport report, boolean seesPersonalData) {
        Letter letter = report.firstLetter();
        return letter == null ? null : FirstMessage.of(letter, seesPersonalData);
    }

    private static List<DataGap> gaps(PlanAutomationReport report) {
        List<DataGap> gaps = new ArrayList<>();
        if (report.reachesCustomers() && !report.hasProvider()) {
            gaps.add(
                    new DataGap(
                            "expected_customer_message_count",
                            "no_email_provider",
                            "Nothing is sent: each customer email is skipped (skipped_no_provider)"
                                    + " and not made up later. Set up an email provider"));
        }
        if (report.reachesCustomers() && report.reached().isEmpty()) {
            gaps.add(
                    new DataGap(
                            "recipients",
                            "all_excluded",
                            "Name other contacts in customer_recipients: excluded says why"));
        }
        boolean hasIdle =
                report.automations().stream()
                        .anyMatch(
                                each ->
                                        each.active()
                                                && !each.trigger().alerts()
                                                && !each.emailsCustomer());
        if (hasIdle) {
            gaps.add(
                    new DataGap(
                            "automations",
                            "emails_off",
                            "milestone_due_soon and milestone_completion only email customers: they"
                                    + " do nothing with email_customer false"));
        }
        return gaps;
    }
}
