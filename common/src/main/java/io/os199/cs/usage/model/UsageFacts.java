package io.os199.cs.usage.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/**
 * What the rows say about a client's use of the product in a period.
 *
 * @param series the time series; in hours it leaves out days whose hours are missing
 * @param features the catalogue, and whatever else was used; empty where they were not asked for
 */
public record UsageFacts(
        Totals totals,
        List<Role> roles,
        List<Bucket> series,
        List<Feature> features,
        List<Hour> hours) {

    /**
     * Sums over the period; {@code complete} over its complete days, {@code before} over as many days before it.
     *
     * @param weekUserCount the users active in the last seven days, as far as those are in the period
     * @param recentUserDayCount the user days of the last seven days, in the period or not
     * @param lastActiveOn among all days up to the last one of the period
     */
    public record Totals(
            @Nullable Integer licensedUserCount,
            int knownUserCount,
            int activeUserCount,
            int weekUserCount,
            long userDayCount,
            long recentUserDayCount,
            long sessionCount,
            long eventCount,
            BigDecimal minutes,
            int completeUserCount,
            long completeSessionCount,
            long completeEventCount,
            BigDecimal completeMinutes,
            int beforeUserCount,
            long beforeUserDayCount,
            long beforeSessionCount,
            long beforeEventCount,
            BigDecimal beforeMinutes,
            int completeFeatureCount,
            int beforeFeatureCount,
            @Nullable LocalDate lastActiveOn,
            long userRowCount,
            long featureRowCount,
            long hourRowCount) {}

    public record Role(String role, int knownUserCount, int activeUserCount, long eventCount) {}

    /** One bucket of the series. Sessions and minutes are absent if buckets are hours. */
    public record Bucket(
            LocalDateTime start,
            int userCount,
            @Nullable Long sessionCount,
            long eventCount,
            @Nullable BigDecimal minutes) {}

    /**
     * A feature that is available, used, or both.
     *
     * @param name absent, like the category, for a feature that the catalogue does not know
     * @param isUsed whether any day of the period has a row
     */
    public record Feature(
            String key,
            @Nullable String name,
            @Nullable String category,
            boolean isCore,
            boolean isAvailable,
            boolean isUsed,
            long eventCount,
            long userDayCount,
            long completeEventCount,
            long beforeEventCount) {}

    /** The number of events in one hour of the week; weekday 0 is Monday. */
    public record Hour(int weekday, int hour, long eventCount) {}
}
