package io.os199.cs.communication.model;

/** The mail that an address no longer gets. */
public enum SuppressionScope {
    ALL,
    MARKETING,
    NEWSLETTER;

    /** Returns what a reader of such a message unsubscribes from: for service mails, everything. */
    public static SuppressionScope of(MessageClass messageClass) {
        return switch (messageClass) {
            case SERVICE -> ALL;
            case MARKETING -> MARKETING;
            case NEWSLETTER -> NEWSLETTER;
        };
    }
}
