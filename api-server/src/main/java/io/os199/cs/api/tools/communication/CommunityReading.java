package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Call;
import io.os199.cs.communication.community.Communities;
import io.os199.cs.communication.community.Community;
import io.os199.cs.communication.community.LifeReader;
import io.os199.cs.communication.community.Member;
import io.os199.cs.communication.community.MemberReader;
import io.os199.cs.communication.community.Post;
import io.os199.cs.communication.community.PostReader;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Cursors.Start;
import io.os199.cs.platform.paging.Page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** The actions of {@code manage_community} that read. */
final class CommunityReading {
    private final ClientDirectory clients;
    private final Cursors cursors;

    CommunityReading(ClientDirectory clients, Cursors cursors) {
        this.clients = clients;
        this.cursors = cursors;
    }

    Answer<CommunityAnswer> read(Transaction tx, CommunityInput input, Call call) {
        return switch (input.action()) {
            case GET_MEMBER_PROFILE ->
                    new MemberReader(tx)
                            .find(Objects.requireNonNull(input.memberId()))
                            .map(
                                    found ->
                                            CommunityAnswer.profile(
                                                    found.member(),
                                                    found.recommendations(),
                                                    call.now()));
            case LIST_COMMUNITIES -> communities(tx, input, call);
            case LIST_MEMBERS ->
                    community(tx, input).then(community -> members(tx, community, input, call));
            case LIST_POSTS ->
                    input.postId() == null
                            ? community(tx, input)
                                    .then(community -> posts(tx, community, input, call))
                            : thread(tx, input.postId(), input, call);
            case GET_ANALYTICS ->
                    community(tx, input)
                            .map(
                                    community ->
                                            CommunityAnswer.life(
                                                    new LifeReader(tx, call.now())
                                                            .read(
                                                                    community,
                                                                    input.start(call.today()),
                                                                    input.end(call.today())),
                                                    call.now()));
            case MODERATE -> queue(tx, input, call);
            case CREATE_COMMUNITY, ADD_MEMBER, POST_CONTENT, RECORD_ACTIVITY ->
                    throw new IllegalStateException("writes");
        };
    }

    private static Answer<Community> community(Transaction tx, CommunityInput input) {
        return Communities.find(tx, Objects.requireNonNull(input.communityName()));
    }

    private static AnswerBudget budget(CommunityInput input) {
        return AnswerBudget.of(input.limit(), CommunityInput.USUAL_LIMIT);
    }

    private record All() {}

    private Answer<CommunityAnswer> communities(Transaction tx, CommunityInput input, Call call) {
        String digest = Cursors.digest("communities", new All());
        return cursors.start(
                        digest, input.cursor(), values -> Objects.requireNonNull(values.getFirst()))
                .map(
                        start -> {
                            Page<Community> page =
                                    Page.of(
                                            Communities.page(
                                                    tx, start.position(), input.limit() + 1),
                                            input.limit(),
                                            Communities.count(tx),
                                            budget(input),
                                            List.of(),
                                            last ->
                                                    cursors.after(
                                                            digest, List.of(last.communityId())));
                            return CommunityAnswer.communities(page, call.now());
                        });
    }

    private record MembersOf(String communityId, @Nullable String clientId) {}

    private Answer<CommunityAnswer> members(
            Transaction tx, Community community, CommunityInput input, Call call) {
        String reference = input.clientId();
        Answer<MembersOf> wanted =
                reference == null
                        ? Answer.of(new MembersOf(community.communityId(), null))
                        : clients.resolve(tx, reference)
                                .map(
                                        client ->
                                                new MembersOf(
                                                        community.communityId(),
                                                        client.clientId()));
        return wanted.then(
                of -> {
                    String digest = Cursors.digest("community_members", of);
                    return cursors.start(digest, input.cursor(), MemberReader.Position::of)
                            .map(
                                    start ->
                                            CommunityAnswer.members(
                                                    community,
                                                    members(tx, of, start, digest, input),
                                                    call.now()));
                });
    }

