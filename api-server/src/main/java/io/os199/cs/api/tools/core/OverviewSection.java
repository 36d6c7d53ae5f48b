package io.os199.cs.api.tools.core;

import io.os199.cs.core.history.LatestPart;
import io.os199.cs.core.overview.CommunicationPart;
import io.os199.cs.core.overview.EngagementPart;
import io.os199.cs.core.overview.HealthPart;
import io.os199.cs.core.overview.OpportunitiesPart;
import io.os199.cs.core.overview.RevenuePart;
import io.os199.cs.core.overview.RisksPart;
import io.os199.cs.core.overview.SupportPart;
import io.os199.cs.core.overview.TasksPart;
import io.os199.cs.core.overview.UsagePart;
import io.os199.cs.onboarding.OnboardingPart;
import io.os199.cs.platform.database.Part;

/** The sections that can be asked for in an overview. */
enum OverviewSection {
    HEALTH(HealthPart.NEWEST),
    ONBOARDING(OnboardingPart.NEWEST),
    ENGAGEMENT(EngagementPart.READ),
    SUPPORT(SupportPart.READ),
    USAGE(UsagePart.READ),
    REVENUE(RevenuePart.READ),
    COMMUNICATION(CommunicationPart.READ),
    RISKS(RisksPart.FIRST),
    OPPORTUNITIES(OpportunitiesPart.FIRST),
    TASKS(TasksPart.FIRST),
    ACTIVITY(LatestPart.READ);

    @SuppressWarnings("ImmutableEnumChecker") // A part has nothing but texts and a class.
    private final Part<?> part;

    OverviewSection(Part<?> part) {
        this.part = part;
    }

    Part<?> part() {
        return part;
    }
}
