package io.os199.cs.retention.campaign;

/** How much of a playbook is carried out; each level includes the steps of those before it. */
public enum InterventionLevel {
    LIGHT,
    STANDARD,
    AGGRESSIVE;

    boolean includes(InterventionLevel stepLevel) {
        return compareTo(stepLevel) >= 0;
    }

    /**
     * Returns the business days from the start until a step is due; an aggressive campaign takes half as many,
     * rounded up.
     */
    int offset(int days) {
        return this == AGGRESSIVE ? (days + 1) / 2 : days;
    }
}
