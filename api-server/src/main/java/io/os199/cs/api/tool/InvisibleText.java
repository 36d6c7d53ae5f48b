package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Refusal.Fault;

/** The fault of a text of which nothing can be seen. */
public final class InvisibleText {
    private static final String EXPECTED = "text that can be read";

    private InvisibleText() {}

    /** Returns the fault that {@code field} has no visible character. */
    public static Fault fault(String field) {
        return new Fault(field, field + " has no visible character; send " + EXPECTED, EXPECTED);
    }
}
