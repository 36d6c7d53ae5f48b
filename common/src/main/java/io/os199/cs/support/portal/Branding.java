package io.os199.cs.support.portal;

import org.jspecify.annotations.Nullable;

/** Changes to how a portal looks; an absent value leaves it unchanged, an empty text restores the default. */
public record Branding(
        @Nullable String logoUrl,
        @Nullable String primaryColor,
        @Nullable String customDomain,
        @Nullable String welcomeText) {}
