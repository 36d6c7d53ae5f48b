package io.os199.cs.core.listing;

import org.jspecify.annotations.Nullable;

/** The last row of a page: its sort value as text, absent where it was missing, and its id. */
public record ClientListPosition(@Nullable String value, String clientId) {}
