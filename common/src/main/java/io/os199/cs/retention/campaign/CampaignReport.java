package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A campaign with its steps.
 *
 * @param baseline the state of the client at the start
 * @param now the state of the client now; absent where it was not asked for
 */
public record CampaignReport(
        RetentionCampaign campaign,
        List<CampaignStep> steps,
        Measurement baseline,
        @Nullable Measurement now) {
    public CampaignReport {
        steps = List.copyOf(steps);
    }
}
