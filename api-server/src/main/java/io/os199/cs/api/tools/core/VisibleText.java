package io.os199.cs.api.tools.core;

import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Names as they are stored: one line, without what nobody sees. */
final class VisibleText {
    private VisibleText() {}

    static @Nullable String of(@Nullable String name) {
        return name == null ? null : UntrustedText.name(name);
    }

    static String orEmpty(@Nullable String name) {
        return name == null ? "" : UntrustedText.name(name);
    }

    /** Reports a name of which nothing is left. */
    static void check(List<Fault> faults, String field, @Nullable String name) {
        if (name != null && UntrustedText.name(name).isEmpty()) {
            faults.add(
                    new Fault(
                            field,
                            field + " has no visible character",
                            "text of 1 to 200 characters"));
        }
    }
}
