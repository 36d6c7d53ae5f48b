package io.os199.cs.api.tools.communication;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tools.communication.CommunityAnswer.Audience;
import io.os199.cs.api.tools.communication.CommunityAnswer.Result;
import io.os199.cs.api.tools.communication.CommunityInput.Action;
import io.os199.cs.communication.community.Communities;
import io.os199.cs.communication.community.Community;
import io.os199.cs.communication.community.MemberReader;
import io.os199.cs.communication.community.Post;
import io.os199.cs.communication.community.PostReader;
import io.os199.cs.communication.community.Posting;
import io.os199.cs.communication.community.Posting.Moderated;
import io.os199.cs.communication.community.Posting.Published;
import io.os199.cs.communication.community.Posting.Recorded;
import io.os199.cs.communication.model.Moderation;
import io.os199.cs.communication.model.PostKind;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The actions of {@code manage_community} that write. */
final class CommunityWriting {
    private static final String[] READS = {
        "get_member_profile",
        "list_members",
        "list_communities",
        "list_posts",
        "get_analytics",
        "moderate with list_queue"
    };

    /** The preview that a person confirms before our team posts. */
    public record PostPreview(
            String communityId,
            String communityName,
            boolean isPrivate,
            PostKind postKind,
            @Nullable String postId,
            @Nullable String title,
            String content,
            List<String> tags,
            int memberCount,
            int clientCount)
            implements Preview {
        @Override
        public String question() {
            return "Post this %s to %s? Its %d members of %d clients see it at once."
                    .formatted(WireName.of(postKind), communityName, memberCount, clientCount);
        }
    }

