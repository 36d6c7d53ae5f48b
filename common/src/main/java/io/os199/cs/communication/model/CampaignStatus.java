package io.os199.cs.communication.model;

/** How far a campaign of mails is. */
public enum CampaignStatus {
    /** Nothing of it leaves before somebody sends it. */
    DRAFT,
    /** Its messages wait for their time. */
    SCHEDULED,
    /** Its messages are not written yet. */
    FANOUT_PENDING,
    SENDING,
    SENT,
    /** The provider takes nothing from us until somebody mends the access to it. */
    HELD,
    CANCELLED
}
