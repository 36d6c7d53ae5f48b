package io.os199.cs.quickstart.demo.planted;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** A week in which the product hardly answered: everybody used it less and wrote about it. */
final class OutageWeek implements Truth {
    private static final int WEEKS_AGO = 6;

    @Override
    public String key() {
        return "outage_week";
    }

    @Override
    public String what() {
        return "For one week, Monday to Sunday, an outage dented everybody's use.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).minusWeeks(WEEKS_AGO);
    }

    @Override
    public String expected() {
        return "usage tools and calculate_health_score of that week: the dent is the fleet's and no"
                + " client's own";
    }

    @Override
    public String evidence() {
        return """
        select sum(event_count) filter (where day between :since - 7 and :since - 1) as events_week_before,
            sum(event_count) filter (where day between :since and :since + 6) as events_outage_week,
            sum(event_count) filter (where day between :since + 7 and :since + 13) as events_week_after
        from usage_daily_users where day between :since - 7 and :since + 13
        """;
    }

    @Override
    public double use(LocalDate day, LocalDate today) {
        return isDuring(day, today) ? 0.4 : 1;
    }

    @Override
    public double unrest(LocalDate day, LocalDate today) {
        return isDuring(day, today) ? 3 : 1;
    }

    private boolean isDuring(LocalDate day, LocalDate today) {
        LocalDate monday = since(today);
        return !day.isBefore(monday) && day.isBefore(monday.plusWeeks(1));
    }
}
