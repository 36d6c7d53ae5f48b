package io.os199.cs.api.tools.expansion;

import io.os199.cs.expansion.negotiation.NegotiationBrief;
import io.os199.cs.expansion.negotiation.NegotiationStrategy;
import io.os199.cs.expansion.negotiation.RenewalPrices;
import io.os199.cs.expansion.negotiation.ValueEvidence;
import io.os199.cs.expansion.negotiation.ValueUnit;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a negotiation brief leaves out, and why. */
final class NegotiationGaps {
    private final NegotiationBrief brief;
    private final List<DataGap> gaps = new ArrayList<>();

    private NegotiationGaps(NegotiationBrief brief) {
        this.brief = brief;
    }

    static List<DataGap> of(NegotiationBrief brief, boolean hasCompetition) {
        NegotiationGaps found = new NegotiationGaps(brief);
        found.pricing(brief.prices());
        found.contract();
        found.value();
        if (brief.strategy() == NegotiationStrategy.COMPETITIVE_DEFENSE && !hasCompetition) {
            found.add(
                    "competition",
                    "no_competitor",
                    "No loss of a like client names a competitor: ask whom the customer named, and"
                            + " send known_competitors");
        }
        return List.copyOf(found.gaps);
    }

    private void pricing(@Nullable RenewalPrices prices) {
        if (prices == null) {
            add(
                    "pricing",
                    "no_policy",
                    "No discount policy is stored for tier %s: import discount_policies, or send max_discount_rate, approval_discount_rate and target_uplift_rate"
                            .formatted(WireName.of(brief.terms().tier())));
        } else if (prices.policy().twoYearDiscountRate() == null) {
            add(
                    "pricing.term_options",
                    "no_policy",
                    "Terms, prepayment and bundles are priced by a stored policy: import"
                            + " discount_policies");
        }
        if (brief.trueUp().amount() == null) {
            add(
                    "pricing.true_up_amount",
                    "no_seat_price",
                    "More seats are in use than bought, and what they cost is not known; it counts"
                        + " as 0. Import product_prices, or set the opportunity's value_amount");
        }
        if (brief.position().probability() == null) {
            add(
                    "position.renewal_probability",
                    "no_prediction",
                    "The newest stored prediction has no probability, or there is none; the target"
                            + " has no uplift then. identify_churn_risk with the client_id says"
                            + " what is missing");
        }
    }

    private void contract() {
        NegotiationBrief.Terms terms = brief.terms();
        BigDecimal list = terms.list();
        if (list != null && terms.current().compareTo(list) > 0) {
            add(
                    "pricing.floor_amount",
                    "paid_above_list: the client pays %.2f and the list says %.2f"
                            .formatted(terms.current(), list),
                    "Floors follow the list price, which does not describe this contract: look at"
                            + " product_prices, included_users and products before using them");
        }
        if (list == null) {
            add(
                    "contract.list_amount",
                    terms.productIds().isEmpty() ? "no_products" : "no_list_price",
                    terms.productIds().isEmpty()
                            ? "The contract names no products, so floors are taken from the current"
                                    + " ARR; an import of contracts names them"
                            : "No list price at tier %s, or no licensed users to multiply it by, for %s; floors are taken from the current ARR"
                                    .formatted(
                                            WireName.of(terms.tier()),
                                            String.join(", ", terms.unpricedProductIds())));
        }
        if (brief.renewalDate() == null) {
            add(
                    "contract.renewal_date",
                    "no_renewal_date",
                    "The contract has no end and no renewal date; update_client_info sets them");
        }
        if (terms.seatUtilization() == null) {
            add(
                    "contract.seat_utilization_rate",
                    terms.activeUserCount() == null ? "no_usage" : "no_seats",
                    terms.activeUserCount() == null
                            ? "No use of this client was ever stored: send usage events"
                            : "The contracts have no included_users");
        }
    }

    private void value() {
        Set<ValueUnit> missing = EnumSet.allOf(ValueUnit.class);
        brief.value().forEach(each -> missing.remove(each.unit()));
        if (!missing.isEmpty()) {
            add(
                    "value_delivered",
                    "too_few_rows",
                    "Nothing or too little is stored for %s: use needs usage events, ratings, answers and decided tickets need 5"
                            .formatted(words(missing)));
        }
        Set<ValueUnit> alone = EnumSet.noneOf(ValueUnit.class);
        for (ValueEvidence each : brief.value()) {
            if (each.direction() == null && each.unit() != ValueUnit.OPEN_FEEDBACK) {
                alone.add(each.unit());
            }
        }
        if (!alone.isEmpty()) {
            add(
                    "value_delivered.before",
                    "nothing_to_compare",
                    "For %s no window before is stored whole: the term is too young, or the rows begin later"
                            .formatted(words(alone)));
        }
    }

    private static String words(Set<ValueUnit> units) {
        return units.stream().map(WireName::of).collect(Collectors.joining(", "));
    }

    private void add(String field, String reason, String howToFix) {
        gaps.add(new DataGap(field, reason, howToFix));
    }
}
