package io.os199.cs.retention.campaign;

import io.os199.cs.core.model.ClientRef;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * A campaign that is to be started.
 *
 * @param owner absent for the client's CSM
 * @param goal absent for the playbook's
 * @param targetHealthScore absent for 20 more than the client has
 * @param automationId that starts it; absent for a person
 */
public record CampaignOrder(
        ClientRef client,
        CampaignType type,
        InterventionLevel level,
        LocalDate startsOn,
        @Nullable String owner,
        @Nullable String goal,
        @Nullable Integer targetHealthScore,
        List<Playbook.ExtraStep> extraSteps,
        boolean sendEmails,
        @Nullable String automationId) {
    public CampaignOrder {
        extraSteps = List.copyOf(extraSteps);
    }
}
