package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.text.Beginning;

/** The fault of an argument that is none of the values that it may have. */
public final class WrongValue {
    private static final int SHOWN_LENGTH = 60;

    private WrongValue() {}

    /** Returns the fault that {@code field} cannot be {@code value}, with what to send instead. */
    public static Fault fault(String field, String value, String expected) {
        return new Fault(
                field, field + " cannot be \"" + shown(value) + "\"; send " + expected, expected);
    }

    /** Enough of a value to recognize it, without characters that would break a line. */
    static String shown(String value) {
        return Beginning.marked(
                value.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}]", "?"), SHOWN_LENGTH);
    }
}
