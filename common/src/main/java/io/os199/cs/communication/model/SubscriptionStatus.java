package io.os199.cs.communication.model;

/** Whether an address gets newsletters. */
public enum SubscriptionStatus {
    SUBSCRIBED,
    UNSUBSCRIBED,
    /** It never was asked, or never said yes. */
    NOT_SUBSCRIBED,
    /** It takes no mail, or reported one as spam. */
    SUPPRESSED
}
