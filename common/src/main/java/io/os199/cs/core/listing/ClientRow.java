package io.os199.cs.core.listing;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthDriver;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.ValueTier;

import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** A row of a page before its counts; {@code sortValue} is text, as a cursor holds it. */
public record ClientRow(
        String clientId,
        String clientName,
        @Nullable String externalId,
        Tier tier,
        @Nullable ValueTier valueTier,
        LifecycleStage lifecycleStage,
        ClientStatus status,
        @Nullable String csmAssigned,
        BigDecimal contractValueAmount,
        @Nullable LocalDate renewalDate,
        @Nullable Integer renewalInDays,
        @Nullable BigDecimal healthScore,
        @Nullable HealthBand healthBand,
        @Nullable HealthTrend healthTrend,
        @Nullable BigDecimal healthChangePoints,
        @Json @Nullable List<HealthDriver> healthDrivers,
        @Nullable Instant lastEngagementAt,
        int version,
        @Nullable String sortValue) {
    ClientItem item(
            Map<String, Integer> openTickets,
            Map<String, Integer> overdueTasks,
            Map<String, Integer> activeUsers) {
        return new ClientItem(
                clientId,
                clientName,
                externalId,
                tier,
                valueTier,
                lifecycleStage,
                status,
                csmAssigned,
                contractValueAmount,
                renewalDate,
                renewalInDays,
                healthScore,
                healthBand,
                healthTrend,
                healthChangePoints,
                healthDrivers,
                lastEngagementAt,
                version,
                openTickets.getOrDefault(clientId, 0),
                overdueTasks.getOrDefault(clientId, 0),
                activeUsers.getOrDefault(clientId, 0));
    }
}
