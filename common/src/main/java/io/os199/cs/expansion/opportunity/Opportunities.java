package io.os199.cs.expansion.opportunity;

import io.os199.cs.core.Amendments;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Amendment;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.expansion.chance.OpportunityStage;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.chance.WinRates;
import io.os199.cs.expansion.finding.KnownFinding;
import io.os199.cs.expansion.opportunity.OpportunityDao.Changed;
import io.os199.cs.expansion.opportunity.OpportunityDao.Holder;
import io.os199.cs.expansion.opportunity.OpportunityDao.Stored;
import io.os199.cs.expansion.price.ClientTerms;
import io.os199.cs.expansion.price.ProductsForSale;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The only way in which opportunities are saved, moved, won and lost. It writes the row, its stages, its finding, the
 * contract that results from it, the timeline, the audit log and the cached answers of the client, all in the
 * caller's transaction. The client is locked before its opportunity, as a departure does.
 */
public final class Opportunities {
    private static final String TOOL = "identify_expansion_opportunities";

    private final Amendments amendments;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Opportunities(
            Amendments amendments, Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.amendments = amendments;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** The open opportunity that conflicts with another. */
    public record Open(String opportunityId) {}

    /** The state of an opportunity, for a caller that saw an older version or tried what is not allowed from there. */
    public record Standing(
            String opportunityId,
            OpportunityStage stage,
            int version,
            List<OpportunityStage> allowedStages) {
        static Standing of(Opportunity found) {
            return new Standing(
                    found.opportunityId(),
                    found.stage(),
                    found.version(),
                    found.stage().allowedNext());
        }
    }

    /** Saves a finding, or what a person enters, as an opportunity. */
    public Answer<Opportunity> save(
            Transaction tx, NewOpportunity order, Actor actor, Instant now) {
        OpportunityDao dao = tx.dao(OpportunityDao.class);
        Holder holder = dao.lockClient(order.clientId());
        if (holder.isChurned()) {
            return Answer.refused(churned());
        }
        String contact = order.championContactId();
        if (contact != null && !dao.hasContact(order.clientId(), contact)) {
            return Answer.refused(noContact());
        }
        String key = order.findingKey();
        if (key != null) {
            return KnownFinding.find(tx, order.clientId(), key, now)
                    .<Answer<Opportunity>>map(
                            finding ->
                                    save(
                                            tx,
                                            order,
                                            holder,
                                            finding.type(),
                                            key,
                                            finding.productId(),
                                            finding,
                                            actor,
                                            now))
                    .orElseGet(() -> Answer.refused(noFinding()));
        }
        Optional<Refusal> unknown = ProductsForSale.unknown(tx, order.productId(), null);
        if (unknown.isPresent()) {
            return Answer.refused(unknown.get());
        }
        OpportunityType type = Objects.requireNonNull(order.type());
        String product = order.productId();
        String made = WireName.of(type) + ":" + (product == null ? "-" : product);
        return save(tx, order, holder, type, made, product, null, actor, now);
    }

    private Answer<Opportunity> save(
            Transaction tx,
            NewOpportunity order,
            Holder holder,
            OpportunityType type,
            String key,
            @Nullable String productId,
            @Nullable KnownFinding finding,
            Actor actor,
            Instant now) {
        OpportunityDao dao = tx.dao(OpportunityDao.class);
        Optional<String> open = dao.open(order.clientId(), key, type, productId);
        if (open.isPresent()) {
            return Answer.refused(taken(open.get()));
        }
        String opportunityId = TypeId.next("opportunity");
        BigDecimal value =
                order.valueAmount() == null && finding != null
                        ? finding.valueAmount()
                        : order.valueAmount();
        LocalDate close =
                order.expectedClose() == null
                        ? suggestedClose(tx, order.clientId(), type, day(now))
                        : order.expectedClose();
        boolean isStored =
                dao.insert(
                        new Stored(
                                order.clientId(),
                                opportunityId,
                                type,
                                key,
                                productId,
                                order.stage(),
                                value,
                                order.probability(),
                                close,
                                order.championContactId(),
                                order.owner() == null ? holder.csm() : order.owner(),
                                order.nextAction(),
                                finding == null ? null : finding.firstRule(),
                                finding == null ? "{}" : Json.write(finding)),
                        actor.principal(),
                        now);
        if (!isStored) {
            return Answer.refused(
                    taken(dao.open(order.clientId(), key, type, productId).orElse("another")));
        }
        if (finding != null) {
            dao.link(order.clientId(), key, opportunityId, now);
        }
        Opportunity saved = stored(tx, opportunityId, now);
        tell(tx, saved, "Opportunity kept: ", Map.of(), Impact.NEUTRAL, actor, now);
        finish(tx, saved, "save opportunity", List.of(opportunityId), actor);
        return Answer.of(saved);
    }

    /** Suggests a close date: that of the renewal where it is near, else after the usual time to win. */
    private static @Nullable LocalDate suggestedClose(
            Transaction tx, String clientId, OpportunityType type, LocalDate today) {
        ClientTerms terms = ClientTerms.read(tx, List.of(clientId), today).getFirst();
        return WinRates.read(tx, today).suggestedClose(type, terms.nextRenewalDate(), today);
    }

    /** Changes an opportunity, guarded by the version that the caller saw. */
    public Answer<Opportunity> update(
            Transaction tx, OpportunityChange change, Actor actor, Instant now) {
        OpportunityDao dao = tx.dao(OpportunityDao.class);
        Optional<String> client = dao.clientOf(change.opportunityId());
        if (client.isEmpty()) {
            return Answer.refused(unknown());
        }
        dao.lockClient(client.get());
        OpportunityDao.Locked locked = dao.lock(client.get(), change.opportunityId());
        Opportunity found = stored(tx, change.opportunityId(), now);
        if (locked.version() != change.version()) {
            return Answer.refused(stale(found, change.version()));
        }
        OpportunityStage stage = Objects.requireNonNullElse(change.stage(), found.stage());
        if (found.stage().isFinal() || !(stage == found.stage() || found.stage().allows(stage))) {
            return Answer.refused(notAllowed(found, stage));
        }
        String contact = change.championContactId();
        if (contact != null && !dao.hasContact(found.clientId(), contact)) {
            return Answer.refused(noContact());
        }
        LocalDate closedOn =
                stage.isFinal() ? Objects.requireNonNullElse(change.closedOn(), day(now)) : null;
        Changed changed =
                new Changed(
                        stage,
                        change.valueAmount() == null ? found.valueAmount() : change.valueAmount(),
                        change.probability() == null ? own(found) : change.probability(),
                        change.expectedClose() == null
                                ? found.expectedClose()
                                : change.expectedClose(),
                        contact == null ? found.championContactId() : contact,
                        change.owner() == null ? found.owner() : change.owner(),
                        change.nextAction() == null ? found.nextAction() : change.nextAction(),
                        change.lostReason(),
                        closedOn);
        if (stage == OpportunityStage.WON) {
            return win(tx, found, changed, locked.evidence(), actor, now);
        }
        return apply(tx, found, changed, List.of(found.opportunityId()), actor, now);
    }

    private static @Nullable Double own(Opportunity found) {
        BigDecimal own = found.ownProbability();
        return own == null ? null : own.doubleValue();
    }

    private Answer<Opportunity> win(
            Transaction tx,
            Opportunity found,
            Changed changed,
            String evidence,
            Actor actor,
            Instant now) {
        BigDecimal value = changed.valueAmount();
        boolean isFree = found.type() == OpportunityType.MULTI_YEAR;
        if (value == null || (value.signum() == 0 && !isFree)) {
            return Answer.refused(
                    Refusal.invalid(
                            "value_amount",
                            "what is won needs a value_amount above 0: the ARR that it adds",
                            "the added ARR"));
        }
        if (value.signum() == 0) {
            return apply(tx, found, changed, List.of(found.opportunityId()), actor, now);
        }
        LocalDate closedOn = Objects.requireNonNull(changed.closedOn());
        Amendments.Earliest earliest = amendments.earliest(tx, found.clientId());
        LocalDate first = earliest.day();
        if (first != null && closedOn.isBefore(first)) {
            return Answer.refused(tooEarly(closedOn, first, earliest.churnedOn()));
        }
        Optional<Contract> base = amendments.base(tx, found.clientId(), now);
        if (base.isEmpty()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "the client has no active contract that what is won could be"
                                            + " added to")
                            .hint("Enter the contract first with update_client_info"));
        }
        Answer<Opportunity> won =
                apply(tx, found, changed, List.of(found.opportunityId()), actor, now);
        String contractId =
                amendments.add(
                        tx,
                        found.clientId(),
                        base.get(),
                        amendment(found, value, closedOn, KnownFinding.read(evidence)),
                        now);
        audit.record(tx, AuditEntry.done(actor, TOOL, "amend contract", List.of(contractId)));
        return won;
    }

    /** Builds the amendment from what the finding was about, so that the next scan sees it sold. */
    private static Amendment amendment(
            Opportunity won, BigDecimal value, LocalDate closedOn, Optional<KnownFinding> found) {
        KnownFinding finding = found.orElse(null);
        boolean isSeats = won.type() == OpportunityType.SEATS;
        return new Amendment(
                value,
                closedOn,
                finding == null ? null : finding.recommendedTier(),
                isSeats && finding != null ? finding.units() : null,
                won.productId() == null ? List.of() : List.of(won.productId()),
                finding == null ? null : finding.allowance(),
                won.opportunityId());
    }

    private Answer<Opportunity> apply(
            Transaction tx,
            Opportunity found,
            Changed changed,
            List<String> objectIds,
            Actor actor,
            Instant now) {
        OpportunityDao dao = tx.dao(OpportunityDao.class);
        dao.change(found.clientId(), found.opportunityId(), changed, now);
        OpportunityStage stage = changed.stage();
        boolean isMoved = stage != found.stage();
        if (isMoved) {
            dao.note(
                    found.clientId(),
                    found.opportunityId(),
                    found.stage(),
                    stage,
                    actor.principal(),
                    now);
        }
        if (stage == OpportunityStage.WON) {
            KnownFinding.sold(tx, found.clientId(), found.findingKey(), now);
        }
        Opportunity after = stored(tx, found.opportunityId(), now);
        if (isMoved) {
            Map<String, Object> detail = new HashMap<>();
            detail.put("from_stage", found.stage());
            LostReason reason = changed.lostReason();
            if (reason != null) {
                detail.put("lost_reason", reason);
            }
            tell(
                    tx,
                    after,
                    "Opportunity %s: ".formatted(WireName.of(stage)),
                    detail,
                    impact(stage),
                    actor,
                    now);
        }
        finish(tx, after, "update opportunity", objectIds, actor);
        return Answer.of(after);
    }

    private static Impact impact(OpportunityStage stage) {
        return switch (stage) {
            case WON -> Impact.POSITIVE;
            case LOST -> Impact.NEGATIVE;
            default -> Impact.NEUTRAL;
        };
    }

    /** Hides a finding until a day. */
    public Answer<Dismissed> dismiss(
            Transaction tx,
            String clientId,
            String findingKey,
            LocalDate until,
            Actor actor,
            Instant now) {
        tx.dao(OpportunityDao.class).lockClient(clientId);
        return KnownFinding.find(tx, clientId, findingKey, now)
                .<Answer<Dismissed>>map(
                        finding -> {
                            finding.dismiss(tx, clientId, until, now);
                            timeline.record(
                                    tx,
                                    event(
                                            clientId,
                                            "Finding dismissed: " + shown(finding.type()),
                                            Map.of(
                                                    "finding_key",
                                                    findingKey,
                                                    "dismissed_until",
                                                    until.toString()),
                                            Impact.NEUTRAL,
                                            actor,
                                            null,
                                            now));
                            audit.record(
                                    tx,
                                    AuditEntry.done(
                                            actor, TOOL, "dismiss finding", List.of(clientId)));
                            answers.changed(tx, clientId);
                            return Answer.of(new Dismissed(clientId, findingKey, until));
                        })
                .orElseGet(() -> Answer.refused(noFinding()));
    }

    /**
     * A finding that is hidden for a while.
     *
     * @param dismissedUntil the first day on which it is shown again
     */
    public record Dismissed(String clientId, String findingKey, LocalDate dismissedUntil) {}

    private void tell(
            Transaction tx,
            Opportunity opportunity,
            String what,
            Map<String, Object> more,
            Impact impact,
            Actor actor,
            Instant now) {
        Map<String, Object> detail = new HashMap<>(more);
        detail.put("type", opportunity.type());
        detail.put("stage", opportunity.stage());
        BigDecimal value = opportunity.valueAmount();
        if (value != null) {
            detail.put("value_amount", value);
        }
        timeline.record(
                tx,
                event(
                        opportunity.clientId(),
                        what + shown(opportunity.type()),
                        detail,
                        impact,
                        actor,
                        opportunity.opportunityId(),
                        now));
    }

    private TimelineEvent event(
            String clientId,
            String title,
            Map<String, Object> detail,
            Impact impact,
            Actor actor,
            @Nullable String refId,
            Instant now) {
        return new TimelineEvent(
                clientId,
                now,
                timeline.newId(),
                EventType.EXPANSION,
                title,
                detail,
                impact,
                false,
                actor.principal(),
                TOOL,
                refId);
    }

    private static String shown(OpportunityType type) {
        return WireName.of(type).replace('_', ' ');
    }

    private void finish(
            Transaction tx,
            Opportunity opportunity,
            String action,
            List<String> objectIds,
            Actor actor) {
        audit.record(tx, AuditEntry.done(actor, TOOL, action, objectIds));
        answers.changed(tx, opportunity.clientId());
    }

    private static Opportunity stored(Transaction tx, String opportunityId, Instant now) {
        return OpportunityList.find(tx, opportunityId, now).orElseThrow();
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private static Refusal churned() {
        return Refusal.failedPrecondition("the client has churned; nothing is sold to it")
                .hint("Bring it back first with manage_lifecycle_stages");
    }

    private static Refusal tooEarly(
            LocalDate closedOn, LocalDate first, @Nullable LocalDate churnedOn) {
        return Refusal.invalid(
                "closed_on",
                "closed_on %s is before the client's first contract%s, %s"
                        .formatted(
                                closedOn,
                                churnedOn == null ? "" : " since its churn on " + churnedOn,
                                first),
                "a day from %s to today".formatted(first));
    }

    private static Refusal noContact() {
        return Refusal.notFound(
                        "champion_contact_id",
                        "No contact of this client who is still there has this champion_contact_id")
                .expected("a contact_id of the client, from get_client_overview");
    }

    private static Refusal noFinding() {
        return Refusal.notFound(
                        "finding_key",
                        "The client has no finding with this finding_key, or no more")
                .expected("a finding_key of action detect for this client")
                .hint("Call action detect with the client_id");
    }

    private static Refusal unknown() {
        return Refusal.notFound(
                        "opportunity_id", "There is no opportunity with this opportunity_id")
                .expected("an opportunity_id of action list");
    }

    private static Refusal taken(String opportunityId) {
        return Refusal.conflict(
                        "The client has an open opportunity of that type and product, %s: work on"
                                        .formatted(opportunityId)
                                + " that one")
                .field("finding_key")
                .hint("Change it with action update and its version")
                .detail(new Open(opportunityId));
    }

    private static Refusal stale(Opportunity found, int sent) {
        return Refusal.stale(
                        "the opportunity",
                        sent,
                        found.version(),
                        "in stage " + WireName.of(found.stage()))
                .detail(Standing.of(found));
    }

    private static Refusal notAllowed(Opportunity found, OpportunityStage wanted) {
        List<OpportunityStage> allowed = found.stage().allowedNext();
        String names = allowed.stream().map(WireName::of).collect(Collectors.joining(" or "));
        return Refusal.failedPrecondition(
                        found.stage().isFinal()
                                ? "the opportunity is %s, which is final"
                                        .formatted(WireName.of(found.stage()))
                                : "from %s an opportunity does not go to %s; send %s"
                                        .formatted(
                                                WireName.of(found.stage()),
                                                WireName.of(wanted),
                                                names))
                .field("stage")
                .expected(allowed.isEmpty() ? "no further change" : names)
                .detail(Standing.of(found));
    }
}
