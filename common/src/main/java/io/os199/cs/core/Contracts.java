package io.os199.cs.core;

import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.ContractBook;
import io.os199.cs.core.model.ContractFields;
import io.os199.cs.core.model.MovementKind;
import io.os199.cs.core.model.PaymentStatus;
import io.os199.cs.core.model.SignedTerm;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps contracts, the ledger, the client's ARR and the renewals consistent, whoever the caller is.
 *
 * <p>Callers that change the contracts of an existing client lock its row in {@code clients}, so that no one else
 * changes them meanwhile. {@code now} is one instant for everything that a call writes.
 */
public final class Contracts {
    public ContractBook active(Transaction tx, String clientId) {
        return new ContractBook(tx.dao(ContractDao.class).active(clientId));
    }

    /** Finds what is wrong with the terms of a contract, as faults of the parameters that callers send. */
    public List<Fault> faults(Transaction tx, Contract contract) {
        List<Fault> faults = new ArrayList<>(faults(contract));
        if (!contract.products().isEmpty()) {
            for (String unknown : tx.dao(ContractDao.class).unknownProducts(contract.products())) {
                faults.add(
                        new Fault(
                                "products",
                                "products names the product id \""
                                        + unknown
                                        + "\", which there is not",
                                "ids of products",
                                ProductCatalogue.nearestProducts(tx, unknown)));
            }
        }
        return faults;
    }

    /** Finds what is wrong with the dates and the value of a contract. */
    public static List<Fault> faults(Contract contract) {
        List<Fault> faults = new ArrayList<>();
        LocalDate start = contract.startDate();
        LocalDate end = contract.endDate();
        LocalDate renewal = contract.renewalDate();
        if (end != null && !end.isAfter(start)) {
            faults.add(
                    new Fault(
                            "contract_end_date",
                            "contract_end_date "
                                    + end
                                    + " is not after contract_start_date "
                                    + start,
                            "a date after " + start));
        }
        if (renewal != null && renewal.isBefore(start)) {
            faults.add(
                    new Fault(
                            "renewal_date",
                            "renewal_date " + renewal + " is before contract_start_date " + start,
                            start + " or later"));
        }
        if (contract.value().signum() < 0 && !contract.isAmendment()) {
            faults.add(
                    new Fault(
                            "contract_value",
                            "contract_value is below the sum of the contract's amendments",
                            "an amount that leaves the base contract at 0 or more"));
        }
        return faults;
    }

    /**
     * Finds what is wrong with the first day of a client's contract: if it lay before the client's churn, that churn
     * would not bring its ARR to 0.
     */
    public Optional<Fault> churnFault(Transaction tx, String clientId, LocalDate startDate) {
        LocalDate churnedOn = tx.dao(ContractDao.class).newestChurnOn(clientId);
        return churnedOn != null && startDate.isBefore(churnedOn)
                ? Optional.of(
                        new Fault(
                                "contract_start_date",
                                "contract_start_date %s is before %s, when the client churned"
                                        .formatted(startDate, churnedOn),
                                churnedOn + " or later"))
                : Optional.empty();
    }

    /**
     * Opens a contract for a client without an active one. Its ARR enters the ledger on the day the term begins, as
     * new, or as won back where there was ARR before and there is none now.
     */
    public Contract open(
            Transaction tx, String clientId, ContractFields fields, Tier tier, Instant now) {
        ContractDao dao = tx.dao(ContractDao.class);
        Contract contract = fields.open(TypeId.next("contract"), tier, day(now));
        dao.open(clientId, contract, now);
        if (contract.value().signum() > 0) {
            boolean wonBack = dao.ledger(clientId).isWonBack();
            move(
                    dao,
                    clientId,
                    contract,
                    wonBack ? MovementKind.REACTIVATION : MovementKind.NEW,
                    contract.value(),
                    contract.startDate(),
                    now);
        }
        if (contract.paymentStatus() != PaymentStatus.CURRENT) {
            paymentChanged(dao, clientId, contract, null, now);
        }
        settle(tx, clientId, now);
        return contract;
    }

