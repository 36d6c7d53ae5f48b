package io.os199.cs.quickstart.demo;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;

/** A clock that runs all the time, or Monday to Friday from 09:00 to 17:00 UTC. */
enum BusinessHours {
    ALWAYS,
    WORKING;

    private static final long OPENS = 9 * 3600L;
    private static final long CLOSES = 17 * 3600L;

    /** Returns the earliest instant by which that many seconds have run since {@code from}. */
    Instant after(Instant from, long seconds) {
        if (this == ALWAYS) {
            return from.plusSeconds(seconds);
        }
        LocalDate day = History.day(from);
        long at = from.getEpochSecond() - History.start(day).getEpochSecond();
        long left = seconds;
        while (true) {
            long begin = Math.max(at, OPENS);
            if (isOpen(day) && begin <= CLOSES && CLOSES - begin >= left) {
                return History.start(day).plusSeconds(left == 0 ? at : begin + left);
            }
            if (isOpen(day) && begin < CLOSES) {
                left -= CLOSES - begin;
            }
            day = day.plusDays(1);
            at = 0;
        }
    }

    private static boolean isOpen(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }
}
