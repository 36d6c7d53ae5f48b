package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;

/** Ticket upon ticket for five weeks, urgent ones and late ones, while people go on using the product; and the renewal is near. */
final class SupportMeltdown implements Truth, Role {
    private static final int DAYS_AGO = 35;

    @Override
    public String key() {
        return "support_meltdown";
    }

    @Override
    public String what() {
        return "Many urgent tickets within five weeks, promises broken and escalated, while use"
                + " stays high; the renewal is ten weeks away.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return today.minusDays(DAYS_AGO);
    }

    @Override
    public String expected() {
        return "calculate_health_score: the support pillar far below the usage pillar;"
                + " get_client_overview: many more tickets than the month before, breached"
                + " promises; identify_churn_risk: among the first, for its open escalations";
    }

    @Override
    public String evidence() {
        return """
        select count(*) filter (where opened_at >= :since) as tickets_in_35_days,
            count(*) filter (where opened_at < :since and opened_at >= :since - 35) as tickets_in_35_days_before,
            count(*) filter (where opened_at >= :since and priority in ('P0', 'P1')) as urgent,
            count(*) filter (where opened_at >= :since
                and (first_response_breached_at is not null or resolution_breached_at is not null)) as breached
        from tickets where client_id = :client
        """;
    }

    @Override
    public List<Role> roles() {
        return List.of(this);
    }

    @Override
    public String name() {
        return "Volcano Mockup Networks";
    }

    @Override
    public String domain() {
        return "volcano-mockup-networks.example";
    }

    @Override
    public String industry() {
        return "Telecommunications";
    }

    @Override
    public String tier() {
        return "professional";
    }

    @Override
    public int seats() {
        return 15;
    }

    @Override
    public int ageDays() {
        return 660;
    }

    @Override
    public double satisfaction(int daysAgo, double ordinary) {
        return daysAgo > DAYS_AGO ? 0.75 : 0.2;
    }

    @Override
    public double adoption(int daysAgo, double ordinary) {
        return 0.85;
    }

    @Override
    public boolean escalates() {
        return true;
    }

    @Override
    public double ticketRate(int daysAgo) {
        return daysAgo > DAYS_AGO ? 1 : 6;
    }
}
