package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.advocacy.AdvocateDao.ContactRow;
import io.os199.cs.communication.advocacy.AdvocateDao.DealOf;
import io.os199.cs.communication.advocacy.AdvocateDao.Entry;
import io.os199.cs.communication.advocacy.AdvocateDao.Held;
import io.os199.cs.communication.advocacy.AdvocateDao.Known;
import io.os199.cs.communication.advocacy.AdvocateDao.KnownDeal;
import io.os199.cs.communication.advocacy.NewContribution.Deal;
import io.os199.cs.communication.model.AdvocatePoints;
import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.communication.model.DealOutcome;
import io.os199.cs.communication.model.PointsEntry;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The only way in which advocates are enrolled and their contributions recorded: their points and tier, the timeline,
 * the audit log and the cached answers of the client, in the caller's transaction. An advocate's row is locked for
 * each change, so that two changes at once count one after the other.
 */
public final class Advocates {
    /** The tool that manages advocates. */
    public static final String TOOL = "manage_advocacy_program";

    private static final int MOST_CONTACTS = 20;

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Advocates(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /**
     * The result of a write.
     *
     * @param entryId the contribution, bonus or redemption, if there is one
     */
    public record Written(String advocateId, @Nullable String entryId) {}

    /** The result of a change: an entry of the advocate's points, if there is one, and how it is recorded. */
    private record Told(
            @Nullable String entryId,
            String title,
            Map<String, Object> detail,
            Impact impact,
            String action) {}

    /** Enrolls a contact of the client. */
    public Answer<Written> enroll(
            Transaction tx, String clientId, Enrollment order, Actor actor, Instant now) {
        AdvocateDao dao = tx.dao(AdvocateDao.class);
        if (dao.statusOf(clientId) == ClientStatus.CHURNED) {
            return Answer.refused(AdvocacyRefusals.churned());
        }
        List<ContactRow> found =
                dao.contacts(clientId, order.email(), order.name(), order.title(), MOST_CONTACTS);
        if (found.isEmpty()) {
            return Answer.refused(
                    AdvocacyRefusals.nobody(
                            order, dao.contacts(clientId, null, null, null, MOST_CONTACTS)));
        }
        if (found.size() > 1) {
            return Answer.refused(AdvocacyRefusals.several(found));
        }
        ContactRow contact = found.getFirst();
        String email = contact.email();
        if (email == null || email.isEmpty()) {
            return Answer.refused(AdvocacyRefusals.addressless(contact));
        }
        Known known = dao.known(clientId, contact.contactId(), email).orElse(null);
        if (known != null) {
            return Answer.refused(AdvocacyRefusals.enrolled(known));
        }
        String advocateId = TypeId.next("advocate");
        dao.enroll(
                clientId,
                advocateId,
                contact.contactId(),
                email,
                order.tier(),
                LocalDate.ofInstant(now, ZoneOffset.UTC),
                now);
        tell(
                tx,
                clientId,
                advocateId,
                new Told(
                        null,
                        "Advocate enrolled",
                        Map.of("tier", order.tier()),
                        Impact.POSITIVE,
                        "enroll advocate"),
                actor,
                now);
        return Answer.of(new Written(advocateId, null));
    }

    /**
     * Records a contribution of an advocate.
     *
     * @param version the version that the caller saw, if it matters
     */
    public Answer<Written> contribute(
            Transaction tx,
            String advocateId,
            @Nullable Integer version,
            NewContribution contribution,
            Actor actor,
            Instant now) {
        return willing(tx, advocateId, version)
                .map(
                        held ->
                                earned(
                                        tx,
                                        held,
                                        entry(tx, held.points(), contribution, now),
                                        new Told(
                                                null,
                                                "Advocate contributed",
                                                Map.of("contribution", contribution.type()),
                                                Impact.POSITIVE,
                                                "track contribution"),
                                        actor,
                                        now));
    }

    private static Entry entry(
            Transaction tx, AdvocatePoints points, NewContribution contribution, Instant now) {
        Deal deal = contribution.deal();
        String reference = deal.reference();
        KnownDeal known =
                reference == null ? null : tx.dao(AdvocateDao.class).deal(reference).orElse(null);
        return new Entry(
                TypeId.next("contribution"),
                (PointsEntry) WireName.parse(PointsEntry.class, WireName.of(contribution.type())),
                points.worth(contribution.type()),
                contribution.type().basePoints(),
                points.tier().multiplier(),
                contribution.at(now),
                contribution.details(),
                reference,
                reference == null ? null : value(deal, known),
                reference == null ? null : outcome(deal, known));
    }

    /** Returns the value of a deal; if none is given, the one reported with another contribution to it. */
    private static @Nullable BigDecimal value(Deal said, @Nullable KnownDeal known) {
        BigDecimal value = said.valueAmount();
        return value != null || known == null ? value : known.valueAmount();
    }

    private static DealOutcome outcome(Deal said, @Nullable KnownDeal known) {
        DealOutcome outcome = said.outcome();
        return outcome != null ? outcome : known == null ? DealOutcome.OPEN : known.outcome();
    }

    /** Updates the deal that a contribution helped; also for an advocate who has withdrawn. */
    public Answer<Written> tellDeal(
            Transaction tx,
            String advocateId,
            @Nullable Integer version,
            String contributionId,
            Deal deal,
            Actor actor,
            Instant now) {
        return held(tx, advocateId, version)
                .then(held -> toldDeal(tx, held, contributionId, deal, actor, now));
    }

    private Answer<Written> toldDeal(
            Transaction tx, Held held, String contributionId, Deal deal, Actor actor, Instant now) {
        AdvocateDao dao = tx.dao(AdvocateDao.class);
        DealOf before = dao.dealOf(held.clientId(), held.advocateId(), contributionId).orElse(null);
        if (before == null
                || before.type() == PointsEntry.BONUS
                || before.type() == PointsEntry.REDEMPTION) {
            return Answer.refused(AdvocacyRefusals.unknownContribution());
        }
        String reference = deal.reference() == null ? before.dealReference() : deal.reference();
        if (reference == null) {
            return Answer.refused(AdvocacyRefusals.dealless());
        }
        String former = before.dealReference();
        // A corrected reference stands for the same deal.
        KnownDeal known =
                dao.deal(reference)
                        .or(() -> former == null ? Optional.empty() : dao.deal(former))
                        .orElse(null);
        DealOutcome outcome = outcome(deal, known);
        dao.tellDeal(
                held.clientId(),
                held.advocateId(),
                contributionId,
                reference,
                value(deal, known),
                outcome,
                now);
        dao.count(held.clientId(), held.advocateId(), now);
        tell(
                tx,
                held.clientId(),
                held.advocateId(),
                new Told(
                        contributionId,
                        "Deal of an advocate updated",
                        Map.of("outcome", outcome),
                        outcome == DealOutcome.WON ? Impact.POSITIVE : Impact.NEUTRAL,
                        "update deal"),
                actor,
                now);
        return Answer.of(new Written(held.advocateId(), contributionId));
    }

    /** Awards points that no tier multiplies. */
    public Answer<Written> award(
            Transaction tx,
            String advocateId,
            @Nullable Integer version,
            int points,
            String reason,
            Actor actor,
            Instant now) {
        return willing(tx, advocateId, version)
                .map(
                        held ->
                                earned(
                                        tx,
                                        held,
                                        entry(PointsEntry.BONUS, points, reason, now),
                                        new Told(
                                                null,
                                                "Advocate awarded points",
                                                Map.of(),
                                                Impact.POSITIVE,
                                                "award points"),
                                        actor,
                                        now));
    }

    /** Redeems points for something that the advocate gets. */
    public Answer<Written> redeem(
            Transaction tx,
            String advocateId,
            @Nullable Integer version,
            int points,
            String reason,
            Actor actor,
            Instant now) {
        return willing(tx, advocateId, version)
                .then(
                        held ->
                                held.points()
                                        .redeem(points)
                                        .map(
                                                left ->
                                                        Answer.of(
                                                                kept(
                                                                        tx,
                                                                        held,
                                                                        left,
                                                                        entry(
                                                                                PointsEntry
                                                                                        .REDEMPTION,
                                                                                -points,
                                                                                reason,
                                                                                now),
                                                                        new Told(
                                                                                null,
                                                                                "Advocate redeemed"
                                                                                        + " points",
                                                                                Map.of(),
                                                                                Impact.NEUTRAL,
                                                                                "redeem points"),
                                                                        actor,
                                                                        now)))
                                        .orElseGet(
                                                () ->
                                                        Answer.refused(
                                                                AdvocacyRefusals.tooFew(
                                                                        held, points))));
    }

    private static Entry entry(PointsEntry type, int points, String reason, Instant now) {
        return new Entry(
                TypeId.next("contribution"),
                type,
                points,
                null,
                null,
                now,
                reason,
                null,
                null,
                null);
    }

    private Written earned(
            Transaction tx, Held held, Entry entry, Told told, Actor actor, Instant now) {
        return kept(tx, held, held.points().earn(entry.points()), entry, told, actor, now);
    }

    private Written kept(
            Transaction tx,
            Held held,
            AdvocatePoints points,
            Entry entry,
            Told told,
            Actor actor,
            Instant now) {
        AdvocateDao dao = tx.dao(AdvocateDao.class);
        dao.add(held.clientId(), held.advocateId(), entry, now);
        dao.keep(held.clientId(), held.advocateId(), points, now);
        Map<String, Object> detail = new HashMap<>(told.detail());
        detail.put("points", entry.points());
        detail.put("tier", points.tier());
        tell(
                tx,
                held.clientId(),
                held.advocateId(),
                new Told(
                        entry.contributionId(), told.title(), detail, told.impact(), told.action()),
                actor,
                now);
        return new Written(held.advocateId(), entry.contributionId());
    }

    /** Sets whether an advocate may be asked; also brings back one who withdrew. */
    public Answer<Written> setStatus(
            Transaction tx,
            String advocateId,
            int version,
            AdvocateStatus status,
            Actor actor,
            Instant now) {
        return held(tx, advocateId, version)
                .then(
                        held -> {
                            if (held.status() == status) {
                                return Answer.refused(AdvocacyRefusals.unmoved(status));
                            }
                            boolean leaves = status == AdvocateStatus.WITHDRAWN;
                            tx.dao(AdvocateDao.class)
                                    .move(
                                            held.clientId(),
                                            advocateId,
                                            status,
                                            leaves
                                                    ? LocalDate.ofInstant(now, ZoneOffset.UTC)
                                                    : null,
                                            now);
                            tell(
                                    tx,
                                    held.clientId(),
                                    advocateId,
                                    new Told(
                                            null,
                                            "Advocate " + WireName.of(status),
                                            Map.of("from", held.status(), "to", status),
                                            leaves ? Impact.NEGATIVE : Impact.NEUTRAL,
                                            "set status of advocate"),
                                    actor,
                                    now);
                            return Answer.of(new Written(advocateId, null));
                        });
    }

    /** Returns the advocate, locked; refused when they have withdrawn. */
    private static Answer<Held> willing(
            Transaction tx, String advocateId, @Nullable Integer version) {
        return held(tx, advocateId, version)
                .then(
                        held ->
                                held.status() == AdvocateStatus.WITHDRAWN
                                        ? Answer.refused(AdvocacyRefusals.withdrawn(held))
                                        : Answer.of(held));
    }

    private static Answer<Held> held(Transaction tx, String advocateId, @Nullable Integer version) {
        Held held = tx.dao(AdvocateDao.class).lock(advocateId).orElse(null);
        if (held == null) {
            return Answer.refused(AdvocacyRefusals.unknown());
        }
        return version != null && version != held.version()
                ? Answer.refused(AdvocacyRefusals.stale(held, version))
                : Answer.of(held);
    }

    private void tell(
            Transaction tx,
            String clientId,
            String advocateId,
            Told told,
            Actor actor,
            Instant now) {
        timeline.record(
                tx,
                new TimelineEvent(
                        clientId,
                        now,
                        timeline.newId(),
                        EventType.ADVOCACY,
                        told.title(),
                        told.detail(),
                        told.impact(),
                        told.action().equals("enroll advocate"),
                        actor.principal(),
                        TOOL,
                        advocateId));
        String entryId = told.entryId();
        audit.record(
                tx,
                AuditEntry.done(
                        actor,
                        TOOL,
                        told.action(),
                        entryId == null
                                ? List.of(clientId, advocateId)
                                : List.of(clientId, advocateId, entryId)));
        answers.changed(tx, clientId);
    }
}
