package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.retention.facts.ClientReading;
import io.os199.cs.retention.facts.ClientSignals;
import io.os199.cs.retention.risk.RiskScore.FactorScore;
import io.os199.cs.retention.risk.RiskScore.SignalScore;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The table of the risk score: each factor's weight and its signals, each of which is linear from 0 at its good value
 * to 100 at its bad one. A factor's score is that of its worst signal.
 */
public final class RiskFactors {
    /** The version of this table, shown with every score. */
    public static final String VERSION = "risk-factors-1";

    private static final int FEWEST_RATINGS = 3;
    private static final Set<String> NOT_YET_AGREED = Set.of("upcoming", "contacted");

    private static final List<Factor> TABLE =
            List.of(
                    new Factor(
                            RiskFactor.USAGE_DECLINE,
                            0.25,
                            List.of(
                                    new Signal("usage_change", 0, -0.60, RiskFactors::usageChange),
                                    new Signal("days_since_use", 7, 45, RiskFactors::daysSinceUse),
                                    new Signal(
                                            "seat_utilization",
                                            0.70,
                                            0.10,
                                            RiskFactors::seatUtilization))),
                    new Factor(
                            RiskFactor.ENGAGEMENT_LOW,
                            0.20,
                            List.of(
                                    new Signal(
                                            "days_since_two_way_touch",
                                            14,
                                            90,
                                            RiskFactors::daysSinceTwoWayTouch),
                                    new Signal("engagement_score", 80, 20, RiskFactors::engagement),
                                    new Signal("champion_left", 0, 1, RiskFactors::championLeft))),
                    new Factor(
                            RiskFactor.SUPPORT_VOLUME,
                            0.15,
                            List.of(
                                    new Signal("urgent_tickets", 0, 5, RiskFactors::urgentTickets),
                                    new Signal("aged_tickets", 0, 5, RiskFactors::agedTickets),
                                    new Signal(
                                            "escalation_load", 0, 4, RiskFactors::escalationLoad))),
                    new Factor(
                            RiskFactor.PAYMENT_HEALTH,
                            0.15,
                            List.of(new Signal("payment_state", 0, 1, RiskFactors::paymentState))),
                    new Factor(
                            RiskFactor.SATISFACTION,
                            0.15,
                            List.of(
                                    new Signal("nps_mean", 9, 3, RiskFactors::npsMean),
                                    new Signal(
                                            "ticket_rating_mean",
                                            4.5,
                                            2.5,
                                            RiskFactors::ratingMean))),
                    new Factor(
                            RiskFactor.CONTRACT_HEALTH,
                            0.10,
                            List.of(
                                    new Signal(
                                            "days_to_renewal", 120, 15, RiskFactors::daysToRenewal),
                                    new Signal(
                                            "contraction_rate",
                                            0,
                                            0.25,
                                            RiskFactors::contractionRate))));

    private RiskFactors() {}

    private record Factor(RiskFactor factor, double weight, List<Signal> signals) {}

    /** @param measured returns null where there is nothing to measure */
    private record Signal(
            String key,
            double good,
            double bad,
            Function<ClientReading, @Nullable Measured> measured) {

        @Nullable SignalScore of(ClientReading reading) {
            Measured found = measured.apply(reading);
            if (found == null) {
                return null;
            }
            double share = (found.value() - good) / (bad - good);
            double score = found.counts() ? 100 * Math.clamp(share, 0, 1) : 0;
            return new SignalScore(key, found.value(), good, bad, score);
        }
    }

    /** @param counts false where the value is no bad sign, whatever it is */
    private record Measured(double value, boolean counts) {}

