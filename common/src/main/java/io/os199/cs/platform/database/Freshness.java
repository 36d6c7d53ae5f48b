package io.os199.cs.platform.database;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * As of when a replica shows the primary, from where the log of the primary was seen to end: everything that was committed when
 * it ended where the replica has replayed to is there. So an idle primary is no lag, and no clock but ours is asked.
 */
final class Freshness {
    private static final int KEPT = 256;

    private record End(long position, long nanos) {}

    private final Deque<End> ends = new ArrayDeque<>();
    private OptionalLong asOf = OptionalLong.empty();

    /**
     * @param position in bytes of the log, at least as far as what was committed at {@code nanos}
     * @param nanos not before an earlier one
     */
    void primaryEnded(long position, long nanos) {
        End last = ends.peekLast();
        if (last != null && last.position == position) {
            ends.removeLast();
        }
        ends.addLast(new End(position, nanos));
        if (ends.size() > KEPT) {
            ends.removeFirst();
        }
    }

    /** The latest {@code nanos} of which everything is replayed; empty while none is known. */
    OptionalLong replayed(long position) {
        for (End end = ends.peekFirst();
                end != null && end.position <= position;
                end = ends.peekFirst()) {
            asOf = OptionalLong.of(end.nanos);
            ends.removeFirst();
        }
        return asOf;
    }

    /** The positions to come are of another log. */
    void forget() {
        ends.clear();
        asOf = OptionalLong.empty();
    }
}
