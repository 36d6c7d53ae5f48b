package io.os199.cs.communication.community;

import io.os199.cs.communication.model.PostKind;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A post to write, cleaned.
 *
 * @param parentPostId the post that a comment or answer replies to
 */
public record NewPost(
        PostKind kind,
        @Nullable String title,
        String content,
        List<String> tags,
        @Nullable String parentPostId) {
    public NewPost {
        tags = List.copyOf(tags);
    }
}
