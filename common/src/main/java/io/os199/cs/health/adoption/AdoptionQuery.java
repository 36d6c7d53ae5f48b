package io.os199.cs.health.adoption;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Which features of which clients to look at, and how; two calls with equal queries are pages of one list.
 *
 * @param asOf as the caller sent it; absent for today
 * @param tier the tier of the clients in a run over the portfolio
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

    /** Returns the query of the nightly run: everything. */
    static AdoptionQuery usual() {
        return new AdoptionQuery(null, null, null, null, USUAL_DAYS, USUAL_THRESHOLD);
    }

    /**
     * Whether a run stores its rates. Stored rates are compared with one another, so all must be for the same window
     * and cover every feature.
     */
    boolean isStored() {
        return featureKey == null && category == null && tier == null && days == USUAL_DAYS;
    }
}
