package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;

/** Half as many people again use the product as there are seats. */
final class SeatsBursting implements Truth, Role {
    private static final int DAYS_AGO = 60;

    @Override
    public String key() {
        return "seats_bursting";
    }

    @Override
    public String what() {
        return "More people use the product than seats were bought.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return today.minusDays(DAYS_AGO);
    }

    @Override
    public String expected() {
        return "get_client_overview: active users above the seats; identify_upsell_opportunities:"
                + " seats";
    }

    @Override
    public String evidence() {
        return """
        select (select sum(included_users) from contracts k where k.client_id = c.client_id and status = 'active') as seats,
            (select count(distinct user_key) from usage_daily_users u
             where u.client_id = c.client_id and day >= :today - 30) as users_in_30_days
        from clients c where c.client_id = :client
        """;
    }

    @Override
    public List<Role> roles() {
        return List.of(this);
    }

    @Override
    public String name() {
        return "Beehive Demo Studios";
    }

    @Override
    public String domain() {
        return "beehive-demo-studios.example";
    }

    @Override
    public String industry() {
        return "Media";
    }

    @Override
    public String tier() {
        return "standard";
    }

    @Override
    public int seats() {
        return 10;
    }

    @Override
    public int ageDays() {
        return 300;
    }

    @Override
    public double usersPerSeat(double ordinary) {
        return 1.6;
    }

    @Override
    public double satisfaction(int daysAgo, double ordinary) {
        return 0.88;
    }

    @Override
    public double adoption(int daysAgo, double ordinary) {
        return 0.95;
    }
}
