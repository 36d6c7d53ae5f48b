package io.os199.cs.core.model;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The active contracts of a client: base contracts, each with the amendments that belong to it. */
public record ContractBook(List<Contract> active) {
    public ContractBook {
        active = List.copyOf(active);
    }

    public List<Contract> bases() {
        return active.stream().filter(contract -> !contract.isAmendment()).toList();
    }

    public Optional<Contract> base(String contractId) {
        return bases().stream().filter(base -> base.contractId().equals(contractId)).findFirst();
    }

    public List<Contract> amendmentsOf(Contract base) {
        return active.stream()
                .filter(Contract::isAmendment)
                .filter(amendment -> owner(amendment).equals(base))
                .toList();
    }

    public BigDecimal amendmentValueOf(Contract base) {
        return amendmentsOf(base).stream()
                .map(Contract::value)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * Returns those of its amendments whose dates change when a base contract becomes {@code changed}, with the new
     * dates.
     */
    public List<Contract> moved(Contract base, Contract changed) {
        return amendmentsOf(base).stream()
                .map(amendment -> amendment.following(base, changed))
                .filter(amendment -> !active.contains(amendment))
                .toList();
    }

    /** Returns the yearly value of a base contract with its amendments. */
    public BigDecimal valueOf(Contract base) {
        return base.value().add(amendmentValueOf(base));
    }

    /** Returns the contract that an amendment is linked to, or else the one whose dates are nearest to its own. */
    private Contract owner(Contract amendment) {
        return bases().stream()
                .min(
                        Comparator.<Contract, Boolean>comparing(
                                        base ->
                                                !base.contractId()
                                                        .equals(amendment.baseContractId()))
                                .thenComparingInt(base -> distance(base, amendment))
                                .thenComparing(Contract::contractId))
                .orElse(amendment);
    }

    private static int distance(Contract base, Contract amendment) {
        boolean sameEnd = Objects.equals(base.endDate(), amendment.endDate());
        boolean sameStart = base.startDate().equals(amendment.startDate());
        return (sameEnd ? 0 : 2) + (sameStart ? 0 : 1);
    }
}
