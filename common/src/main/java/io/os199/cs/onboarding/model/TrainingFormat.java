package io.os199.cs.onboarding.model;

/** How a training is given. */
public enum TrainingFormat {
    LIVE_WEBINAR,
    ONE_ON_ONE,
    WORKSHOP,
    SELF_PACED,
    VIDEO,
    DOCUMENTATION;

    /** Whether people meet for it; the others are assignments, which everybody does in their own time. */
    public boolean isMeeting() {
        return compareTo(WORKSHOP) <= 0;
    }
}
