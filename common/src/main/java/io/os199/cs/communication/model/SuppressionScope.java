package io.os199.cs.communication.model;

/** What an address gets no more. */
public enum SuppressionScope {
    ALL,
    MARKETING,
    NEWSLETTER;

    /** What a reader of such a message means who unsubscribes: of service mails, all. */
    public static SuppressionScope of(MessageClass messageClass) {
        return switch (messageClass) {
            case SERVICE -> ALL;
            case MARKETING -> MARKETING;
            case NEWSLETTER -> NEWSLETTER;
        };
    }
}
