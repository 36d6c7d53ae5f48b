package io.os199.cs.health.model;

import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.ZERO;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The health model in decimal arithmetic: from counted facts to the score. Its result equals that of the statement
 * {@code score.sql} to the last digit; it is used where the facts are not those of an actual day: counterfactuals and
 * what-ifs.
 */
public final class HealthEvaluator {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final HealthModel model;
    private final int lookbackDays;

    public HealthEvaluator(HealthModel model, int lookbackDays) {
        this.model = model;
        this.lookbackDays = lookbackDays;
    }

    public HealthAssessment assess(HealthInputs in) {
        return assess(in, in);
    }

    /**
     * Assesses {@code in} with the stickiness of {@code present}: users added to {@code present} are as active as the
     * ones already there.
     */
    HealthAssessment assess(HealthInputs in, HealthInputs present) {
        List<ComponentPart> parts = parts(in, present);
        Map<HealthComponent, BigDecimal> scores = new EnumMap<>(HealthComponent.class);
        for (HealthComponent component : HealthComponent.values()) {
            BigDecimal score = score(component, in, parts);
            if (score != null) {
                scores.put(component, score);
            }
        }
        return overall(parts, scores, model.componentWeights());
    }

    /** Computes the overall score of the given components with custom weights, for a what-if. */
    public HealthAssessment overall(
            List<ComponentPart> parts,
            Map<HealthComponent, BigDecimal> scores,
            Map<HealthComponent, BigDecimal> weights) {
        BigDecimal coverage = ZERO;
        BigDecimal sum = ZERO;
        for (Map.Entry<HealthComponent, BigDecimal> score : scores.entrySet()) {
            BigDecimal weight = weights.getOrDefault(score.getKey(), ZERO);
            coverage = coverage.add(weight);
            sum = sum.add(weight.multiply(score.getValue()));
        }
        if (coverage.signum() == 0
                || coverage.compareTo(model.thresholds().minimumCoverage()) < 0) {
            return new HealthAssessment(parts, scores, coverage, null, null, false);
        }
        BigDecimal overall = r2(sum, coverage);
        HealthBand uncapped = band(overall);
        HealthBand band = cap(uncapped, coverage);
        return new HealthAssessment(parts, scores, coverage, overall, band, band != uncapped);
    }

    /** Returns the band of a score, ignoring coverage. */
    public HealthBand band(BigDecimal overall) {
        for (HealthBand band : HealthBand.values()) {
            if (overall.compareTo(model.lowerBound(band)) >= 0) {
                return band;
            }
        }
        return HealthBand.CRITICAL;
    }

    private HealthBand cap(HealthBand band, BigDecimal coverage) {
        HealthModel.BandCap cap = model.thresholds().bandCap();
        boolean isThin = coverage.compareTo(cap.belowCoverage()) < 0;
        return isThin && band.compareTo(cap.band()) < 0 ? cap.band() : band;
    }

    /** Returns the change from {@code then} to {@code now}; empty when too little has data on both days. */
    public Optional<HealthChange> change(HealthAssessment now, HealthAssessment then) {
        List<HealthComponent> compared = new ArrayList<>();
        BigDecimal weightSum = ZERO;
        BigDecimal nowSum = ZERO;
        BigDecimal thenSum = ZERO;
        for (Map.Entry<HealthComponent, BigDecimal> entry : model.componentWeights().entrySet()) {
            BigDecimal scoreNow = now.components().get(entry.getKey());
            BigDecimal scoreThen = then.components().get(entry.getKey());
            if (scoreNow != null && scoreThen != null) {
                compared.add(entry.getKey());
                weightSum = weightSum.add(entry.getValue());
                nowSum = nowSum.add(entry.getValue().multiply(scoreNow));
                thenSum = thenSum.add(entry.getValue().multiply(scoreThen));
            }
        }
        if (weightSum.compareTo(model.thresholds().trend().minimumCoverage()) < 0) {
            return Optional.empty();
        }
        BigDecimal comparable = r2(nowSum, weightSum);
        BigDecimal reference = r2(thenSum, weightSum);
        BigDecimal points = comparable.subtract(reference);
        return Optional.of(
                new HealthChange(direction(points), points, reference, comparable, compared));
    }

    int lookbackDays() {
        return lookbackDays;
    }

    HealthModel model() {
        return model;
    }

    public HealthTrend direction(BigDecimal changePoints) {
        if (changePoints.compareTo(model.thresholds().trend().improvingAbove()) > 0) {
            return HealthTrend.IMPROVING;
        }
        return changePoints.compareTo(model.thresholds().trend().decliningBelow()) < 0
                ? HealthTrend.DECLINING
                : HealthTrend.STABLE;
    }

