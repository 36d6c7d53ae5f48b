package io.os199.cs.support.portal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A resource that a portal links to.
 *
 * @param viewCount the views of the last 90 days
 */
public record PortalResource(
        String resourceId,
        ResourceType type,
        String title,
        @Nullable String description,
        String url,
        long viewCount,
        Instant addedAt) {}
