package io.os199.cs.api.tools.communication;

import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A value that the database can search for: one line without control characters. */
final class PlainLine {
    private PlainLine() {}

    static void check(String field, @Nullable String text, List<Fault> faults) {
        if (text != null && text.codePoints().anyMatch(PlainLine::isUnwritable)) {
            faults.add(
                    new Fault(
                            field,
                            field + " has a control character",
                            "one line without control characters"));
        }
    }

    private static boolean isUnwritable(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.SURROGATE;
    }
}
