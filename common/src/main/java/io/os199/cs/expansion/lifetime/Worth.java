package io.os199.cs.expansion.lifetime;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The value of a client, unrounded.
 *
 * @param model the model that computed it
 * @param cost the cost to serve for a year; absent where it is not known, and then 0 in the value
 * @param peers the clients whose tickets its own are compared with
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
     * The gain from changing one input.
     *
     * @param from the current input
     * @param after the value with the changed input
     */
    record Gain(LifetimeLever lever, double from, double to, double after, double amount) {}

    /** The most that any one lever adds; absent where there are none. */
    @Nullable Double bestGain() {
        return gains.isEmpty() ? null : gains.getFirst().amount();
    }
}
