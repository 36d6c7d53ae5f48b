package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** One user of the product: how keen, since when, with which favorite features, and how each was used. */
final class UsageUser {
    private static final int CHOICES = 5;

    /** The probability that each favorite is used on a day of use, the first almost always. */
    private static final double[] LIKING = {0.92, 0.45, 0.28, 0.15, 0.08};

    private static final int ADOPTED_AFTER_DAYS = 3;
    private static final double CHAMPIONS_KEENNESS = 0.95;

    private final Story story;
    private final List<ProductRange.Feature> features;
    private final int number;
    private final Dice dice;
    private final double keenness;
    private final long lastPossibleDay;
    private final Renaming renamed;
    private final int joinsAfterDays;
    private final int firstHour;
    private final int[] favourites = new int[CHOICES];

    private final long[] firstUse;
    private final long[] lastUse;
    private final long[] adoptedOn;
    private final int[] useDays;
    private final long[] eventCounts;
    private final long[] lastDayEventCounts;

    // For the days before the stored events.
    private final int[] unkeptDays;
    private final long[] unkeptEventCounts;
    private long firstSeen = Long.MAX_VALUE;
    private long lastSeen = Long.MIN_VALUE;

    UsageUser(
            Story story,
            List<ProductRange.Feature> features,
            int number,
            People.@Nullable Person contact,
            Dice dice) {
        this.story = story;
        this.features = features;
        this.number = number;
        this.dice = dice;
        double drawn = Latent.clamp(0.62 + 0.26 * dice.bell(), 0.08, 1.2);
        keenness =
                contact != null && contact.role().equals("champion")
                        ? Math.max(drawn, CHAMPIONS_KEENNESS)
                        : drawn;
        Instant leftAt = contact == null ? null : contact.leftAt();
        lastPossibleDay = leftAt == null ? Long.MAX_VALUE : History.day(leftAt).toEpochDay() - 1;
        renamed = Renaming.of(features, story.history.today());
        joinsAfterDays = number == 0 ? dice.between(0, 3) : dice.between(1, 20 + 8 * number);
        firstHour = dice.between(7, 15);
        for (int i = 0; i < CHOICES; i++) {
            // Squared, so that the features at the head of the catalog are the common ones.
            double place = dice.real(0, 1);
            favourites[i] = (int) (place * place * features.size());
        }
        firstUse = new long[features.size()];
        lastUse = new long[features.size()];
        adoptedOn = new long[features.size()];
        useDays = new int[features.size()];
        eventCounts = new long[features.size()];
        lastDayEventCounts = new long[features.size()];
        unkeptDays = new int[features.size()];
        unkeptEventCounts = new long[features.size()];
        Arrays.fill(adoptedOn, Long.MAX_VALUE);
    }

    String key() {
        return "u" + (number + 1);
    }

    /** Returns the day before the person leaves the company. */
    long lastPossibleDay() {
        return lastPossibleDay;
    }

    int joinsAfterDays() {
        return joinsAfterDays;
    }

    int firstHour() {
        return firstHour;
    }

    /** Returns the probability that the user is active on a working day. */
    double activity(long day) {
        double adoption = story.latent.adoptionOn(LocalDate.ofEpochDay(day));
        return Latent.clamp(keenness * adoption, 0.01, 0.97);
    }

    int choices() {
        return CHOICES;
    }

    /** Returns the feature of the favorite, if it is used on that day and not chosen already; else -1. */
    int choose(int favourite, long day) {
        int feature = renamed.on(day, favourites[favourite]);
        boolean used = dice.chance(LIKING[favourite]);
        if (!used || (useDays[feature] > 0 && lastUse[feature] == day)) {
            return -1;
        }
        return features.get(feature).releasedOn().toEpochDay() <= day ? feature : -1;
    }

    int events() {
        return dice.between(1, 9);
    }

    /** Returns whole hundredths of a minute, so that events add up to their day. */
    int secondsPerEvent() {
        return 3 * dice.between(10, 66);
    }

    int sessions() {
        return dice.between(1, 3);
    }

    void used(int feature, long day, int events) {
        if (useDays[feature]++ == 0) {
            firstUse[feature] = day;
        }
        if (useDays[feature] == ADOPTED_AFTER_DAYS) {
            adoptedOn[feature] = day;
        }
        lastUse[feature] = day;
        eventCounts[feature] += events;
        lastDayEventCounts[feature] = events;
        if (day < EventLog.firstDay(story)) {
            unkeptDays[feature]++;
            unkeptEventCounts[feature] += events;
        }
    }

    void seen(long day) {
        firstSeen = Math.min(firstSeen, day);
        lastSeen = Math.max(lastSeen, day);
    }

    @Nullable LocalDate lastSeen() {
        return lastSeen == Long.MIN_VALUE ? null : LocalDate.ofEpochDay(lastSeen);
    }

    void write(People.@Nullable Person contact) {
        if (lastSeen == Long.MIN_VALUE) {
            return;
        }
        Instant first = History.start(LocalDate.ofEpochDay(firstSeen + 1));
        Instant last = History.start(LocalDate.ofEpochDay(lastSeen + 1));
        story.row(Table.PRODUCT_USERS)
                .text(key())
                .text(contact == null ? null : contact.id())
                .text(contact == null ? "user" : contact.role())
                .day(LocalDate.ofEpochDay(firstSeen))
                .day(LocalDate.ofEpochDay(lastSeen))
                .made(first, last)
                .end();
        for (int feature = 0; feature < features.size(); feature++) {
            if (useDays[feature] > 0) {
                writeFeature(feature);
            }
        }
    }

    private void writeFeature(int feature) {
        story.row(Table.USAGE_USER_FEATURES)
                .text(features.get(feature).key())
                .text(key())
                .day(LocalDate.ofEpochDay(firstUse[feature]))
                .day(LocalDate.ofEpochDay(lastUse[feature]))
                .number((long) useDays[feature])
                .day(
                        useDays[feature] < ADOPTED_AFTER_DAYS
                                ? null
                                : LocalDate.ofEpochDay(adoptedOn[feature]))
                .number(eventCounts[feature])
                .number(lastDayEventCounts[feature])
                .number((long) unkeptDays[feature])
                .number(unkeptEventCounts[feature])
                .end();
    }
}
