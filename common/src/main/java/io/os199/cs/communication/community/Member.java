package io.os199.cs.communication.community;

import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A member of a community. Reputation is 5 × posts + 2 × comments + 10 × helpful votes + 15 × accepted answers − 20 ×
 * removed posts, at least 0.
 *
 * @param postCount visible posts, including questions
 * @param commentCount visible comments, including answers
 * @param helpfulVoteCount received for visible posts
 * @param reputationPercentile the share of the other members with less, plus half of those with the same, 0 to 100
 */
public record Member(
        String memberId,
        String communityId,
        String communityName,
        String clientId,
        String clientName,
        @Personal(Personal.Kind.NAME) String userName,
        @Personal(Personal.Kind.EMAIL) String userEmail,
        @Nullable String contactId,
        Instant joinedAt,
        int postCount,
        int commentCount,
        int questionCount,
        int acceptedAnswerCount,
        int helpfulVoteCount,
        int removedPostCount,
        @Nullable Instant lastActiveAt,
        int reputationPoints,
        @Nullable BigDecimal reputationPercentile) {}
