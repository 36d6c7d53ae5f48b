package io.os199.cs.api.tools.core;

import io.os199.cs.core.ClientDao;
import io.os199.cs.core.history.LatestPart;
import io.os199.cs.core.history.TimelineItem;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.overview.Bounded;
import io.os199.cs.core.overview.CommunicationPart;
import io.os199.cs.core.overview.CommunicationSection;
import io.os199.cs.core.overview.EngagementPart;
import io.os199.cs.core.overview.EngagementRow;
import io.os199.cs.core.overview.EngagementSection;
import io.os199.cs.core.overview.HealthPart;
import io.os199.cs.core.overview.HealthRow;
import io.os199.cs.core.overview.HealthSection;
import io.os199.cs.core.overview.OpenOpportunity;
import io.os199.cs.core.overview.OpenRisk;
import io.os199.cs.core.overview.OpportunitiesPart;
import io.os199.cs.core.overview.PrimaryContact;
import io.os199.cs.core.overview.PrimaryContactPart;
import io.os199.cs.core.overview.RevenuePart;
import io.os199.cs.core.overview.RevenueRow;
import io.os199.cs.core.overview.RevenueSection;
import io.os199.cs.core.overview.RisksPart;
import io.os199.cs.core.overview.SupportPart;
import io.os199.cs.core.overview.SupportSection;
import io.os199.cs.core.overview.TaskItem;
import io.os199.cs.core.overview.TasksPart;
import io.os199.cs.core.overview.UsagePart;
import io.os199.cs.core.overview.UsageSection;
import io.os199.cs.onboarding.OnboardingPart;
import io.os199.cs.onboarding.OnboardingSection;
import io.os199.cs.platform.database.Parts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What was read about a client for one overview. A section is absent when it was not asked for, ran into the
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
        @Nullable RevenueFacts revenue,
        @Nullable CommunicationSection communication,
        @Nullable Bounded<TaskItem> tasks,
        @Nullable Bounded<OpenRisk> risks,
        @Nullable Bounded<OpenOpportunity> opportunities,
        @Nullable Bounded<TimelineItem> activity) {

    /** A health section with the number of survey answers and ratings behind its satisfaction. */
    record HealthFacts(HealthSection section, int responseCount) {
        static HealthFacts of(HealthRow row, Instant now) {
            return new HealthFacts(HealthSection.of(row, now), row.responseCount());
        }
    }

    /** An engagement section with the number of contacts that its answered rate is based on. */
    record EngagementFacts(EngagementSection section, int awaitedCount) {
        static EngagementFacts of(EngagementRow row) {
            return new EngagementFacts(row.section(), row.awaitedCount());
        }
    }

    /** A revenue section with the decision about the renewal, where no other is next. */
    record RevenueFacts(RevenueSection section, @Nullable String lastDecision) {
        static RevenueFacts of(RevenueRow row) {
            return new RevenueFacts(row.section(), row.lastDecision());
        }
    }

    /** Creates the facts from what was read; empty when there is no such client. */
    static Optional<OverviewFacts> of(
            Parts parts, Set<OverviewSection> read, Instant now, boolean seesPersonalData) {
        return parts.find(ClientDao.PART)
                .map(
                        client ->
                                new OverviewFacts(
                                        client,
                                        parts.find(PrimaryContactPart.FIND).orElse(null),
                                        read,
                                        parts.find(HealthPart.NEWEST)
                                                .map(row -> HealthFacts.of(row, now))
                                                .orElse(null),
                                        parts.find(OnboardingPart.NEWEST)
                                                .map(OnboardingPart.Row::section)
                                                .orElse(null),
                                        parts.find(EngagementPart.READ)
                                                .map(EngagementFacts::of)
                                                .orElse(null),
                                        parts.find(UsagePart.READ).orElse(null),
                                        parts.find(SupportPart.READ).orElse(null),
                                        parts.find(RevenuePart.READ)
                                                .map(RevenueFacts::of)
                                                .orElse(null),
                                        parts.find(CommunicationPart.READ).orElse(null),
                                        parts.find(TasksPart.FIRST)
                                                .map(TasksPart.First::bounded)
                                                .orElse(null),
                                        parts.find(RisksPart.FIRST)
                                                .map(RisksPart.First::bounded)
                                                .orElse(null),
                                        parts.find(OpportunitiesPart.FIRST)
                                                .map(OpportunitiesPart.First::bounded)
                                                .orElse(null),
                                        parts.find(LatestPart.READ)
                                                .map(latest -> latest.shown(seesPersonalData))
                                                .orElse(null)));
    }

    /** Whether the client has left: it is no longer scored, onboarded or predicted. */
    boolean isChurned() {
        return client.status() == ClientStatus.CHURNED;
    }

    boolean has(OverviewSection section) {
        return read.contains(section);
    }

    Optional<HealthFacts> healthFacts() {
        return Optional.ofNullable(health);
    }
}
