package io.os199.cs.communication.review;

import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewItem;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads of a client's rows what a review is prepared from. */
public final class ReviewFacts {
    private final ReviewFactsDao dao;
    private final String clientId;

    public ReviewFacts(Transaction tx, String clientId) {
        this.dao = tx.dao(ReviewFactsDao.class);
        this.clientId = clientId;
    }

    /** The review before, and what was agreed in it. */
    public record Held(LocalDate heldOn, String reviewId, int version, List<ReviewItem> items) {}

    /** The last that was completed by a day, other than the one that is prepared. */
    public Optional<Held> last(Review prepared, LocalDate asOf) {
        return dao.last(clientId, prepared.reviewId(), asOf)
                .map(
                        found ->
                                new Held(
                                        found.heldOn(),
                                        found.reviewId(),
                                        found.version(),
                                        dao.items(clientId, found.reviewId())));
    }

    /**
     * Scores of health: the newest, and the one that it is held against.
     *
     * @param beforeOn absent where there is no other
     */
    public record Health(
            LocalDate scoredOn,
            BigDecimal score,
            @Nullable LocalDate beforeOn,
            @Nullable BigDecimal before,
            @Nullable BigDecimal usage,
            @Nullable BigDecimal engagement,
            @Nullable BigDecimal support,
            @Nullable BigDecimal satisfaction) {}

    /** The components are differences. */
    public Optional<Health> health(String model, LocalDate start, LocalDate asOf) {
        return dao.health(clientId, model, start, asOf);
    }

    /** What is told of the client as it is now, and how many milestones it reached from one day to before another. */
    public record Now(
            BigDecimal arrAmount,
            @Nullable LocalDate renewalDate,
            int milestones,
            int milestonesBefore,
            int openEscalations,
            @Nullable String oldestEscalationId,
            @Nullable LocalDate oldestEscalationOn,
            @Nullable LocalDate oldestEscalationDue,
            @Nullable String oldestEscalationOwner,
            int agedEscalations,
            int openHighRisks,
            int openOpportunities,
            int unvaluedOpportunities,
            BigDecimal opportunitiesAmount) {}

    /** {@code end} is the day after the last. */
    public Now now(LocalDate before, LocalDate start, LocalDate end) {
        return dao.now(clientId, before, start, end);
    }

    /** Whether one of these contacts decides, and is still there. */
    public boolean decides(List<String> contactIds) {
        return dao.deciders(clientId, contactIds) > 0;
    }
}
