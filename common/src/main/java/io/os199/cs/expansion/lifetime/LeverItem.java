package io.os199.cs.expansion.lifetime;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * What changing one input adds to a client's value, all others unchanged.
 *
 * @param actions absent in lists of clients
 */
public record LeverItem(
        LifetimeLever lever,
        Changed changed,
        BigDecimal clvAfterAmount,
        BigDecimal clvGainAmount,
        String because,
        @Nullable List<LeverAction> actions) {

    /** The input that is changed. */
    public record Changed(String input, BigDecimal from, BigDecimal to) {}
}
