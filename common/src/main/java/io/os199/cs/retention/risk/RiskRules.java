package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.retention.facts.ClientSignals;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/** The rules for when each sign of risk begins, how grave it is and when it is over, one per sign. */
public final class RiskRules {
    private static final double SECONDS_PER_DAY = 86_400;

    private static final List<Rule> RULES =
            List.of(
                    new Rule("usage_drop", "usage", Severity.HIGH, RiskRules::usageDrop),
                    new Rule("inactive", "usage", Severity.HIGH, RiskRules::inactive),
                    new Rule("seats_idle", "usage", Severity.MEDIUM, RiskRules::seatsIdle),
                    new Rule("health_low", "health", Severity.MEDIUM, RiskRules::healthLow),
                    new Rule("no_touch", "engagement", Severity.MEDIUM, RiskRules::noTouch),
                    new Rule(
                            "aged_urgent_ticket",
                            "support",
                            Severity.MEDIUM,
                            RiskRules::agedUrgentTicket),
                    new Rule("ticket_spike", "support", Severity.MEDIUM, RiskRules::ticketSpike),
                    new Rule(
                            "open_escalation",
                            "support",
                            Severity.MEDIUM,
                            RiskRules::openEscalation),
                    new Rule(
                            "nps_detractor",
                            "satisfaction",
                            Severity.MEDIUM,
                            RiskRules::npsDetractor),
                    new Rule("csat_low", "satisfaction", Severity.MEDIUM, RiskRules::csatLow),
                    new Rule(
                            "champion_left",
                            "relationship",
                            Severity.MEDIUM,
                            RiskRules::championLeft),
                    new Rule(
                            "renewal_untouched",
                            "contract",
                            Severity.MEDIUM,
                            RiskRules::renewalUntouched),
                    new Rule("contraction", "contract", Severity.MEDIUM, RiskRules::contraction),
                    new Rule(
                            "onboarding_stalled",
                            "onboarding",
                            Severity.MEDIUM,
                            RiskRules::onboardingStalled));

    private RiskRules() {}

    /** @param least the severity of an episode that goes on although it would not begin today */
    private record Rule(
            String key, String category, Severity least, Function<ClientSignals, State> state) {}

    /**
     * @param value absent where there is nothing to measure: then nothing begins and nothing ends
     */
    private record State(
            @Nullable Double value, double threshold, @Nullable Severity begins, boolean isOver) {
        static State unknown(double threshold) {
            return new State(null, threshold, null, false);
        }
    }

    /** Returns the state of every sign, in the order of the table. */
    public static List<RiskSign> of(ClientSignals signals) {
        return RULES.stream().map(rule -> sign(rule, signals)).toList();
    }

    private static RiskSign sign(Rule rule, ClientSignals signals) {
        State state = rule.state().apply(signals);
        Severity severity =
                state.isOver() ? null : state.begins() == null ? rule.least() : state.begins();
        return new RiskSign(
                signals.clientId(),
                RiskSign.PREFIX + rule.key(),
                rule.category(),
                severity,
                state.begins() != null,
                state.value(),
                state.threshold());
    }

    private static State usageDrop(ClientSignals s) {
        Double change = s.usageChange();
        if (change == null) {
            return State.unknown(-0.30);
        }
        Severity begins =
                change > -0.30 ? null : change <= -0.60 ? Severity.CRITICAL : Severity.HIGH;
        return new State(change, -0.30, begins, change > -0.20);
    }

    private static State inactive(ClientSignals s) {
        Integer days = s.daysSinceUse();
        if (days == null) {
            return State.unknown(14);
        }
        Severity begins = days < 14 ? null : days >= 30 ? Severity.CRITICAL : Severity.HIGH;
        return new State((double) days, 14, begins, days < 14);
    }

    private static State seatsIdle(ClientSignals s) {
        Double rate = s.seatUtilization();
        if (rate == null) {
            return State.unknown(0.40);
        }
        Severity begins =
                rate >= 0.40 || s.tenureDays() < 90
                        ? null
                        : rate < 0.20 ? Severity.HIGH : Severity.MEDIUM;
        return new State(rate, 0.40, begins, rate >= 0.50);
    }

