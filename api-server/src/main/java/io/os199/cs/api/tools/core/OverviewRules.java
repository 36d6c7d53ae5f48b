package io.os199.cs.api.tools.core;

import io.os199.cs.communication.model.ReviewCadence;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.overview.CommunicationSection;
import io.os199.cs.core.overview.EngagementSection;
import io.os199.cs.core.overview.HealthSection;
import io.os199.cs.core.overview.RevenueSection.NextRenewal;
import io.os199.cs.core.overview.SupportSection;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The two rule tables of an overview. A rule applies only where the section that it looks at was read; what triggered
 * it stands in {@code because}.
 */
final class OverviewRules {
    private static final BigDecimal ACTIVATED = new BigDecimal("0.80");
    private static final BigDecimal SATISFIED = new BigDecimal("80");
    private static final BigDecimal ENGAGED = new BigDecimal("0.60");
    private static final int FEWEST_ANSWERS = 3;
    private static final int FEWEST_CONTACTS = 3;
    private static final int RENEWAL_NEAR_DAYS = 90;
    private static final int SILENT_DAYS = 30;

    private final OverviewFacts facts;
    private final LocalDate today;

    OverviewRules(OverviewFacts facts, LocalDate today) {
        this.facts = facts;
        this.today = today;
    }

    /** A rule that applies, with the values that triggered it. */
    record Finding(String ruleId, String because) {}

    List<Finding> strengths() {
        List<Finding> found = new ArrayList<>();
        facts.healthFacts()
                .ifPresent(
                        health -> {
                            HealthSection score = health.section();
                            if (score.band() == HealthBand.HEALTHY
                                    && score.trend() != HealthTrend.DECLINING) {
                                found.add(new Finding("OV_S_HEALTH", scoreOf(score)));
                            }
                        });
        if (facts.usage() != null
                && facts.usage().activationRate() != null
                && facts.usage().activationRate().compareTo(ACTIVATED) >= 0) {
            found.add(
                    new Finding(
                            "OV_S_ACTIVATION",
                            "activation_rate " + facts.usage().activationRate()));
        }
        satisfied(found);
        if (facts.engagement() != null) {
            BigDecimal rate = facts.engagement().section().answeredRate30d();
            int contacts = facts.engagement().awaitedCount();
            if (rate != null && rate.compareTo(ENGAGED) >= 0 && contacts >= FEWEST_CONTACTS) {
                found.add(
                        new Finding(
                                "OV_S_ENGAGED",
                                "answered_rate_30d %s of %d contacts".formatted(rate, contacts)));
            }
        }
        return List.copyOf(found);
    }

    private void satisfied(List<Finding> found) {
        facts.healthFacts()
                .ifPresent(
                        health -> {
                            BigDecimal score = health.section().score("satisfaction");
                            int responses = health.responseCount();
                            if (score != null
                                    && score.compareTo(SATISFIED) >= 0
                                    && responses >= FEWEST_ANSWERS) {
                                found.add(
                                        new Finding(
                                                "OV_S_SATISFIED",
                                                "satisfaction %s of %d responses"
                                                        .formatted(score, responses)));
                            }
                        });
    }

    /** Returns what needs attention, in the order of the table. */
    List<Recommendation> attention() {
        List<Recommendation> found = new ArrayList<>();
        health(found);
        NextRenewal next = facts.revenue() == null ? null : facts.revenue().section().nextRenewal();
        if (next != null) {
            renewal(found, next);
        }
        if (facts.support() != null) {
            escalation(found, facts.support());
        }
        if (facts.engagement() != null) {
            silence(found, facts.engagement().section());
        }
        if (facts.onboarding() != null
                && facts.onboarding().overdueCount() > 0
                && !facts.isChurned()) {
            found.add(
                    new Recommendation(
                            "OV_A_ONBOARDING",
                            "overdue_count " + facts.onboarding().overdueCount(),
                            "Unblock the overdue onboarding milestones",
                            Priority.MEDIUM,
                            "track_onboarding_progress"));
        }
        if (facts.communication() != null) {
            review(found, facts.communication());
        }
        stale(found);
        return List.copyOf(found);
    }

