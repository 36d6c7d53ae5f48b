package io.os199.cs.health.model;

import io.os199.cs.core.model.ValueTier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How the clients of a value tier are served.
 *
 * @param touchpointDays the most days between two touchpoints; absent when contact is by milestone only
 * @param reviewDays the most days between two reviews; absent when no reviews are held
 * @param accountsPerCsm the number of clients that fully occupy one CSM; absent when the clients serve themselves
 */
public record ServiceLevel(
        ValueTier tier,
        @Nullable Integer touchpointDays,
        @Nullable Integer reviewDays,
        @Nullable Integer accountsPerCsm) {

    /** Returns the number of people that so many clients need, before rounding to two decimals. */
    private BigDecimal people(int clients) {
        return accountsPerCsm == null
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(clients)
                        .divide(BigDecimal.valueOf(accountsPerCsm), 16, RoundingMode.HALF_UP);
    }

    /** Returns the number of people needed for so many clients, to two decimals. */
    public BigDecimal neededFte(int clients) {
        return people(clients).setScale(2, RoundingMode.HALF_UP);
    }

    /** Returns the number of people needed for several tiers together, rounded once. */
    public static BigDecimal neededFte(List<ServiceLevel> levels, int[] clients) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < clients.length; i++) {
            sum = sum.add(levels.get(i).people(clients[i]));
        }
        return sum.setScale(2, RoundingMode.HALF_UP);
    }
}
