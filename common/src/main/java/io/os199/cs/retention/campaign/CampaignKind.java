package io.os199.cs.retention.campaign;

/** What a campaign is about; a client has one under way of each. */
public enum CampaignKind {
    RETENTION,
    RENEWAL,
    ADOPTION,
    WINBACK
}