    private Page<Member> members(
            Transaction tx,
            MembersOf of,
            Start<MemberReader.Position> start,
            String digest,
            CommunityInput input) {
        MemberReader reader = new MemberReader(tx);
        return Page.of(
                reader.page(of.communityId(), of.clientId(), start.position(), input.limit() + 1),
                input.limit(),
                reader.count(of.communityId(), of.clientId()),
                budget(input),
                List.of(),
                last -> cursors.after(digest, MemberReader.Position.values(last)));
    }

    private record PostsOf(String communityId, LocalDate start, LocalDate end) {}

    private Answer<CommunityAnswer> posts(
            Transaction tx, Community community, CommunityInput input, Call call) {
        PostsOf of =
                new PostsOf(
                        community.communityId(),
                        input.start(call.today()),
                        input.end(call.today()));
        String digest = Cursors.digest("community_posts", of);
        Instant from = of.start().atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant until = of.end().atStartOfDay(ZoneOffset.UTC).toInstant();
        return cursors.start(digest, input.cursor(), PostReader.Position::of)
                .map(
                        start -> {
                            PostReader reader = new PostReader(tx);
                            Page<Post> page =
                                    Page.of(
                                            reader.page(
                                                    of.communityId(),
                                                    from,
                                                    until,
                                                    start.position(),
                                                    input.limit() + 1),
                                            input.limit(),
                                            reader.count(of.communityId(), from, until),
                                            budget(input),
                                            List.of(community),
                                            last ->
                                                    cursors.after(
                                                            digest,
                                                            PostReader.Position.posted(last)));
                            return CommunityAnswer.posts(community, page, call.now());
                        });
    }

    private record RepliesTo(String postId) {}

    private Answer<CommunityAnswer> thread(
            Transaction tx, String postId, CommunityInput input, Call call) {
        PostReader reader = new PostReader(tx);
        String digest = Cursors.digest("community_replies", new RepliesTo(postId));
        return within(tx, input)
                .then(of -> reader.find(postId).then(post -> of.holds(post, "post_id")))
                .then(
                        post ->
                                cursors.start(digest, input.cursor(), PostReader.Position::of)
                                        .map(
                                                start ->
                                                        CommunityAnswer.thread(
                                                                post,
                                                                Page.of(
                                                                        reader.replies(
                                                                                postId,
                                                                                start.position(),
                                                                                input.limit() + 1),
                                                                        input.limit(),
                                                                        reader.replyCount(postId),
                                                                        budget(input),
                                                                        List.of(post),
                                                                        last ->
                                                                                cursors.after(
                                                                                        digest,
                                                                                        PostReader
                                                                                                .Position
                                                                                                .posted(
                                                                                                        last))),
                                                                call.now())));
    }

    /** One community; absent for any. */
    record Within(@Nullable String communityId) {
        Answer<Post> holds(Post post, String field) {
            return communityId == null || communityId.equals(post.communityId())
                    ? Answer.of(post)
                    : Answer.refused(
                            Refusal.invalid(
                                    field,
                                    field + " is of another community",
                                    "one of the same community, or no community_name"));
        }
    }

    static Answer<Within> within(Transaction tx, CommunityInput input) {
        String reference = input.communityName();
        return reference == null
                ? Answer.of(new Within(null))
                : Communities.find(tx, reference).map(found -> new Within(found.communityId()));
    }

    private record Queue(@Nullable String communityId) {}

    private Answer<CommunityAnswer> queue(Transaction tx, CommunityInput input, Call call) {
        PostReader reader = new PostReader(tx);
        return within(tx, input)
                .then(
                        of -> {
                            String digest =
                                    Cursors.digest("moderation_queue", new Queue(of.communityId()));
                            return cursors.start(digest, input.cursor(), PostReader.Position::of)
                                    .map(
                                            start ->
                                                    CommunityAnswer.posts(
                                                            null,
                                                            Page.of(
                                                                    reader.queue(
                                                                            of.communityId(),
                                                                            start.position(),
                                                                            input.limit() + 1),
                                                                    input.limit(),
                                                                    reader.queued(of.communityId()),
                                                                    budget(input),
                                                                    List.of(),
                                                                    last ->
                                                                            cursors.after(
                                                                                    digest,
                                                                                    PostReader
                                                                                            .Position
                                                                                            .flagged(
                                                                                                    last))),
                                                            call.now()));
                        });
    }
}
