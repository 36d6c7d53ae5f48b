package io.os199.cs.core;

import io.os199.cs.core.model.Clearable;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.ClientUpdate;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.ContractBook;
import io.os199.cs.core.model.ContractFields;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Determines which contract an update is about, and what becomes of it. */
final class ContractChanges {
    private ContractChanges() {}

    /**
     * The result of a plan that was carried out.
     *
     * @param arrDelta the amount by which the ARR changed; 0 where it does so later
     */
    record Applied(
            Contract contract, boolean isNew, BigDecimal arrDelta, List<UpdateEffect> effects) {}

    static Answer<Plan> plan(
            Contracts contracts,
            Transaction tx,
            ClientRecord client,
            ClientUpdate update,
            LocalDate today) {
        if (!update.touchesContract()) {
            return Answer.of(new Plan(new ContractBook(List.of()), null, null, update.contract()));
        }
        ContractBook book = contracts.active(tx, client.clientId());
        List<Contract> bases = book.bases();
        String wanted = update.contractId();
        if (wanted != null) {
            return book.base(wanted)
                    .<Answer<Plan>>map(base -> Answer.of(change(book, base, update)))
                    .orElseGet(() -> Answer.refused(unknown(client, book)));
        }
        if (bases.size() > 1) {
            return Answer.refused(several(client, book));
        }
        if (bases.size() == 1) {
            return Answer.of(change(book, bases.getFirst(), update));
        }
        ContractFields fields = update.contract();
        Contract fresh = fields.isEmpty() ? null : fields.open("", client.tier(), today);
        return Answer.of(new Plan(book, null, fresh, fields));
    }

    private static Plan change(ContractBook book, Contract base, ClientUpdate update) {
        Contract changed = update.contract().change(base, book.amendmentValueOf(base));
        return new Plan(book, base, cleared(changed, update), update.contract());
    }

    private static Contract cleared(Contract c, ClientUpdate update) {
        return new Contract(
                c.contractId(),
                c.type(),
                c.value(),
                c.billingFrequency(),
                c.startDate(),
                c.endDate(),
                update.clears(Clearable.RENEWAL_DATE) ? null : c.renewalDate(),
                c.autoRenew(),
                c.noticePeriodDays(),
                c.paymentStatus(),
                c.tier(),
                update.clears(Clearable.INCLUDED_USERS) ? null : c.includedUsers(),
                c.products(),
                c.status(),
                c.baseContractId());
    }

    private static Refusal unknown(ClientRecord client, ContractBook book) {
        return Refusal.notFound(
                        "contract_id",
                        "contract_id is not an active base contract of %s; it has: %s"
                                .formatted(client.clientName(), list(book)))
                .suggestions(suggestions(book));
    }

    private static Refusal several(ClientRecord client, ContractBook book) {
        return Refusal.failedPrecondition(
                        "%s has several active contracts: %s; send contract_id"
                                .formatted(client.clientName(), list(book)))
                .field("contract_id")
                .expected("the id of one of them")
                .suggestions(suggestions(book));
    }

    private static String list(ContractBook book) {
        return book.bases().isEmpty()
                ? "none"
                : book.bases().stream()
                        .map(base -> base.contractId() + " (" + described(book, base) + ")")
                        .collect(Collectors.joining(", "));
    }

    private static List<Suggestion> suggestions(ContractBook book) {
        return book.bases().stream()
                .map(base -> new Suggestion(base.contractId(), described(book, base)))
                .toList();
    }

    private static String described(ContractBook book, Contract base) {
        LocalDate renewal = base.renewalDate();
        return book.valueOf(base).toPlainString() + (renewal == null ? "" : ", renewal " + renewal);
    }

