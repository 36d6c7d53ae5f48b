package io.os199.cs.retention.campaign;

/** The state of a campaign; the last two are its end. */
public enum RetentionCampaignStatus {
    ACTIVE,
    COMPLETED,
    CANCELLED
}
