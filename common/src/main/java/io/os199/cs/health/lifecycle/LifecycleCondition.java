package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A condition that a rule of the stages sets for a client, and its wording. */
public enum LifecycleCondition {
    TROUBLE(
            "risk_sign",
            "band critical; or at_risk and declining; or a critical or high escalation open over 7"
                    + " days"),
    SETTLED("stage_age_days", "7 or more"),
    STARTED_30_DAYS_AGO("start_age_days", "30 or more"),
    NO_KNOWN_USER("known_users", "none"),
    WELL_FOR_10_DAYS("scores_of_14_days", "2 or more over 10 days or more, all 65.00 or more"),
    NO_ESCALATION("open_escalation_count", "0"),
    DUE_RENEWAL("renewal_in_days", "90 or less, of a renewal neither renewed nor lost"),
    NO_DUE_RENEWAL("renewal_in_days", "none within 90 days"),
    LAST_RENEWED("last_closed_renewal", "renewed"),
    ONBOARDED(
            "onboarding",
            "all plans over and one completed; or no plan, 60 days since the start and 3 users"
                    + " active in 30 days"),
    TAKEN_UP("product_use", "active users 0.50 and breadth 0.40 or more; or 180 days in the stage"),
    OVERALL_65("overall_score", "65.00 or more, at most 7 days old"),
    OVERALL_80("overall_score", "80.00 or more, at most 7 days old"),
    OPPORTUNITY("opportunity_count", "1 or more at qualified, proposed or negotiation"),
    NO_OPPORTUNITY("opportunity_count", "0 at qualified, proposed or negotiation");

    private static final BigDecimal WELL = BigDecimal.valueOf(65);
    private static final BigDecimal STRONG = BigDecimal.valueOf(80);
    private static final BigDecimal HALF = new BigDecimal("0.50");
    private static final BigDecimal BROAD = new BigDecimal("0.40");
    private static final int WEEK = 7;
    private static final int ENOUGH_USERS = 3;

    private final String wireName;
    private final String needed;

    LifecycleCondition(String wireName, String needed) {
        this.wireName = wireName;
        this.needed = needed;
    }

    public String wireName() {
        return wireName;
    }

    public String needed() {
        return needed;
    }

    public boolean isMet(LifecycleFacts facts) {
        return switch (this) {
            case TROUBLE -> isTrouble(facts);
            case SETTLED -> facts.stageAgeDays() >= WEEK;
            case STARTED_30_DAYS_AGO -> facts.startAgeDays() >= 30;
            case NO_KNOWN_USER -> !facts.isKnown();
            case WELL_FOR_10_DAYS -> isWellForLong(facts);
            case NO_ESCALATION -> facts.openEscalationCount() == 0;
            case DUE_RENEWAL -> facts.renewalInDays() != null;
            case NO_DUE_RENEWAL -> facts.renewalInDays() == null;
            case LAST_RENEWED -> "renewed".equals(facts.closedRenewal());
            case ONBOARDED -> isOnboarded(facts);
            case TAKEN_UP -> isTakenUp(facts);
            case OVERALL_65 -> facts.hasOverall(WELL);
            case OVERALL_80 -> facts.hasOverall(STRONG);
            case OPPORTUNITY -> facts.opportunityCount() > 0;
            case NO_OPPORTUNITY -> facts.opportunityCount() == 0;
        };
    }

    /** Returns the client's value; absent where it has none. */
    public @Nullable String value(LifecycleFacts facts) {
        return switch (this) {
            case TROUBLE -> trouble(facts);
            case SETTLED -> Integer.toString(facts.stageAgeDays());
            case STARTED_30_DAYS_AGO -> Integer.toString(facts.startAgeDays());
            case NO_KNOWN_USER -> facts.isKnown() ? "some" : "none";
            case WELL_FOR_10_DAYS -> recentScores(facts);
            case NO_ESCALATION -> Integer.toString(facts.openEscalationCount());
            case DUE_RENEWAL, NO_DUE_RENEWAL -> text(facts.renewalInDays());
            case LAST_RENEWED -> facts.closedRenewal();
            case ONBOARDED -> onboarding(facts);
            case TAKEN_UP ->
                    "active users %s, breadth %s, %d days in the stage"
                            .formatted(
                                    known(facts.activeUserRate()),
                                    known(facts.breadthRate()),
                                    facts.stageAgeDays());
            case OVERALL_65, OVERALL_80 -> text(facts.overall());
            case OPPORTUNITY, NO_OPPORTUNITY -> Integer.toString(facts.opportunityCount());
        };
    }

    String told(LifecycleFacts facts) {
        String has = value(facts);
        return wireName + " " + (has == null ? "none" : has);
    }

    private static boolean isTrouble(LifecycleFacts facts) {
        Integer days = facts.severeEscalationDays();
        boolean isFalling =
                facts.band() == HealthBand.AT_RISK && facts.trend() == HealthTrend.DECLINING;
        boolean isEscalated = days != null && days > WEEK;
        return facts.band() == HealthBand.CRITICAL || isFalling || isEscalated;
    }

    private static boolean isWellForLong(LifecycleFacts facts) {
        Integer days = facts.recentScoreSpanDays();
        BigDecimal lowest = facts.lowestRecentScore();
        return facts.recentScoreCount() >= 2
                && days != null
                && days >= 10
                && lowest != null
                && lowest.compareTo(WELL) >= 0;
    }

    private static boolean isOnboarded(LifecycleFacts facts) {
        return facts.planCount() > 0
                ? facts.unfinishedPlanCount() == 0 && facts.completedPlanCount() > 0
                : facts.startAgeDays() >= 60 && facts.activeUserCount() >= ENOUGH_USERS;
    }

    private static boolean isTakenUp(LifecycleFacts facts) {
        boolean isUsed =
                reaches(facts.activeUserRate(), HALF) && reaches(facts.breadthRate(), BROAD);
        return isUsed || facts.stageAgeDays() >= 180;
    }

    private static @Nullable String trouble(LifecycleFacts facts) {
        List<String> parts = new ArrayList<>();
        if (facts.band() != null) {
            parts.add("band " + WireName.of(facts.band()) + " with " + facts.overall());
        }
        if (facts.trend() != null) {
            parts.add(WireName.of(facts.trend()));
        }
        if (facts.severeEscalationDays() != null) {
            parts.add("escalation open " + facts.severeEscalationDays() + " days");
        }
        return parts.isEmpty() ? null : String.join(", ", parts);
    }

    private static @Nullable String recentScores(LifecycleFacts facts) {
        return facts.recentScoreCount() == 0
                ? null
                : "%d over %d days, the lowest %s"
                        .formatted(
                                facts.recentScoreCount(),
                                facts.recentScoreSpanDays(),
                                facts.lowestRecentScore());
    }

    private static String onboarding(LifecycleFacts facts) {
        int plans = facts.planCount();
        if (plans > 0) {
            return "%d of %d plans over, %d completed"
                    .formatted(
                            plans - facts.unfinishedPlanCount(), plans, facts.completedPlanCount());
        }
        int users = facts.activeUserCount();
        return "no plan, %d days since the start, %d%s users active"
                .formatted(facts.startAgeDays(), users, users < ENOUGH_USERS ? "" : " or more");
    }

    private static boolean reaches(@Nullable BigDecimal value, BigDecimal bar) {
        return value != null && value.compareTo(bar) >= 0;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Formats a rate as answers show it. */
    private static String known(@Nullable BigDecimal rate) {
        return rate == null ? "unknown" : Rounded.rate(rate).toPlainString();
    }
}
