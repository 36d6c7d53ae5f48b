package io.os199.cs.api.tools.core;

import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

/** Names in the form in which they are stored: one line, without invisible characters. */
final class VisibleText {
    private VisibleText() {}

    static @Nullable String of(@Nullable String name) {
        return name == null ? null : UntrustedText.name(name);
    }

    static String orEmpty(@Nullable String name) {
        return name == null ? "" : UntrustedText.name(name);
    }
}
