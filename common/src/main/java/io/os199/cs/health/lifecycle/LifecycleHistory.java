package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The stages that a client has been through. */
public final class LifecycleHistory {
    private LifecycleHistory() {}

    /**
     * A stay in a stage.
     *
     * @param toAt absent while the stay lasts
     * @param stayDays from the day on which the stay began to the one on which it ended, or to today
     * @param reason the reason given on entering the stage
     * @param totalCount the number of all stays
     */
    public record Stay(
            LifecycleStage stage,
            Instant fromAt,
            @Nullable Instant toAt,
            int stayDays,
            @Nullable String reason,
            String actor,
            int totalCount) {}

    /** Returns the stays, the newest first, at most {@code limit}. */
    public static List<Stay> stays(Transaction tx, String clientId, LocalDate today, int limit) {
        return tx.dao(LifecycleHistoryDao.class).stays(clientId, today, limit);
    }
}
