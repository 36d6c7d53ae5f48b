package io.os199.cs.communication.model;

/** Why a client, or a person at it, is not written to; where several hold, the first. */
public enum Exclusion {
    /** Of a client that is paused or churned. */
    CLIENT_INACTIVE,
    /** Of a client of whom nobody is known that could be written to. */
    NO_RECIPIENT,
    /** Of a client whose people that could be written to have all left it. */
    LEFT_COMPANY,
    INVALID_ADDRESS,
    /** The address is written to for another client. */
    DUPLICATE_ADDRESS,
    SUPPRESSED,
    UNSUBSCRIBED,
    /** Of a newsletter, somebody who never subscribed. */
    NOT_SUBSCRIBED,
    /** It would be the third marketing message in seven days. */
    FREQUENCY_CAP,
    MISSING_TOKEN;

    /** Whether it is about the client and not about one of its people. */
    public boolean isOfClient() {
        return compareTo(LEFT_COMPANY) <= 0;
    }
}
