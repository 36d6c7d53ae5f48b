package io.os199.cs.api.tools.health;

import io.os199.cs.health.adoption.AdoptionMilestone;
import io.os199.cs.health.adoption.MilestoneImportance;
import io.os199.cs.health.adoption.MilestoneMetric;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/** A milestone that the caller defined. */
public record CustomMilestone(
        @Pattern(regexp = "[a-z0-9_]{1,60}") String milestoneKey,
        @Size(min = 1, max = 200) String name,
        MilestoneMetric metric,
        @DecimalMin("0.01") @DecimalMax("100000") BigDecimal threshold,
        @Nullable List<String> featureKeys,
        @Min(1) @Max(1095) int targetDays,
        MilestoneImportance importance) {

    AdoptionMilestone toMilestone() {
        return new AdoptionMilestone(
                milestoneKey,
                name,
                metric,
                threshold,
                featureKeys == null || featureKeys.isEmpty() ? null : featureKeys,
                null,
                null,
                targetDays,
                importance);
    }
}
