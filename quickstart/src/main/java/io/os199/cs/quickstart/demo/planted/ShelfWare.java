package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;

/** A client that pays on time, has no complaints, and has not used the product for months. */
final class ShelfWare implements Truth, Role {
    private static final int DAYS_AGO = 110;

    @Override
    public String key() {
        return "silent_shelf_ware";
    }

    @Override
    public String what() {
        return "Pays and is silent: no use, no ticket, no answer for months.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return today.minusDays(DAYS_AGO);
    }

    @Override
    public String expected() {
        return "calculate_health_score: the usage pillar at the bottom; identify_churn_risk:"
                + " inactivity";
    }

    @Override
    public String evidence() {
        return """
        select c.contract_value, (select max(day) from usage_daily_users u where u.client_id = c.client_id) as last_use,
            (select count(*) from usage_daily_users u where u.client_id = c.client_id and day >= :since) as user_days_since,
            (select count(*) from tickets t where t.client_id = c.client_id and opened_at >= :since) as tickets_since,
            (select string_agg(distinct payment_status, ',') from contracts k
             where k.client_id = c.client_id and k.status = 'active') as payment_status
        from clients c where c.client_id = :client
        """;
    }

    @Override
    public List<Role> roles() {
        return List.of(this);
    }

    @Override
    public String name() {
        return "Attic Example Furniture";
    }

    @Override
    public String domain() {
        return "attic-example-furniture.example";
    }

    @Override
    public String industry() {
        return "Retail";
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
        return 560;
    }

    @Override
    public boolean isSilent(int daysAgo) {
        return daysAgo <= DAYS_AGO;
    }

    @Override
    public double satisfaction(int daysAgo, double ordinary) {
        return 0.7;
    }
}
