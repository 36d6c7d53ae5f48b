package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The client record: the one form in which every answer shows a client.
 *
 * @param contractValueAmount the ARR in the reporting currency
 * @param contractEndDate the last day of the term, included
 * @param renewalInDays from today to {@code renewalDate}; negative once past
 * @param version the version that an update must name; increases only with edits by callers
 */
public record ClientRecord(
        String clientId,
        String clientName,
        String companyName,
        @Nullable String externalId,
        @Nullable String industry,
        Tier tier,
        @Nullable ValueTier valueTier,
        LifecycleStage lifecycleStage,
        ClientStatus status,
        BigDecimal contractValueAmount,
        @Nullable LocalDate contractStartDate,
        @Nullable LocalDate contractEndDate,
        @Nullable LocalDate renewalDate,
        @Nullable Integer renewalInDays,
        @Nullable String csmAssigned,
        @Nullable BigDecimal healthScore,
        @Nullable HealthBand healthBand,
        @Nullable HealthTrend healthTrend,
        @Nullable Instant healthComputedAt,
        @Nullable Instant lastEngagementAt,
        List<String> tags,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public ClientRecord {
        tags = Tags.clean(tags);
    }

    /** Returns its id and name. */
    public ClientRef ref() {
        return new ClientRef(clientId, clientName);
    }
}
