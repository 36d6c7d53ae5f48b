package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.communication.model.AdvocateTier;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An advocate, as answers show them.
 *
 * @param contributionCount of their contributions, without bonuses and redemptions
 * @param availableForReference whether they can be called now
 * @param because why, or why not
 */
public record Advocate(
        String advocateId,
        String clientId,
        String clientName,
        @Nullable @Personal(Personal.Kind.NAME) String contactName,
        @Personal(Personal.Kind.EMAIL) String contactEmail,
        @Nullable String contactTitle,
        AdvocateTier tier,
        AdvocateStatus status,
        LocalDate enrolledOn,
        @Nullable LocalDate withdrawnOn,
        int lifetimePoints,
        int redeemedPoints,
        int availablePoints,
        @Nullable AdvocateTier nextTier,
        @Nullable Integer pointsToNextTier,
        int contributionCount,
        Map<String, Integer> contributionCountByType,
        @Nullable LocalDate lastContributionOn,
        int referenceCount90d,
        boolean availableForReference,
        List<String> because,
        int version) {
    public Advocate {
        contributionCountByType =
                Collections.unmodifiableMap(new TreeMap<>(contributionCountByType));
        because = List.copyOf(because);
    }
}
