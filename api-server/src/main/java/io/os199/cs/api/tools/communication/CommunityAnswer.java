package io.os199.cs.api.tools.communication;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.communication.community.Community;
import io.os199.cs.communication.community.LifeReader;
import io.os199.cs.communication.community.LifeReport;
import io.os199.cs.communication.community.Member;
import io.os199.cs.communication.community.Post;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.paging.Page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A community, a member or a post; lists of these; or how active a community is.
 *
 * @param replies to the post, a page of them
 */
public record CommunityAnswer(
        @JsonUnwrapped @Nullable Done done,
        @Nullable List<Post> replies,
        @Nullable List<Community> communities,
        @Nullable List<Member> members,
        @Nullable List<Post> posts,
        @JsonUnwrapped @Nullable Paging paging,
        @JsonUnwrapped @Nullable LifeReport life,
        @Nullable List<Recommendation> recommendations,
        @Nullable List<DataGap> dataGaps,
        Instant computedAt) {

    /**
     * What exists now, or was written; stored for a repetition of the call.
     *
     * @param alreadyMember whether the person was already in the community
     * @param alreadyRecorded whether this was already stored
     * @param isDryRun whether this only reports what would happen
     */
    public record Result(
            @Nullable Community community,
            @Nullable Member member,
            @Nullable Post post,
            @Nullable Boolean alreadyMember,
            @Nullable Boolean alreadyRecorded,
            @Nullable Audience audience,
            @Nullable Boolean isDryRun,
            Instant computedAt) {}

    /** Like {@link Result}, but without the time, which the answer itself has. */
    public record Done(
            @Nullable Community community,
            @Nullable Member member,
            @Nullable Post post,
            @Nullable Boolean alreadyMember,
            @Nullable Boolean alreadyRecorded,
            @Nullable Audience audience,
            @Nullable Boolean isDryRun) {
        static Done of(
                @Nullable Community community, @Nullable Member member, @Nullable Post post) {
            return new Done(community, member, post, null, null, null, null);
        }
    }

    /** The audience of a post. */
    public record Audience(int memberCount, int clientCount) {}

    /** The paging of a list. */
    public record Paging(long totalCount, @Nullable String nextCursor) {
        static Paging of(Page<?> page) {
            return new Paging(page.totalCount(), page.nextCursor());
        }
    }

    static CommunityAnswer of(Result result) {
        return new CommunityAnswer(
                new Done(
                        result.community(),
                        result.member(),
                        result.post(),
                        result.alreadyMember(),
                        result.alreadyRecorded(),
                        result.audience(),
                        result.isDryRun()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                result.computedAt());
    }

    static CommunityAnswer profile(
            Member member, List<Recommendation> recommendations, Instant now) {
        return new CommunityAnswer(
                Done.of(null, member, null),
                null,
                null,
                null,
                null,
                null,
                null,
                recommendations,
                null,
                now);
    }

    static CommunityAnswer communities(Page<Community> page, Instant now) {
        return new CommunityAnswer(
                null, null, page.items(), null, null, Paging.of(page), null, null, null, now);
    }

    static CommunityAnswer members(Community community, Page<Member> page, Instant now) {
        return new CommunityAnswer(
                Done.of(community, null, null),
                null,
                null,
                page.items(),
                null,
                Paging.of(page),
                null,
                null,
                null,
                now);
    }

    static CommunityAnswer posts(@Nullable Community community, Page<Post> page, Instant now) {
        return new CommunityAnswer(
                community == null ? null : Done.of(community, null, null),
                null,
                null,
                null,
                page.items(),
                Paging.of(page),
                null,
                null,
                null,
                now);
    }

    static CommunityAnswer thread(Post post, Page<Post> replies, Instant now) {
        return new CommunityAnswer(
                Done.of(null, null, post),
                replies.items(),
                null,
                null,
                null,
                Paging.of(replies),
                null,
                null,
                null,
                now);
    }

    static CommunityAnswer life(LifeReader.Read read, Instant now) {
        return new CommunityAnswer(
                Done.of(read.community(), null, null),
                null,
                null,
                null,
                null,
                null,
                read.report(),
                read.recommendations(),
                read.gaps(),
                now);
    }
}
