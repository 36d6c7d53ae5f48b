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

/** Which reviews are to come, and who should have had one. */
public final class ReviewPlans {
    private final ReviewDao dao;
    private final LocalDate today;
    private final @Nullable String clientId;
    private final @Nullable String csm;

    /** Of all clients, or of those that the filters leave. */
    public ReviewPlans(
            Transaction tx, LocalDate today, @Nullable String clientId, @Nullable String csm) {
        this.dao = tx.dao(ReviewDao.class);
        this.today = today;
        this.clientId = clientId;
        this.csm = csm;
    }

    /** Where a page ended. */
    public record Position(Instant scheduledAt, String reviewId) {}

    /** Items of a list and how many there are in all. */
    public record Listed<T>(List<T> items, long totalCount) {}

    /** Within so many days, before them those whose day has passed and of which nothing was told; one more than {@code limit} where there are more. */
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

    /** Those that are late by most days first. */
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
