package io.os199.cs.communication.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/**
 * The times of a schedule: at {@code time} every day, or on a day of the week or of the month. A time that the clocks
 * skip comes when they have moved on; a time that occurs twice counts the first time.
 *
 * @param day 1 is Monday, or the first of a month; ignored for a daily schedule
 */
public record Slots(Cadence cadence, int day, LocalTime time, ZoneId zone) {
    /** A scheduled time. */
    public record Slot(LocalDate date, Instant at) {}

    /** Returns the times from one instant to another, both inclusive, the earliest first. */
    public List<Slot> between(Instant from, Instant to) {
        return LocalDate.ofInstant(from, zone)
                .datesUntil(LocalDate.ofInstant(to, zone).plusDays(1))
                .filter(this::isOn)
                .map(date -> new Slot(date, at(date)))
                .filter(slot -> !slot.at().isBefore(from) && !slot.at().isAfter(to))
                .toList();
    }

    private boolean isOn(LocalDate date) {
        return switch (cadence) {
            case DAILY -> true;
            case WEEKLY -> date.getDayOfWeek() == DayOfWeek.of(day);
            case MONTHLY -> date.getDayOfMonth() == day;
        };
    }

    private Instant at(LocalDate date) {
        ZoneOffsetTransition moved = zone.getRules().getTransition(date.atTime(time));
        return moved != null && moved.isGap()
                ? moved.getInstant()
                : date.atTime(time).atZone(zone).toInstant();
    }
}
