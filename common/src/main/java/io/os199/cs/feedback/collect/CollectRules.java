package io.os199.cs.feedback.collect;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.collect.Collected.Demand;
import io.os199.cs.feedback.model.FeedbackRouting;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.feedback.model.ScoreGroup;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.feedback.text.Mood;
import io.os199.cs.feedback.theme.ThemeId;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Recommendations about feedback: the rules FB-1 to FB-5. */
public final class CollectRules {
    private static final double SURE = 0.60;

    private CollectRules() {}

    /**
     * Returns the recommendations that apply, in the order of the rules.
     *
     * @param isStored whether the feedback can be found by its id
     */
    public static List<Recommendation> of(Collected collected, boolean isStored) {
        List<Recommendation> found = new ArrayList<>();
        FeedbackRouting routing = collected.routing();
        Mood mood = collected.mood();
        String priority = "priority " + WireName.of(collected.priority());
        if (routing.escalates()) {
            found.add(
                    new Recommendation(
                            "FB-1",
                            priority + said(mood),
                            "Open an escalation (action create)",
                            Priority.HIGH,
                            "manage_escalations"));
        }
        if (routing.followUpBy() != null) {
            found.add(
                    new Recommendation(
                            "FB-2",
                            "%s, %s%s%s"
                                    .formatted(
                                            WireName.of(collected.type()),
                                            priority,
                                            scored(collected),
                                            said(mood)),
                            "Be in touch with the person by %s, and log it"
                                    .formatted(routing.followUpBy()),
                            isUrgent(collected.priority()) ? Priority.HIGH : Priority.MEDIUM,
                            "log_activity"));
        }
        if (collected.type() == FeedbackType.BUG_REPORT) {
            found.add(
                    new Recommendation(
                            "FB-3",
                            "a bug report",
                            "Open a ticket that cites "
                                    + (isStored ? collected.feedbackId() : "it"),
                            Priority.MEDIUM,
                            "handle_support_ticket"));
        }
        collected
                .demand()
                .map(demand -> demanded(demand, isStored ? null : collected.feedbackId()))
                .ifPresent(found::add);
        if (isGlad(collected)) {
            found.add(
                    new Recommendation(
                            "FB-5",
                            "glad customer" + scored(collected) + said(mood),
                            "Ask for a reference",
                            Priority.LOW,
                            "manage_advocacy_program"));
        }
        return found;
    }

    /** @param unstored the id that is counted among the requests but cannot be found */
    private static Recommendation demanded(Demand demand, @Nullable String unstored) {
        int count = unstored == null ? demand.count() : demand.count() - 1;
        List<String> ids =
                demand.feedbackIds().stream().filter(each -> !each.equals(unstored)).toList();
        return new Recommendation(
                "FB-4",
                "%d open feature requests%s share %s"
                        .formatted(
                                count,
                                unstored == null ? "" : " and this one",
                                demand.isFeature()
                                        ? "the tag of feature " + demand.key()
                                        : ThemeId.of(demand.key())),
                "Tell product, with supporting_feedback_ids %s%s"
                        .formatted(
                                String.join(", ", ids),
                                ids.size() < count
                                        ? " and %d older".formatted(count - ids.size())
                                        : ""),
                Priority.MEDIUM,
                "share_product_insights");
    }

    private static boolean isGlad(Collected collected) {
        Mood mood = collected.mood();
        Integer score = collected.score();
        if (mood == null) {
            return false;
        }
        Double confidence = mood.confidence();
        return (score != null && ScoreGroup.of(collected.type(), score) == ScoreGroup.PROMOTER)
                || (mood.label() == Label.POSITIVE && confidence != null && confidence >= SURE);
    }

    private static boolean isUrgent(Severity priority) {
        return priority == Severity.CRITICAL || priority == Severity.HIGH;
    }

    private static String scored(Collected collected) {
        return collected.score() == null ? "" : ", score " + collected.score();
    }

    private static String said(@Nullable Mood mood) {
        if (mood == null || mood.label() == null || mood.score() == null) {
            return "";
        }
        return String.format(
                Locale.ROOT, ", %s sentiment %.4f", WireName.of(mood.label()), mood.score());
    }
}
