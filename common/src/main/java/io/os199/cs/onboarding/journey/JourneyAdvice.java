package io.os199.cs.onboarding.journey;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.onboarding.journey.Journey.Stay;
import io.os199.cs.onboarding.model.PlanRisks;
import io.os199.cs.onboarding.model.PlanStanding;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Recommends what should be done next on a client's journey: the rules JRN-1 to JRN-8. */
final class JourneyAdvice {
    private static final int SILENT_USE_DAYS = 7;
    private static final int SILENT_DAYS = 30;
    private static final int RENEWAL_DAYS = 120;
    private static final int MANY_TICKETS = 5;
    private static final double MORE_TICKETS = 1.5;
    private static final BigDecimal HEALTHY = BigDecimal.valueOf(70);

    private final JourneyFacts facts;
    private final LocalDate asOf;
    private final List<Recommendation> found = new ArrayList<>();

    private JourneyAdvice(JourneyFacts facts, LocalDate asOf) {
        this.facts = facts;
        this.asOf = asOf;
    }

    /**
     * Returns everything that is due, in the order of the rules; nothing for a client that has left.
     *
     * @param current the stay that is still open
     * @param plan the client's onboarding plan
     */
    static List<Recommendation> on(
            JourneyFacts facts, Stay current, @Nullable TrackedPlan plan, LocalDate asOf) {
        if (current.stage() == LifecycleStage.CHURNED) {
            return List.of();
        }
        JourneyAdvice advice = new JourneyAdvice(facts, asOf);
        advice.use();
        advice.training(plan);
        advice.health();
        advice.tickets();
        advice.features(current);
        advice.renewal();
        advice.contact();
        advice.stay(current);
        return advice.found;
    }

    private void use() {
        LocalDate last = facts.now().lastUsageOn();
        if (last != null && days(last) >= SILENT_USE_DAYS) {
            add(
                    "JRN-1",
                    "last use %d days ago".formatted(days(last)),
                    "Call to find the obstacle",
                    Priority.MEDIUM,
                    "log_activity");
        }
    }

    private void training(@Nullable TrackedPlan plan) {
        if (plan == null || plan.status() != PlanStatus.ACTIVE) {
            return;
        }
        plan.standing(asOf).risks().stream()
                .filter(risk -> risk.ruleId().equals(PlanRisks.UNTRAINED))
                .map(PlanStanding.Risk::because)
                .forEach(
                        because ->
                                add(
                                        "JRN-2",
                                        because,
                                        "Hold a make-up session",
                                        Priority.HIGH,
                                        "deliver_training_session"));
    }

    private void health() {
        BigDecimal score = facts.now().healthScore();
        if (score == null) {
            return;
        }
        boolean isLow = score.compareTo(HEALTHY) < 0;
        HealthBand before = facts.now().bandBefore();
        HealthBand band = facts.now().band();
        boolean isWorse = before != null && band != null && band.compareTo(before) > 0;
        if (isLow || isWorse) {
            add(
                    "JRN-3",
                    isWorse && band != null && before != null
                            ? "health score %s, band %s after %s 30 days ago"
                                    .formatted(
                                            score.toPlainString(),
                                            WireName.of(band),
                                            WireName.of(before))
                            : "health score " + score.toPlainString(),
                    "Make an intervention plan",
                    Priority.HIGH,
                    "execute_retention_campaign");
        }
    }

    private void tickets() {
        JourneyFacts.Now now = facts.now();
        if (now.ticketCount() >= MANY_TICKETS
                && now.ticketCount() > MORE_TICKETS * now.ticketCountBefore()) {
            add(
                    "JRN-4",
                    "%d tickets in 30 days, %d in the 30 before"
                            .formatted(now.ticketCount(), now.ticketCountBefore()),
                    "Hold a session on what recurs: " + now.ticketCategory(),
                    Priority.MEDIUM,
                    "log_activity");
        }
    }

    private void features(Stay current) {
        String next = facts.now().nextFeature();
        if (current.stage() == LifecycleStage.ADOPTION
                && facts.now().newFeatureCount() == 0
                && next != null) {
            add(
                    "JRN-5",
                    "no feature used for the first time in 30 days",
                    "Show the next core feature: " + next,
                    Priority.LOW,
                    "track_feature_adoption");
        }
    }

    /** A renewal whose day has passed stays due until it is decided. */
    private void renewal() {
        LocalDate on = facts.renewalDate();
        if (on == null || ChronoUnit.DAYS.between(asOf, on) > RENEWAL_DAYS) {
            return;
        }
        String stage = Objects.requireNonNullElse(facts.now().renewalStage(), "missing");
        if (stage.equals("missing") || stage.equals("upcoming")) {
            add(
                    "JRN-6",
                    on.isBefore(asOf)
                            ? "renewal overdue since %s is %s".formatted(on, stage)
                            : "renewal in %d days is %s"
                                    .formatted(ChronoUnit.DAYS.between(asOf, on), stage),
                    "Open the renewal",
                    Priority.HIGH,
                    "track_renewals");
        }
    }

    private void contact() {
        LocalDate last = facts.now().lastTouchpointOn();
        if (last == null || days(last) >= SILENT_DAYS) {
            add(
                    "JRN-7",
                    last == null
                            ? "no touchpoint is stored"
                            : "last touchpoint %d days ago".formatted(days(last)),
                    "Check in, and log it",
                    Priority.MEDIUM,
                    "log_activity");
        }
    }

    private void stay(Stay current) {
        BigDecimal quarter = current.peerP75Days();
        boolean isEarly =
                current.stage() == LifecycleStage.ONBOARDING
                        || current.stage() == LifecycleStage.ADOPTION;
        if (isEarly
                && quarter != null
                && current.peerCount() >= Sample.ENOUGH
                && BigDecimal.valueOf(current.days()).compareTo(quarter) > 0) {
            add(
                    "JRN-8",
                    "%d days in the stage, three of four others left it within %s"
                            .formatted(current.days(), quarter.toPlainString()),
                    "Review what holds the client back",
                    Priority.MEDIUM,
                    "manage_lifecycle_stages");
        }
    }

    private long days(LocalDate since) {
        return ChronoUnit.DAYS.between(since, asOf);
    }

    private void add(String ruleId, String because, String action, Priority priority, String tool) {
        found.add(new Recommendation(ruleId, because, action, priority, tool));
    }
}
