package io.os199.cs.feedback.product;

import io.os199.cs.feedback.product.PortfolioUse.FeatureUse;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Recommendations about features across the portfolio: the rules USE-P1 to USE-P3. */
final class PortfolioUseRules {
    private static final BigDecimal RARE = new BigDecimal("0.10");
    private static final BigDecimal HALF = new BigDecimal("0.50");
    private static final BigDecimal BAD = new BigDecimal("-0.30");
    private static final int FEWEST_CLIENTS = 20;
    private static final int OLD_DAYS = 180;
    private static final int MANY_BUGS = 5;

    /** The most recommendations of one rule. */
    private static final int MOST = 5;

    private PortfolioUseRules() {}

    /** Returns the recommendations for each feature, in the order of the rules and of the features. */
    static List<Recommendation> of(List<Judged> features, LocalDate day) {
        List<Recommendation> found = new ArrayList<>();
        features.stream()
                .filter(each -> isRare(each, day))
                .limit(MOST)
                .forEach(
                        each ->
                                found.add(
                                        new Recommendation(
                                                "USE-P1",
                                                "%s is used by %d of %d clients"
                                                        .formatted(
                                                                each.use().featureKey(),
                                                                each.use().usingClientCount(),
                                                                each.use().eligibleClientCount()),
                                                "Ask product: improve, explain or retire "
                                                        + each.use().featureKey(),
                                                Priority.MEDIUM,
                                                "track_feature_adoption")));
        features.stream()
                .map(Judged::use)
                .filter(PortfolioUseRules::isPromising)
                .limit(MOST)
                .forEach(
                        use ->
                                found.add(
                                        new Recommendation(
                                                "USE-P2",
                                                "clients that used %s early stayed more often by %s"
                                                        .formatted(
                                                                use.featureKey(), use.difference()),
                                                "Push %s in onboarding".formatted(use.featureKey()),
                                                Priority.HIGH,
                                                "create_onboarding_plan")));
        features.stream()
                .filter(each -> isComplainedOf(each.use()))
                .limit(MOST)
                .map(PortfolioUseRules::share)
                .forEach(found::add);
        return found;
    }

    private static Recommendation share(Judged each) {
        FeatureUse use = each.use();
        return new Recommendation(
                "USE-P3",
                use.meanSentiment() == null
                        ? "%d bug reports on %s".formatted(use.bugCount(), use.featureKey())
                        : "%d bug reports on %s, mean sentiment %s"
                                .formatted(use.bugCount(), use.featureKey(), use.meanSentiment()),
                "Tell product, with supporting_feedback_ids "
                        + String.join(", ", each.complaintIds()),
                Priority.HIGH,
                "share_product_insights");
    }

    /**
     * A feature with its release day.
     *
     * @param complaintIds the newest feedback that complains about it
     */
    record Judged(FeatureUse use, @Nullable LocalDate releasedOn, List<String> complaintIds) {}

    private static boolean isRare(Judged each, LocalDate day) {
        BigDecimal rate = each.use().reachRate().value();
        LocalDate released = each.releasedOn();
        return rate != null
                && rate.compareTo(RARE) < 0
                && each.use().eligibleClientCount() >= FEWEST_CLIENTS
                && (released == null || released.isBefore(day.minusDays(OLD_DAYS)));
    }

    private static boolean isPromising(FeatureUse use) {
        BigDecimal rate = use.reachRate().value();
        return Boolean.TRUE.equals(use.credible())
                && use.difference() != null
                && use.difference().signum() > 0
                && rate != null
                && rate.compareTo(HALF) < 0;
    }

    private static boolean isComplainedOf(FeatureUse use) {
        BigDecimal sentiment = use.meanSentiment();
        return use.bugCount() >= MANY_BUGS || (sentiment != null && sentiment.compareTo(BAD) <= 0);
    }
}
