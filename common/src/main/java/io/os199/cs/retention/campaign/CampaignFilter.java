package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

/**
 * The filter of a list of campaigns.
 *
 * @param clientId absent for the campaigns of all clients
 */
public record CampaignFilter(
        @Nullable String clientId, RetentionCampaignStatus status, boolean overdueOnly) {}
