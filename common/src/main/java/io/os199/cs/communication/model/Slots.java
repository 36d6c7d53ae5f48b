package io.os199.cs.communication.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/**
 * The times of a calendar: at {@code time} of every day, of the day of the week, or of the month. A time that the clocks leave out comes when they
 * have moved on; one that they have twice comes the first time.
 *
 * @param day 1 is Monday, or the first of a month; not read of daily ones
 */
public record Slots(Cadence cadence, int day, LocalTime time, ZoneId zone) {
    /** A time that has come. */
    public record Slot(LocalDate date, Instant at) {}

    /** Those from one instant to another, both of them too, the earliest first. */
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
