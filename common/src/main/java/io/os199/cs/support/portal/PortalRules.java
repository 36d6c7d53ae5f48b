package io.os199.cs.support.portal;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Recommendations for a portal and warnings about how it looks: the rules PRT-1 to PRT-3. */
final class PortalRules {
    private static final int VISITS = 50;
    private static final int VISITS_PER_TICKET = 3;
    private static final int HOW_TO = 10;
    private static final String TOOL = "manage_customer_portal";

    private PortalRules() {}

    /** @param use the usage of the last 30 days */
    static List<Recommendation> of(Portal portal, PortalUse use) {
        List<Recommendation> advice = new ArrayList<>();
        if (portal.isActive() && use.visitCount() == 0) {
            advice.add(
                    new Recommendation(
                            "PRT-1",
                            "no visit in 30 days",
                            "Invite the client's users to the portal",
                            Priority.MEDIUM,
                            "send_personalized_email"));
        }
        long tickets = use.ticketsOpenedCount();
        if (use.visitCount() >= VISITS && use.visitCount() < VISITS_PER_TICKET * tickets) {
            advice.add(
                    new Recommendation(
                            "PRT-2",
                            "%d visits for %d tickets".formatted(use.visitCount(), tickets),
                            "The content does not answer: see content_gaps of its analytics",
                            Priority.MEDIUM,
                            "manage_knowledge_base"));
        }
        if (!portal.has(PortalFeature.KB) && use.howToCount() >= HOW_TO) {
            advice.add(
                    new Recommendation(
                            "PRT-3",
                            "kb is off, %d how_to_question tickets in 90 days"
                                    .formatted(use.howToCount()),
                            "Enable kb",
                            Priority.HIGH,
                            TOOL));
        }
        return advice;
    }

    static List<String> warnings(Portal portal) {
        double contrast = Contrast.withWhite(portal.primaryColor());
        return contrast >= Contrast.LEAST
                ? List.of()
                : List.of(
                        String.format(
                                Locale.ROOT,
                                "primary_color %s has a contrast of %.2f with white; text needs"
                                        + " 4.5",
                                portal.primaryColor(),
                                contrast));
    }
}
