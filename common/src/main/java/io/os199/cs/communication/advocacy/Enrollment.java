package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.AdvocateTier;

import org.jspecify.annotations.Nullable;

/**
 * Who becomes an advocate: the contact of whom all that is given is true.
 *
 * @param email lower case
 * @param tier where they begin, and below which they never fall
 */
public record Enrollment(
        @Nullable String email, @Nullable String name, @Nullable String title, AdvocateTier tier) {}
