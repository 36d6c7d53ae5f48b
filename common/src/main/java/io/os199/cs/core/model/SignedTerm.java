package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A contract that is signed but has not begun. Changes made meanwhile to the contracts that it follows carry over to
 * it.
 *
 * @param contract as agreed so far
 */
public record SignedTerm(Contract contract) {

    /** Returns the term with what was sold on top of the contracts before it. */
    public Contract with(Amendment amendment) {
        Integer seats = contract.includedUsers();
        Integer added = amendment.addedUsers();
        Tier tier = amendment.tier();
        return changed(
                contract.value().add(amendment.value()),
                added == null ? seats : seats == null ? added : seats((long) seats + added),
                products(List.of(), amendment.products()),
                tier == null || tier.compareTo(contract.tier()) < 0 ? contract.tier() : tier);
    }

    /**
     * Returns the term after the change of a contract before it. Its value is never below 0.
     *
     * @param amendments of that contract, whose products stay
     */
    public Contract with(Contract was, Contract is, List<Contract> amendments) {
        Set<String> gone = new LinkedHashSet<>(was.products());
        gone.removeAll(is.products());
        amendments.stream().map(Contract::products).forEach(gone::removeAll);
        List<String> added = new ArrayList<>(is.products());
        added.removeAll(was.products());
        return changed(
                contract.value().add(is.value()).subtract(was.value()).max(BigDecimal.ZERO),
                seats(was.includedUsers(), is.includedUsers()),
                products(gone, added),
                contract.tier());
    }

    private @Nullable Integer seats(@Nullable Integer was, @Nullable Integer is) {
        Integer seats = contract.includedUsers();
        if (is == null) {
            return seats;
        }
        if (seats == null || was == null) {
            return seats == null ? is : seats;
        }
        return seats((long) seats + is - was);
    }

    /** At least one, and as many as can be stored. */
    private static Integer seats(long seats) {
        return Math.clamp(seats, 1, Integer.MAX_VALUE);
    }

    private List<String> products(Collection<String> gone, List<String> added) {
        Set<String> products = new LinkedHashSet<>(contract.products());
        products.removeAll(gone);
        products.addAll(added);
        return List.copyOf(products);
    }

    private Contract changed(
            BigDecimal value, @Nullable Integer seats, List<String> products, Tier tier) {
        return new Contract(
                contract.contractId(),
                contract.type(),
                value,
                contract.billingFrequency(),
                contract.startDate(),
                contract.endDate(),
                contract.renewalDate(),
                contract.autoRenew(),
                contract.noticePeriodDays(),
                contract.paymentStatus(),
                tier,
                seats,
                products,
                contract.status(),
                contract.baseContractId());
    }
}
