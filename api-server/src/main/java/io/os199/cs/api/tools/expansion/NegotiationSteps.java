package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.tools.expansion.NegotiationAnswer.PositionItem;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.expansion.negotiation.NegotiationBrief;
import io.os199.cs.expansion.negotiation.RenewalPrices;
import io.os199.cs.expansion.renewal.ListedRenewal;
import io.os199.cs.expansion.renewal.RenewalAttention;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.risk.RecommendedPlay;
import io.os199.cs.retention.risk.RiskSign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What to do before and during a negotiation: a table of rules, the plays where nothing speaks for us, and what a
 * renewal needs.
 */
final class NegotiationSteps {
    private static final String TRACK = "track_renewals";

    private final List<Recommendation> steps = new ArrayList<>();

    private NegotiationSteps() {}

    static List<Recommendation> of(
            NegotiationBrief brief,
            PositionItem position,
            @Nullable BigDecimal requested,
            LocalDate today) {
        NegotiationSteps found = new NegotiationSteps();
        ListedRenewal renewal = brief.renewal();
        if (renewal != null && !renewal.stage().isOpen()) {
            found.add(
                    "G-DECIDED",
                    "stage " + WireName.of(renewal.stage()),
                    "The outcome is recorded: read this as a look back",
                    Priority.HIGH,
                    TRACK);
        }
        found.repair(brief);
        found.price(brief.prices(), requested);
        found.roles(position.missingRoles());
        if (renewal != null) {
            found.steps.addAll(RenewalAttention.of(renewal, today));
        }
        return found.steps;
    }

    private void repair(NegotiationBrief brief) {
        if (!brief.talkingPoints().isEmpty()) {
            return;
        }
        add(
                "G-REPAIR",
                "no figure of value_delivered is better than before",
                "Repair before price: lead with what is mended, not with value",
                Priority.HIGH,
                "identify_churn_risk");
        for (RecommendedPlay play : brief.repair()) {
            add(
                    play.ruleId(),
                    play.because().stream()
                            .map(each -> RiskSign.shown(each.indicatorKey()))
                            .collect(Collectors.joining(", ")),
                    play.action(),
                    Priority.valueOf(play.priority().name()),
                    "execute_retention_campaign");
        }
    }

    private void price(@Nullable RenewalPrices prices, @Nullable BigDecimal requested) {
        if (prices == null) {
            return;
        }
        if (prices.belowPolicy()) {
            add(
                    "G-LEGACY",
                    "%s is below what the largest discount leaves of list %s"
                            .formatted(shown(prices.current()), shown(prices.list())),
                    "Give no further discount without approval; bargain with levers",
                    Priority.HIGH,
                    TRACK);
        }
        if (requested == null) {
            return;
        }
        RenewalPrices.Requested asked = prices.requested(requested);
        if (asked.belowFloor()) {
            add(
                    "G-FLOOR",
                    "requested %s is below the floor %s"
                            .formatted(shown(asked.arr()), shown(prices.floor())),
                    "Decline it; answer with the target and a lever that gives",
                    Priority.HIGH,
                    TRACK);
        } else if (asked.needsApproval()) {
            add(
                    "G-APPROVAL",
                    "requested %s is below the floor without approval %s"
                            .formatted(shown(asked.arr()), shown(prices.floorWithoutApproval())),
                    "Have it approved before it is offered",
                    Priority.HIGH,
                    TRACK);
        }
    }

    private static String shown(@Nullable BigDecimal amount) {
        return amount == null ? "unknown" : Rounded.amount(amount).toPlainString();
    }

    private void roles(List<ContactRole> missing) {
        if (!missing.isEmpty()) {
            add(
                    "G-ROLES",
                    "no contact is recorded as "
                            + missing.stream().map(WireName::of).collect(Collectors.joining(", ")),
                    "Find out who it is before the first offer",
                    missing.contains(ContactRole.DECISION_MAKER) ? Priority.HIGH : Priority.MEDIUM,
                    "update_client_info");
        }
    }

    private void add(String ruleId, String because, String action, Priority priority, String tool) {
        steps.add(new Recommendation(ruleId, because, action, priority, tool));
    }
}
