package io.os199.cs.api.tools.health;

import io.os199.cs.api.tools.health.ClientHealth.Benchmark;
import io.os199.cs.api.tools.health.ClientHealth.Evidence;
import io.os199.cs.api.tools.health.ClientHealth.NotSaved;
import io.os199.cs.api.tools.health.ClientHealth.Trend;
import io.os199.cs.api.tools.health.ClientHealth.WhatIf;
import io.os199.cs.api.tools.health.ClientHealth.Window;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.health.HealthBeside;
import io.os199.cs.health.HealthBeside.Peers;
import io.os199.cs.health.HealthBeside.StoredScore;
import io.os199.cs.health.HealthQuery;
import io.os199.cs.health.PortfolioHealth.ModelVersion;
import io.os199.cs.health.model.Counterfactuals;
import io.os199.cs.health.model.HealthAssessment;
import io.os199.cs.health.model.HealthChange;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthDrivers;
import io.os199.cs.health.model.HealthEvaluator;
import io.os199.cs.health.model.HealthForecast;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthRules;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.health.model.SupposedWeights;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Assembles the answer on the score of one client. */
final class ClientHealthAnswer {
    private static final int FEWEST_PEERS = 5;

    private final HealthQuery query;
    private final HealthModel model;
    private final HealthScore score;
    private final HealthEvaluator evaluator;
    private final HealthAssessment now;
    private final List<DataGap> gaps = new ArrayList<>();

    ClientHealthAnswer(HealthQuery query, HealthScore score) {
        this.query = query;
        this.model = query.model();
        this.score = score;
        this.evaluator = new HealthEvaluator(model, query.lookbackDays());
        this.now = evaluator.assess(score.inputs());
    }

    /**
     * @param historyBefore what was stored before this score; absent where this score was not stored
     * @param weights of a what-if
     */
    ClientHealth of(
            Transaction tx,
            ClientRef client,
            @Nullable NotSaved notSaved,
            @Nullable List<StoredScore> historyBefore,
            @Nullable Map<HealthComponent, BigDecimal> weights,
            boolean wantsForecast,
            BigDecimal riskThreshold) {
        HealthBeside beside =
                HealthBeside.read(tx, score.clientId(), model, query.asOf(), score.overall());
        List<StoredScore> history = beside.history();
        coverageGaps();
        pastGaps();
        HealthForecast forecast = wantsForecast ? forecast(history) : null;
        Benchmark benchmark = benchmark(beside.peers());
        return new ClientHealth(
                client.clientId(),
                client.clientName(),
                query.asOf(),
                query.lookbackDays(),
                new ModelVersion(model.modelId(), model.modelVersion()),
                notSaved == null,
                notSaved,
                score.overall(),
                score.band(),
                score.isBandCapped() ? "coverage" : null,
                score.coverage(),
                trend(),
                new HealthParts(model, score, now).components(),
                Counterfactuals.of(evaluator, score.inputs()).orElse(null),
                history,
                forecast,
                weights == null ? null : whatIf(weights),
                benchmark,
                beside.indicators(),
                beside.churn(),
                HealthAlerts.of(
                        score,
                        query.lookbackDays(),
                        riskThreshold,
                        lastBand(historyBefore == null ? history : historyBefore),
                        beside.indicators().size()),
                HealthRules.apply(evaluator, score.inputs()),
                new Evidence(query.cut(), score.inputs(), windows()),
                gaps);
    }

    private static @Nullable HealthBand lastBand(List<StoredScore> history) {
        return history.isEmpty() ? null : history.getLast().band();
    }

    private void coverageGaps() {
        if (score.overall() == null) {
            gaps.add(
                    new DataGap(
                            "overall_score",
                            "insufficient_coverage",
                            "Import what the components with a null_reason lack"));
        }
        for (HealthComponent component : HealthComponent.values()) {
            if (score.component(component) == null) {
                gaps.add(
                        new DataGap(
                                "components." + WireName.of(component) + ".score",
                                HealthParts.nullReason(component),
                                howToFix(component)));
            }
        }
    }

