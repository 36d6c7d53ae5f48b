package io.os199.cs.support.model;

import io.os199.cs.support.model.WorkCalendar.Hours;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Calendars in any zone with odd hours and holidays, and instants near the zone's clock changes. */
final class GeneratedCalendars {
    private static final List<String> ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();
    private static final int MINUTE = 60;
    private static final int DAY_MINUTES = 1_440;

    private final Random random;

    GeneratedCalendars(long seed) {
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    ZoneId zone() {
        return ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    }

    /**
     * Returns a whole minute between 2000 and 2036: half of the time within two days of a clock change, where the
     * zone has any.
     */
    Instant near(ZoneId zone) {
        Instant any =
                Instant.parse("2000-01-01T00:00:00Z")
                        .plus(random.nextInt(36 * 365 * DAY_MINUTES), ChronoUnit.MINUTES);
        ZoneOffsetTransition change = zone.getRules().nextTransition(any);
        return change == null || random.nextBoolean()
                ? any
                : change.getInstant()
                        .truncatedTo(ChronoUnit.MINUTES)
                        .minus(random.nextInt(2 * DAY_MINUTES), ChronoUnit.MINUTES);
    }

    WorkCalendar calendar(ZoneId zone, Instant near) {
        List<Hours> hours = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            int opens = 0;
            for (int i = random.nextInt(3); i > 0 && opens < DAY_MINUTES; i--) {
                opens += random.nextInt(Math.min(240, DAY_MINUTES - opens));
                int closes = opens + 1 + random.nextInt(DAY_MINUTES - opens);
                hours.add(new Hours(day, opens * MINUTE, closes * MINUTE));
                opens = random.nextInt(4) == 0 ? opens + 1 : closes;
            }
        }
        hours.add(new Hours(DayOfWeek.of(1 + random.nextInt(7)), 1 * 3_600, 5 * 3_600));
        LocalDate first = LocalDate.ofInstant(near, zone);
        Set<LocalDate> holidays = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            holidays.add(first.plusDays(random.nextInt(12) - 2));
        }
        return new WorkCalendar(zone, hours, holidays);
    }
}
