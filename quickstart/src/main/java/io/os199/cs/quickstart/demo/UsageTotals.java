package io.os199.cs.quickstart.demo;

import java.time.LocalDate;
import java.util.List;

/** The sums over the users of one client: by day and feature, and for the last days by hour. */
final class UsageTotals {
    private static final int HOURS = 24;

    private final Story story;
    private final List<ProductRange.Feature> features;
    private final long firstDay;
    private final long hourlyFrom;
    private final int[] events;
    private final int[] users;
    private final long[] minutes;
    private final int[] hourEvents = new int[Usage.HOURLY_DAYS * HOURS];
    private final int[] hourUsers = new int[Usage.HOURLY_DAYS * HOURS];

    UsageTotals(Story story, List<ProductRange.Feature> features) {
        this.story = story;
        this.features = features;
        this.firstDay = story.firstDay().toEpochDay();
        this.hourlyFrom = story.history.today().toEpochDay() - Usage.HOURLY_DAYS;
        int days = (int) Math.max(0, story.lastDay().toEpochDay() - firstDay + 1);
        this.events = new int[days * features.size()];
        this.users = new int[days * features.size()];
        this.minutes = new long[days * features.size()];
    }

    /** Adds one user's use of a feature on a day; minutes in hundredths. */
    void add(long day, int feature, int count, long spent) {
        int place = (int) (day - firstDay) * features.size() + feature;
        events[place] += count;
        users[place]++;
        minutes[place] += spent;
    }

    /** Returns how many of a user's events of a day fall into the second of its two hours. */
    static int later(int count) {
        return count / 3;
    }

    /** Adds the events of one user on a day, spread over two hours. */
    void hours(long day, int count, UsageUser user) {
        if (day < hourlyFrom) {
            return;
        }
        int place = (int) (day - hourlyFrom) * HOURS + user.firstHour();
        int later = later(count);
        hourEvents[place] += count - later;
        hourUsers[place]++;
        if (later > 0) {
            hourEvents[place + 1] += later;
            hourUsers[place + 1]++;
        }
    }

    void write() {
        for (int place = 0; place < events.length; place++) {
            if (users[place] > 0) {
                story.row(Table.USAGE_DAILY_FEATURES)
                        .day(LocalDate.ofEpochDay(firstDay + place / features.size()))
                        .text(features.get(place % features.size()).key())
                        .number((long) events[place])
                        .number((long) users[place])
                        .hundredths(minutes[place])
                        .end();
            }
        }
        for (int place = 0; place < hourEvents.length; place++) {
            if (hourUsers[place] > 0) {
                LocalDate day = LocalDate.ofEpochDay(hourlyFrom + place / HOURS);
                story.row(Table.USAGE_HOURLY)
                        .time(History.start(day).plusSeconds(place % HOURS * 3600L))
                        .number((long) hourEvents[place])
                        .number((long) hourUsers[place])
                        .end();
            }
        }
    }
}
