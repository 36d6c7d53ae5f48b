package io.os199.cs.core;

import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.ContractStatus;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.Renewal;
import io.os199.cs.core.model.RenewalChange;
import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Finds the renewal that a caller works on, and records its progress. Its outcome is recorded by {@link
 * SignedRenewals} or {@link LostRenewals}.
 */
public final class Renewals {
    private final Contracts contracts;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Renewals(Contracts contracts, Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.contracts = contracts;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /**
     * Records progress; whatever is not given stays, and where nothing changes nothing is written. A loss that is not
     * booked yet is reopened by a stage and a reason.
     *
     * @return the renewal afterwards
     */
    public Answer<Renewal> update(
            Transaction tx, ClientRef client, RenewalChange change, Doing doing) {
        return hold(tx, client, change.contractId(), change.version(), doing.now())
                .then(found -> update(tx, client, found, change, doing));
    }

    private Answer<Renewal> update(
            Transaction tx, ClientRef client, Renewal found, RenewalChange change, Doing doing) {
        Instant now = doing.now();
        RenewalStage stage = Objects.requireNonNullElse(change.newStage(), found.stage());
        if (!found.stage().isOpen() && !(found.isPendingLoss() && change.newStage() != null)) {
            return Answer.refused(closed(client, found));
        }
        boolean back = stage.compareTo(found.stage()) < 0;
        if (back && change.reason() == null) {
            return Answer.refused(
                    Refusal.invalid(
                            "reason",
                            "a move back from %s to %s needs a reason"
                                    .formatted(WireName.of(found.stage()), WireName.of(stage)),
                            "why it goes back"));
        }
        Renewal moved = moved(found, stage, change, now);
        if (moved.equals(found)) {
            return Answer.of(found);
        }
        Renewal written = next(moved);
        tx.dao(RenewalDao.class).write(written, now);
        if (!found.stage().isOpen()) {
            contracts.settle(tx, client.clientId(), now);
        }
        tell(tx, found, written, change.reason(), doing);
        finish(tx, written, "update " + changed(found, written), doing);
        return Answer.of(written);
    }

    private static Renewal moved(
            Renewal was, RenewalStage stage, RenewalChange change, Instant now) {
        boolean moves = stage != was.stage();
        LocalDate committed = was.committedOn();
        return new Renewal(
                was.clientId(),
                was.contractId(),
                was.renewalDate(),
                stage,
                moves ? now : was.stageChangedAt(),
                was.currentArr(),
                change.proposedArr() == null ? was.proposedArr() : scaled(change.proposedArr()),
                moves ? null : was.outcomeArr(),
                change.owner() == null ? was.owner() : change.owner(),
                change.nextContactOn() == null ? was.nextContactOn() : change.nextContactOn(),
                committed == null && stage == RenewalStage.COMMITTED ? day(now) : committed,
                null,
                null,
                null,
                was.newContractId(),
                was.version());
    }

    private static BigDecimal scaled(BigDecimal amount) {
        return amount.setScale(2);
    }

    private static String changed(Renewal was, Renewal is) {
        List<String> fields = new ArrayList<>();
        if (was.stage() != is.stage()) {
            fields.add("stage to " + WireName.of(is.stage()));
        }
        BigDecimal before = was.proposedArr();
        BigDecimal after = is.proposedArr();
        if (after != null && (before == null || before.compareTo(after) != 0)) {
            fields.add("proposed_arr_amount");
        }
        if (!Objects.equals(was.nextContactOn(), is.nextContactOn())) {
            fields.add("next_contact_on");
        }
        if (!Objects.equals(was.owner(), is.owner())) {
            fields.add("owner");
        }
        return String.join(" ", fields);
    }

    private void tell(
            Transaction tx, Renewal was, Renewal is, @Nullable String reason, Doing doing) {
        Map<String, Object> detail = new HashMap<>();
        boolean moves = was.stage() != is.stage();
        if (moves) {
            detail.put("from_stage", was.stage());
            detail.put("to_stage", is.stage());
        }
        if (is.proposedArr() != null) {
            detail.put("proposed_arr_amount", is.proposedArr());
        }
        if (is.nextContactOn() != null) {
            detail.put("next_contact_on", is.nextContactOn());
        }
        if (reason != null) {
            detail.put("reason_text", reason);
        }
        boolean back = is.stage().compareTo(was.stage()) < 0;
        timeline.record(
                tx,
                event(
                        is,
                        moves
                                ? "Renewal went from %s to %s"
                                        .formatted(
                                                WireName.of(was.stage()), WireName.of(is.stage()))
                                : "Renewal updated",
                        detail,
                        !moves
                                ? Impact.NEUTRAL
                                : back && was.stage() != RenewalStage.LOST
                                        ? Impact.NEGATIVE
                                        : Impact.POSITIVE,
                        doing));
    }

    /**
     * Finds the renewal that a caller means, at the version that it saw; locks its client until the transaction ends,
     * and creates any renewals that the client lacks.
     *
     * @param contractId absent for the only open one or, where none is open, the only loss that is not booked yet
     */
    Answer<Renewal> hold(
            Transaction tx,
            ClientRef client,
            @Nullable String contractId,
            int version,
            Instant now) {
        RenewalDao dao = tx.dao(RenewalDao.class);
        String clientId = client.clientId();
        dao.lockClient(clientId);
        dao.align(clientId, clientId, now);
        List<Renewal> all = dao.of(clientId);
        Answer<Renewal> found =
                contractId == null ? only(client, all) : named(dao, client, all, contractId);
        return found.then(
                renewal ->
                        renewal.version() == version
                                ? Answer.of(renewal)
                                : Answer.refused(stale(renewal, version)));
    }

    private static Answer<Renewal> only(ClientRef client, List<Renewal> all) {
        List<Renewal> open = all.stream().filter(each -> each.stage().isOpen()).toList();
        List<Renewal> candidates =
                open.isEmpty() ? all.stream().filter(Renewal::isPendingLoss).toList() : open;
        return switch (candidates.size()) {
            case 0 ->
                    Answer.refused(
                            Refusal.failedPrecondition(
                                            "%s has no open renewal".formatted(client.clientName()))
                                    .hint(
                                            "A contract gets a renewal by a renewal_date or an end"
                                                    + " date: update_client_info sets them"));
            case 1 -> Answer.of(candidates.getFirst());
            default ->
                    Answer.refused(
                            Refusal.of(
                                            Refusal.Code.AMBIGUOUS_REFERENCE,
                                            "%s has several open renewals, of the contracts %s; send contract_id"
                                                    .formatted(
                                                            client.clientName(), ids(candidates)))
                                    .field("contract_id")
                                    .expected("the id of one of them")
                                    .suggestions(suggestions(candidates)));
        };
    }

    private static Answer<Renewal> named(
            RenewalDao dao, ClientRef client, List<Renewal> all, String contractId) {
        for (Renewal each : all) {
            if (each.contractId().equals(contractId)) {
                return Answer.of(each);
            }
        }
        List<Renewal> open = all.stream().filter(each -> each.stage().isOpen()).toList();
        return dao.contractStatus(client.clientId(), contractId)
                .<Answer<Renewal>>map(status -> Answer.refused(withoutRenewal(status, open)))
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Refusal.notFound(
                                                        "contract_id",
                                                        "%s has no contract with this contract_id"
                                                                .formatted(client.clientName()))
                                                .expected("a contract with an open renewal")
                                                .suggestions(suggestions(open))));
    }

    private static Refusal withoutRenewal(String status, List<Renewal> open) {
        boolean isDraft = status.equals(WireName.of(ContractStatus.DRAFT));
        return Refusal.failedPrecondition(
                        isDraft
                                ? "contract_id is a draft, which has no renewal before its first"
                                        + " day"
                                : "contract_id is a contract without a renewal of its own, in"
                                        + " status "
                                        + status)
                .field("contract_id")
                .expected("a contract with an open renewal")
                .suggestions(suggestions(open));
    }

    /**
     * Returns the active contracts that renew with one of a client's, that one first; empty where it is not active or
     * renews with another.
     */
    public static List<Contract> membersOf(Transaction tx, String clientId, String contractId) {
        List<Contract> members =
                new ArrayList<>(tx.dao(RenewalDao.class).members(clientId, clientId, contractId));
        members.sort(Comparator.comparing(each -> !each.contractId().equals(contractId)));
        return members;
    }

    /**
     * Returns the contracts covered by a renewal that is to be decided, its own contract first; refused where they
     * have ended.
     */
    static Answer<List<Contract>> members(Transaction tx, Renewal renewal) {
        List<Contract> members = membersOf(tx, renewal.clientId(), renewal.contractId());
        return members.isEmpty()
                ? Answer.refused(
                        Refusal.failedPrecondition(
                                        renewal.contractId()
                                                + " is not active any more, so there is nothing to"
                                                + " renew")
                                .field("contract_id")
                                .expected("an active contract"))
                : Answer.of(members);
    }

    static Refusal closed(ClientRef client, Renewal renewal) {
        String hint =
                renewal.isPendingLoss()
                        ? "Its loss is booked on %s; action update with new_stage and reason opens it again before"
                                .formatted(renewal.pendingLossOn())
                        : "Another change of its contract is update_client_info";
        return Refusal.failedPrecondition(
                        "the renewal of %s of %s is decided: it is %s since %s"
                                .formatted(
                                        renewal.contractId(),
                                        client.clientName(),
                                        WireName.of(renewal.stage()),
                                        renewal.closedOn()))
                .field("contract_id")
                .expected("a contract whose renewal is open")
                .hint(hint)
                .detail(standing(renewal));
    }

    private static Refusal stale(Renewal renewal, int version) {
        return Refusal.stale(
                        "the renewal of " + renewal.contractId(),
                        version,
                        renewal.version(),
                        "in stage " + WireName.of(renewal.stage()))
                .detail(standing(renewal));
    }

    private static RenewalDao.Standing standing(Renewal renewal) {
        return new RenewalDao.Standing(
                renewal.contractId(),
                renewal.stage(),
                renewal.version(),
                renewal.renewalDate(),
                renewal.pendingLossOn());
    }

    private static String ids(List<Renewal> renewals) {
        return renewals.stream().map(Renewal::contractId).collect(Collectors.joining(", "));
    }

    private static List<Suggestion> suggestions(List<Renewal> renewals) {
        return renewals.stream()
                .map(
                        each ->
                                new Suggestion(
                                        each.contractId(),
                                        "renewal %s, %s"
                                                .formatted(
                                                        each.renewalDate(),
                                                        each.currentArr().toPlainString())))
                .toList();
    }

    /** Returns the renewal with the next version. */
    static Renewal next(Renewal was) {
        return new Renewal(
                was.clientId(),
                was.contractId(),
                was.renewalDate(),
                was.stage(),
                was.stageChangedAt(),
                was.currentArr(),
                was.proposedArr(),
                was.outcomeArr(),
                was.owner(),
                was.nextContactOn(),
                was.committedOn(),
                was.closedOn(),
                was.pendingLossOn(),
                was.lostReason(),
                was.newContractId(),
                was.version() + 1);
    }

    /** Builds an event on the timeline of the renewal's client. */
    TimelineEvent event(
            Renewal renewal, String title, Map<String, Object> detail, Impact impact, Doing doing) {
        return new TimelineEvent(
                renewal.clientId(),
                doing.now(),
                timeline.newId(),
                EventType.RENEWAL,
                title,
                detail,
                impact,
                !renewal.stage().isOpen(),
                doing.actor().principal(),
                doing.source(),
                renewal.contractId());
    }

    void tell(Transaction tx, TimelineEvent event) {
        timeline.record(tx, event);
    }

    /** Records on the timeline that signed contracts have begun, each once. */
    void tellBegun(Transaction tx, List<RenewalDao.Due> begun, Doing doing) {
        timeline.record(
                tx,
                begun.stream()
                        .map(
                                each ->
                                        new TimelineEvent(
                                                each.clientId(),
                                                doing.now(),
                                                timeline.idOf(
                                                        "renewal_begun",
                                                        each.clientId(),
                                                        each.newContractId()),
                                                EventType.CONTRACT,
                                                "Renewed contract began",
                                                Map.of(
                                                        "value_amount",
                                                        each.arr(),
                                                        "start_date",
                                                        each.startDate(),
                                                        "previous_contract_id",
                                                        each.contractId()),
                                                Impact.POSITIVE,
                                                false,
                                                doing.actor().principal(),
                                                doing.source(),
                                                each.newContractId()))
                        .toList());
    }

    /** Writes the audit row of what was done, and invalidates cached answers. */
    void finish(Transaction tx, Renewal renewal, String action, Doing doing) {
        audit.record(
                tx,
                AuditEntry.done(doing, action, List.of(renewal.clientId(), renewal.contractId())));
        answers.changed(tx, renewal.clientId());
    }

    Contracts contracts() {
        return contracts;
    }

    static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
