package io.os199.cs.expansion.lifetime;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a client is worth, unrounded.
 *
 * @param model by which it was computed
 * @param cost of serving it for a year; absent where that is not known, and 0 in the value
 * @param peers whose tickets its own are compared with
 * @param gains of the levers, the largest first
 */
record Worth(
        LifetimeModel model,
        Growth growth,
        @Nullable Double cost,
        double clv,
        TicketRates.@Nullable Peers peers,
        List<Gain> gains) {
    Worth {
        gains = List.copyOf(gains);
    }

    /**
     * What one changed input adds.
     *
     * @param from the input as it is
     * @param after the value with it changed
     */
    record Gain(Lever lever, double from, double to, double after, double amount) {}

    /** The most that one lever adds; absent without any. */
    @Nullable Double bestGain() {
        return gains.isEmpty() ? null : gains.getFirst().amount();
    }
}
