package io.os199.cs.api.tools.health;

import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The features that one client has adopted, over all features considered.
 *
 * @param meanAdoptionRate over those available to it
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

    /** The number of users of each feature, summed over the features. */
    public record Funnel(
            int availableUserCount,
            int triedUserCount,
            int adoptedUserCount,
            int regularUserCount) {}
}
