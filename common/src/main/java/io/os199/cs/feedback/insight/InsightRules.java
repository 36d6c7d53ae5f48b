package io.os199.cs.feedback.insight;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.insight.SharedInsight.Similar;
import io.os199.cs.feedback.model.InsightStatus;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Recommendations about an insight: the rules INS-1 to INS-4. */
public final class InsightRules {
    private static final Duration PATIENCE = Duration.ofDays(2);

    private InsightRules() {}

    /**
     * Returns the recommendations that apply, in the order of the rules; for an insight that is shipped or declined
     * only those that concern other insights.
     *
     * @param isNew whether it was shared just now, so that another may be used instead
     */
    public static List<Recommendation> of(SharedInsight shared, boolean isNew, Instant now) {
        List<Recommendation> found = new ArrayList<>();
        Severity priority = shared.stored().priority();
        int clients = shared.evidence().clients().size();
        boolean isOpen = !shared.stored().status().isEnd();
        if (isOpen && shared.value().isForLeadership(priority, clients)) {
            found.add(
                    new Recommendation(
                            "INS-1",
                            String.format(
                                    Locale.ROOT,
                                    "priority %s, %d clients, value score %.2f",
                                    WireName.of(priority),
                                    clients,
                                    shared.value().score()),
                            "Bring it to the next leadership review, and log that as a task",
                            Priority.HIGH,
                            "log_activity"));
        }
        if (isNew && !shared.similar().isEmpty()) {
            found.add(similar(shared));
        }
        if (isOpen && clients == 1 && priority != Severity.CRITICAL) {
            found.add(
                    new Recommendation(
                            "INS-3",
                            "one client, priority " + WireName.of(priority),
                            "Collect more evidence first",
                            Priority.LOW,
                            "collect_feedback"));
        }
        shared.similar().stream()
                .filter(each -> isUnanswered(each, now))
                .limit(1)
                .map(InsightRules::unanswered)
                .forEach(found::add);
        return found;
    }

    private static Recommendation similar(SharedInsight shared) {
        Similar other =
                shared.similar().stream()
                        .filter(each -> !each.status().isEnd())
                        .findFirst()
                        .orElse(shared.similar().getFirst());
        return new Recommendation(
                "INS-2",
                "%d similar insights; %s is %s and shares %d items"
                        .formatted(
                                shared.similarCount(),
                                other.insightId(),
                                WireName.of(other.status()),
                                other.sharedFeedbackCount()),
                instead(other),
                Priority.MEDIUM,
                "share_product_insights");
    }

    /** An update records a decision of product, so it cannot come before product has seen the insight. */
    private static String instead(Similar other) {
        if (other.status().isEnd()) {
            return "Read what was decided on %s before this one goes on"
                    .formatted(other.insightId());
        }
        return other.status().isAcknowledged()
                ? "Add the items to %s instead: action update, version %d, status %s, supporting_feedback_ids"
                        .formatted(other.insightId(), other.version(), WireName.of(other.status()))
                : "Ask product about %s: once it is acknowledged, action update, version %d, status acknowledged, supporting_feedback_ids adds the items; until then this one stands beside it"
                        .formatted(other.insightId(), other.version());
    }

    private static boolean isUnanswered(Similar other, Instant now) {
        Instant delivered = other.deliveredAt();
        return other.status() == InsightStatus.DELIVERED
                && delivered != null
                && !delivered.plus(PATIENCE).isAfter(now);
    }

    private static Recommendation unanswered(Similar other) {
        return new Recommendation(
                "INS-4",
                "%s was delivered at %s and is not acknowledged"
                        .formatted(other.insightId(), other.deliveredAt()),
                "Ask product about it",
                Priority.MEDIUM,
                "log_activity");
    }
}
