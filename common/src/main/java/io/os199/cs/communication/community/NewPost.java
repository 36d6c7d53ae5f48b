package io.os199.cs.communication.community;

import io.os199.cs.communication.model.PostKind;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What is said, cleaned.
 *
 * @param parentPostId to what a comment or answer is said
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
