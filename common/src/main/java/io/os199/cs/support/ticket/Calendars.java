package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.WorkCalendar;

import org.jspecify.annotations.Nullable;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Set;

/** The calendars of the deployment. */
public final class Calendars {
    private Calendars() {}

    /** Returns a calendar by its id; without an id, the one that is always open. */
    public static WorkCalendar of(Transaction tx, @Nullable String calendarId) {
        return calendarId == null
                ? WorkCalendar.ALWAYS
                : tx.dao(TicketSlaDao.class)
                        .calendar(calendarId)
                        .map(Calendars::calendar)
                        .orElse(WorkCalendar.ALWAYS);
    }

    private static WorkCalendar calendar(TicketSlaDao.Calendar stored) {
        return new WorkCalendar(
                ZoneId.of(stored.timeZone()),
                stored.hours().stream()
                        .map(
                                each ->
                                        new WorkCalendar.Hours(
                                                DayOfWeek.of(each.day()),
                                                each.opens(),
                                                each.closes()))
                        .toList(),
                Set.copyOf(stored.holidays()));
    }
}
