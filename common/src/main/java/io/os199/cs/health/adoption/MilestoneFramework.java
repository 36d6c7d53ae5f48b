package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Milestones in their order.
 *
 * @param frameworkVersion absent for milestones that a caller made up
 */
public record MilestoneFramework(
        String framework, @Nullable Integer frameworkVersion, List<Milestone> definitions) {
    public static final String STANDARD = "standard";
    public static final String CUSTOM = "custom";

    /** Whether what is reached of it is kept. */
    public boolean isStored() {
        return frameworkVersion != null;
    }
}
