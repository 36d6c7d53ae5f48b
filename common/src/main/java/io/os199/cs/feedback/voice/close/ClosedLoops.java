package io.os199.cs.feedback.voice.close;

import io.os199.cs.platform.answer.DataGap;

import java.util.List;

/**
 * Loops that were closed.
 *
 * @param alreadyClosedCount items that were closed before, and stay as they are
 * @param notifiedCount messages queued, one to each person
 * @param excluded items whose customer is not written to
 * @param feedbackIds the items closed now
 */
public record ClosedLoops(
        int closedCount,
        int alreadyClosedCount,
        int notifiedCount,
        List<Excluded> excluded,
        List<String> feedbackIds,
        List<DataGap> dataGaps) {
    /** The reason why nobody is written to about an item. */
    public enum Reason {
        /** It is not known who said it. */
        ANONYMOUS,
        /** It is known who said it, but not at what address. */
        NO_ADDRESS,
        INVALID_ADDRESS,
        /** The address does not belong to a contact of the client, and anybody can type any address. */
        NOT_A_CONTACT,
        LEFT_COMPANY,
        SUPPRESSED,
        UNSUBSCRIBED,
        MISSING_TOKEN
    }

    /** The number of items whose customer is not told for one reason. */
    public record Excluded(Reason reason, int count) {}
}