    /**
     * Returns the score of a client from its reading.
     *
     * @param standing the signs that stand; a critical one of this product's own rules raises the score
     */
    public static RiskScore of(ClientReading reading, List<StandingSign> standing) {
        List<List<SignalScore>> read = new ArrayList<>();
        double covered = 0;
        double sum = 0;
        for (Factor factor : TABLE) {
            List<SignalScore> signals = new ArrayList<>();
            for (Signal signal : factor.signals()) {
                SignalScore score = signal.of(reading);
                if (score != null) {
                    signals.add(score);
                }
            }
            read.add(signals);
            if (!signals.isEmpty()) {
                covered += factor.weight();
                sum += factor.weight() * worst(signals).score();
            }
        }
        List<FactorScore> factors = new ArrayList<>();
        for (int i = 0; i < TABLE.size(); i++) {
            factors.add(score(TABLE.get(i), read.get(i), covered));
        }
        if (covered == 0) {
            return new RiskScore(null, 0, false, factors);
        }
        double overall = sum / covered;
        boolean isRaised =
                overall < RiskScore.LEAST_WHEN_CRITICAL
                        && standing.stream().anyMatch(RiskFactors::isCritical);
        return new RiskScore(
                isRaised ? RiskScore.LEAST_WHEN_CRITICAL : overall, covered, isRaised, factors);
    }

    private static FactorScore score(Factor factor, List<SignalScore> signals, double covered) {
        if (signals.isEmpty()) {
            return new FactorScore(factor.factor(), factor.weight(), null, null, null, signals);
        }
        SignalScore worst = worst(signals);
        return new FactorScore(
                factor.factor(),
                factor.weight(),
                worst.score(),
                factor.weight() * worst.score() / covered,
                worst.signal(),
                signals);
    }

    /** Returns the first signal with the highest score. */
    private static SignalScore worst(List<SignalScore> signals) {
        return signals.stream()
                .sorted(Comparator.comparingDouble(SignalScore::score).reversed())
                .findFirst()
                .orElseThrow();
    }

    private static boolean isCritical(StandingSign sign) {
        return sign.severity() == Severity.CRITICAL
                && sign.indicatorKey().startsWith(RiskSign.PREFIX);
    }

    private static @Nullable Measured measured(@Nullable Number value) {
        return value == null ? null : new Measured(value.doubleValue(), true);
    }

    private static @Nullable Measured usageChange(ClientReading reading) {
        return measured(reading.signals().usageChange());
    }

    private static @Nullable Measured daysSinceUse(ClientReading reading) {
        return measured(reading.signals().daysSinceUse());
    }

    private static @Nullable Measured seatUtilization(ClientReading reading) {
        return measured(reading.signals().seatUtilization());
    }

    private static @Nullable Measured daysSinceTwoWayTouch(ClientReading reading) {
        return measured(reading.signals().daysSinceTwoWayTouch());
    }

    private static @Nullable Measured engagement(ClientReading reading) {
        return measured(reading.features().engagementScore());
    }

    private static @Nullable Measured championLeft(ClientReading reading) {
        return measured(reading.features().championLeft());
    }

    /** Returns null where the deployment has no tickets at all. */
    private static @Nullable Measured urgentTickets(ClientReading reading) {
        return reading.features().urgentTicketsLog() == null
                ? null
                : measured(reading.signals().urgentTicketCount());
    }

    private static @Nullable Measured agedTickets(ClientReading reading) {
        return reading.features().agedTicketsLog() == null
                ? null
                : measured(reading.signals().agedTicketCount());
    }

    private static @Nullable Measured escalationLoad(ClientReading reading) {
        return measured(reading.signals().escalationLoad());
    }

    private static @Nullable Measured paymentState(ClientReading reading) {
        return measured(reading.features().paymentState());
    }

    private static @Nullable Measured npsMean(ClientReading reading) {
        return measured(reading.signals().npsMean180());
    }

    private static @Nullable Measured ratingMean(ClientReading reading) {
        ClientSignals signals = reading.signals();
        return signals.ratingCount() < FEWEST_RATINGS ? null : measured(signals.ratingMean());
    }

    /** A near renewal is bad only while nothing has been agreed about it. */
    private static @Nullable Measured daysToRenewal(ClientReading reading) {
        ClientSignals signals = reading.signals();
        Integer days = signals.daysToRenewal();
        return days == null || signals.renewalStage() == null
                ? null
                : new Measured(days, NOT_YET_AGREED.contains(signals.renewalStage()));
    }

    /** Returns the ARR lost to contraction in a year as a share of the ARR a year ago. */
    private static @Nullable Measured contractionRate(ClientReading reading) {
        ClientSignals signals = reading.signals();
        BigDecimal before = signals.arrAmountYearAgo();
        return before.signum() <= 0
                ? null
                : measured(signals.contraction365Amount().doubleValue() / before.doubleValue());
    }
}
