package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A person at a client. */
public record Contact(
        String contactId,
        @Nullable String name,
        String email,
        @Nullable String title,
        ContactRole role,
        boolean isPrimary,
        @Nullable Instant leftCompanyAt) {}
