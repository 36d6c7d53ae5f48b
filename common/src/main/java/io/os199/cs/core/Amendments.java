package io.os199.cs.core;

import io.os199.cs.core.model.Amendment;
import io.os199.cs.core.model.Amendment.Allowance;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.SignedTerm;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What clients add to their contracts: writes the amendment, the ledger, the client's ARR, and its open renewal or
 * the contract that is signed to follow, all at once.
 *
 * <p>Callers lock the client's row in {@code clients}. {@code now} is one instant for everything that a call writes.
 */
public final class Amendments {
    private final Contracts contracts;

    public Amendments(Contracts contracts) {
        this.contracts = contracts;
    }

    /**
     * Finds the contract that an amendment of the client would belong to: of those under way, the one whose renewal
     * comes first.
     */
    public Optional<Contract> base(Transaction tx, String clientId, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return contracts.active(tx, clientId).bases().stream()
                .filter(base -> !base.startDate().isAfter(today))
                .min(
                        Comparator.comparing(
                                        Contract::renewalDueOn,
                                        Comparator.nullsLast(Comparator.naturalOrder()))
                                .thenComparing(Contract::contractId));
    }

    /**
     * The first day on which something can have been added to what a client has.
     *
     * @param day of its first contract since it last left; absent where it has none
     * @param churnedOn the day on which it last left; absent where it never did
     */
    public record Earliest(@Nullable LocalDate day, @Nullable LocalDate churnedOn) {}

    public Earliest earliest(Transaction tx, String clientId) {
        return tx.dao(AmendmentDao.class).earliest(clientId);
    }

    /**
     * Adds to a contract.
     *
     * @param base from {@link #base}
     * @return the id of the amendment
     */
    public String add(
            Transaction tx, String clientId, Contract base, Amendment amendment, Instant now) {
        AmendmentDao dao = tx.dao(AmendmentDao.class);
        String contractId = TypeId.next("contract");
        Tier tier = Objects.requireNonNullElse(amendment.tier(), base.tier());
        List<String> products = amendment.products();
        dao.insert(clientId, contractId, base.contractId(), amendment, tier, products, now);
        Allowance allowance = amendment.allowance();
        if (allowance != null) {
            dao.allow(clientId, contractId, allowance.featureKey(), allowance.quantity(), now);
        }
        dao.move(
                clientId,
                TypeId.next("movement"),
                amendment.effectiveOn(),
                amendment.value(),
                contractId,
                amendment.opportunityId(),
                now);
        dao.renew(clientId, base.contractId(), amendment.value(), now);
        Optional<SignedRenewals.Carried> signed =
                SignedRenewals.carry(
                        tx,
                        clientId,
                        base.contractId(),
                        after -> new SignedTerm(after).with(amendment),
                        now);
        if (allowance != null && signed.isPresent()) {
            String signedId = signed.get().is().contractId();
            dao.allow(clientId, signedId, allowance.featureKey(), allowance.quantity(), now);
        }
        if (amendment.tier() != null) {
            dao.moveTo(clientId, amendment.tier(), now);
        }
        contracts.settle(tx, clientId, now);
        return contractId;
    }
}
