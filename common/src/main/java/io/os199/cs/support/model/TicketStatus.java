package io.os199.cs.support.model;

import java.util.List;
import java.util.stream.Stream;

/** The status of a ticket. */
public enum TicketStatus {
    OPEN,
    IN_PROGRESS,
    /** Waiting on us or on a third party: the clock keeps running. */
    PENDING,
    WAITING_ON_CUSTOMER,
    RESOLVED,
    CLOSED;

    /** Returns the statuses that a ticket may move to from here; {@link #OPEN} after the last two is a reopening. */
    public List<TicketStatus> next() {
        return switch (this) {
            case OPEN, IN_PROGRESS, PENDING, WAITING_ON_CUSTOMER ->
                    Stream.of(OPEN, IN_PROGRESS, PENDING, WAITING_ON_CUSTOMER, RESOLVED)
                            .filter(each -> each != this)
                            .toList();
            case RESOLVED -> List.of(CLOSED, OPEN);
            case CLOSED -> List.of(OPEN);
        };
    }

    /** Whether there is nothing left to solve. */
    public boolean isDone() {
        return this == RESOLVED || this == CLOSED;
    }
}
