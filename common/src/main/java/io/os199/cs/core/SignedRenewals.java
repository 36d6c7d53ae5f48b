package io.os199.cs.core;

import io.os199.cs.core.RenewalDao.Due;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.MovementKind;
import io.os199.cs.core.model.NewTerm;
import io.os199.cs.core.model.Renewal;
import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Handles contracts that are renewed. The new one is a draft until its first day, so that the ARR never counts both;
 * the ledger holds the difference on that day from the moment of signing.
 */
public final class SignedRenewals {
    private final Renewals renewals;

    public SignedRenewals(Renewals renewals) {
        this.renewals = renewals;
    }

    /**
     * A signed renewal.
     *
     * @param startDate the first day of the new contract
     * @param movedOn the day on which the ARR changes: the first day or, for a decrease, the newest movement of the
     *     ledger if that is later
     * @param arrDelta the change of the ARR
     */
    public record Signed(
            Renewal renewal, LocalDate startDate, LocalDate movedOn, BigDecimal arrDelta) {}

    /**
     * Records that a contract is renewed. Where the new term has already begun, the new contract replaces the old
     * ones at once.
     *
     * @param contractId absent for the client's only open renewal
     * @param version of the renewal that the caller saw
     */
    public Answer<Signed> sign(
            Transaction tx,
            ClientRef client,
            @Nullable String contractId,
            int version,
            NewTerm term,
            Doing doing) {
        return renewals.hold(tx, client, contractId, version, doing.now())
                .then(
                        found ->
                                found.stage().isOpen()
                                        ? Renewals.members(tx, found)
                                                .map(
                                                        members ->
                                                                sign(
                                                                        tx, found, members, term,
                                                                        doing))
                                        : Answer.refused(Renewals.closed(client, found)));
    }

