package io.os199.cs.communication.model;

/** Whether an address gets newsletters. */
public enum SubscriptionStatus {
    SUBSCRIBED,
    UNSUBSCRIBED,
    /** It was never asked, or never agreed. */
    NOT_SUBSCRIBED,
    /** It accepts no mail, or reported one as spam. */
    SUPPRESSED
}
