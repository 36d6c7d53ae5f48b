package io.os199.cs.api.tools.core;

import io.os199.cs.api.tools.core.OverviewFacts.RevenueFacts;
import io.os199.cs.core.overview.CommunicationSection;
import io.os199.cs.core.overview.RevenueSection;
import io.os199.cs.core.overview.UsageSection;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names what an overview leaves out, and what has to happen before it can be shown. */
final class OverviewGaps {
    private static final String TIMEOUT = "timeout";

    private OverviewGaps() {}

    /** Whether a section was left out because it took too long. */
    static boolean isTimeout(DataGap gap) {
        return gap.reason().equals(TIMEOUT);
    }

    static List<DataGap> of(OverviewFacts facts, Set<OverviewSection> wanted) {
        List<DataGap> gaps = new ArrayList<>();
        for (OverviewSection section : wanted) {
            if (!facts.has(section)) {
                gaps.add(
                        new DataGap(
                                WireName.of(section),
                                TIMEOUT,
                                "Ask again with sections [" + WireName.of(section) + "] alone"));
            }
        }
        List<DataGap> ofLive = ofLive(facts);
        if (!facts.isChurned()) {
            gaps.addAll(ofLive);
        } else if (!ofLive.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "client",
                            "churned",
                            "Win it back with manage_lifecycle_stages, or look back with"
                                    + " analyze_churn_postmortem"));
        }
        if (facts.communication() != null) {
            communication(gaps, facts.communication());
        }
        return List.copyOf(gaps);
    }

    /** Returns the gaps that can only be closed while the client is with us. */
    private static List<DataGap> ofLive(OverviewFacts facts) {
        List<DataGap> gaps = new ArrayList<>();
        if (facts.has(OverviewSection.HEALTH)) {
            health(gaps, facts);
        }
        if (facts.has(OverviewSection.ONBOARDING) && facts.onboarding() == null) {
            gaps.add(
                    new DataGap(
                            "onboarding", "no_plan", "Create a plan with create_onboarding_plan"));
        }
        if (facts.usage() != null) {
            usage(gaps, facts.usage());
        }
        if (facts.revenue() != null) {
            revenue(gaps, facts.revenue());
        }
        return gaps;
    }

    private static void health(List<DataGap> gaps, OverviewFacts facts) {
        if (facts.health() == null) {
            gaps.add(
                    new DataGap(
                            "health", "never_computed", "Compute it with calculate_health_score"));
        } else if (facts.health().section().overallScore() == null) {
            gaps.add(
                    new DataGap(
                            "health.overall_score",
                            "insufficient_coverage",
                            "Connect usage, support or survey data of this client"));
        }
    }

    private static void usage(List<DataGap> gaps, UsageSection usage) {
        if (usage.knownUserCount() == 0) {
            gaps.add(
                    new DataGap(
                            "usage",
                            "no_usage_ever",
                            "Send usage events of this client, or map it to its usage source"));
        }
        if (usage.licensedUserCount() == null) {
            gaps.add(
                    new DataGap(
                            "usage.activation_rate",
                            "no_seats_recorded",
                            "Record included_users with update_client_info"));
        }
    }

    private static void revenue(List<DataGap> gaps, RevenueFacts facts) {
        RevenueSection revenue = facts.section();
        if (revenue.nextRenewal() == null) {
            gaps.add(noRenewal(revenue.activeContractCount(), facts.lastDecision()));
        }
        if (revenue.renewalProbability() == null) {
            boolean isPredicted = revenue.predictedAt() != null;
            gaps.add(
                    new DataGap(
                            "revenue.renewal_probability",
                            isPredicted ? "insufficient_coverage" : "no_prediction",
                            isPredicted
                                    ? "Send usage events, or import touchpoints, tickets and survey"
                                          + " answers; identify_churn_risk with the client_id says"
                                          + " what is missing"
                                    : "identify_churn_risk without client_id and with refresh: true"
                                            + " predicts and stores; so does every night"));
        }
    }

    private static DataGap noRenewal(int contracts, @Nullable String decision) {
        String field = "revenue.next_renewal";
        if (decision != null) {
            return new DataGap(
                    field,
                    "decided",
                    decision.equals("lost")
                            ? "Nothing to do: the renewal is lost, and the contract runs out"
                            : "Nothing to do: the next renewal comes with the contract that"
                                    + " follows");
        }
        return contracts == 0
                ? new DataGap(field, "no_contract", "Record the contract with update_client_info")
                : new DataGap(
                        field,
                        "no_renewal_date",
                        "The contract has no end and no renewal date; update_client_info sets"
                                + " them");
    }

    private static void communication(List<DataGap> gaps, CommunicationSection communication) {
        if (communication.emailOpenRate90d() == null) {
            gaps.add(
                    new DataGap(
                            "communication.email_open_rate_90d",
                            "fewer_than_5_delivered",
                            "Nothing to do: it appears from five delivered mails on"));
        }
    }
}
