package io.os199.cs.communication.review;

import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewItem;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads from a client's rows the facts from which a review is prepared. */
public final class ReviewFacts {
    private final ReviewFactsDao dao;
    private final ReviewDao reviews;
    private final String clientId;

    public ReviewFacts(Transaction tx, String clientId) {
        this.dao = tx.dao(ReviewFactsDao.class);
        this.reviews = tx.dao(ReviewDao.class);
        this.clientId = clientId;
    }

    /** The preceding review and the items agreed in it. */
    public record Held(LocalDate heldOn, String reviewId, int version, List<ReviewItem> items) {}

    /** Returns the last review completed by a day, other than the one being prepared. */
    public Optional<Held> last(Review prepared, LocalDate asOf) {
        return dao.last(clientId, prepared.reviewId(), asOf)
                .map(
                        found ->
                                new Held(
                                        found.heldOn(),
                                        found.reviewId(),
                                        found.version(),
                                        reviews.items(clientId, found.reviewId())));
    }

    /**
     * Health scores: the newest, and the one that it is compared with.
     *
     * @param beforeOn absent when there is no other
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

    /** Returns the health scores; the components are differences. */
    public Optional<Health> health(String model, LocalDate start, LocalDate asOf) {
        return dao.health(clientId, model, start, asOf);
    }

    /** The client as it is now, and how many milestones it reached in the period and in the one before. */
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

    /** Returns these facts; {@code end} is the day after the last. */
    public Now now(LocalDate before, LocalDate start, LocalDate end) {
        return dao.now(clientId, before, start, end);
    }

    /** Whether one of these contacts is a decision maker who has not left. */
    public boolean decides(List<String> contactIds) {
        return dao.deciders(clientId, contactIds) > 0;
    }
}
