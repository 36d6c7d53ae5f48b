package io.os199.cs.retention.campaign;

/** How much of a playbook is played; each level has the steps of those before it. */
public enum InterventionLevel {
    LIGHT,
    STANDARD,
    AGGRESSIVE;

    boolean includes(InterventionLevel stepLevel) {
        return compareTo(stepLevel) >= 0;
    }

    /** Business days from the start until a step is due; of an aggressive campaign half as many, rounded up. */
    int offset(int days) {
        return this == AGGRESSIVE ? (days + 1) / 2 : days;
    }
}
