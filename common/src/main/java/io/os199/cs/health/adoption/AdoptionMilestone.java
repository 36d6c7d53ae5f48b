package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A goal of a framework.
 *
 * @param threshold how many are needed; for a rate, the share
 * @param featureKeys the features that count; absent for all that the metric covers
 * @param featureScope which of the features count where no keys name them; absent for all
 * @param atMostLicensedUsers whether fewer are needed where fewer users are licensed
 * @param targetDays days from the start of the client's clock
 */
public record AdoptionMilestone(
        String milestoneKey,
        String name,
        MilestoneMetric metric,
        BigDecimal threshold,
        @Nullable List<String> featureKeys,
        @Nullable FeatureScope featureScope,
        @Nullable Boolean atMostLicensedUsers,
        int targetDays,
        MilestoneImportance importance) {

    /** Returns the feature keys; empty when all features of the metric count. */
    public List<String> keys() {
        return featureKeys == null ? List.of() : featureKeys;
    }
}
