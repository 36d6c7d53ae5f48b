package io.os199.cs.core.model;

import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.Personal.Kind;

import org.jspecify.annotations.Nullable;

/** A person at a client, as refusals list them. */
public record ContactRef(
        String contactId,
        @Personal(Kind.NAME) @Nullable String name,
        @Personal(Kind.EMAIL) @Nullable String email) {}
