package io.os199.cs.communication.community;

import io.os199.cs.communication.community.LifeDao.Figures;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import java.util.ArrayList;
import java.util.List;

/** The rules COM-1 to COM-3. */
final class CommunityRules {
    private static final int ENOUGH_MEMBERS = 20;
    private static final int MOST_NAMED = 5;

    private CommunityRules() {}

    static List<Recommendation> of(Figures figures, List<String> invitable) {
        List<Recommendation> found = new ArrayList<>();
        if (figures.waitingCount() > 0) {
            found.add(
                    new Recommendation(
                            "COM-1",
                            "%d questions without reply for more than 48 hours: %s"
                                    .formatted(
                                            figures.waitingCount(),
                                            named(figures.waitingIds(), figures.waitingCount())),
                            "Answer or assign them",
                            Priority.HIGH,
                            Communities.TOOL));
        }
        if (figures.memberCount() >= ENOUGH_MEMBERS
                && figures.dormantCount() * 2 >= figures.memberCount()) {
            found.add(
                    new Recommendation(
                            "COM-2",
                            "%d of %d members without activity for 90 days"
                                    .formatted(figures.dormantCount(), figures.memberCount()),
                            "Send a reactivation mail",
                            Priority.MEDIUM,
                            "send_personalized_email"));
        }
        if (!invitable.isEmpty()) {
            found.add(invite(invitable));
        }
        return found;
    }

    static Recommendation invite(List<String> memberIds) {
        return new Recommendation(
                "COM-3",
                "%d members in the top 10 %% at healthy clients, not enrolled: %s"
                        .formatted(memberIds.size(), named(memberIds, memberIds.size())),
                "Invite as advocate",
                Priority.MEDIUM,
                "manage_advocacy_program");
    }

    private static String named(List<String> ids, int count) {
        List<String> shown = ids.subList(0, Math.min(MOST_NAMED, ids.size()));
        return String.join(", ", shown)
                + (count > shown.size() ? " and %d more".formatted(count - shown.size()) : "");
    }
}
