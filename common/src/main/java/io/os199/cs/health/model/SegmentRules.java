package io.os199.cs.health.model;

import io.os199.cs.health.model.HealthAdvice.Priority;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The declared table of recommendations about segments. */
public final class SegmentRules {
    private static final BigDecimal UNWELL = BigDecimal.valueOf(65);
    private static final int ENOUGH_SCORED = 5;
    private static final int SPLIT_FACTOR = 4;

    private final int allClients;
    private final int minSize;
    private final List<HealthAdvice> advice = new ArrayList<>();

    private SegmentRules(int allClients, int minSize) {
        this.allClients = allClients;
        this.minSize = minSize;
    }

    /**
     * Returns the advice by priority, then in the order of the segments; a segment below the minimum size gets
     * figures only.
     *
     * @param allClients the number of clients in all segments together, including segments not in {@code segments}
     */
    public static List<HealthAdvice> apply(
            List<SegmentFigures> segments, int allClients, int minSize) {
        SegmentRules rules = new SegmentRules(allClients, minSize);
        segments.stream()
                .filter(segment -> segment.clientCount() >= minSize)
                .forEach(rules::advise);
        rules.advice.sort(Comparator.comparing(HealthAdvice::priority));
        return List.copyOf(rules.advice);
    }

    private void advise(SegmentFigures of) {
        rescue(of);
        if (reaches(of.renewal90dArrAmount(), "0.25", of.totalArrAmount())) {
            add(
                    "SG_RENEWALS",
                    "%s: %s of %s ARR renews within 90 days"
                            .formatted(
                                    of.key(),
                                    plain(of.renewal90dArrAmount()),
                                    plain(of.totalArrAmount())),
                    "Plan the renewals",
                    Priority.HIGH,
                    "track_renewals");
        }
        BigDecimal mean = of.meanArrAmount();
        if (mean != null
                && mean.compareTo(SegmentStrategy.OWNED_FROM) >= 0
                && reaches(count(of.withoutCsmCount()), "0.10", count(of.clientCount()))) {
            add(
                    "SG_UNOWNED",
                    "%s: %d of %d clients have no CSM, mean ARR %s"
                            .formatted(
                                    of.key(), of.withoutCsmCount(), of.clientCount(), plain(mean)),
                    "Assign owners",
                    Priority.MEDIUM,
                    "update_client_info");
        }
        int unscored = of.clientCount() - of.scoredCount();
        if (unscored * 5 > of.clientCount()) {
            add(
                    "SG_UNSCORED",
                    "%s: %d of %d clients have no health score"
                            .formatted(of.key(), unscored, of.clientCount()),
                    "Recalculate health, and close the data gaps that it names",
                    Priority.MEDIUM,
                    "calculate_health_score");
        }
        if (of.clientCount() * 5L > allClients * 2L && of.clientCount() >= SPLIT_FACTOR * minSize) {
            add(
                    "SG_SPLIT",
                    "%s holds %d of %d clients".formatted(of.key(), of.clientCount(), allClients),
                    "Split it by a second criterion",
                    Priority.LOW,
                    "segment_customers");
        }
    }

    private void rescue(SegmentFigures of) {
        BigDecimal mean = of.meanHealthScore();
        if (mean != null && of.scoredCount() >= ENOUGH_SCORED && mean.compareTo(UNWELL) < 0) {
            add(
                    "SG_RESCUE",
                    "%s: mean health %s over %d scored clients"
                            .formatted(of.key(), plain(mean), of.scoredCount()),
                    "Make a retention plan",
                    Priority.HIGH,
                    "execute_retention_campaign");
        }
    }

    private static boolean reaches(BigDecimal part, String share, BigDecimal whole) {
        return whole.signum() > 0 && part.compareTo(whole.multiply(new BigDecimal(share))) >= 0;
    }

    private static BigDecimal count(int clients) {
        return BigDecimal.valueOf(clients);
    }

    private static String plain(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    private void add(String ruleId, String because, String action, Priority priority, String tool) {
        advice.add(new HealthAdvice(ruleId, because, action, priority, tool, null));
    }
}
