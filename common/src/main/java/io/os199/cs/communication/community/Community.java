package io.os199.cs.communication.community;

import io.os199.cs.communication.model.CommunityType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A community, as answers show it; an archived one accepts nothing new. */
public record Community(
        String communityId,
        String name,
        CommunityType type,
        boolean isPrivate,
        int memberCount,
        Instant createdAt,
        @Nullable Instant archivedAt) {}
