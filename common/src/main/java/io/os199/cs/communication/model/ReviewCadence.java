package io.os199.cs.communication.model;

import io.os199.cs.core.model.Tier;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;

/** How often a client is due an executive review. */
public final class ReviewCadence {
    private ReviewCadence() {}

    /** Returns the days from one review to the next; empty for a tier without reviews. */
    public static OptionalInt days(Tier tier) {
        return switch (tier) {
            case STARTER -> OptionalInt.empty();
            case STANDARD -> OptionalInt.of(365);
            case PROFESSIONAL -> OptionalInt.of(180);
            case ENTERPRISE -> OptionalInt.of(90);
        };
    }

    /**
     * Returns how many days a review is overdue; 0 when it is not.
     *
     * @param since the day of the last completed review, else the start of the contract
     */
    public static int daysOverdue(Tier tier, LocalDate since, LocalDate today) {
        OptionalInt cadence = days(tier);
        if (cadence.isEmpty()) {
            return 0;
        }
        long late = ChronoUnit.DAYS.between(since, today) - cadence.getAsInt();
        return (int) Math.max(0, late);
    }
}
