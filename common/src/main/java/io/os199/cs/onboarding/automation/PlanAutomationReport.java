package io.os199.cs.onboarding.automation;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.json.CanonicalJson;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a plan does automatically after a change.
 *
 * @param planVersion the version that was seen
 * @param automations one for each trigger, in their order
 * @param recipients everyone who is written to, including those who are excluded; empty where no one is
 * @param expectedMessageCount emails that are still to come, counted before what this very change sent
 * @param alerts the oldest open alerts
 * @param alertCount all open alerts
 * @param firstLetter the next email, to its first recipient
 * @param hasProvider whether email is delivered
 */
public record PlanAutomationReport(
        ClientRef client,
        String planId,
        int planVersion,
        List<Automation> automations,
        Thresholds thresholds,
        boolean emailCustomer,
        List<Recipient> recipients,
        int expectedMessageCount,
        List<Alert> alerts,
        int alertCount,
        @Nullable Letter firstLetter,
        boolean hasProvider) {
    public PlanAutomationReport {
        automations = List.copyOf(automations);
        recipients = List.copyOf(recipients);
        alerts = List.copyOf(alerts);
    }

    /**
     * An automation of a plan.
     *
     * @param emailsCustomer whether it is on and writes to the customer
     */
    public record Automation(
            String automationId,
            OnboardingTrigger trigger,
            boolean active,
            boolean emailsCustomer,
            int runCount,
            int failedCount,
            @Nullable Instant lastRunAt) {}

    /** A task for the plan's owner that closes by itself. */
    public record Alert(
            String taskId, OnboardingTrigger trigger, Instant since, @Nullable Integer sequence) {}

    /** Returns the recipients who are actually written to. */
    public List<Recipient> reached() {
        return recipients.stream().filter(Recipient::isReachable).toList();
    }

    /** Whether customers are written to. */
    public boolean reachesCustomers() {
        return automations.stream().anyMatch(Automation::emailsCustomer);
    }

    private record Seen(
            String planId,
            int version,
            List<String> triggers,
            List<Recipient> recipients,
            int expected,
            @Nullable String subject,
            @Nullable String bodyText) {}

    /** Returns a hash that changes when the plan, the recipients or the content change. */
    public String fingerprint() {
        Letter letter = firstLetter;
        return CanonicalJson.hash(
                Json.tree(
                        new Seen(
                                planId,
                                planVersion,
                                automations.stream()
                                        .filter(Automation::active)
                                        .map(each -> each.trigger().name())
                                        .toList(),
                                recipients,
                                expectedMessageCount,
                                letter == null ? null : letter.texts().subject(),
                                letter == null ? null : letter.texts().bodyText())),
                Set.of());
    }
}
