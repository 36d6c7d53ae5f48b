package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The state of a client on a day; what is not known is absent.
 *
 * @param modelVersion the model that computed the probability
 */
public record Measurement(
        @Nullable BigDecimal healthScore,
        @Nullable Double churnProbability,
        @Nullable Integer modelVersion,
        @Nullable Integer userDayCount30d,
        @Nullable Integer activeUserCount30d,
        @Nullable BigDecimal arrAmount,
        @Nullable LocalDate measuredOn) {

    /** Returns the measurement of a client that has already left, for which nothing is predicted. */
    Measurement withoutProbability() {
        return new Measurement(
                healthScore,
                null,
                null,
                userDayCount30d,
                activeUserCount30d,
                arrAmount,
                measuredOn);
    }
}
