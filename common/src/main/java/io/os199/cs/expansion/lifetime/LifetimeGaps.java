package io.os199.cs.expansion.lifetime;

import io.os199.cs.platform.answer.DataGap;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the values leave out, and how to supply it. */
final class LifetimeGaps {
    private static final Duration FRESH = Duration.ofHours(24);

    private final List<DataGap> gaps = new ArrayList<>();

    /** Starts with the gaps in what is assumed for all clients. */
    LifetimeGaps(Assumptions assumptions) {
        if (assumptions.valueKind() == ValueKind.REVENUE) {
            add(
                    "clients.value_kind",
                    "no_gross_margin_rate: the value is of revenue",
                    "Send gross_margin_rate, or import economics with it");
        }
        if (!assumptions.hasCosts()) {
            add(
                    "clients.cost_to_serve_amount",
                    "no_cost_rates: serving counts 0",
                    "Import economics with cost_per_ticket_amount and cost_per_touchpoint_amount");
        }
    }

    void add(String field, String reason, String howToFix) {
        gaps.add(new DataGap(field, reason, howToFix));
    }

    /** Adds that growth counts 0 because too few clients paid for long enough. */
    void noGrowth(String whose) {
        add(
                "clients.annual_growth_rate",
                "fewer than 20 clients paid over the whole last 12 months: growth counts 0" + whose,
                "Import the ledger of earlier months, where there is one");
    }

    /** Adds that the cost to serve has no peers to be compared with. */
    void noPeers(String whose) {
        add(
                "clients.levers.reduce_cost_to_serve",
                "no_peers: it takes active users in a health score of the last 7 days, of the"
                        + " client and 5 others of its tier"
                        + whose,
                "Send usage events, and score the portfolio with calculate_health_score");
    }

    /** Adds that some findings or open opportunities have no price and therefore count 0. */
    void unpriced(int count) {
        if (count > 0) {
            add(
                    "clients.levers.increase_expansion",
                    "price_missing of %d findings or open opportunities: they count 0"
                            .formatted(count),
                    "Import the list prices of their products, or their licensed users; give"
                        + " opportunities a value_amount with identify_expansion_opportunities");
        }
    }

    /** Adds a run that is missing or older than a day. */
    void stale(
            String field, @Nullable Instant ranAt, Instant now, String whatRan, String howToFix) {
        if (ranAt == null) {
            add(field, "stale_run: no %s yet".formatted(whatRan), howToFix);
        } else if (Duration.between(ranAt, now).compareTo(FRESH) >= 0) {
            add(
                    field,
                    "stale_run: the %s is %d hours old"
                            .formatted(whatRan, Duration.between(ranAt, now).toHours()),
                    howToFix);
        }
    }

    List<DataGap> all() {
        return List.copyOf(gaps);
    }
}
