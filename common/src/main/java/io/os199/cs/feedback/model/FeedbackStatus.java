package io.os199.cs.feedback.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How far we are with a piece of feedback. It goes forward, steps left out or not, never back. */
public enum FeedbackStatus {
    NEW,
    TRIAGED,
    PLANNED,
    IN_PROGRESS,
    SHIPPED,
    DECLINED,
    CLOSED;

    /** Whether the next status may follow this one. What is planned is shipped or declined first. */
    public boolean mayBecome(FeedbackStatus next) {
        return switch (this) {
            case NEW, TRIAGED -> next.compareTo(this) > 0;
            case PLANNED, IN_PROGRESS -> next.compareTo(this) > 0 && next != CLOSED;
            case SHIPPED, DECLINED -> next == CLOSED;
            case CLOSED -> false;
        };
    }

    /** What may follow this one. */
    public Set<FeedbackStatus> next() {
        return chosen(this::mayBecome);
    }

    /** What may go on to this one. */
    public Set<FeedbackStatus> before() {
        return chosen(each -> each.mayBecome(this));
    }

    private static Set<FeedbackStatus> chosen(Predicate<FeedbackStatus> test) {
        return Arrays.stream(values())
                .filter(test)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FeedbackStatus.class)));
    }
}
