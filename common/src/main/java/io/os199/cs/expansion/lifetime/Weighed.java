package io.os199.cs.expansion.lifetime;

import com.fasterxml.jackson.annotation.JsonFormat;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

/**
 * The data that a client's value is computed from, as the chunks of a job store it: an array, because a portfolio has
 * many clients.
 *
 * @param churn the probability of leaving within a year
 * @param restoredChurn the same without the signs of risk
 * @param longTermChurn the same with a term twice as long
 * @param ticketCount tickets opened in 365 days
 * @param touchCount two-way touches in 365 days
 * @param activeUserCount from the last health score; absent where there is none from the last week
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

    /** Tickets per active user; absent where there are no active users. */
    @Nullable Double ticketRate() {
        return activeUserCount == null || activeUserCount == 0
                ? null
                : (double) ticketCount / activeUserCount;
    }
}
