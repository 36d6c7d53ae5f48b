package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * How a client stands on a day; what is not known is absent.
 *
 * @param modelVersion of the model whose probability it is
 */
public record Measurement(
        @Nullable BigDecimal healthScore,
        @Nullable Double churnProbability,
        @Nullable Integer modelVersion,
        @Nullable Integer userDayCount30d,
        @Nullable Integer activeUserCount30d,
        @Nullable BigDecimal arrAmount,
        @Nullable LocalDate measuredOn) {

    /** Of a client that has left already, of which nothing is predicted. */
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
