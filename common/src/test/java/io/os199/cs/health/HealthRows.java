package io.os199.cs.health;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** The rows of one client that its health is counted from, held in memory. */
public record HealthRows(
        String clientId,
        String tier,
        List<Contract> contracts,
        List<PaymentChange> paymentChanges,
        List<Renewal> renewals,
        List<ProductUser> productUsers,
        List<UserDay> userDays,
        List<FeatureDay> featureDays,
        List<Touchpoint> touchpoints,
        List<Ticket> tickets,
        List<Escalation> escalations,
        List<Response> responses) {

    /** The data that all clients share. */
    public record Catalogue(Set<String> productIds, List<Feature> features) {}

    record Feature(
            String key,
            @Nullable String productId,
            String minTier,
            @Nullable LocalDate releasedOn) {}

    record Contract(
            String clientId,
            String contractId,
            String status,
            LocalDate startDate,
            @Nullable LocalDate endDate,
            @Nullable LocalDate terminatedOn,
            @Nullable LocalDate renewalDate,
            boolean autoRenew,
            String paymentStatus,
            @Nullable Integer includedUsers,
            List<String> products) {}

    record PaymentChange(
            String clientId, String contractId, Instant changedAt, @Nullable String fromStatus) {}

    record Renewal(
            String clientId,
            String contractId,
            String stage,
            @Nullable LocalDate committedOn,
            @Nullable LocalDate closedOn) {}

    record ProductUser(String clientId, String userKey, LocalDate firstSeenOn) {}

    record UserDay(String clientId, LocalDate day, String userKey, int eventCount) {}

    record FeatureDay(String clientId, LocalDate day, String featureKey) {}

    record Touchpoint(
            String clientId,
            String touchpointId,
            Instant occurredAt,
            String kind,
            String direction,
            @Nullable Instant answeredAt) {}

    record Ticket(
            String clientId,
            String ticketId,
            String priority,
            Instant openedAt,
            @Nullable Instant firstResponseBreachedAt,
            @Nullable Instant resolutionBreachedAt,
            @Nullable Integer satisfaction,
            @Nullable Instant satisfactionAt,
            @Nullable Instant deletedAt) {}

    record Escalation(
            String clientId, String escalationId, Instant openedAt, @Nullable Instant resolvedAt) {}

    record Response(
            String clientId, String responseId, String kind, int score, Instant respondedAt) {}
}
