package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one user and day, whose sums are the rollups; written only for the last days, because there are so
 * many.
 */
final class EventLog {
    private record Use(ProductRange.Feature feature, int count, int seconds) {}

    private static final long HOUR = 3_600;

    private final Story story;
    private final long from;
    private final List<Use> uses = new ArrayList<>();

    EventLog(Story story) {
        this.story = story;
        this.from = firstDay(story);
    }

    /** Returns the number of the first day that has events. */
    static long firstDay(Story story) {
        return story.history.today().toEpochDay() - Usage.EVENT_DAYS;
    }

    void clear() {
        uses.clear();
    }

    void add(ProductRange.Feature feature, int count, int seconds) {
        uses.add(new Use(feature, count, seconds));
    }

    /** Writes the events in the hours in which {@link UsageTotals} counts them. */
    void write(long day, UsageUser user, int sessions) {
        if (day < from) {
            return;
        }
        int total = uses.stream().mapToInt(Use::count).sum();
        int first = total - UsageTotals.later(total);
        Instant hour =
                History.start(LocalDate.ofEpochDay(day)).plusSeconds(user.firstHour() * HOUR);
        int number = 0;
        for (Use use : uses) {
            for (int i = 0; i < use.count(); i++, number++) {
                long second =
                        number < first
                                ? HOUR * number / first
                                : HOUR + HOUR * (number - first) / (total - first);
                event(day, user, use, number, hour.plusSeconds(second), number % sessions);
            }
        }
    }

    private void event(long day, UsageUser user, Use use, int number, Instant at, int session) {
        String ofDay = user.key() + '-' + day;
        story.row(Table.USAGE_EVENTS)
                .time(at)
                .text(ofDay + '-' + number)
                .text(user.key())
                .text(use.feature().key())
                .text("feature_used")
                .text(ofDay + "-s" + session)
                .number((long) use.seconds())
                .text("demo")
                .end();
    }
}
