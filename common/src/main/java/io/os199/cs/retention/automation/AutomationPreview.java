package io.os199.cs.retention.automation;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.retention.campaign.Playbook;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Whom a rule would hit now.
 *
 * @param decided every client whose sign shows, the largest ARR first
 * @param plan the steps of a campaign that starts now; none where the rule starts none
 * @param firstEmail the first mail to the first client that the rule would run for, where it sends
 * @param firstEmailAt when that would go
 */
public record AutomationPreview(
        List<Decided> decided,
        List<Playbook.Planned> plan,
        @Nullable Letter firstEmail,
        @Nullable Instant firstEmailAt) {
    public AutomationPreview {
        decided = List.copyOf(decided);
        plan = List.copyOf(plan);
    }

    public int count(Decision decision) {
        return (int) decided.stream().filter(each -> each.decision() == decision).count();
    }
}
