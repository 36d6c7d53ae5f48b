package io.os199.cs.api.tools.core;

import io.os199.cs.core.history.TimelineItem;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.overview.Bounded;
import io.os199.cs.core.overview.CommunicationSection;
import io.os199.cs.core.overview.OpportunityItem;
import io.os199.cs.core.overview.OverviewReader.EngagementFacts;
import io.os199.cs.core.overview.OverviewReader.HealthFacts;
import io.os199.cs.core.overview.PrimaryContact;
import io.os199.cs.core.overview.RevenueSection;
import io.os199.cs.core.overview.RiskItem;
import io.os199.cs.core.overview.SupportSection;
import io.os199.cs.core.overview.TaskItem;
import io.os199.cs.core.overview.UsageSection;
import io.os199.cs.onboarding.OnboardingSection;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.Set;

/**
 * What was read of a client for one overview. A section is absent when it was not asked for, met the
 * deadline, or has nothing to show.
 *
 * @param read the sections that were asked for and read to the end
 */
record OverviewFacts(
        ClientRecord client,
        @Nullable PrimaryContact primaryContact,
        Set<OverviewSection> read,
        @Nullable HealthFacts health,
        @Nullable OnboardingSection onboarding,
        @Nullable EngagementFacts engagement,
        @Nullable UsageSection usage,
        @Nullable SupportSection support,
        @Nullable RevenueSection revenue,
        @Nullable CommunicationSection communication,
        @Nullable Bounded<TaskItem> tasks,
        @Nullable Bounded<RiskItem> risks,
        @Nullable Bounded<OpportunityItem> opportunities,
        @Nullable Bounded<TimelineItem> activity) {

    boolean has(OverviewSection section) {
        return read.contains(section);
    }

    Optional<HealthFacts> healthFacts() {
        return Optional.ofNullable(health);
    }
}
