package io.os199.cs.communication.model;

/** How far a mail campaign has come. */
public enum MailCampaignStatus {
    /** No mail is sent before somebody sends the campaign. */
    DRAFT,
    /** Its messages wait for their time. */
    SCHEDULED,
    /** Its messages are not written yet. */
    FANOUT_PENDING,
    SENDING,
    SENT,
    /** The provider accepts nothing from us until somebody repairs the access to it. */
    HELD,
    CANCELLED
}
