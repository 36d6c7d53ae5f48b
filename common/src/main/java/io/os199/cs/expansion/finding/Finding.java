package io.os199.cs.expansion.finding;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.ValuePosition;
import io.os199.cs.expansion.chance.OpportunityType;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Something that a client could buy, and what blocks it today.
 *
 * @param valueAmount added ARR; absent where a price is missing
 * @param expectedValue value times probability, unrounded
 * @param blockedBy names of guards, empty where the client can be asked
 */
public record Finding(
        String clientId,
        String clientName,
        String findingKey,
        OpportunityType type,
        @Nullable String productId,
        @Nullable String productName,
        @Nullable String productFamily,
        List<FoundRule> rules,
        @Nullable Integer units,
        @Nullable BigDecimal unitPriceAmount,
        @Nullable BigDecimal valueAmount,
        @Nullable ValueBasis valueBasis,
        @Nullable Tier recommendedTier,
        Instant foundAt,
        BigDecimal currentArrAmount,
        @Nullable BigDecimal healthScore,
        @Nullable Severity riskLevel,
        BigDecimal winProbability,
        @Nullable BigDecimal expectedValue,
        List<String> blockedBy) {
    public Finding {
        rules = List.copyOf(rules);
        blockedBy = List.copyOf(blockedBy);
    }

    /** Returns the position of the finding in the list. */
    public ValuePosition position() {
        return new ValuePosition(expectedValue, valueAmount, clientId, findingKey);
    }

    public boolean has(String ruleId) {
        return rules.stream().anyMatch(rule -> rule.ruleId().equals(ruleId));
    }
}
