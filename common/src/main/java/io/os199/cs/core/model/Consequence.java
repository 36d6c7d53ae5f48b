package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * A consequence of a client's move.
 *
 * @param count the number of rows affected
 * @param arrDeltaAmount the amount by which the ARR changes
 */
public record Consequence(Kind effect, int count, @Nullable BigDecimal arrDeltaAmount) {
    /** The kinds of consequences. */
    public enum Kind {
        STATUS_CHURNED,
        STATUS_ACTIVE,
        ARR_MOVEMENT,
        CONTRACTS_TERMINATED,
        RENEWALS_LOST,
        CHURN_RECORDED,
        CAMPAIGNS_CANCELLED,
        MAILS_CANCELLED,
        WATCHES_REMOVED,
        OPPORTUNITIES_LOST
    }

    public Consequence(Kind effect, int count) {
        this(effect, count, null);
    }
}
