package io.os199.cs.feedback.product;

import io.os199.cs.feedback.product.ProductUse.Compared;
import io.os199.cs.feedback.product.ProductUse.Core;
import io.os199.cs.feedback.product.ProductUse.Severity;
import io.os199.cs.feedback.product.ProductUse.Signal;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.usage.model.UsagePeriod;
import io.os199.cs.usage.model.UserCohort;
import io.os199.cs.usage.model.UserMix;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a client's use says about growth and risk, and what to do about it: the rules USE-R1 to R5, E1 to E3 and T1. */
final class ProductUseRules {
    private static final int MOST_NAMED = 3;
    private static final long TELLING = 50;
    private static final int FEWEST_USERS = 5;
    private static final int FEWEST_FEATURES = 10;
    private static final int FEWEST_ACTIVE = 3;
    private static final BigDecimal FALL = new BigDecimal("-0.20");
    private static final BigDecimal NARROW = new BigDecimal("0.30");
    private static final BigDecimal ONE_TRICK = new BigDecimal("0.90");
    private static final BigDecimal FULL = new BigDecimal("0.90");
    private static final String SELL = "identify_upsell_opportunities";

    private final Core core;
    private final UsagePeriod period;
    private final List<FeatureRow> features;
    private final List<Signal> risks = new ArrayList<>();
    private final List<Signal> expansion = new ArrayList<>();
    private final List<Recommendation> advice = new ArrayList<>();

    ProductUseRules(
            Core core,
            int activeUserCount,
            Compared events,
            UserMix mix,
            List<FeatureRow> features,
            UsagePeriod period) {
        this.core = core;
        this.period = period;
        this.features = features;
        fall(events);
        stopped();
        inactive(mix);
        narrow();
        oneTrick();
        seats();
        aboveTier();
        breadth();
        untried(activeUserCount);
    }

    List<Signal> risks() {
        return risks;
    }

    List<Signal> expansion() {
        return expansion;
    }

    List<Recommendation> advice() {
        return advice;
    }

    private void fall(Compared events) {
        if (events.changeRate() != null
                && events.previous() >= TELLING
                && events.changeRate().compareTo(FALL) <= 0) {
            risk(
                    "USE-R1",
                    "%d events after %d".formatted(events.current(), events.previous()),
                    Severity.HIGH,
                    "Ask why they use it less",
                    "calculate_health_score");
        }
    }

    private void stopped() {
        String names = named(row -> row.isCore() && row.status(period) == FeatureStatus.STOPPED);
        if (!names.isEmpty()) {
            risk(
                    "USE-R2",
                    "core features no longer used: " + names,
                    Severity.HIGH,
                    "Ask what replaced " + names,
                    "log_activity");
        }
    }

    private void inactive(UserMix mix) {
        int known = mix.knownUserCount();
        int inactive = mix.count(UserCohort.INACTIVE);
        if (known >= FEWEST_USERS && 5 * inactive > known) {
            risk(
                    "USE-R3",
                    "%d of %d known users were inactive".formatted(inactive, known),
                    Severity.MEDIUM,
                    "Win back those who do not come",
                    "track_usage_engagement");
        }
    }

    private void narrow() {
        BigDecimal rate = core.featureUtilizationRate();
        if (rate != null && rate.compareTo(NARROW) < 0) {
            String names = named(row -> row.isCore() && row.isAvailable() && !row.isUsed());
            risk(
                    "USE-R4",
                    "%d of %d available features used"
                            .formatted(core.featuresUsedCount(), core.featuresAvailableCount()),
                    Severity.MEDIUM,
                    names.isEmpty() ? "Show what else there is" : "Show " + names,
                    "track_feature_adoption");
        }
    }

    private void oneTrick() {
        BigDecimal share = core.top3ShareRate();
        if (share != null
                && share.compareTo(ONE_TRICK) > 0
                && core.featuresAvailableCount() >= FEWEST_FEATURES) {
            risk(
                    "USE-R5",
                    "three features make %s of all events".formatted(share.toPlainString()),
                    Severity.LOW,
                    "Widen the use before the renewal",
                    "track_feature_adoption");
        }
    }

    private void seats() {
        BigDecimal rate = core.seatUtilizationRate();
        if (rate != null && rate.compareTo(FULL) >= 0) {
            growth(
                    "USE-E1",
                    "%d active users on %d seats"
                            .formatted(core.activeUserCount(), core.licensedUserCount()),
                    Severity.HIGH,
                    "See the rules of SEATS");
        }
    }

    private void aboveTier() {
        String names = named(row -> row.isUsed() && row.isAboveTier());
        if (!names.isEmpty()) {
            growth(
                    "USE-E2",
                    "used above the tier: " + names,
                    Severity.HIGH,
                    "See the rule TIER_GATED");
        }
    }

    private void breadth() {
        List<FeatureRow> own =
                features.stream()
                        .filter(row -> row.isOfOwnTier() && row.isAvailable() && !row.isCore())
                        .toList();
        long used = own.stream().filter(FeatureRow::isUsed).count();
        if (!own.isEmpty() && 5 * used >= 4L * own.size()) {
            growth(
                    "USE-E3",
                    "%d of %d further features of the tier used".formatted(used, own.size()),
                    Severity.MEDIUM,
                    "See the rule TIER_BREADTH");
        }
    }

    private void untried(int activeUserCount) {
        String names = named(row -> row.isCore() && row.status(period) == FeatureStatus.NEVER_USED);
        if (!names.isEmpty() && activeUserCount >= FEWEST_ACTIVE) {
            advice.add(
                    new Recommendation(
                            "USE-T1",
                            "core features never used: " + names,
                            "Show them in the next call, or train the users",
                            Priority.MEDIUM,
                            "deliver_training_session"));
        }
    }

    /** Returns the keys of the first three matching features. */
    private String named(Predicate<FeatureRow> which) {
        return features.stream()
                .filter(which)
                .limit(MOST_NAMED)
                .map(FeatureRow::featureKey)
                .collect(Collectors.joining(", "));
    }

    private void risk(
            String ruleId, String because, Severity severity, String action, String tool) {
        risks.add(new Signal(ruleId, because, severity));
        advise(ruleId, because, severity, action, tool);
    }

    private void growth(String ruleId, String because, Severity severity, String action) {
        expansion.add(new Signal(ruleId, because, severity));
        advise(ruleId, because, severity, action, SELL);
    }

    private void advise(
            String ruleId, String because, Severity severity, String action, String tool) {
        advice.add(
                new Recommendation(
                        ruleId, because, action, Priority.valueOf(severity.name()), tool));
    }
}
