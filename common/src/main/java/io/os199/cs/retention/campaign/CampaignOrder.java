package io.os199.cs.retention.campaign;

import io.os199.cs.core.model.ClientRef;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * An order to start a campaign.
 *
 * @param owner absent for the client's CSM
 * @param goal absent for the playbook's goal
 * @param targetHealthScore absent for 20 points above the client's health score
 * @param automationId the automation that starts it; absent for a person
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
