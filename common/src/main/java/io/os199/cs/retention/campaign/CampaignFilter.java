package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

/**
 * Which campaigns are listed.
 *
 * @param clientId absent for those of all clients
 */
public record CampaignFilter(
        @Nullable String clientId, CampaignStatus status, boolean overdueOnly) {}
