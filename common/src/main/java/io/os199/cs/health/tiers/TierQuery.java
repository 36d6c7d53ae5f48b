package io.os199.cs.health.tiers;

import io.os199.cs.health.HealthModels;
import io.os199.cs.health.model.ServiceLevel;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The parameters that the statements over the ranked portfolio bind.
 *
 * @param arrBounds lower ends of all tiers but the lowest, lowest first
 * @param tiers highest first, as are the components that follow
 */
public record TierQuery(
        String healthModel,
        LocalDate today,
        Instant cut,
        Instant npsSince,
        LocalDate yearAgo,
        boolean isRfm,
        List<String> arrBounds,
        List<String> tiers,
        List<@Nullable String> touchpointDays,
        List<@Nullable String> reviewDays,
        List<@Nullable String> accountsPerCsm) {

    static TierQuery of(ValueTierOrder order, List<ServiceLevel> levels, Instant cut) {
        LocalDate today = LocalDate.ofInstant(cut, ZoneOffset.UTC);
        return new TierQuery(
                HealthModels.STANDARD,
                today,
                cut,
                today.minusDays(179).atStartOfDay(ZoneOffset.UTC).toInstant(),
                today.minusYears(1),
                order.model() == ValueModel.RFM,
                order.arrThresholds().stream().map(BigDecimal::toPlainString).toList(),
                levels.stream().map(level -> WireName.of(level.tier())).toList(),
                numbers(levels, ServiceLevel::touchpointDays),
                numbers(levels, ServiceLevel::reviewDays),
                numbers(levels, ServiceLevel::accountsPerCsm));
    }

    private static List<@Nullable String> numbers(
            List<ServiceLevel> levels, Function<ServiceLevel, @Nullable Integer> number) {
        List<@Nullable String> texts = new ArrayList<>();
        for (ServiceLevel level : levels) {
            Integer value = number.apply(level);
            texts.add(value == null ? null : value.toString());
        }
        return texts;
    }
}
