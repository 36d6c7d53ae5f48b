package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A framework's milestones, in order.
 *
 * @param frameworkVersion absent for milestones that a caller defined
 */
public record MilestoneFramework(
        String framework, @Nullable Integer frameworkVersion, List<AdoptionMilestone> definitions) {
    public static final String STANDARD = "standard";
    public static final String CUSTOM = "custom";

    /** Whether its reached milestones are recorded. */
    public boolean isStored() {
        return frameworkVersion != null;
    }
}
