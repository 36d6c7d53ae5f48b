package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A client that was satisfied until the renewal was offered at far more than it pays. */
final class PriceShock implements Truth, Role {
    private static final int DAYS_AGO = 20;
    private static final int PERCENT = 138;

    @Override
    public String key() {
        return "price_shock";
    }

    @Override
    public String what() {
        return "The renewal was offered at 38 % more; a content customer has become a detractor.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return today.minusDays(DAYS_AGO);
    }

    @Override
    public String expected() {
        return "track_renewals: the proposal far above the current ARR;"
                + " analyze_feedback_sentiment of the client, with items: price as the reason;"
                + " calculate_health_score: satisfaction";
    }

    @Override
    public String evidence() {
        return """
        select r.renewal_date, r.current_arr_amount, r.proposed_arr_amount,
            round(100 * (r.proposed_arr_amount / r.current_arr_amount - 1)) as increase_percent,
            (select min(score) from survey_responses s
             where s.client_id = r.client_id and s.kind = 'nps' and s.responded_at >= :since) as nps_score_since
        from renewals r where r.client_id = :client and r.closed_on is null
        """;
    }

    @Override
    public List<Role> roles() {
        return List.of(this);
    }

    @Override
    public String name() {
        return "Tollgate Sample Insurance";
    }

    @Override
    public String domain() {
        return "tollgate-sample-insurance.example";
    }

    @Override
    public String industry() {
        return "Insurance";
    }

    @Override
    public String tier() {
        return "professional";
    }

    @Override
    public int seats() {
        return 16;
    }

    /** Set so that the third year ends in about six weeks. */
    @Override
    public int ageDays() {
        return 3 * 365 - 42;
    }

    @Override
    public double satisfaction(int daysAgo, double ordinary) {
        return daysAgo > DAYS_AGO ? 0.82 : 0.45;
    }

    @Override
    public Optional<Offer> offer() {
        return Optional.of(new Offer(PERCENT, "negotiating"));
    }

    @Override
    public List<WrittenTicket> writtenTickets() {
        return List.of(
                new WrittenTicket(
                        DAYS_AGO - 2,
                        "P2",
                        "account_billing",
                        "Your renewal offer",
                        "The offer for next year is 38 % above what we pay today. Nobody told us,"
                            + " and nothing we use has changed. At that price we have to look at"
                            + " alternatives."));
    }

    @Override
    public List<NpsAnswer> npsAnswers() {
        return List.of(
                new NpsAnswer(DAYS_AGO - 5, 2, "We like the product. The new price is a shock."));
    }
}
