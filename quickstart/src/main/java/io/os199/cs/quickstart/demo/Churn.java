package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Why a client left: in its own words, as a code, and to which competitor if it said so. */
record Churn(String code, String reason, @Nullable String competitor) {
    private static final List<Churn> REASONS =
            List.of(
                    new Churn("poor_adoption", "The teams never took it up", null),
                    new Churn("support_quality", "Too many tickets, answered too late", null),
                    new Churn("product_quality", "Errors in daily work", null),
                    new Churn("missing_features", "Reports it needs are missing", null),
                    new Churn("price", "Too expensive for what is used", null),
                    new Churn("budget_cut", "Budget was cut", null),
                    new Churn("champion_left", "The person who bought it has left", null),
                    new Churn("competitor", "Went to another vendor", "Umbrella Suite"));

    static Churn of(Dice dice) {
        return dice.pick(REASONS);
    }
}
