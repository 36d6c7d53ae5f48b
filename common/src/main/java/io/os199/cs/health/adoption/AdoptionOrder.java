package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * What a run over the portfolio is asked for, frozen when it is submitted.
 *
 * @param after where the page before ended
 */
public record AdoptionOrder(
        LocalDate asOf, AdoptionQuery query, int limit, @Nullable RatePosition after) {
    public static final int USUAL_LIMIT = 20;
}
