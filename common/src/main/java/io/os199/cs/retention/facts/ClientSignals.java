package io.os199.cs.retention.facts;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * The signals known about a client on a day. Counts cover the days up to it: {@code …30} covers 30 days, {@code …90}
 * covers 90.
 *
 * @param userDays60 days on which a user was active, summed over users, in the 60 days before the last 30
 * @param isKnown whether the use of the product was ever seen
 * @param escalationLoad the load of escalations open or opened in 90 days: critical 4, high 2, medium 1, low 0.5 each
 * @param openGraveEscalationCount open escalations that are critical or high
 * @param ticketCount90Before tickets opened in the 90 days before the last 30
 * @param ratingCount ratings of tickets in 90 days on the scale of 1 to 5; good and bad are not among them
 * @param lowestNps90 the lowest of the contacts' latest answers
 * @param npsMean180 the mean of the contacts' latest answers
 * @param contraction180Amount ARR lost to contraction, a positive amount
 * @param planDaysLate how late the latest-running active onboarding plan is; not above 0 when none is late
 */
public record ClientSignals(
        String clientId,
        LocalDate asOf,
        int tenureDays,
        @Nullable LocalDate renewalDate,
        int userDays30,
        int userDays60,
        int activeUserCount,
        @Nullable Integer seatCount,
        boolean isKnown,
        int urgentTicketCount,
        int agedTicketCount,
        double escalationLoad,
        boolean hasChampionLeft,
        Tier tier,
        @Nullable BigDecimal healthScore,
        @Nullable LocalDate lastUsedOn,
        @Nullable LocalDate lastTwoWayTouchOn,
        @Nullable LocalDate lastOutreachOn,
        @Nullable Instant oldestUrgentOpenedAt,
        int ticketCount30,
        int ticketCount90Before,
        int ratingCount,
        @Nullable Double ratingMean,
        @Nullable Severity openEscalationSeverity,
        int openGraveEscalationCount,
        @Nullable Integer lowestNps90,
        int npsCount180,
        @Nullable Double npsMean180,
        @Nullable String renewalStage,
        BigDecimal arrAmount,
        BigDecimal arrAmountYearAgo,
        BigDecimal contraction180Amount,
        BigDecimal contraction365Amount,
        @Nullable Integer planDaysLate,
        @Nullable Integer milestoneBlockedDays) {
    /** The fewest user-days from which a change can be read. */
    private static final int FEWEST_USER_DAYS = 10;

    private static final double SIXTY_IN_THIRTY = 2;

    /**
     * Returns the user-days of the last 30 days relative to the mean of the 60 before, less 1; absent where there
     * were few.
     */
    public @Nullable Double usageChange() {
        return userDays60 < FEWEST_USER_DAYS
                ? null
                : userDays30 / (userDays60 / SIXTY_IN_THIRTY) - 1;
    }

    /**
     * Returns the ratio of active users to seats, which may be above 1; absent without seats, or where use is not
     * seen at all.
     */
    public @Nullable Double seatUtilization() {
        return !isKnown || seatCount == null || seatCount == 0
                ? null
                : activeUserCount / (double) seatCount;
    }

    /** Returns the days since the product was last used; absent where nobody has ever used it. */
    public @Nullable Integer daysSinceUse() {
        return lastUsedOn == null ? null : days(lastUsedOn);
    }

    /** Returns the days since the last two-way contact, or since the client began where there has never been one. */
    public int daysSinceTwoWayTouch() {
        return lastTwoWayTouchOn == null ? tenureDays : days(lastTwoWayTouchOn);
    }

    /** Returns the days to the renewal, below 0 for one that is overdue; absent without a date. */
    public @Nullable Integer daysToRenewal() {
        return renewalDate == null ? null : -days(renewalDate);
    }

    private int days(LocalDate since) {
        return (int) ChronoUnit.DAYS.between(since, asOf());
    }
}
