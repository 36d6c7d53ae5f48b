package io.os199.cs.health.model;

import io.os199.cs.core.model.ValueTier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How the clients of a value tier are served.
 *
 * @param touchpointDays at most between two touchpoints; absent: by milestone only
 * @param reviewDays at most between two reviews; absent: none are held
 * @param accountsPerCsm clients that fill one CSM; absent: they serve themselves
 */
public record ServiceLevel(
        ValueTier tier,
        @Nullable Integer touchpointDays,
        @Nullable Integer reviewDays,
        @Nullable Integer accountsPerCsm) {

    /** The people that so many clients take, exactly. */
    private BigDecimal people(int clients) {
        return accountsPerCsm == null
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(clients)
                        .divide(BigDecimal.valueOf(accountsPerCsm), 16, RoundingMode.HALF_UP);
    }

    /** Two decimals. */
    public BigDecimal neededFte(int clients) {
        return people(clients).setScale(2, RoundingMode.HALF_UP);
    }

    /** Of several tiers together, rounded once. */
    public static BigDecimal neededFte(List<ServiceLevel> levels, int[] clients) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < clients.length; i++) {
            sum = sum.add(levels.get(i).people(clients[i]));
        }
        return sum.setScale(2, RoundingMode.HALF_UP);
    }
}
