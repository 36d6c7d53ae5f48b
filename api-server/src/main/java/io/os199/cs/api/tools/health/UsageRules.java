package io.os199.cs.api.tools.health;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.usage.model.UsageFacts.Totals;
import io.os199.cs.usage.model.UserCohort;
import io.os199.cs.usage.model.UserMix;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The declared table of recommendations on usage; a rule applies only where the part of the answer it looks at was
 * asked for.
 */
final class UsageRules {
    private static final BigDecimal DECLINE = BigDecimal.valueOf(-20);
    private static final BigDecimal NARROW = new BigDecimal("0.30");
    private static final BigDecimal SHALLOW_MINUTES = BigDecimal.valueOf(5);
    private static final int ENOUGH_EVENTS = 50;
    private static final int ENOUGH_USER_DAYS = 7;
    private static final int ENOUGH_SEATS = 5;
    private static final int ENOUGH_INACTIVE = 3;
    private static final int ENOUGH_SESSIONS = 20;
    private static final String REACH_OUT = "send_personalized_email";

    private final Totals totals;
    private final List<Recommendation> found = new ArrayList<>();

    private UsageRules(Totals totals) {
        this.totals = totals;
    }

    /** Applies the rules in the order of the table, the three that are also alerts first. */
    static List<Recommendation> apply(
            Totals totals,
            UsageEngagement.Engagement engagement,
            @Nullable BigDecimal eventChangePercent,
            @Nullable UserMix mix,
            @Nullable BigDecimal breadthRate) {
        UsageRules rules = new UsageRules(totals);
        rules.decline(eventChangePercent);
        rules.silence();
        if (mix != null) {
            rules.slipping(mix);
        }
        rules.seats(engagement);
        if (mix != null) {
            rules.inactive(mix);
        }
        rules.depth(engagement, breadthRate);
        return List.copyOf(rules.found);
    }

    private void decline(@Nullable BigDecimal change) {
        if (change != null
                && change.compareTo(DECLINE) <= 0
                && totals.beforeEventCount() >= ENOUGH_EVENTS) {
            add(
                    "UE_DECLINE",
                    "%d events after %d, %s percent"
                            .formatted(
                                    totals.completeEventCount(), totals.beforeEventCount(), change),
                    "Find out why use fell; check the health score",
                    Priority.HIGH,
                    "calculate_health_score");
        }
    }

    private void silence() {
        if (totals.recentUserDayCount() == 0 && totals.beforeUserDayCount() >= ENOUGH_USER_DAYS) {
            add(
                    "UE_SILENT",
                    "no user-day in the last 7 days after %d before the period"
                            .formatted(totals.beforeUserDayCount()),
                    "Call now, then log it",
                    Priority.HIGH,
                    "log_activity");
        }
    }

    private void slipping(UserMix mix) {
        int slipping = mix.count(UserCohort.AT_RISK);
        if (100L * slipping > 15L * mix.activeBeforeCount()) {
            add(
                    "UE_AT_RISK_USERS",
                    "%d of %d users active before are at risk"
                            .formatted(slipping, mix.activeBeforeCount()),
                    "Reach out to the at_risk_users",
                    Priority.HIGH,
                    REACH_OUT);
        }
    }

    private void seats(UsageEngagement.Engagement engagement) {
        Integer licensed = engagement.licensedUserCount();
        if (licensed == null) {
            return;
        }
        if (2 * engagement.activeUserCount() < licensed && licensed >= ENOUGH_SEATS) {
            add(
                    "UE_SEATS_IDLE",
                    "%d of %d seats active".formatted(engagement.activeUserCount(), licensed),
                    "Run an activation campaign for the idle seats",
                    Priority.MEDIUM,
                    REACH_OUT);
        }
        if (engagement.activeUserCount() > licensed) {
            add(
                    "UE_SEATS_OVER",
                    "%d active users on %d seats".formatted(engagement.activeUserCount(), licensed),
                    "Talk about seats",
                    Priority.MEDIUM,
                    "identify_upsell_opportunities");
        }
    }

    private void inactive(UserMix mix) {
        int inactive = mix.count(UserCohort.INACTIVE);
        if (inactive >= ENOUGH_INACTIVE && 4L * inactive >= mix.knownUserCount()) {
            add(
                    "UE_INACTIVE",
                    "%d of %d known users inactive".formatted(inactive, mix.knownUserCount()),
                    "Reactivate them or free the seats",
                    Priority.MEDIUM,
                    REACH_OUT);
        }
    }

    private void depth(UsageEngagement.Engagement engagement, @Nullable BigDecimal breadthRate) {
        if (breadthRate != null && breadthRate.compareTo(NARROW) < 0) {
            add(
                    "UE_BREADTH",
                    "breadth_rate " + breadthRate,
                    "Show the unused core features",
                    Priority.MEDIUM,
                    "track_feature_adoption");
        }
        BigDecimal minutes = engagement.meanSessionMinutes();
        if (minutes != null
                && minutes.compareTo(SHALLOW_MINUTES) < 0
                && engagement.sessionCount() >= ENOUGH_SESSIONS) {
            add(
                    "UE_SHALLOW",
                    "mean_session_minutes %s over %d sessions"
                            .formatted(minutes, engagement.sessionCount()),
                    "Offer training",
                    Priority.LOW,
                    "deliver_training_session");
        }
    }

    private void add(String ruleId, String because, String action, Priority priority, String tool) {
        found.add(new Recommendation(ruleId, because, action, priority, tool));
    }
}
