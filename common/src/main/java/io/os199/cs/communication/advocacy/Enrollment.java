package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.AdvocateTier;

import org.jspecify.annotations.Nullable;

/**
 * An order to enroll an advocate: the contact that matches everything given.
 *
 * @param email lower case
 * @param tier where they begin, and below which they never fall
 */
public record Enrollment(
        @Nullable String email, @Nullable String name, @Nullable String title, AdvocateTier tier) {}
