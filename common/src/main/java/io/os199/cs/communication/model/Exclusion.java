package io.os199.cs.communication.model;

/** Why a client, or a person at it, is not written to; when several reasons apply, the first counts. */
public enum Exclusion {
    /** The client is paused or churned. */
    CLIENT_INACTIVE,
    /** The client has no known person who could be written to. */
    NO_RECIPIENT,
    /** The people of the client who could be written to have all left it. */
    LEFT_COMPANY,
    INVALID_ADDRESS,
    /** The address is already written to for another client. */
    DUPLICATE_ADDRESS,
    SUPPRESSED,
    UNSUBSCRIBED,
    /** The mail is a newsletter and the person never subscribed. */
    NOT_SUBSCRIBED,
    /** It would be the third marketing message in seven days. */
    FREQUENCY_CAP,
    MISSING_TOKEN;

    /** Whether it concerns the client rather than one of its people. */
    public boolean isOfClient() {
        return compareTo(LEFT_COMPANY) <= 0;
    }
}
