package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What was agreed of the term after a contract; absent is as before.
 *
 * @param arr of the new contract, a year
 */
public record NewTerm(
        BigDecimal arr,
        @Nullable Integer termMonths,
        @Nullable Integer includedUsers,
        @Nullable Boolean autoRenew) {

    /** The first day after a contract: that after its end, or after the day of its renewal where it has no end. */
    public static LocalDate dayAfter(Contract base) {
        return last(base).plusDays(1);
    }

    /**
     * The contract that follows {@code base} and what renews with it: a draft until its first day. Its length, the days between its
     * renewal and its end, products, seats and tier are as before.
     *
     * @param with the amendments and expansions that renew with the base contract
     */
    public Contract after(Contract base, List<Contract> with, String contractId) {
        List<Contract> all = Stream.concat(Stream.of(base), with.stream()).toList();
        LocalDate oldLast = last(base);
        LocalDate start = dayAfter(base);
        LocalDate newLast =
                termMonths == null
                        ? asLong(base.startDate(), oldLast, start)
                        : start.plusMonths(termMonths).minusDays(1);
        LocalDate renewal = base.renewalDate();
        LocalDate newRenewal =
                renewal == null
                        ? null
                        : newLast.minusDays(ChronoUnit.DAYS.between(renewal, oldLast));
        return new Contract(
                contractId,
                ContractType.RENEWAL,
                arr,
                base.billingFrequency(),
                start,
                base.endDate() == null && termMonths == null ? null : newLast,
                newRenewal == null || newRenewal.isAfter(start) ? newRenewal : newLast,
                autoRenew == null ? base.autoRenew() : autoRenew,
                base.noticePeriodDays(),
                PaymentStatus.CURRENT,
                all.stream().map(Contract::tier).max(Comparator.naturalOrder()).orElse(base.tier()),
                includedUsers == null ? seats(all) : includedUsers,
                all.stream()
                        .map(Contract::products)
                        .flatMap(Collection::stream)
                        .distinct()
                        .toList(),
                ContractStatus.DRAFT,
                null);
    }

    /** Whole months stay whole months, whatever days they have; other terms have as many days. */
    private static LocalDate asLong(LocalDate from, LocalDate last, LocalDate start) {
        LocalDate next = last.plusDays(1);
        long months = ChronoUnit.MONTHS.between(from, next);
        return months > 0 && from.plusMonths(months).equals(next)
                ? start.plusMonths(months).minusDays(1)
                : start.plusDays(ChronoUnit.DAYS.between(from, last));
    }

    private static @Nullable Integer seats(List<Contract> all) {
        return all.stream()
                .map(Contract::includedUsers)
                .filter(Objects::nonNull)
                .reduce(Integer::sum)
                .orElse(null);
    }

    private static LocalDate last(Contract base) {
        LocalDate end = base.endDate();
        LocalDate renewal = base.renewalDate();
        return end != null ? end : renewal != null ? renewal : base.startDate();
    }
}
