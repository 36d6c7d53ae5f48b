package io.os199.cs.retention.campaign;

/** Where a campaign is; the last two are its end. */
public enum CampaignStatus {
    ACTIVE,
    COMPLETED,
    CANCELLED
}
