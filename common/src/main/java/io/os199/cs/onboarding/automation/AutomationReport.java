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
 * What a plan does by itself after a change.
 *
 * @param planVersion as it was seen
 * @param automations one for each trigger, in their order
 * @param recipients who is written to, and those also that are excluded; none where nobody is
 * @param expectedMessageCount mails that are still to come, counted before what this very change sent
 * @param alerts the oldest that stand
 * @param alertCount all that stand
 * @param firstLetter the next mail, to the first who gets it
 * @param hasProvider whether mail is delivered
 */
public record AutomationReport(
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
    public AutomationReport {
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

    /** A task of the plan's owner that closes by itself. */
    public record Alert(
            String taskId, OnboardingTrigger trigger, Instant since, @Nullable Integer sequence) {}

    /** Those that are written to. */
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

    /** Another where the plan, who is written to, or what, is another. */
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
