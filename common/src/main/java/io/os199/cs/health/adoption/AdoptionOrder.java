package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The parameters of a run over the portfolio, frozen when it is submitted.
 *
 * @param after where the previous page ended
 */
public record AdoptionOrder(
        LocalDate asOf, AdoptionQuery query, int limit, @Nullable RatePosition after) {
    public static final int USUAL_LIMIT = 20;
}
