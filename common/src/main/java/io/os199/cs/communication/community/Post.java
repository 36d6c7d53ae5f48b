package io.os199.cs.communication.community;

import io.os199.cs.communication.model.PostKind;
import io.os199.cs.communication.model.PostStatus;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A post in a community, as answers show it.
 *
 * @param author the person of our team who wrote it, when no member did
 * @param replyCount direct replies that are visible
 */
public record Post(
        String postId,
        String communityId,
        PostKind kind,
        @Nullable String parentPostId,
        @Nullable String memberId,
        @Nullable String clientId,
        @Nullable String clientName,
        @Nullable String author,
        boolean untrusted,
        @Nullable @Personal(Personal.Kind.TEXT) String titleText,
        @Personal(Personal.Kind.TEXT) String contentText,
        @Nullable Boolean truncated,
        List<String> tagsText,
        Instant postedAt,
        PostStatus status,
        @Nullable Instant flaggedAt,
        @Nullable @Personal(Personal.Kind.TEXT) String reasonText,
        @Nullable Instant acceptedAt,
        int replyCount,
        int helpfulVoteCount) {
    public Post {
        tagsText = List.copyOf(tagsText);
    }
}
