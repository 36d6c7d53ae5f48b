package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Refusal.Fault;

/** The fault of a call that is to change something and says nothing of what. */
public final class NothingToChange {
    private NothingToChange() {}

    /**
     * Returns the fault, reported under {@code field}.
     *
     * @param expected what the action can change
     */
    public static Fault fault(String field, String action, String expected) {
        return new Fault(field, action + " has nothing to change; send " + expected, expected);
    }
}