    /**
     * A change of a contract.
     *
     * @param arrDelta the amount by which the ARR changed
     * @param laterOn the day on which the ledger has the difference; absent for today
     * @param signed the contract signed to follow it, which changed with it; absent where there is none
     */
    public record Change(
            BigDecimal arrDelta,
            @Nullable LocalDate laterOn,
            SignedRenewals.@Nullable Carried signed) {}

    /**
     * Replaces a base contract with {@code changed}, and changes the contract that is signed to follow it too. A
     * difference in value is one movement of the ledger, effective today; that of a contract that is still to begin
     * changes the movement with which it begins.
     */
    public Change change(
            Transaction tx,
            String clientId,
            ContractBook book,
            Contract base,
            Contract changed,
            Instant now) {
        ContractDao dao = tx.dao(ContractDao.class);
        BigDecimal total = changed.value().add(book.amendmentValueOf(base));
        dao.change(clientId, changed, Json.write(book.moved(base, changed)), total, now);
        BigDecimal delta = changed.value().subtract(base.value());
        LocalDate movedOn =
                delta.signum() == 0 ? day(now) : differ(dao, clientId, changed, delta, now);
        if (changed.paymentStatus() != base.paymentStatus()) {
            paymentChanged(dao, clientId, changed, base.paymentStatus(), now);
        }
        Optional<SignedRenewals.Carried> signed =
                SignedRenewals.carry(
                        tx,
                        clientId,
                        base.contractId(),
                        after -> new SignedTerm(after).with(base, changed, book.amendmentsOf(base)),
                        now);
        settle(tx, clientId, now);
        return new Change(delta, movedOn.isAfter(day(now)) ? movedOn : null, signed.orElse(null));
    }

    /** Enters a difference in the value of a contract into the ledger; returns the day on which it is there. */
    private static LocalDate differ(
            ContractDao dao, String clientId, Contract changed, BigDecimal delta, Instant now) {
        LocalDate today = day(now);
        Optional<LocalDate> entry = dao.changeEntry(clientId, changed.contractId(), today, delta);
        if (entry.isPresent()) {
            return entry.get();
        }
        if (changed.startDate().isAfter(today)) {
            MovementKind kind = SignedRenewals.kind(dao, clientId, delta);
            move(dao, clientId, changed, kind, delta, changed.startDate(), now);
            return changed.startDate();
        }
        MovementKind kind = delta.signum() > 0 ? MovementKind.EXPANSION : MovementKind.CONTRACTION;
        move(dao, clientId, changed, kind, delta, today, now);
        return today;
    }

    /**
     * Makes the client and its open renewals show what its contracts are now, for a caller that has changed them in
     * another way.
     */
    public void settle(Transaction tx, String clientId, Instant now) {
        tx.dao(RenewalDao.class).align(clientId, clientId, now);
        tx.dao(ContractDao.class).settle(clientId, now);
    }

    /**
     * Does the same as {@link #settle} for the clients in a range, whose rows the caller has locked.
     *
     * @return the clients whose values differed
     */
    public List<String> settleAll(
            Transaction tx, String firstClientId, String lastClientId, Instant now) {
        tx.dao(RenewalDao.class).align(firstClientId, lastClientId, now);
        return tx.dao(ContractDao.class).settleAll(firstClientId, lastClientId, now);
    }

    static void move(
            ContractDao dao,
            String clientId,
            Contract contract,
            MovementKind kind,
            BigDecimal delta,
            LocalDate effectiveOn,
            Instant now) {
        dao.move(
                clientId,
                TypeId.next("movement"),
                effectiveOn,
                kind,
                delta,
                contract.contractId(),
                now);
    }

    private static void paymentChanged(
            ContractDao dao,
            String clientId,
            Contract contract,
            @Nullable PaymentStatus from,
            Instant now) {
        dao.paymentChanged(clientId, contract.contractId(), from, contract.paymentStatus(), now);
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
