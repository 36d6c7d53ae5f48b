package io.os199.cs.expansion.revenue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What became of a cohort, the clients that paid when a period began: their ARR then and at its end. Nobody who came later is in
 * any rate. The rates are those that finance reports: net and gross revenue retention, the latter client by client, so that growth
 * of one never hides the loss of another.
 *
 * @param keptArr Σ of the smaller of both of each client
 * @param keptCount clients that pay at the end
 * @param leftArr Σ at the start of clients that no longer pay at the end
 */
public record CohortKept(
        int clientCount,
        BigDecimal arr,
        BigDecimal endArr,
        BigDecimal keptArr,
        int keptCount,
        BigDecimal leftArr) {

    /** ARR at the end ÷ ARR at the start; absent where nobody paid. */
    public @Nullable BigDecimal nrr() {
        return share(endArr);
    }

    /** As {@link #nrr}, of what each client already paid. */
    public @Nullable BigDecimal grr() {
        return share(keptArr);
    }

    /** Clients that still pay ÷ clients that paid. */
    public @Nullable BigDecimal logoRetention() {
        return clientCount == 0
                ? null
                : BigDecimal.valueOf(keptCount)
                        .divide(BigDecimal.valueOf(clientCount), MathContext.DECIMAL64);
    }

    /** What clients that still pay pay less than at the start. */
    public BigDecimal contractionArr() {
        return arr.subtract(keptArr).subtract(leftArr);
    }

    /** What an amount is of the ARR at the start. */
    public @Nullable BigDecimal share(BigDecimal amount) {
        return arr.signum() == 0 ? null : amount.divide(arr, MathContext.DECIMAL64);
    }
}
