package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

/**
 * A person invited to a review.
 *
 * @param side {@code customer} or {@code vendor}
 * @param contactId the contact that has the address
 */
public record ReviewAttendee(
        String side,
        @Nullable String name,
        @Nullable String title,
        @Nullable String email,
        @Nullable String contactId,
        @Nullable String role) {
    public static final String CUSTOMER = "customer";
    public static final String VENDOR = "vendor";
}