    private List<ComponentPart> parts(HealthInputs in, HealthInputs present) {
        return List.of(
                part(HealthComponent.USAGE, "active_users", activeUsers(in)),
                part(HealthComponent.USAGE, "momentum", momentum(in)),
                part(HealthComponent.USAGE, "breadth", breadth(in)),
                part(HealthComponent.ENGAGEMENT, "stickiness", stickiness(present)),
                part(HealthComponent.ENGAGEMENT, "recency", recency(in)),
                part(HealthComponent.ENGAGEMENT, "answered", answered(in)));
    }

    private ComponentPart part(HealthComponent component, String name, @Nullable BigDecimal value) {
        return new ComponentPart(component, name, model.partWeight(component, name), value);
    }

    private static @Nullable BigDecimal activeUsers(HealthInputs in) {
        if (!in.known()) {
            return null;
        }
        if (in.licensedUserCount() != null) {
            return r6(in.activeUserCount(), in.licensedUserCount()).min(ONE);
        }
        return in.seenUserCount() > 0 ? r6(in.activeUserCount(), in.seenUserCount()) : ZERO;
    }

    private static @Nullable BigDecimal momentum(HealthInputs in) {
        if (!in.known()) {
            return null;
        }
        if (in.eventCountBefore() > 0) {
            return r6(in.eventCount(), in.eventCountBefore()).min(ONE);
        }
        return in.eventCount() > 0 ? ONE : ZERO;
    }

    private static @Nullable BigDecimal breadth(HealthInputs in) {
        return in.known() && in.featureAvailableCount() > 0
                ? r6(in.featureUsedCount(), in.featureAvailableCount()).min(ONE)
                : null;
    }

    private @Nullable BigDecimal stickiness(HealthInputs in) {
        if (!in.known()) {
            return null;
        }
        if (in.activeUserCount() == 0) {
            return ZERO;
        }
        BigDecimal rate = r6(in.userDayCount(), (long) lookbackDays * in.activeUserCount());
        return model.weights().constants().stickiness().factor().multiply(rate).min(ONE);
    }

    private @Nullable BigDecimal recency(HealthInputs in) {
        Integer age = in.touchpointAgeDays();
        return age == null
                ? null
                : Decay.exponential(age, model.weights().constants().recency().decayDays());
    }

    private static @Nullable BigDecimal answered(HealthInputs in) {
        return in.outboundCount() == 0 ? null : r6(in.answeredCount(), in.outboundCount());
    }

    private @Nullable BigDecimal score(
            HealthComponent component, HealthInputs in, List<ComponentPart> parts) {
        return switch (component) {
            case USAGE, ENGAGEMENT -> ofParts(component, parts);
            case SUPPORT -> in.known() || in.hasSupportHistory() ? support(in) : null;
            case SATISFACTION ->
                    in.responseWeight().signum() == 0
                            ? null
                            : in.responseWeightedValue()
                                    .divide(in.responseWeight(), 2, RoundingMode.HALF_UP);
            case PAYMENT -> in.activeContractCount() == 0 ? null : payment(in);
        };
    }

    private static @Nullable BigDecimal ofParts(
            HealthComponent component, List<ComponentPart> parts) {
        BigDecimal weights = ZERO;
        BigDecimal sum = ZERO;
        for (ComponentPart part : parts) {
            if (part.component() == component && part.value() != null) {
                weights = weights.add(part.weight());
                sum = sum.add(part.weight().multiply(part.value()));
            }
        }
        return weights.signum() == 0 ? null : r2(HUNDRED.multiply(sum), weights);
    }

    private BigDecimal support(HealthInputs in) {
        HealthModel.Support off = model.weights().constants().support();
        return HUNDRED.subtract(times(off.ticket(), in.ticketCount()).min(off.ticketMax()))
                .subtract(
                        times(off.highPriority(), in.highPriorityTicketCount())
                                .min(off.highPriorityMax()))
                .subtract(times(off.slaBreach(), in.slaBreachCount()).min(off.slaBreachMax()))
                .subtract(times(off.openEscalation(), in.openEscalation()))
                .max(ZERO)
                .setScale(2, RoundingMode.HALF_UP);
    }

    private BigDecimal payment(HealthInputs in) {
        HealthModel.Payment off = model.weights().constants().payment();
        BigDecimal status = in.overdue() ? off.overdue() : in.late() ? off.late() : ZERO;
        BigDecimal renewal = in.renewalNear() ? off.renewalOpen() : ZERO;
        return HUNDRED.subtract(status).subtract(renewal).setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal times(BigDecimal points, int count) {
        return points.multiply(BigDecimal.valueOf(count));
    }

    private static BigDecimal r6(long numerator, long denominator) {
        return BigDecimal.valueOf(numerator)
                .divide(BigDecimal.valueOf(denominator), 6, RoundingMode.HALF_UP);
    }

    private static BigDecimal r2(BigDecimal numerator, BigDecimal denominator) {
        return numerator.divide(denominator, 2, RoundingMode.HALF_UP);
    }
}
