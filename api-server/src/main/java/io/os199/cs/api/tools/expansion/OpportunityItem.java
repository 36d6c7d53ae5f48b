package io.os199.cs.api.tools.expansion;

import io.os199.cs.expansion.chance.OpportunityStage;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.chance.ProbabilityBasis;
import io.os199.cs.expansion.opportunity.LostReason;
import io.os199.cs.expansion.opportunity.Opportunity;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * An opportunity as the answers show it.
 *
 * @param champion the contact who supports it
 * @param allowedStages the stages to which it can move from here
 */
public record OpportunityItem(
        String opportunityId,
        String clientId,
        String clientName,
        OpportunityType type,
        String findingKey,
        @Nullable String productId,
        OpportunityStage stage,
        @Nullable BigDecimal valueAmount,
        BigDecimal winProbability,
        @Nullable ProbabilityBasis probabilityBasis,
        @Nullable BigDecimal expectedValueAmount,
        @Nullable LocalDate expectedClose,
        int stageAgeDays,
        boolean isStale,
        @Nullable Champion champion,
        @Nullable String owner,
        @Nullable @Personal(Personal.Kind.TEXT) String nextAction,
        @Nullable String sourceRule,
        @Nullable LostReason lostReason,
        @Nullable LocalDate closedOn,
        Instant createdAt,
        List<OpportunityStage> allowedStages,
        int version) {

    private static final int LONGEST_ACTION = 500;

    /** A person at the client. */
    public record Champion(String contactId, @Nullable @Personal(Personal.Kind.NAME) String name) {}

    static OpportunityItem of(Opportunity each) {
        BigDecimal expected = each.expectedValue();
        String contact = each.championContactId();
        String action = each.nextAction();
        return new OpportunityItem(
                each.opportunityId(),
                each.clientId(),
                each.clientName(),
                each.type(),
                each.findingKey(),
                each.productId(),
                each.stage(),
                each.valueAmount(),
                Rounded.rate(each.winProbability()),
                each.probabilityBasis(),
                Rounded.amountOf(expected),
                each.expectedClose(),
                each.stageAgeDays(),
                each.isStale(),
                contact == null ? null : new Champion(contact, each.championName()),
                each.owner(),
                action == null ? null : UntrustedText.of(action, LONGEST_ACTION).text(),
                each.sourceRule(),
                each.lostReason(),
                each.closedOn(),
                each.createdAt(),
                each.stage().allowedNext(),
                each.version());
    }
}