    private void pastGaps() {
        if (!query.isToday() && score.inputs().ticketCount() > 0) {
            gaps.add(
                    new DataGap(
                            "components.support.score",
                            "as_of_past",
                            "Priorities of tickets are today's; leave out as_of"));
        }
    }

    private static String howToFix(HealthComponent component) {
        return switch (component) {
            case USAGE -> "Send usage events of this client";
            case ENGAGEMENT -> "Send usage events, or log contacts with log_activity";
            case SUPPORT -> "Import its tickets, or send usage events";
            case SATISFACTION -> "Send a survey with monitor_satisfaction";
            case PAYMENT -> "Add its contract with update_client_info";
        };
    }

    private @Nullable Trend trend() {
        return evaluator
                .change(now, evaluator.assess(score.previousInputs()))
                .map(this::trend)
                .orElse(null);
    }

    private Trend trend(HealthChange change) {
        return new Trend(
                change.direction(),
                change.changePoints(),
                query.referenceDay(),
                change.referenceScore(),
                change.comparableScore(),
                change.comparedComponents(),
                HealthDrivers.of(model, score));
    }

    private @Nullable HealthForecast forecast(List<StoredScore> history) {
        List<HealthForecast.Weekly> weekly = new ArrayList<>();
        for (StoredScore stored : history) {
            BigDecimal overall = stored.overallScore();
            if (overall != null) {
                weekly.add(new HealthForecast.Weekly(stored.scoreDate(), overall));
            }
        }
        HealthForecast forecast = HealthForecast.of(weekly, query.asOf()).orElse(null);
        if (forecast == null) {
            gaps.add(
                    new DataGap(
                            "forecast",
                            "%d of %d weekly scores"
                                    .formatted(weekly.size(), HealthForecast.FEWEST),
                            "Score the client in more weeks; a past as_of fills its history"));
        }
        return forecast;
    }

    private WhatIf whatIf(Map<HealthComponent, BigDecimal> weights) {
        HealthAssessment supposed =
                new SupposedWeights(model, query.lookbackDays(), weights).assess(score.inputs());
        Map<String, BigDecimal> shown = new LinkedHashMap<>();
        weights.forEach((component, weight) -> shown.put(WireName.of(component), weight));
        return new WhatIf(shown, supposed.overall(), supposed.band(), supposed.coverage());
    }

    private @Nullable Benchmark benchmark(Peers peers) {
        if (score.overall() == null) {
            return null;
        }
        BigDecimal percentile = peers.percentile();
        BigDecimal lower = peers.lowerMedian();
        BigDecimal upper = peers.upperMedian();
        if (peers.peerCount() < FEWEST_PEERS
                || percentile == null
                || lower == null
                || upper == null) {
            gaps.add(
                    new DataGap(
                            "benchmark",
                            "%d of %d peers have a score"
                                    .formatted(peers.peerCount(), FEWEST_PEERS),
                            "Score the portfolio: call this tool without client_id, with as_of "
                                    + query.asOf()));
            return null;
        }
        BigDecimal median = lower.add(upper).divide(BigDecimal.TWO, 2, RoundingMode.HALF_UP);
        return new Benchmark(
                percentile, median, peers.isTier() ? "tier" : "portfolio", peers.peerCount());
    }

    private List<Window> windows() {
        int days = query.lookbackDays();
        LocalDate used = query.useDay();
        LocalDate reference = query.referenceDay();
        return List.of(
                new Window("activity", query.asOf().minusDays(days - 1L), query.asOf()),
                new Window("use", used.minusDays(days - 1L), used),
                new Window("use_before", used.minusDays(2L * days - 1), used.minusDays(days)),
                new Window("reference", reference.minusDays(days - 1L), reference));
    }
}
