package io.os199.cs.feedback.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The status of a piece of feedback. It only moves forward, with or without skipping steps, never back. */
public enum FeedbackStatus {
    NEW,
    TRIAGED,
    PLANNED,
    IN_PROGRESS,
    SHIPPED,
    DECLINED,
    CLOSED;

    /** Whether the next status may follow this one. Planned feedback is shipped or declined before it is closed. */
    public boolean mayBecome(FeedbackStatus next) {
        return switch (this) {
            case NEW, TRIAGED -> next.compareTo(this) > 0;
            case PLANNED, IN_PROGRESS -> next.compareTo(this) > 0 && next != CLOSED;
            case SHIPPED, DECLINED -> next == CLOSED;
            case CLOSED -> false;
        };
    }

    /** Returns the statuses that may follow this one. */
    public Set<FeedbackStatus> next() {
        return chosen(this::mayBecome);
    }

    /** Returns the statuses that this one may follow. */
    public Set<FeedbackStatus> before() {
        return chosen(each -> each.mayBecome(this));
    }

    private static Set<FeedbackStatus> chosen(Predicate<FeedbackStatus> test) {
        return Arrays.stream(values())
                .filter(test)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FeedbackStatus.class)));
    }
}
