package io.os199.cs.communication.review;

import io.os199.cs.communication.model.OverdueReview;
import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewCadence;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The upcoming reviews, and the clients whose review is overdue. */
public final class ReviewPlans {
    private final ReviewDao dao;
    private final LocalDate today;
    private final @Nullable String clientId;
    private final @Nullable String csm;

    /** Covers all clients, or those that match the filters. */
    public ReviewPlans(
            Transaction tx, LocalDate today, @Nullable String clientId, @Nullable String csm) {
        this.dao = tx.dao(ReviewDao.class);
        this.today = today;
        this.clientId = clientId;
        this.csm = csm;
    }

    /** The position at which a page ended. */
    public record Position(Instant scheduledAt, String reviewId) {}

    /** Items of a list and the total number of them. */
    public record Listed<T>(List<T> items, long totalCount) {}

    /**
     * Returns the reviews within that many days, starting with past ones that have no outcome yet; one more than
     * {@code limit} when there are more.
     */
    public Listed<Review> upcoming(int withinDays, @Nullable Position after, int limit) {
        Instant until = start(today.plusDays(withinDays + 1L));
        return new Listed<>(
                dao.upcoming(
                        until,
                        clientId,
                        csm,
                        after == null ? null : after.scheduledAt(),
                        after == null ? null : after.reviewId(),
                        limit + 1),
                dao.upcomingCount(until, clientId, csm));
    }

    /** Returns the overdue reviews, the most overdue first. */
    public Listed<OverdueReview> overdue(int most) {
        List<String> tiers = new ArrayList<>();
        List<Integer> days = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            ReviewCadence.days(tier)
                    .ifPresent(
                            each -> {
                                tiers.add(WireName.of(tier));
                                days.add(each);
                            });
        }
        return new Listed<>(
                dao.overdue(tiers, days, today, start(today), clientId, csm, most),
                dao.overdueCount(tiers, days, today, start(today), clientId, csm));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