    /** The preview that a person confirms before a post is removed. */
    public record RemovalPreview(
            String communityId,
            String postId,
            PostKind kind,
            @Nullable String memberId,
            @Nullable String clientId,
            @Nullable String clientName,
            boolean untrusted,
            @Nullable @Personal(Personal.Kind.TEXT) String titleText,
            @Personal(Personal.Kind.TEXT) String contentText,
            int replyCount)
            implements Preview {
        @Override
        public String question() {
            return "Remove the %s %s, to which there are %d replies? Nobody in its community sees it then."
                    .formatted(WireName.of(kind), postId, replyCount);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final Communities communities;
    private final Posting posting;

    CommunityWriting(
            Database database, ClientDirectory clients, Communities communities, Posting posting) {
        this.database = database;
        this.clients = clients;
        this.communities = communities;
        this.posting = posting;
    }

    Answer<CommunityAnswer> write(CommunityInput input, Call call) {
        Refusal missing = scopeMissing(input, call);
        if (missing != null) {
            return Answer.refused(missing);
        }
        Answer<Result> written;
        if (input.dryRun()) {
            written = database.rehearse(tx -> done(tx, input, call).map(Done::result));
        } else if (!needsYes(input) || call.isRepeated()) {
            written = call.write(Result.class, tx -> done(tx, input, call).map(Done::result));
        } else {
            // A call that would be refused is answered before anyone is asked.
            written =
                    database.rehearse(tx -> done(tx, input, call))
                            .then(
                                    would -> {
                                        Preview preview = preview(would.result(), input);
                                        return call.writeConfirmed(
                                                preview,
                                                would.seen(),
                                                Result.class,
                                                tx -> done(tx, input, call).map(Done::result));
                                    });
        }
        return written.map(CommunityAnswer::of);
    }

    private static @Nullable Refusal scopeMissing(CommunityInput input, Call call) {
        if (input.action() == Action.POST_CONTENT) {
            return call.has(Scope.CS_SEND)
                    ? null
                    : NeededScopes.refusal(
                                    "without cs:send nothing can be posted to a community",
                                    Scope.CS_SEND)
                            .field("action")
                            .expected("another action than post_content");
        }
        return call.has(Scope.CS_WRITE) ? null : NeededScopes.onlyReading(READS);
    }

    private static boolean needsYes(CommunityInput input) {
        return input.action() == Action.POST_CONTENT
                || input.moderateAction() == CommunityInput.ModerateAction.REMOVE;
    }

    private static Preview preview(Result would, CommunityInput input) {
        Post post = Objects.requireNonNull(would.post());
        if (input.action() == Action.MODERATE) {
            return new RemovalPreview(
                    post.communityId(),
                    post.postId(),
                    post.kind(),
                    post.memberId(),
                    post.clientId(),
                    post.clientName(),
                    true,
                    post.titleText(),
                    post.contentText(),
                    post.replyCount());
        }
        Community community = Objects.requireNonNull(would.community());
        Audience audience = Objects.requireNonNull(would.audience());
        return new PostPreview(
                community.communityId(),
                community.name(),
                community.isPrivate(),
                post.kind(),
                post.parentPostId(),
                post.titleText(),
                post.contentText(),
                post.tagsText(),
                audience.memberCount(),
                audience.clientCount());
    }

    /** The result of a write, with what a yes to it is bound to. */
    private record Done(Result result, String seen) {
        static Done of(Result result) {
            return new Done(result, "");
        }
    }

    private Answer<Done> done(Transaction tx, CommunityInput input, Call call) {
        Actor actor = call.actor();
        return switch (input.action()) {
            case CREATE_COMMUNITY ->
                    communities
                            .create(
                                    tx,
                                    input.name(),
                                    Objects.requireNonNull(input.communityType()),
                                    input.privacy(),
                                    actor,
                                    call.now())
                            .map(made -> Done.of(result(made, null, null, null, null, call)));
            case ADD_MEMBER -> added(tx, input, actor, call);
            case POST_CONTENT ->
                    posting.publish(
                                    tx,
                                    Objects.requireNonNull(input.communityName()),
                                    input.post(),
                                    actor,
                                    call.now())
                            .then(published -> shown(tx, published, input, call));
            case RECORD_ACTIVITY ->
                    CommunityReading.within(tx, input)
                            .then(
                                    of ->
                                            recorded(tx, of.communityId(), input, actor, call)
                                                    .then(done -> shown(tx, done, call)));
            case MODERATE ->
                    CommunityReading.within(tx, input)
                            .then(
                                    of ->
                                            moderated(tx, of.communityId(), input, actor, call)
                                                    .then(done -> shown(tx, done, input, call)));
            case GET_MEMBER_PROFILE, LIST_MEMBERS, LIST_COMMUNITIES, LIST_POSTS, GET_ANALYTICS ->
                    throw new IllegalStateException("reads");
        };
    }

    private Answer<Done> added(Transaction tx, CommunityInput input, Actor actor, Call call) {
        return clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                .then(
                        client ->
                                communities.add(
                                        tx,
                                        Objects.requireNonNull(input.communityName()),
                                        client.clientId(),
                                        input.email(),
                                        input.shownUserName(),
                                        actor,
                                        call.now()))
                .then(
                        joined ->
                                new MemberReader(tx)
                                        .find(joined.memberId())
                                        .map(
                                                found ->
                                                        Done.of(
                                                                new Result(
                                                                        null,
                                                                        found.member(),
                                                                        null,
                                                                        joined.wasMember()
                                                                                ? true
                                                                                : null,
                                                                        null,
                                                                        null,
                                                                        null,
                                                                        call.now()))));
    }

    private Answer<Recorded> recorded(
            Transaction tx,
            @Nullable String communityId,
            CommunityInput input,
            Actor actor,
            Call call) {
        String memberId = Objects.requireNonNull(input.memberId());
        Instant at = StoredTime.of(Objects.requireNonNullElse(input.occurredAt(), call.now()));
        return switch (Objects.requireNonNull(input.activity())) {
            case POST ->
                    posting.record(
                            tx,
                            memberId,
                            communityId,
                            input.post(),
                            input.externalId(),
                            at,
                            actor,
                            call.now());
            case HELPFUL_VOTE ->
                    posting.vote(
                            tx,
                            memberId,
                            communityId,
                            Objects.requireNonNull(input.postId()),
                            at,
                            actor,
                            call.now());
            case ACCEPT_ANSWER ->
                    posting.accept(
                            tx,
                            memberId,
                            communityId,
                            Objects.requireNonNull(input.postId()),
                            at,
                            actor,
                            call.now());
        };
    }

    private Answer<Moderated> moderated(
            Transaction tx,
            @Nullable String communityId,
            CommunityInput input,
            Actor actor,
            Call call) {
        Moderation moderation = input.moderateAction().moderation().orElseThrow();
        return posting.moderate(
                tx,
                communityId,
                Objects.requireNonNull(input.postId()),
                moderation,
                input.shownReason(),
                actor,
                call.now());
    }

    private static Answer<Done> shown(
            Transaction tx, Published published, CommunityInput input, Call call) {
        Audience audience = new Audience(published.memberCount(), published.clientCount());
        return new PostReader(tx)
                .find(published.postId())
                .map(
                        post ->
                                new Done(
                                        result(
                                                published.community(),
                                                post,
                                                null,
                                                audience,
                                                input.dryRun() ? true : null,
                                                call),
                                        Cursors.digest("community_audience", audience)));
    }

    private static Answer<Done> shown(Transaction tx, Recorded recorded, Call call) {
        return new PostReader(tx)
                .find(recorded.postId())
                .map(
                        post ->
                                Done.of(
                                        result(
                                                null,
                                                post,
                                                recorded.wasRecorded() ? true : null,
                                                null,
                                                null,
                                                call)));
    }

    private static Answer<Done> shown(
            Transaction tx, Moderated moderated, CommunityInput input, Call call) {
        return new PostReader(tx)
                .find(moderated.postId())
                .map(
                        post ->
                                new Done(
                                        result(
                                                null,
                                                post,
                                                null,
                                                null,
                                                input.dryRun() ? true : null,
                                                call),
                                        moderated.postId() + ' ' + moderated.seenAt()));
    }

    private static Result result(
            @Nullable Community community,
            @Nullable Post post,
            @Nullable Boolean alreadyRecorded,
            @Nullable Audience audience,
            @Nullable Boolean isDryRun,
            Call call) {
        return new Result(
                community, null, post, null, alreadyRecorded, audience, isDryRun, call.now());
    }
}