    private void health(List<Recommendation> found) {
        if (facts.health() == null || facts.isChurned()) {
            return;
        }
        HealthSection score = facts.health().section();
        if (score.band() == HealthBand.CRITICAL || score.band() == HealthBand.AT_RISK) {
            found.add(openScore("OV_A_BAND", scoreOf(score)));
        }
        if (score.trend() == HealthTrend.DECLINING) {
            found.add(
                    openScore(
                            "OV_A_FALLING",
                            "trend declining, change_points " + score.changePoints()));
        }
    }

    private static Recommendation openScore(String ruleId, String because) {
        return new Recommendation(
                ruleId,
                because,
                "Open the score and see what pulls it down",
                Priority.HIGH,
                "calculate_health_score");
    }

    private static void renewal(List<Recommendation> found, NextRenewal next) {
        boolean decided = "committed".equals(next.stage()) || "renewed".equals(next.stage());
        if (next.renewalInDays() <= RENEWAL_NEAR_DAYS && !next.autoRenew() && !decided) {
            found.add(
                    new Recommendation(
                            "OV_A_RENEWAL",
                            "renewal_in_days %d, no auto-renewal, stage %s"
                                    .formatted(
                                            next.renewalInDays(),
                                            next.stage() == null ? "none" : next.stage()),
                            "Prepare the renewal",
                            Priority.HIGH,
                            "track_renewals"));
        }
    }

    private static void escalation(List<Recommendation> found, SupportSection support) {
        if (support.openEscalationCount() > 0 || support.openP0P1Count() > 0) {
            found.add(
                    new Recommendation(
                            "OV_A_ESCALATION",
                            "open_escalation_count %d, open_p0_p1_count %d"
                                    .formatted(
                                            support.openEscalationCount(), support.openP0P1Count()),
                            "Follow the escalation",
                            Priority.HIGH,
                            "manage_escalations"));
        }
    }

    private void silence(List<Recommendation> found, EngagementSection engagement) {
        Integer age = engagement.lastTouchpointAgeDays();
        LocalDate registeredOn = LocalDate.ofInstant(facts.client().createdAt(), ZoneOffset.UTC);
        long days = age != null ? age : ChronoUnit.DAYS.between(registeredOn, today);
        if (days > SILENT_DAYS) {
            found.add(
                    new Recommendation(
                            "OV_A_SILENT",
                            age != null
                                    ? "last_touchpoint_age_days " + age
                                    : "no touchpoint ever, client for " + days + " days",
                            "Contact them, then log it",
                            Priority.MEDIUM,
                            "log_activity"));
        }
    }

    private void review(List<Recommendation> found, CommunicationSection communication) {
        ClientRecord client = facts.client();
        LocalDate last = communication.lastReviewOn();
        LocalDate since = last != null ? last : client.contractStartDate();
        if (since == null
                || client.status() != ClientStatus.ACTIVE
                || communication.nextReviewOn() != null) {
            return;
        }
        int overdue = ReviewCadence.daysOverdue(client.tier(), since, today);
        if (overdue > 0) {
            found.add(
                    new Recommendation(
                            "OV_A_REVIEW",
                            "%s %s, %d days overdue at tier %s, none planned"
                                    .formatted(
                                            last != null
                                                    ? "last_review_on"
                                                    : "no review since the contract began on",
                                            since,
                                            overdue,
                                            WireName.of(client.tier())),
                            "Book a review",
                            Priority.MEDIUM,
                            "conduct_executive_review"));
        }
    }

    private void stale(List<Recommendation> found) {
        if (!facts.has(OverviewSection.HEALTH) || facts.isChurned()) {
            return;
        }
        String because;
        if (facts.health() == null) {
            because = "health was never computed";
        } else if (facts.health().section().isStale()) {
            because = "health age_hours " + facts.health().section().ageHours();
        } else {
            return;
        }
        found.add(
                new Recommendation(
                        "OV_A_STALE",
                        because,
                        "Recalculate the health score",
                        Priority.MEDIUM,
                        "calculate_health_score"));
    }

    private static String scoreOf(HealthSection score) {
        return "band %s, overall_score %s"
                .formatted(
                        score.band() == null ? "none" : WireName.of(score.band()),
                        score.overallScore());
    }
}
