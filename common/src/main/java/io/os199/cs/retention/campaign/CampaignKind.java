package io.os199.cs.retention.campaign;

/** The subject of a campaign; a client has at most one of each kind under way. */
public enum CampaignKind {
    RETENTION,
    RENEWAL,
    ADOPTION,
    WINBACK
}
