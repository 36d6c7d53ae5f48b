package io.os199.cs.api.tools.expansion;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.chance.ProbabilityBasis;
import io.os199.cs.expansion.chance.WinRates;
import io.os199.cs.expansion.finding.Finding;
import io.os199.cs.expansion.finding.FoundRule;
import io.os199.cs.expansion.finding.ValueBasis;
import io.os199.cs.expansion.price.ClientTerms;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Something that a client could buy, as all tools for findings show it.
 *
 * @param currentTier of the base contract
 * @param valueAmount added ARR
 * @param rules why it was found, each with the values behind it
 * @param blockedBy what blocks it today
 */
public record FindingItem(
        String clientId,
        String clientName,
        String findingKey,
        OpportunityType type,
        @Nullable String productId,
        @Nullable String productName,
        @Nullable String productFamily,
        Tier currentTier,
        @Nullable Tier recommendedTier,
        BigDecimal currentArrAmount,
        @Nullable Integer units,
        @Nullable BigDecimal unitPriceAmount,
        @Nullable BigDecimal valueAmount,
        @Nullable ValueBasis valueBasis,
        BigDecimal winProbability,
        ProbabilityBasis probabilityBasis,
        @Nullable BigDecimal expectedValueAmount,
        @Nullable BigDecimal healthScore,
        @Nullable Severity riskLevel,
        @Nullable BigDecimal seatUtilizationRate,
        int activeUserCount30d,
        @Nullable Integer licensedUserCount,
        List<FoundRule> rules,
        List<String> blockedBy,
        @Nullable LocalDate nextRenewalDate,
        @Nullable LocalDate suggestedCloseOn,
        Instant foundAt,
        NextStep nextStep) {
    static FindingItem of(Finding finding, ClientTerms terms, WinRates rates, LocalDate today) {
        BigDecimal expected = finding.expectedValue();
        BigDecimal utilization = terms.seatUtilization();
        return new FindingItem(
                finding.clientId(),
                finding.clientName(),
                finding.findingKey(),
                finding.type(),
                finding.productId(),
                finding.productName(),
                finding.productFamily(),
                terms.tier(),
                finding.recommendedTier(),
                Rounded.amount(finding.currentArrAmount()),
                finding.units(),
                finding.unitPriceAmount(),
                finding.valueAmount(),
                finding.valueBasis(),
                Rounded.rate(finding.winProbability()),
                rates.ofFinding(finding.type()).basis(),
                Rounded.amountOf(expected),
                finding.healthScore(),
                finding.riskLevel(),
                Rounded.rateOf(utilization),
                terms.activeUserCount(),
                terms.licensedUserCount(),
                finding.rules(),
                finding.blockedBy(),
                terms.nextRenewalDate(),
                rates.suggestedClose(finding.type(), terms.nextRenewalDate(), today),
                finding.foundAt(),
                NextStep.of(finding, terms.nextRenewalDate(), today));
    }
}
