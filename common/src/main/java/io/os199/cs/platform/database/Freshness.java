package io.os199.cs.platform.database;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * The point in time as of which a replica shows the primary, derived from where the primary's log was seen to end:
 * once the replica has replayed up to an observed end, everything committed at the time of that observation is there.
 * So an idle primary causes no lag, and only our own clock is used.
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

    /** The latest {@code nanos} up to which everything has been replayed; empty while none is known. */
    OptionalLong replayed(long position) {
        for (End end = ends.peekFirst();
                end != null && end.position <= position;
                end = ends.peekFirst()) {
            asOf = OptionalLong.of(end.nanos);
            ends.removeFirst();
        }
        return asOf;
    }

    /** Must be called when later positions belong to another log. */
    void forget() {
        ends.clear();
        asOf = OptionalLong.empty();
    }
}