    /**
     * What an update does to the contracts.
     *
     * @param base the contract to change; absent where one is to be created or none is touched
     * @param planned the contract as it becomes
     */
    record Plan(
            ContractBook book,
            @Nullable Contract base,
            @Nullable Contract planned,
            ContractFields fields) {

        List<Fault> faults() {
            if (planned == null) {
                return List.of();
            }
            List<Fault> faults = new ArrayList<>(Contracts.faults(planned));
            moved().forEach(amendment -> faults.addAll(faults(planned, amendment)));
            return faults;
        }

        /** Finds the fault of a term that would begin before the client last left, which its ARR would not show. */
        Optional<Fault> churnFault(Contracts contracts, Transaction tx, ClientRecord client) {
            if (planned == null
                    || client.status() == ClientStatus.CHURNED
                    || (base != null && !planned.startDate().isBefore(base.startDate()))) {
                return Optional.empty();
            }
            return contracts.churnFault(tx, client.clientId(), planned.startDate());
        }

        /** Finds the fault of an amendment whose first day would come after its last once the term changes. */
        private static List<Fault> faults(Contract planned, Contract amendment) {
            LocalDate start = amendment.startDate();
            LocalDate end = amendment.endDate();
            if (end == null || !end.isBefore(start) || !Contracts.faults(planned).isEmpty()) {
                return List.of();
            }
            boolean isEndShared = end.equals(planned.endDate());
            return List.of(
                    isEndShared
                            ? new Fault(
                                    "contract_end_date",
                                    "contract_end_date %s is before %s, when the amendment %s begins"
                                            .formatted(end, start, amendment.contractId()),
                                    start + " or later")
                            : new Fault(
                                    "contract_start_date",
                                    "contract_start_date %s is after %s, when the amendment %s ends"
                                            .formatted(start, end, amendment.contractId()),
                                    end + " or earlier"));
        }

        private List<Contract> moved() {
            return base == null || planned == null ? List.of() : book.moved(base, planned);
        }

        void compare(Changes changes) {
            if (planned == null) {
                return;
            }
            Contract was = base;
            changes.compare(
                    "contract_value",
                    was == null ? null : book.valueOf(was),
                    was == null ? planned.value() : planned.value().add(amendments()));
            changes.compare(
                    "contract_start_date",
                    was == null ? null : was.startDate(),
                    planned.startDate());
            changes.compare(
                    "contract_end_date", was == null ? null : was.endDate(), planned.endDate());
            changes.compare(
                    "renewal_date", was == null ? null : was.renewalDate(), planned.renewalDate());
            changes.compare(
                    "included_users",
                    was == null ? null : was.includedUsers(),
                    planned.includedUsers());
            changes.compare(
                    "auto_renew", was == null ? null : was.autoRenew(), planned.autoRenew());
            changes.compare(
                    "payment_status",
                    was == null ? null : was.paymentStatus(),
                    planned.paymentStatus());
        }

        private BigDecimal amendments() {
            return base == null ? BigDecimal.ZERO : book.amendmentValueOf(base);
        }

        /** Carries out the plan; empty where the contracts stay as they are. */
        Optional<Applied> apply(
                Contracts contracts, Transaction tx, String clientId, Tier tier, Instant now) {
            if (planned == null || planned.equals(base)) {
                return Optional.empty();
            }
            if (base == null) {
                Contract made = contracts.open(tx, clientId, fields, tier, now);
                return Optional.of(new Applied(made, true, made.value(), created(made)));
            }
            Contracts.Change changed = contracts.change(tx, clientId, book, base, planned, now);
            List<UpdateEffect> effects = effects(base, planned, changed);
            List<Contract> moved = moved();
            if (!moved.isEmpty()) {
                effects.add(
                        new UpdateEffect(
                                UpdateEffect.Kind.DATES_MOVED,
                                "of its amendments, with it: "
                                        + String.join(
                                                ", ",
                                                moved.stream()
                                                        .map(Contract::contractId)
                                                        .toList())));
            }
            BigDecimal delta = changed.laterOn() == null ? changed.arrDelta() : BigDecimal.ZERO;
            return Optional.of(new Applied(planned, false, delta, effects));
        }

        /** Reports where a term gets a first day but the client still shows another: the first of all its contracts. */
        Optional<UpdateEffect> firstDay(ClientRecord after) {
            if (planned == null
                    || (base != null && base.startDate().equals(planned.startDate()))
                    || planned.startDate().equals(after.contractStartDate())) {
                return Optional.empty();
            }
            return Optional.of(
                    new UpdateEffect(
                            UpdateEffect.Kind.DATES_MOVED,
                            "client.contract_start_date is %s, the first day of all its contracts"
                                    .formatted(after.contractStartDate())));
        }

        private static List<UpdateEffect> created(Contract made) {
            List<UpdateEffect> effects = new ArrayList<>();
            effects.add(
                    new UpdateEffect(
                            UpdateEffect.Kind.CONTRACT_CREATED,
                            "%s from %s to %s"
                                    .formatted(
                                            made.contractId(), made.startDate(), made.endDate())));
            if (made.value().signum() > 0) {
                effects.add(
                        new UpdateEffect(
                                UpdateEffect.Kind.ARR_MOVEMENT,
                                signed(made.value()) + " on " + made.startDate()));
            }
            return effects;
        }

        private static List<UpdateEffect> effects(
                Contract was, Contract is, Contracts.Change change) {
            BigDecimal delta = change.arrDelta();
            LocalDate laterOn = change.laterOn();
            SignedRenewals.Carried carried = change.signed();
            Contract signed = carried == null ? null : carried.is();
            List<UpdateEffect> effects = new ArrayList<>();
            if (delta.signum() != 0) {
                String kind = delta.signum() > 0 ? "expansion " : "contraction ";
                effects.add(
                        new UpdateEffect(
                                UpdateEffect.Kind.ARR_MOVEMENT,
                                (laterOn == null ? kind : "")
                                        + signed(delta)
                                        + " of "
                                        + is.contractId()
                                        + (laterOn == null ? "" : " on " + laterOn)
                                        + (signed == null ? "" : following(signed))));
            }
            Integer seats = signed == null ? null : signed.includedUsers();
            if (carried != null
                    && signed != null
                    && seats != null
                    && !seats.equals(carried.was().includedUsers())) {
                effects.add(
                        new UpdateEffect(
                                UpdateEffect.Kind.RENEWAL_MOVED,
                                "the signed %s has %d seats from %s"
                                        .formatted(
                                                signed.contractId(), seats, signed.startDate())));
            }
            LocalDate dueOn = is.renewalDueOn();
            if (dueOn != null && !dueOn.equals(was.renewalDueOn())) {
                effects.add(
                        new UpdateEffect(
                                UpdateEffect.Kind.RENEWAL_MOVED, is.contractId() + " to " + dueOn));
            }
            if (was.paymentStatus() != is.paymentStatus()) {
                effects.add(
                        new UpdateEffect(
                                UpdateEffect.Kind.PAYMENT_CHANGED,
                                "%s from %s to %s"
                                        .formatted(
                                                is.contractId(),
                                                WireName.of(was.paymentStatus()),
                                                WireName.of(is.paymentStatus()))));
            }
            return effects;
        }

        private static String following(Contract signed) {
            return ", and of the signed %s, which is %s from %s"
                    .formatted(
                            signed.contractId(),
                            signed.value().toPlainString(),
                            signed.startDate());
        }

        private static String signed(BigDecimal amount) {
            return (amount.signum() > 0 ? "+" : "") + amount.toPlainString();
        }
    }
}
