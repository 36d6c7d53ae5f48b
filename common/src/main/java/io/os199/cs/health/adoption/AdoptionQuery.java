package io.os199.cs.health.adoption;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Which features of which clients are looked at, and how: what makes two calls pages of one list.
 *
 * @param asOf as the caller sent it; absent for today
 * @param tier of the clients of a portfolio
 */
public record AdoptionQuery(
        @Nullable LocalDate asOf,
        @Nullable String featureKey,
        @Nullable String category,
        @Nullable Tier tier,
        int days,
        BigDecimal threshold) {
    public static final int USUAL_DAYS = 90;
    public static final BigDecimal USUAL_THRESHOLD = new BigDecimal("0.20");

    /** Everything, as the nightly run has it. */
    static AdoptionQuery usual() {
        return new AdoptionQuery(null, null, null, null, USUAL_DAYS, USUAL_THRESHOLD);
    }

    /**
     * Whether a run stores its rates. Stored ones are compared with each other, so all are of the same window and of every
     * feature.
     */
    boolean isStored() {
        return featureKey == null && category == null && tier == null && days == USUAL_DAYS;
    }
}
