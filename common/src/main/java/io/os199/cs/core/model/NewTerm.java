package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The terms agreed for the term after a contract; absent ones stay as before.
 *
 * @param arr of the new contract, per year
 */
public record NewTerm(
        BigDecimal arr,
        @Nullable Integer termMonths,
        @Nullable Integer includedUsers,
        @Nullable Boolean autoRenew) {

    /**
     * Returns the first day after a contract: the day after its end, or after the day of its renewal where it has no
     * end.
     */
    public static LocalDate dayAfter(Contract base) {
        return last(base).plusDays(1);
    }

    /**
     * Returns the contract that follows {@code base} and those that renew with it: a draft until its first day.
     * Unless agreed otherwise, its length, the days between its renewal and its end, products, seats and tier are as
     * before.
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

    /**
     * Returns the end of an equally long term: whole months stay whole months, whatever their days; other terms keep
     * their number of days.
     */
    private static LocalDate asLong(LocalDate from, LocalDate last, LocalDate start) {
        LocalDate next = last.plusDays(1);
        long months = ChronoUnit.MONTHS.between(from, next);
        return months > 0 && from.plusMonths(months).equals(next)
                ? start.plusMonths(months).minusDays(1)
                : start.plusDays(ChronoUnit.DAYS.between(from, last));
    }

    private static @Nullable Integer seats(List<Contract> all) {
        Integer seats = null;
        for (Contract each : all) {
            Integer more = each.includedUsers();
            if (more != null) {
                long sum = seats == null ? more : (long) seats + more;
                seats = Math.clamp(sum, 1, Integer.MAX_VALUE);
            }
        }
        return seats;
    }

    private static LocalDate last(Contract base) {
        LocalDate end = base.endDate();
        LocalDate renewal = base.renewalDate();
        return end != null ? end : renewal != null ? renewal : base.startDate();
    }
}