    private Signed sign(
            Transaction tx, Renewal found, List<Contract> members, NewTerm term, Doing doing) {
        Instant now = doing.now();
        RenewalDao dao = tx.dao(RenewalDao.class);
        String clientId = found.clientId();
        Contract base = members.getFirst();
        List<Contract> with = members.subList(1, members.size());
        Contract draft = term.after(base, with, TypeId.next("contract"));
        dao.draft(
                clientId,
                draft,
                base.contractId(),
                members.stream().map(Contract::contractId).toList(),
                now);
        BigDecimal current =
                members.stream().map(Contract::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal delta = draft.value().subtract(current);
        LocalDate movedOn =
                dayOf(
                        draft.startDate(),
                        delta,
                        tx.dao(DepartureDao.class)
                                .terms(clientId, Renewals.day(now))
                                .newestMovementOn());
        if (delta.signum() != 0) {
            ContractDao contracts = tx.dao(ContractDao.class);
            Contracts.move(
                    contracts,
                    clientId,
                    draft,
                    kind(contracts, clientId, delta),
                    delta,
                    movedOn,
                    now);
        }
        Renewal signed =
                new Renewal(
                        clientId,
                        found.contractId(),
                        found.renewalDate(),
                        RenewalStage.RENEWED,
                        now,
                        current,
                        found.proposedArr(),
                        draft.value(),
                        found.owner(),
                        found.nextContactOn(),
                        found.committedOn(),
                        Renewals.day(now),
                        null,
                        null,
                        draft.contractId(),
                        found.version() + 1);
        dao.write(signed, now);
        tellSigned(tx, signed, draft, delta, doing);
        if (!draft.startDate().isAfter(Renewals.day(now))) {
            begin(tx, clientId, clientId, Renewals.day(now), doing);
        }
        renewals.contracts().settle(tx, clientId, now);
        renewals.finish(tx, signed, "record renewed", doing);
        return new Signed(signed, draft.startDate(), movedOn, delta);
    }

    /** A signed contract before and after a change. */
    public record Carried(Contract was, Contract is) {}

    /**
     * Applies a change of a contract to the contract that is signed to follow it as well, so that changes between the
     * signing and its first day are not lost on that day.
     *
     * @return empty where there is none
     */
    static Optional<Carried> carry(
            Transaction tx,
            String clientId,
            String contractId,
            UnaryOperator<Contract> change,
            Instant now) {
        RenewalDao dao = tx.dao(RenewalDao.class);
        Optional<Carried> carried =
                dao.signed(clientId, clientId, contractId)
                        .map(was -> new Carried(was, change.apply(was)));
        carried.ifPresent(signed -> dao.carry(clientId, signed.is(), now));
        return carried;
    }

    /**
     * Returns the day of a movement: a decrease is never dated before the newest movement of the ledger, or the ARR
     * of the days between would be too low.
     */
    private static LocalDate dayOf(
            LocalDate startDate, BigDecimal delta, @Nullable LocalDate newestMovementOn) {
        return delta.signum() < 0 && newestMovementOn != null && newestMovementOn.isAfter(startDate)
                ? newestMovementOn
                : startDate;
    }

    /**
     * Returns the kind of a movement: a client that starts paying, or does so again, is new or won back; any other
     * expands or contracts.
     */
    static MovementKind kind(ContractDao dao, String clientId, BigDecimal delta) {
        if (delta.signum() < 0) {
            return MovementKind.CONTRACTION;
        }
        ContractDao.Ledger ledger = dao.ledger(clientId);
        if (ledger.now().signum() > 0) {
            return MovementKind.EXPANSION;
        }
        return ledger.isWonBack() ? MovementKind.REACTIVATION : MovementKind.NEW;
    }

    private void tellSigned(
            Transaction tx, Renewal signed, Contract draft, BigDecimal delta, Doing doing) {
        Map<String, Object> detail = new HashMap<>();
        detail.put("outcome_arr_amount", draft.value());
        detail.put("arr_delta_amount", delta);
        detail.put("start_date", draft.startDate());
        detail.put("new_contract_id", draft.contractId());
        LocalDate end = draft.endDate();
        if (end != null) {
            detail.put("end_date", end);
        }
        renewals.tell(
                tx,
                renewals.event(
                        signed,
                        "Contract renewed",
                        detail,
                        delta.signum() < 0 ? Impact.NEUTRAL : Impact.POSITIVE,
                        doing));
    }

    /** A signed contract that begins, with the movement, if any, that makes the ledger equal to the contracts. */
    private record Begun(
            String clientId,
            String contractId,
            String newContractId,
            LocalDate movedOn,
            LocalDate startDate,
            @Nullable String movementId,
            @Nullable MovementKind kind,
            BigDecimal restArr) {
        static Begun of(Due due) {
            int sign = due.restArr().signum();
            return new Begun(
                    due.clientId(),
                    due.contractId(),
                    due.newContractId(),
                    dayOf(due.startDate(), due.restArr(), due.newestMovementOn()),
                    due.startDate(),
                    sign == 0 ? null : TypeId.next("movement"),
                    sign == 0 ? null : sign > 0 ? MovementKind.EXPANSION : MovementKind.CONTRACTION,
                    due.restArr());
        }
    }

    /**
     * Makes the signed contracts whose first day has come begin, for the clients in a range, which the caller has
     * locked. Changes in the old contracts since the signing enter the ledger on that day.
     *
     * @return how many began; their clients are still to be settled
     */
    public int begin(
            Transaction tx,
            String firstClientId,
            String lastClientId,
            LocalDate today,
            Doing doing) {
        RenewalDao dao = tx.dao(RenewalDao.class);
        List<Due> due = dao.due(firstClientId, lastClientId, today);
        if (due.isEmpty()) {
            return 0;
        }
        dao.begin(
                Json.write(due.stream().map(Begun::of).toList()),
                firstClientId,
                lastClientId,
                doing.now());
        renewals.tellBegun(tx, due, doing);
        return due.size();
    }
}
