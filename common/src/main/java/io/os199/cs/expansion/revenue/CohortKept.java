package io.os199.cs.expansion.revenue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The retention of a cohort, the clients that paid when a period began: their ARR then and at its end. Clients that
 * came later are in no rate. The rates are those that finance reports: net and gross revenue retention, the latter
 * client by client, so that growth of one never hides the loss of another.
 *
 * @param keptArr Σ over clients of the smaller of the two
 * @param keptCount clients that pay at the end
 * @param leftArr Σ at the start over clients that no longer pay at the end
 */
public record CohortKept(
        int clientCount,
        BigDecimal arr,
        BigDecimal endArr,
        BigDecimal keptArr,
        int keptCount,
        BigDecimal leftArr) {

    /** Returns ARR at the end ÷ ARR at the start; absent where no client paid. */
    public @Nullable BigDecimal nrr() {
        return share(endArr);
    }

    /** Returns the same as {@link #nrr}, limited for each client to what it already paid. */
    public @Nullable BigDecimal grr() {
        return share(keptArr);
    }

    /** Returns clients that still pay ÷ clients that paid. */
    public @Nullable BigDecimal logoRetention() {
        return clientCount == 0
                ? null
                : BigDecimal.valueOf(keptCount)
                        .divide(BigDecimal.valueOf(clientCount), MathContext.DECIMAL64);
    }

    /** Returns the amount by which clients that still pay now pay less than at the start. */
    public BigDecimal contractionArr() {
        return arr.subtract(keptArr).subtract(leftArr);
    }

    /** Returns an amount as a share of the ARR at the start. */
    public @Nullable BigDecimal share(BigDecimal amount) {
        return arr.signum() == 0 ? null : amount.divide(arr, MathContext.DECIMAL64);
    }
}
