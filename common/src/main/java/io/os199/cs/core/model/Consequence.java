package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Something that a move of a client brings with it.
 *
 * @param count how many rows it is about
 * @param arrDeltaAmount by how much the ARR moves
 */
public record Consequence(Kind effect, int count, @Nullable BigDecimal arrDeltaAmount) {
    /** What happens. */
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
