package io.os199.cs.communication.community;

import io.os199.cs.communication.community.PostDao.Author;
import io.os199.cs.communication.community.PostDao.HeldPost;
import io.os199.cs.communication.model.Moderation;
import io.os199.cs.communication.model.PostKind;
import io.os199.cs.communication.model.PostStatus;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes and actions in communities: by our team, by members elsewhere, and by moderators; in the caller's
 * transaction.
 */
public final class Posting {
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Posting(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** A post of our team, with the size of its audience. */
    public record Published(Community community, String postId, int memberCount, int clientCount) {}

    /** Publishes a post of our team in a community, or as a reply to a post there. */
    public Answer<Published> publish(
            Transaction tx, String reference, NewPost post, Actor actor, Instant now) {
        return Communities.open(tx, reference)
                .then(
                        community -> {
                            String parentId = post.parentPostId();
                            return parentId == null
                                    ? Answer.of(published(tx, community, post, null, actor, now))
                                    : said(tx, parentId, community.communityId())
                                            .map(
                                                    parent ->
                                                            published(
                                                                    tx, community, post, parent,
                                                                    actor, now));
                        });
    }

    private Published published(
            Transaction tx,
            Community community,
            NewPost post,
            @Nullable HeldPost parent,
            Actor actor,
            Instant now) {
        PostDao dao = tx.dao(PostDao.class);
        String postId = TypeId.next("post");
        List<String> clients = tx.dao(CommunityDao.class).clients(community.communityId());
        String client = parent == null ? null : parent.clientId();
        if (client == null) {
            dao.addOurs(
                    community.communityId(),
                    postId,
                    actor.principal(),
                    post.kind(),
                    post.parentPostId(),
                    post.title(),
                    post.content(),
                    post.tags().toArray(String[]::new),
                    now);
        } else {
            dao.add(
                    client,
                    community.communityId(),
                    postId,
                    null,
                    post.kind(),
                    post.parentPostId(),
                    post.title(),
                    post.content(),
                    post.tags().toArray(String[]::new),
                    null,
                    now,
                    now);
        }
        if (community.isPrivate()) {
            timeline.record(
                    tx,
                    clients.stream()
                            .map(each -> event(each, community, postId, parent != null, actor, now))
                            .toList());
            answers.changedAll(tx, clients);
        }
        audit.record(
                tx,
                AuditEntry.done(
                        actor,
                        Communities.TOOL,
                        "post content",
                        List.of(community.communityId(), postId)));
        return new Published(community, postId, community.memberCount(), clients.size());
    }

    private TimelineEvent event(
            String clientId,
            Community community,
            String postId,
            boolean isReply,
            Actor actor,
            Instant now) {
        return new TimelineEvent(
                clientId,
                now,
                timeline.idOf("community_post", postId, clientId),
                EventType.COMMUNICATION,
                isReply ? "Replied in a private community" : "Posted to a private community",
                Map.of("community_type", community.type(), "post_id", postId),
                Impact.NEUTRAL,
                false,
                actor.principal(),
                Communities.TOOL,
                community.communityId());
    }

    /** Something that a member did elsewhere, as stored now, and whether it was stored before. */
    public record Recorded(String communityId, String postId, boolean wasRecorded) {}

    /**
     * Records a post that a member wrote elsewhere; the same external id at the member's client is the same post.
     *
     * @param communityId when given, the community that the member must be in
     */
    public Answer<Recorded> record(
            Transaction tx,
            String memberId,
            @Nullable String communityId,
            NewPost post,
            @Nullable String externalId,
            Instant at,
            Actor actor,
            Instant now) {
        return author(tx, memberId, communityId)
                .then(
                        author -> {
                            String known = known(tx, author, externalId);
                            if (known != null) {
                                return Answer.of(new Recorded(author.communityId(), known, true));
                            }
                            String parentId = post.parentPostId();
                            return parentId == null
                                    ? Answer.of(
                                            recorded(tx, author, post, externalId, at, actor, now))
                                    : said(tx, parentId, author.communityId(), at)
                                            .map(
                                                    _ ->
                                                            recorded(
                                                                    tx,
                                                                    author,
                                                                    post,
                                                                    externalId,
                                                                    at,
                                                                    actor,
                                                                    now));
                        });
    }

    private static @Nullable String known(
            Transaction tx, Author author, @Nullable String externalId) {
        return externalId == null
                ? null
                : tx.dao(PostDao.class)
                        .withExternalId(author.clientId(), author.communityId(), externalId)
                        .orElse(null);
    }

    private Recorded recorded(
            Transaction tx,
            Author author,
            NewPost post,
            @Nullable String externalId,
            Instant at,
            Actor actor,
            Instant now) {
        String postId = TypeId.next("post");
        boolean isNew =
                tx.dao(PostDao.class)
                        .add(
                                author.clientId(),
                                author.communityId(),
                                postId,
                                author.memberId(),
                                post.kind(),
                                post.parentPostId(),
                                post.title(),
                                post.content(),
                                post.tags().toArray(String[]::new),
                                externalId,
                                at,
                                now);
        if (!isNew) {
            return new Recorded(
                    author.communityId(),
                    Objects.requireNonNull(known(tx, author, externalId)),
                    true);
        }
        done(tx, "record post", author, postId, at, actor, now);
        return new Recorded(author.communityId(), postId, false);
    }

    /** Records that a member found a post helpful, once per member. */
    public Answer<Recorded> vote(
            Transaction tx,
            String memberId,
            @Nullable String communityId,
            String postId,
            Instant at,
            Actor actor,
            Instant now) {
        return author(tx, memberId, communityId)
                .then(
                        author ->
                                said(tx, postId, author.communityId(), at)
                                        .then(post -> voted(tx, author, post, at, actor, now)));
    }

    private Answer<Recorded> voted(
            Transaction tx, Author author, HeldPost post, Instant at, Actor actor, Instant now) {
        if (author.memberId().equals(post.memberId())) {
            return Answer.refused(CommunityRefusals.own());
        }
        boolean isNew =
                tx.dao(PostDao.class)
                        .vote(
                                author.clientId(),
                                author.communityId(),
                                post.postId(),
                                author.memberId(),
                                at);
        if (isNew) {
            done(tx, "record vote", author, post.postId(), at, actor, now);
        }
        return Answer.of(new Recorded(author.communityId(), post.postId(), !isNew));
    }

    /** Records that the member who asked, or a moderator, accepted an answer as the right one. */
    public Answer<Recorded> accept(
            Transaction tx,
            String memberId,
            @Nullable String communityId,
            String postId,
            Instant at,
            Actor actor,
            Instant now) {
        return author(tx, memberId, communityId)
                .then(
                        author ->
                                said(tx, postId, author.communityId(), at)
                                        .then(post -> accepted(tx, author, post, at, actor, now)));
    }

    private Answer<Recorded> accepted(
            Transaction tx, Author author, HeldPost answer, Instant at, Actor actor, Instant now) {
        String questionId = answer.parentPostId();
        String clientId = answer.clientId();
        if (answer.kind() != PostKind.ANSWER || questionId == null || clientId == null) {
            return Answer.refused(CommunityRefusals.noAnswer());
        }
        HeldPost question = lock(tx, questionId).orElse(null);
        if (question == null || question.kind() != PostKind.QUESTION) {
            return Answer.refused(CommunityRefusals.noAnswer());
        }
        if (!author.isModerator() && !author.memberId().equals(question.memberId())) {
            return Answer.refused(CommunityRefusals.notAsker());
        }
        if (answer.acceptedAt() != null) {
            return Answer.of(new Recorded(author.communityId(), answer.postId(), true));
        }
        PostDao dao = tx.dao(PostDao.class);
        String other = dao.acceptedBeside(questionId, answer.postId()).orElse(null);
        if (other != null) {
            return Answer.refused(CommunityRefusals.accepted(other));
        }
        dao.accept(clientId, answer.communityId(), answer.postId(), at, now);
        done(tx, "accept answer", author, answer.postId(), at, actor, now);
        return Answer.of(new Recorded(author.communityId(), answer.postId(), false));
    }

    /** Records an action; a member who acted before the recorded joining date has been a member since then. */
    private void done(
            Transaction tx,
            String action,
            Author author,
            String postId,
            Instant at,
            Actor actor,
            Instant now) {
        if (at.isBefore(author.joinedAt())) {
            tx.dao(PostDao.class)
                    .joined(author.clientId(), author.communityId(), author.memberId(), at, now);
        }
        audit.record(
                tx,
                AuditEntry.done(
                        actor,
                        Communities.TOOL,
                        action,
                        List.of(
                                author.clientId(),
                                author.communityId(),
                                author.memberId(),
                                postId)));
        answers.changed(tx, author.clientId());
    }

    /** A moderated post; {@code seenAt} shows whether it has changed since it was seen. */
    public record Moderated(String communityId, String postId, Instant seenAt) {}

    /** Moves a post from one status to the next. */
    public Answer<Moderated> moderate(
            Transaction tx,
            @Nullable String communityId,
            String postId,
            Moderation moderation,
            @Nullable String reason,
            Actor actor,
            Instant now) {
        HeldPost post = lock(tx, postId).orElse(null);
        if (post == null) {
            return Answer.refused(CommunityRefusals.unknownPost());
        }
        if (communityId != null && !communityId.equals(post.communityId())) {
            return Answer.refused(CommunityRefusals.elsewhere("post_id"));
        }
        if (post.status() != moderation.from()) {
            return Answer.refused(CommunityRefusals.misplaced(post, moderation));
        }
        PostDao dao = tx.dao(PostDao.class);
        Instant flaggedAt = moderation == Moderation.FLAG ? now : null;
        String clientId = post.clientId();
        if (clientId == null) {
            dao.moderateOurs(post.communityId(), postId, moderation.to(), reason, flaggedAt, now);
        } else {
            if (moderation.to() == PostStatus.VISIBLE) {
                keepOneAccepted(tx, post, now);
            }
            dao.moderate(
                    clientId, post.communityId(), postId, moderation.to(), reason, flaggedAt, now);
            answers.changed(tx, clientId);
        }
        audit.record(
                tx,
                AuditEntry.done(
                        actor,
                        Communities.TOOL,
                        "moderate " + WireName.of(moderation),
                        List.of(post.communityId(), postId)));
        return Answer.of(new Moderated(post.communityId(), postId, post.updatedAt()));
    }

    /**
     * Locks the question, as accepting an answer does; if another answer has been accepted by now, that one stays and
     * this one is no longer accepted.
     */
    private static void keepOneAccepted(Transaction tx, HeldPost answer, Instant now) {
        String questionId = answer.parentPostId();
        String clientId = answer.clientId();
        if (answer.acceptedAt() == null || questionId == null || clientId == null) {
            return;
        }
        lock(tx, questionId);
        PostDao dao = tx.dao(PostDao.class);
        if (dao.acceptedBeside(questionId, answer.postId()).isPresent()) {
            dao.unaccept(clientId, answer.communityId(), answer.postId(), now);
        }
    }

    private static Answer<Author> author(
            Transaction tx, String memberId, @Nullable String communityId) {
        Author author = tx.dao(PostDao.class).author(memberId).orElse(null);
        if (author == null) {
            return Answer.refused(CommunityRefusals.unknownMember());
        }
        if (communityId != null && !communityId.equals(author.communityId())) {
            return Answer.refused(CommunityRefusals.elsewhere("member_id"));
        }
        return Communities.open(tx, author.communityId()).map(_ -> author);
    }

    /** Finds a post of the community that was not removed, and locks it so that it is not removed meanwhile. */
    private static Answer<HeldPost> said(Transaction tx, String postId, String communityId) {
        HeldPost post = lock(tx, postId).orElse(null);
        if (post == null) {
            return Answer.refused(CommunityRefusals.unknownPost());
        }
        if (!post.communityId().equals(communityId)) {
            return Answer.refused(CommunityRefusals.elsewhere("post_id"));
        }
        return post.status() == PostStatus.REMOVED
                ? Answer.refused(CommunityRefusals.removed())
                : Answer.of(post);
    }

    /**
     * As {@link #said(Transaction, String, String)}, for an action at that time, which must not be before the post
     * was written.
     */
    private static Answer<HeldPost> said(
            Transaction tx, String postId, String communityId, Instant at) {
        return said(tx, postId, communityId)
                .then(
                        post ->
                                at.isBefore(post.postedAt())
                                        ? Answer.refused(
                                                CommunityRefusals.tooEarly(post.postedAt()))
                                        : Answer.of(post));
    }

    private static Optional<HeldPost> lock(Transaction tx, String postId) {
        PostDao dao = tx.dao(PostDao.class);
        return dao.lock(postId).or(() -> dao.lockOurs(postId));
    }
}
