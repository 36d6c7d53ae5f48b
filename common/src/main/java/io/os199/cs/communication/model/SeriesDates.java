package io.os199.cs.communication.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** When the editions of a recurring newsletter are due. */
public final class SeriesDates {
    private static final int WEEK = 7;
    private static final int QUARTER = 3;

    private SeriesDates() {}

    /**
     * Returns when the edition after another is due, at the same time of day: a week later, or on the anchor's day of
     * the month, in shorter months on the last day. An edition that was sent some days late does not move those after
     * it.
     *
     * @param anchor the day of the first edition
     * @param sentAt when the preceding edition is sent
     * @param zone the time zone of days and times
     */
    public static Instant next(
            Recurrence recurrence, LocalDate anchor, Instant sentAt, ZoneId zone) {
        LocalDateTime sent = LocalDateTime.ofInstant(sentAt, zone);
        LocalDate day =
                switch (recurrence) {
                    case WEEKLY -> sent.toLocalDate().plusDays(WEEK);
                    case MONTHLY -> after(anchor, sent.toLocalDate(), 1);
                    case QUARTERLY -> after(anchor, sent.toLocalDate(), QUARTER);
                };
        return day.atTime(sent.toLocalTime()).atZone(zone).toInstant();
    }

    private static LocalDate after(LocalDate anchor, LocalDate sent, int step) {
        long months = ChronoUnit.MONTHS.between(YearMonth.from(anchor), YearMonth.from(sent));
        long before = Math.floorDiv(months, step);
        long nearest = before;
        for (long each = before - 1; each <= before + 1; each++) {
            if (distance(due(anchor, each * step), sent)
                    < distance(due(anchor, nearest * step), sent)) {
                nearest = each;
            }
        }
        return due(anchor, (nearest + 1) * step);
    }

    private static long distance(LocalDate one, LocalDate other) {
        return Math.abs(ChronoUnit.DAYS.between(one, other));
    }

    private static LocalDate due(LocalDate anchor, long months) {
        YearMonth month = YearMonth.from(anchor).plusMonths(months);
        return month.atDay(Math.min(anchor.getDayOfMonth(), month.lengthOfMonth()));
    }
}
