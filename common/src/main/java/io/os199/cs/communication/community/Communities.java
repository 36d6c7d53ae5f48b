package io.os199.cs.communication.community;

import io.os199.cs.communication.community.CommunityDao.ContactOf;
import io.os199.cs.communication.model.CommunityType;
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
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Communities and their members, with the timeline, the audit log and the cached answers, in the caller's
 * transaction.
 */
public final class Communities {
    /** The tool that manages communities. */
    public static final String TOOL = "manage_community";

    private static final int NEAREST = 5;

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Communities(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** Finds the community with this id or name, archived or not. */
    public static Answer<Community> find(Transaction tx, String reference) {
        CommunityDao dao = tx.dao(CommunityDao.class);
        String wanted = reference.strip();
        return dao.find(wanted)
                .map(Communities::shown)
                .map(Answer::of)
                .orElseGet(
                        () ->
                                Answer.refused(
                                        CommunityRefusals.unknown(dao.nearest(wanted, NEAREST))));
    }

    /** As {@link #find}, but refuses archived communities. */
    static Answer<Community> open(Transaction tx, String reference) {
        return find(tx, reference)
                .then(
                        found ->
                                found.archivedAt() == null
                                        ? Answer.of(found)
                                        : Answer.refused(CommunityRefusals.archived(found)));
    }

    /** Returns at most that many communities after the one with this id, by name. */
    public static List<Community> page(Transaction tx, @Nullable String afterId, int most) {
        return tx.dao(CommunityDao.class).page(afterId, most).stream()
                .map(Communities::shown)
                .toList();
    }

    public static long count(Transaction tx) {
        return tx.dao(CommunityDao.class).count();
    }

    private static Community shown(Community stored) {
        return new Community(
                stored.communityId(),
                UntrustedText.name(stored.name()),
                stored.type(),
                stored.isPrivate(),
                stored.memberCount(),
                stored.createdAt(),
                stored.archivedAt());
    }

    /**
     * Creates a community; of two created with the same name at once, one is refused.
     *
     * @param name cleaned
     */
    public Answer<Community> create(
            Transaction tx,
            String name,
            CommunityType type,
            boolean isPrivate,
            Actor actor,
            Instant now) {
        CommunityDao dao = tx.dao(CommunityDao.class);
        String communityId = TypeId.next("community");
        if (!dao.create(communityId, name, type, isPrivate, now)) {
            return Answer.refused(CommunityRefusals.taken(dao.find(name).orElseThrow()));
        }
        audit.record(tx, AuditEntry.done(actor, TOOL, "create community", List.of(communityId)));
        return Answer.of(new Community(communityId, name, type, isPrivate, 0, now, null));
    }

    /** A person who is now in a community, and whether they were before. */
    public record Joined(Community community, String memberId, boolean wasMember) {}

    /**
     * Adds a person of a client; somebody whose address is already in the community keeps their membership.
     *
     * @param email lower case
     * @param name absent to use that of the contact with this address
     */
    public Answer<Joined> add(
            Transaction tx,
            String reference,
            String clientId,
            String email,
            @Nullable String name,
            Actor actor,
            Instant now) {
        return open(tx, reference)
                .then(community -> added(tx, community, clientId, email, name, actor, now));
    }

    private Answer<Joined> added(
            Transaction tx,
            Community community,
            String clientId,
            String email,
            @Nullable String name,
            Actor actor,
            Instant now) {
        CommunityDao dao = tx.dao(CommunityDao.class);
        dao.lock(community.communityId());
        String member = dao.memberWith(community.communityId(), clientId, email).orElse(null);
        if (member != null) {
            return Answer.of(new Joined(community, member, true));
        }
        ContactOf contact = dao.contactOf(clientId, email).orElse(null);
        String shown = name != null ? name : contact == null ? null : contact.name();
        if (shown == null) {
            return Answer.refused(CommunityRefusals.nameless());
        }
        String memberId = TypeId.next("member");
        dao.add(
                clientId,
                community.communityId(),
                memberId,
                contact == null ? null : contact.contactId(),
                email,
                shown,
                now);
        timeline.record(
                tx,
                new TimelineEvent(
                        clientId,
                        now,
                        timeline.newId(),
                        EventType.ADVOCACY,
                        "Joined a community",
                        Map.of("community_type", community.type()),
                        Impact.POSITIVE,
                        false,
                        actor.principal(),
                        TOOL,
                        community.communityId()));
        audit.record(
                tx,
                AuditEntry.done(
                        actor,
                        TOOL,
                        "add member",
                        List.of(clientId, community.communityId(), memberId)));
        answers.changed(tx, clientId);
        return Answer.of(new Joined(community, memberId, false));
    }
}
