package io.os199.cs.feedback.voice.close;

import io.os199.cs.platform.answer.DataGap;

import java.util.List;

/**
 * Loops that were closed.
 *
 * @param alreadyClosedCount that were closed before, and stay as they are
 * @param notifiedCount messages queued, one to each person
 * @param excluded items whose customer is not written to
 * @param feedbackIds of those closed now
 */
public record ClosedLoops(
        int closedCount,
        int alreadyClosedCount,
        int notifiedCount,
        List<Excluded> excluded,
        List<String> feedbackIds,
        List<DataGap> dataGaps) {
    /** Why nobody is written to about an item. */
    public enum Reason {
        /** Nobody knows who said it. */
        ANONYMOUS,
        /** It is known who said it, and no address. */
        NO_ADDRESS,
        INVALID_ADDRESS,
        /** The address is no contact's of the client: any address can be typed. */
        NOT_A_CONTACT,
        LEFT_COMPANY,
        SUPPRESSED,
        UNSUBSCRIBED,
        MISSING_TOKEN
    }

    /** Items that one reason keeps from being told of. */
    public record Excluded(Reason reason, int count) {}
}
