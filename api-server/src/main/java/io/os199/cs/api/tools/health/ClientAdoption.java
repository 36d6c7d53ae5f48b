package io.os199.cs.api.tools.health;

import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * What one client has taken up, over all features looked at.
 *
 * @param meanAdoptionRate over those that it can have
 */
public record ClientAdoption(
        String clientId,
        String clientName,
        int activeUserCount,
        int availableCount,
        int adoptedFeatureCount,
        @Nullable BigDecimal meanAdoptionRate,
        Funnel funnel,
        @Nullable List<Recommendation> recommendations) {

    /** Users of each feature, summed over the features. */
    public record Funnel(
            int availableUserCount,
            int triedUserCount,
            int adoptedUserCount,
            int regularUserCount) {}
}
