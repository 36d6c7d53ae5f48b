package io.os199.cs.retention.automation;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.retention.campaign.Playbook;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The clients that a rule would act on now.
 *
 * @param decided every client whose sign shows, the largest ARR first
 * @param plan the steps of a campaign that starts now; empty where the rule starts none
 * @param firstEmail the first mail to the first client for which the rule would run, where it sends mail
 * @param firstEmailAt when that mail would be sent
 */
public record RetentionAutomationPreview(
        List<Decided> decided,
        List<Playbook.Planned> plan,
        @Nullable Letter firstEmail,
        @Nullable Instant firstEmailAt) {
    public RetentionAutomationPreview {
        decided = List.copyOf(decided);
        plan = List.copyOf(plan);
    }

    public int count(Decision decision) {
        return (int) decided.stream().filter(each -> each.decision() == decision).count();
    }
}
