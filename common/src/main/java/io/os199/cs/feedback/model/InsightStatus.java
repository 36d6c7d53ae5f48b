package io.os199.cs.feedback.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The progress of product with an insight. It only moves forward, with or without skipping steps, never back. */
public enum InsightStatus {
    DRAFT,
    DELIVERED,
    ACKNOWLEDGED,
    ACCEPTED,
    PLANNED,
    SHIPPED,
    DECLINED;

    /** Whether the next status may follow this one. */
    public boolean mayBecome(InsightStatus next) {
        return !isEnd() && next.compareTo(this) > 0;
    }

    /** Returns the statuses that may follow this one. */
    public Set<InsightStatus> next() {
        return Arrays.stream(values())
                .filter(this::mayBecome)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(InsightStatus.class)));
    }

    /** Whether no status follows this one. */
    public boolean isEnd() {
        return this == SHIPPED || this == DECLINED;
    }

    /** Whether product has seen it. */
    public boolean isAcknowledged() {
        return compareTo(ACKNOWLEDGED) >= 0;
    }

    /** Whether product has decided what to do with it. */
    public boolean isDecided() {
        return compareTo(ACCEPTED) >= 0;
    }

    /** Returns the status that the feedback behind it takes; empty where this status implies none. */
    public Optional<FeedbackStatus> feedbackStatus() {
        return switch (this) {
            case PLANNED -> Optional.of(FeedbackStatus.PLANNED);
            case SHIPPED -> Optional.of(FeedbackStatus.SHIPPED);
            case DECLINED -> Optional.of(FeedbackStatus.DECLINED);
            case DRAFT, DELIVERED, ACKNOWLEDGED, ACCEPTED -> Optional.empty();
        };
    }
}
