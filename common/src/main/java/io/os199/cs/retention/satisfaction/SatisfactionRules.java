package io.os199.cs.retention.satisfaction;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.FollowUps;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Result;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Silence;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Recommendations from what customers said: the rules S-CALL, S-SAMPLE, S-SILENT and S-WORSE. */
public final class SatisfactionRules {
    private static final String TOOL = "monitor_satisfaction";
    private static final double THIN_RATE = 0.20;
    private static final int ENOUGH_SENT = 20;

    private SatisfactionRules() {}

    /** The figures of a kind as the rules see them; without a trend where none can be determined. */
    public record Measured(Result result, @Nullable Trend trend, @Nullable String change) {}

    /** Returns the recommendations that apply: high priority first, then by rule, then by kind. */
    public static List<Recommendation> of(
            List<Measured> measured, FollowUps followUps, int followUpHours, Silence silence) {
        List<Recommendation> found = new ArrayList<>();
        if (followUps.overdueCount() > 0) {
            found.add(
                    new Recommendation(
                            "S-CALL",
                            "overdue_follow_up_count %d, low scores without outreach for more than %d hours, the oldest of %s"
                                    .formatted(
                                            followUps.overdueCount(),
                                            followUpHours,
                                            followUps.oldestAt()),
                            "Call each respondent, and log it with log_activity",
                            Priority.HIGH,
                            "log_activity"));
        }
        for (Measured each : measured) {
            if (each.trend() == Trend.WORSENING) {
                found.add(
                        new Recommendation(
                                "S-WORSE",
                                "%s worsening, change %s"
                                        .formatted(
                                                WireName.of(each.result().tally().kind()),
                                                each.change()),
                                "Open the groups, and read the negative categories",
                                Priority.HIGH,
                                TOOL));
            }
        }
        for (Measured each : measured) {
            Result result = each.result();
            if (result.sentCount() >= ENOUGH_SENT
                    && (double) result.respondedCount() / result.sentCount() < THIN_RATE) {
                found.add(
                        new Recommendation(
                                "S-SAMPLE",
                                "%s: %d of %d that were sent responded, less than 0.20"
                                        .formatted(
                                                WireName.of(result.tally().kind()),
                                                result.respondedCount(),
                                                result.sentCount()),
                                "Change the channel or the time; these figures are thin",
                                Priority.MEDIUM,
                                TOOL));
            }
        }
        if (silence.silentCount() > 0) {
            found.add(
                    new Recommendation(
                            "S-SILENT",
                            "silent_client_count %d of %d in the top fifth by ARR, no response in 180 days"
                                    .formatted(silence.silentCount(), silence.topCount()),
                            "Ask the silent_clients in person",
                            Priority.MEDIUM,
                            "log_activity"));
        }
        return List.copyOf(found);
    }
}
