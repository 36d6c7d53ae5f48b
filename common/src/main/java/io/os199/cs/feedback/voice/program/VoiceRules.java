package io.os199.cs.feedback.voice.program;

import io.os199.cs.feedback.voice.Rate;
import io.os199.cs.feedback.voice.loop.LoopReader.Late;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The recommendations about the program: the rules VOC-1 to VOC-5. */
final class VoiceRules {
    static final int MOST_IDS = 10;

    private static final String TOOL = "manage_voice_of_customer";
    private static final BigDecimal HALF = new BigDecimal("0.50");
    private static final BigDecimal FEW_ANSWERS = new BigDecimal("0.20");
    private static final int ENOUGH_SENDS = 20;

    private VoiceRules() {}

    /**
     * Returns the recommendations, the most pressing rule first.
     *
     * @param coverage absent where a single client is considered, which either speaks or does not
     * @param silent the live clients with the highest ARR that said nothing
     */
    static List<Recommendation> of(
            Late late,
            @Nullable Rate coverage,
            List<String> silent,
            Rate response,
            Rate decisionAfter60Days) {
        List<Recommendation> found = new ArrayList<>();
        if (late.urgentCount() > 0) {
            found.add(
                    new Recommendation(
                            "VOC-1",
                            "%d loops of priority critical or high are overdue"
                                    .formatted(late.urgentCount()),
                            "Answer and close them: close_feedback_loop, feedback_ids "
                                    + String.join(", ", late.ids()),
                            Priority.HIGH,
                            TOOL));
        }
        if (late.shippedOpenCount() > 0) {
            found.add(
                    new Recommendation(
                            "VOC-4",
                            "%d shipped items have an open loop".formatted(late.shippedOpenCount()),
                            "Tell the customers: close_feedback_loop with outcome shipped and"
                                    + " notify",
                            Priority.HIGH,
                            TOOL));
        }
        if (coverage != null && coverage.isBelow(HALF) && !silent.isEmpty()) {
            found.add(
                    new Recommendation(
                            "VOC-2",
                            "%d of %d live clients said anything, %s"
                                    .formatted(coverage.count(), coverage.n(), plain(coverage)),
                            "Ask the silent clients with the highest ARR: "
                                    + String.join(", ", silent),
                            Priority.MEDIUM,
                            "monitor_satisfaction"));
        }
        if (response.n() >= ENOUGH_SENDS && response.isBelow(FEW_ANSWERS)) {
            found.add(
                    new Recommendation(
                            "VOC-3",
                            "%d of %d surveys sent were answered, %s"
                                    .formatted(response.count(), response.n(), plain(response)),
                            "Ask at another time, or in another way",
                            Priority.MEDIUM,
                            "monitor_satisfaction"));
        }
        if (decisionAfter60Days.n() >= Sample.ENOUGH && decisionAfter60Days.isBelow(HALF)) {
            found.add(
                    new Recommendation(
                            "VOC-5",
                            "%d of %d items are decided after 60 days, %s"
                                    .formatted(
                                            decisionAfter60Days.count(),
                                            decisionAfter60Days.n(),
                                            plain(decisionAfter60Days)),
                            "Triage them with product",
                            Priority.MEDIUM,
                            "share_product_insights"));
        }
        return found;
    }

    private static String plain(Rate rate) {
        return Objects.requireNonNull(rate.rate()).toPlainString();
    }
}