    private static State healthLow(ClientSignals s) {
        if (s.healthScore() == null) {
            return State.unknown(60);
        }
        double score = s.healthScore().doubleValue();
        Severity begins =
                score >= 60
                        ? null
                        : score < 35
                                ? Severity.CRITICAL
                                : score < 50 ? Severity.HIGH : Severity.MEDIUM;
        return new State(score, 60, begins, score >= 65);
    }

    private static State noTouch(ClientSignals s) {
        boolean isServedOften = s.tier() == Tier.PROFESSIONAL || s.tier() == Tier.ENTERPRISE;
        int most = isServedOften ? 30 : 60;
        int days = s.daysSinceTwoWayTouch();
        Severity begins = days < most ? null : days >= 2 * most ? Severity.HIGH : Severity.MEDIUM;
        return new State((double) days, most, begins, begins == null);
    }

    private static State agedUrgentTicket(ClientSignals s) {
        if (s.oldestUrgentOpenedAt() == null) {
            return new State(null, 5, null, true);
        }
        double days =
                Duration.between(
                                        s.oldestUrgentOpenedAt(),
                                        s.asOf()
                                                .plusDays(1)
                                                .atStartOfDay()
                                                .toInstant(ZoneOffset.UTC))
                                .toSeconds()
                        / SECONDS_PER_DAY;
        boolean isOld = days > 5;
        return new State(days, 5, isOld ? Severity.HIGH : null, !isOld);
    }

    private static State ticketSpike(ClientSignals s) {
        boolean isSpike =
                s.ticketCount30() >= 4 && s.ticketCount30() >= 2 * (s.ticketCount90Before() / 3.0);
        return new State((double) s.ticketCount30(), 4, isSpike ? Severity.MEDIUM : null, !isSpike);
    }

    private static State openEscalation(ClientSignals s) {
        Severity worst = s.openEscalationSeverity();
        boolean isGrave = worst == Severity.CRITICAL || worst == Severity.HIGH;
        return new State(
                (double) s.openGraveEscalationCount(), 0, isGrave ? worst : null, !isGrave);
    }

    private static State npsDetractor(ClientSignals s) {
        Integer lowest = s.lowestNps90();
        if (lowest == null) {
            return new State(null, 6, null, true);
        }
        Severity begins = lowest > 6 ? null : lowest <= 3 ? Severity.HIGH : Severity.MEDIUM;
        return new State((double) lowest, 6, begins, begins == null);
    }

    private static State csatLow(ClientSignals s) {
        Double mean = s.ratingMean();
        if (mean == null) {
            return State.unknown(3.0);
        }
        boolean isLow = mean < 3.0 && s.ratingCount() >= 3;
        return new State(mean, 3.0, isLow ? Severity.MEDIUM : null, mean >= 3.5);
    }

    private static State championLeft(ClientSignals s) {
        boolean hasLeft = s.hasChampionLeft();
        return new State(hasLeft ? 1.0 : 0.0, 1, hasLeft ? Severity.HIGH : null, !hasLeft);
    }

    private static State renewalUntouched(ClientSignals s) {
        Integer days = s.daysToRenewal();
        if (days == null) {
            return new State(null, 60, null, true);
        }
        boolean isUntouched = days <= 60 && "upcoming".equals(s.renewalStage());
        Severity begins = !isUntouched ? null : days <= 30 ? Severity.CRITICAL : Severity.HIGH;
        return new State((double) days, 60, begins, !isUntouched);
    }

    private static State contraction(ClientSignals s) {
        boolean has = s.contraction180Amount().signum() > 0;
        return new State(
                s.contraction180Amount().doubleValue(), 0, has ? Severity.MEDIUM : null, !has);
    }

    private static State onboardingStalled(ClientSignals s) {
        boolean isLate = s.planDaysLate() != null && s.planDaysLate() > 14;
        boolean isBlocked = s.milestoneBlockedDays() != null && s.milestoneBlockedDays() > 7;
        return new State(
                s.planDaysLate() == null ? null : (double) s.planDaysLate(),
                14,
                isLate || isBlocked ? Severity.MEDIUM : null,
                !isLate && !isBlocked);
    }
}
