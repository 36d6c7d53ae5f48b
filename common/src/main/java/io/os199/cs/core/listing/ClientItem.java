package io.os199.cs.core.listing;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthDriver;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.ValueTier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A client in a list, with the values by which a book of business is ranked.
 *
 * @param healthChangePoints compared with one lookback, a month, before the day of the score
 * @param healthDrivers the components that moved it, the largest share first
 */
public record ClientItem(
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
        @Nullable List<HealthDriver> healthDrivers,
        @Nullable Instant lastEngagementAt,
        int version,
        int openTicketCount,
        int overdueTaskCount,
        int activeUserCount30d) {}
