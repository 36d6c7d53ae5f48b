package io.os199.cs.support.portal;

import org.jspecify.annotations.Nullable;

/** What is to change of how a portal looks; absent stays, an empty text goes back to what is usual. */
public record Branding(
        @Nullable String logoUrl,
        @Nullable String primaryColor,
        @Nullable String customDomain,
        @Nullable String welcomeText) {}
