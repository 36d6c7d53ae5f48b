package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;

/** The person who championed the product at the company has left, and colleagues have used it less since. */
final class ChampionLeft implements Truth, Role {
    private static final int DAYS_AGO = 24;

    @Override
    public String key() {
        return "champion_left";
    }

    @Override
    public String what() {
        return "The champion has left the company; use has gone down since.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return today.minusDays(DAYS_AGO);
    }

    @Override
    public String expected() {
        return "get_client_timeline: the champion has left; get_client_overview: fewer events than"
                + " the month before, health declining; identify_churn_risk: champion left";
    }

    @Override
    public String evidence() {
        return """
        select c.name as champion, c.left_company_at::date as left_on,
            count(distinct u.day) filter (where u.day < :since) as champion_days_of_use_before,
            count(distinct u.day) filter (where u.day >= :since) as champion_days_of_use_after,
            (select count(*) from contacts o
             where o.client_id = c.client_id and o.role = 'champion' and o.left_company_at is null) as champions_left
        from contacts c
        join product_users p on p.client_id = c.client_id and p.contact_id = c.contact_id
        join usage_daily_users u on u.client_id = p.client_id and u.user_key = p.user_key
            and u.day >= :since - 24
        where c.client_id = :client and c.role = 'champion'
        group by c.client_id, c.name, c.left_company_at
        """;
    }

    @Override
    public List<Role> roles() {
        return List.of(this);
    }

    @Override
    public String name() {
        return "Lighthouse Sample Logistics";
    }

    @Override
    public String domain() {
        return "lighthouse-sample-logistics.example";
    }

    @Override
    public String industry() {
        return "Logistics";
    }

    @Override
    public String tier() {
        return "professional";
    }

    @Override
    public int seats() {
        return 18;
    }

    @Override
    public int ageDays() {
        return 640;
    }

    @Override
    public OptionalInt championLeftDaysAgo() {
        return OptionalInt.of(DAYS_AGO);
    }

    @Override
    public double adoption(int daysAgo, double ordinary) {
        return daysAgo > DAYS_AGO ? 0.8 : 0.5;
    }
}
