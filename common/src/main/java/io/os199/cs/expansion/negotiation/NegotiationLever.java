package io.os199.cs.expansion.negotiation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Something other than a discount to bargain with.
 *
 * @param amount what it is worth or what remains, as {@code because} says; absent where it cannot be computed
 * @param because the values that call for it
 */
public record NegotiationLever(
        String leverId, @Nullable BigDecimal amount, String because, Side side) {
    /** Whether we gain something by it, or concede something. */
    public enum Side {
        GET,
        GIVE
    }
}
