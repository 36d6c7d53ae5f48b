package io.os199.cs.expansion.lifetime;

import com.fasterxml.jackson.annotation.JsonFormat;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

/**
 * What of a client its value goes by, as the chunks of a job keep it: an array, because a portfolio has many.
 *
 * @param churn the probability of leaving within a year
 * @param restoredChurn the same without the signs of risk
 * @param longTermChurn and with a term twice as long
 * @param ticketCount opened in 365 days
 * @param touchCount two-way touches in 365 days
 * @param activeUserCount of the last score of health, absent where there is none of the last week
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Weighed(
        String clientId,
        Tier tier,
        double arr,
        double churn,
        @Nullable Double restoredChurn,
        @Nullable Double longTermChurn,
        int ticketCount,
        int touchCount,
        @Nullable Integer activeUserCount) {

    /** Tickets for each active user; absent where there is none. */
    @Nullable Double ticketRate() {
        return activeUserCount == null || activeUserCount == 0
                ? null
                : (double) ticketCount / activeUserCount;
    }
}
