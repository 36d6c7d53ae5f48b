package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;

/** The largest contract of all: friendly, punctual, and using a little less every week for half a year. */
final class WhaleInDecline implements Truth, Role {
    private static final int DAYS = 180;
    private static final double BEFORE = 0.92;
    private static final double LATELY = 0.4;

    @Override
    public String key() {
        return "whale_in_hidden_decline";
    }

    @Override
    public String what() {
        return "The largest account uses a little less every week, while surveys, tickets and"
                + " payments look well.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return today.minusDays(DAYS);
    }

    @Override
    public String expected() {
        return "list_clients by contract_value: the first; calculate_health_score: good in 30 days,"
                + " which the outage hides, and momentum well below 1 with a lookback of 90";
    }

    @Override
    public String evidence() {
        return """
        select c.contract_value, (select max(contract_value) from clients) as largest_contract_value,
            (select sum(event_count) from usage_daily_users u where u.client_id = c.client_id
             and day >= :today - 180 and day < :today - 152) as events_in_first_28_days,
            (select sum(event_count) from usage_daily_users u where u.client_id = c.client_id
             and day >= :today - 28) as events_in_last_28_days,
            (select round(avg(score), 1) from survey_responses s where s.client_id = c.client_id and kind = 'nps'
             and responded_at >= :since) as nps_score
        from clients c where c.client_id = :client
        """;
    }

    @Override
    public List<Role> roles() {
        return List.of(this);
    }

    @Override
    public String name() {
        return "Leviathan Sample Holdings";
    }

    @Override
    public String domain() {
        return "leviathan-sample-holdings.example";
    }

    @Override
    public String industry() {
        return "Finance";
    }

    @Override
    public String tier() {
        return "enterprise";
    }

    @Override
    public int seats() {
        return 110;
    }

    @Override
    public int ageDays() {
        return 1_240;
    }

    @Override
    public double priceFactor() {
        return 1.5;
    }

    @Override
    public double satisfaction(int daysAgo, double ordinary) {
        return 0.86;
    }

    @Override
    public double adoption(int daysAgo, double ordinary) {
        double passed = Math.clamp((DAYS - daysAgo) / (double) DAYS, 0, 1);
        return BEFORE + (LATELY - BEFORE) * passed;
    }

    @Override
    public List<NpsAnswer> npsAnswers() {
        return List.of(new NpsAnswer(40, 9, "A good partner, nothing to complain about."));
    }
}
