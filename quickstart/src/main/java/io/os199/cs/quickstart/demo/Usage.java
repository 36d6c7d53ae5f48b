package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.planted.Cast;
import io.os199.cs.quickstart.demo.planted.Role;

import org.jspecify.annotations.Nullable;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/**
 * Use of the product, written as the rollups would have written it; the events themselves exist for the last {@value
 * #EVENT_DAYS} days.
 *
 * <p>For the last {@value #RICH_DAYS} days, every day of use is written. Before that, each week is represented by one
 * of its working days: everybody active in the week has a row on that day, with the week's events. Sums of events and
 * numbers of active users continue smoothly; days of use are fewer than they really were. The change is on the same
 * day for all clients, so they compare fairly on every day. Writing every day of two years would take minutes and 40
 * million rows at 10,000 clients; this is a quarter of that. Hours are written for the last {@value #HOURLY_DAYS}
 * days.
 */
final class Usage {
    static final int RICH_DAYS = 95;
    static final int HOURLY_DAYS = 30;
    static final int EVENT_DAYS = 7;

    private static final double WEEKEND = 0.07;

    private final Story story;
    private final Dice dice;
    private final People people;
    private final List<ProductRange.Feature> features;
    private final UsageTotals totals;
    private final EventLog eventLog;
    private final long firstDay;
    private final long lastDay;
    private final long richFrom;
    private final double[] conditions;
    private @Nullable LocalDate lastUse;

    Usage(Story story, People people) {
        this.story = story;
        this.dice = story.dice("usage");
        this.people = people;
        this.features = story.reference.range().available(story.account.tier(), story.bought());
        this.firstDay = story.firstDay().toEpochDay();
        this.lastDay = story.lastDay().toEpochDay();
        this.richFrom = story.history.today().toEpochDay() - RICH_DAYS;
        this.totals = new UsageTotals(story, features);
        this.eventLog = new EventLog(story);
        this.conditions = conditions();
    }

    /** Returns by day what makes everybody work more or less: the season, and events that affect all. */
    private double[] conditions() {
        double[] byDay = new double[(int) Math.max(0, lastDay - firstDay + 1)];
        for (int i = 0; i < byDay.length; i++) {
            LocalDate day = LocalDate.ofEpochDay(firstDay + i);
            byDay[i] =
                    story.isSilent(day)
                            ? 0
                            : Season.use(day) * Cast.use(day, story.history.today());
        }
        return byDay;
    }

    void tell() {
        double adoption = story.latent.adoptionOn(story.lastDay());
        int users =
                (int)
                        Math.round(
                                story.account.seats()
                                        * usersPerSeat(Latent.clamp(adoption + 0.2, 0.55, 1)));
        for (int i = 0; i < users; i++) {
            user(i, dice.split());
        }
        totals.write();
        if (lastUse != null) {
            story.engaged(History.start(lastUse).plusSeconds(17 * 3600L));
        }
    }

    private double usersPerSeat(double ordinary) {
        Role role = story.role();
        return role == null ? ordinary : role.usersPerSeat(ordinary);
    }

    boolean hasUse() {
        return lastUse != null;
    }

    private void user(int number, Dice own) {
        People.Person contact = people.user(number);
        UsageUser user = new UsageUser(story, features, number, contact, own);
        long joins = story.account.start().toEpochDay() + user.joinsAfterDays();
        long last = Math.min(lastDay, user.lastPossibleDay());
        for (long day = Math.max(firstDay, joins); day <= last; day++) {
            double activity = user.activity(day) * conditions[(int) (day - firstDay)];
            if (day >= richFrom) {
                if (own.chance(activity * (isWeekend(day) ? WEEKEND : 1))) {
                    use(user, day, 1);
                }
            } else if (activity > 0 && isWeeksDay(day)) {
                double idle = 1 - activity;
                double idleWeek = idle * idle * idle * idle * idle;
                if (own.chance(1 - idleWeek)) {
                    use(user, day, (int) Math.max(1, Math.round(5 * activity / (1 - idleWeek))));
                }
            }
        }
        user.write(contact);
        LocalDate seen = user.lastSeen();
        if (seen != null && (lastUse == null || seen.isAfter(lastUse))) {
            lastUse = seen;
        }
    }

    /** Writes one row of a user: {@code days} days' worth of events, on this day. */
    private void use(UsageUser user, long day, int days) {
        eventLog.clear();
        int events = 0;
        int used = 0;
        long minutes = 0;
        for (int choice = 0; choice < user.choices(); choice++) {
            int feature = user.choose(choice, day);
            if (feature < 0) {
                continue;
            }
            int count = user.events() * days;
            int seconds = user.secondsPerEvent();
            long spent = count * (long) seconds * 100 / 60;
            eventLog.add(features.get(feature), count, seconds);
            user.used(feature, day, count);
            totals.add(day, feature, count, spent);
            events += count;
            minutes += spent;
            used++;
        }
        if (events == 0) {
            return;
        }
        int sessions = Math.min(events, days * user.sessions());
        eventLog.write(day, user, sessions);
        user.seen(day);
        totals.hours(day, events, user);
        story.row(Table.USAGE_DAILY_USERS)
                .day(LocalDate.ofEpochDay(day))
                .text(user.key())
                .number(events)
                .number((long) sessions)
                .hundredths(minutes)
                .number((long) used)
                .end();
    }

    /** Whether this day represents its week; which one does changes from week to week and client to client. */
    private boolean isWeeksDay(long day) {
        long monday = Math.floorDiv(day + 3, 7) * 7 - 3;
        return day - monday == Math.floorMod(story.account.number() + monday / 7 * 3, 5);
    }

    private static boolean isWeekend(long day) {
        DayOfWeek weekday = LocalDate.ofEpochDay(day).getDayOfWeek();
        return weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
    }
}
