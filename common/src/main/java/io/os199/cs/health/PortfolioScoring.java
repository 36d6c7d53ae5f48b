package io.os199.cs.health;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.ContractDays;
import io.os199.cs.core.model.Actor;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.health.model.PortfolioTally;
import io.os199.cs.health.model.ScoredClient;
import io.os199.cs.health.model.StoredHealth;
import io.os199.cs.health.model.SupposedWeights;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RefreshRunDao;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The job that scores the portfolio: the same statements as for one client, chunk by chunk. */
public final class PortfolioScoring implements ChunkedWork {
    public static final String TOOL = "calculate_health_score";

    /** The owner of jobs that nobody asked for. */
    private static final String SYSTEM = "system";

    private final HealthScoring scoring;
    private final HealthModels models;
    private final Clock clock;

    public PortfolioScoring(HealthScoring scoring, HealthModels models, Clock clock) {
        this.scoring = scoring;
        this.models = models;
        this.clock = clock;
    }

    /** Returns the product's own job, which scores the whole portfolio as it is today. */
    public static JobOrder today(Transaction tx, LocalDate today) {
        HealthModel model = new HealthModels().active(tx, HealthModels.STANDARD).orElseThrow();
        return new JobOrder(TOOL, Json.tree(PortfolioOrder.of(model, today, false)), SYSTEM);
    }

    @Override
    public String tool() {
        return TOOL;
    }

    /** Allows one run per model at a time. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return Optional.of("health:" + order(arguments).modelId());
    }

    /** Runs after the contracts have come to the day, as scores count those in force. */
    @Override
    public Set<String> runsAfter() {
        return Set.of(ContractDays.TOOL);
    }

    /** Returns false, because a chunk writes scores, indicators and events of every client. */
    @Override
    public boolean plansForEachChunk() {
        return false;
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        PortfolioOrder order = order(job.arguments());
        HealthQuery query = query(tx, job, order);
        List<String> ids =
                tx.dao(PortfolioDao.class).clientIds(chunk.firstClientId(), chunk.lastClientId());
        List<StoredHealth> before =
                order.dryRun() ? scoring.stored(tx, ids, query) : scoring.lock(tx, ids, query);
        List<HealthScore> scores = scoring.score(tx, ids, query);
        if (order.weights() != null) {
            return Json.tree(whatIf(query, order.weights(), before, scores));
        }
        HealthSaved saved = new HealthSaved(Set.of(), 0, 0);
        if (!order.dryRun() && !scores.isEmpty()) {
            saved = scoring.save(tx, query, scores, before, new Actor(job.principal(), null));
        }
        return Json.tree(
                PortfolioTally.of(
                        before,
                        scores.stream().map(ScoredClient::of).toList(),
                        saved.indicatorsOpenedCount(),
                        saved.indicatorsResolvedCount()));
    }

    /**
     * Returns the tally of a what-if. It starts from what the model's own weights make of the same facts, so that
     * nothing but the weights moves a client.
     */
    private static PortfolioTally whatIf(
            HealthQuery query,
            Map<HealthComponent, BigDecimal> weights,
            List<StoredHealth> clients,
            List<HealthScore> scores) {
        Map<String, HealthScore> byClient = new HashMap<>();
        scores.forEach(score -> byClient.put(score.clientId(), score));
        List<StoredHealth> before =
                clients.stream()
                        .map(
                                client -> {
                                    HealthScore score =
                                            Objects.requireNonNull(byClient.get(client.clientId()));
                                    return client.with(score.overall(), score.band());
                                })
                        .toList();
        SupposedWeights supposed =
                new SupposedWeights(query.model(), query.lookbackDays(), weights);
        return PortfolioTally.of(before, supposed.of(scores), 0, 0);
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        PortfolioOrder order = order(job.arguments());
        PortfolioTally tally =
                chunkResults.stream()
                        .map(result -> Json.read(result.toString(), PortfolioTally.class))
                        .reduce(PortfolioTally.empty(), PortfolioTally::plus);
        Instant now = clock.instant();
        if (!order.dryRun() && query(tx, job, order).isToday()) {
            tx.dao(RefreshRunDao.class)
                    .record(
                            "health",
                            order.asOf(),
                            job.submittedAt(),
                            now,
                            tally.clientCount(),
                            order.modelVersion());
        }
        return Json.tree(
                new PortfolioHealth(
                        order.asOf(),
                        new PortfolioHealth.ModelVersion(order.modelId(), order.modelVersion()),
                        shown(order.weights()),
                        tally.clientCount(),
                        tally.scoredCount(),
                        tally.clientCount() - tally.scoredCount(),
                        chunkResults.size(),
                        Duration.between(job.submittedAt(), now).toMillis(),
                        tally.byBand(),
                        tally.transitions(),
                        tally.bandChanges(),
                        tally.before().mean(),
                        tally.after().mean(),
                        tally.risers(),
                        tally.fallers(),
                        tally.indicatorsOpenedCount(),
                        tally.indicatorsResolvedCount(),
                        tally.nullComponents(),
                        gaps(tally)));
    }

    private static @Nullable Map<String, BigDecimal> shown(
            @Nullable Map<HealthComponent, BigDecimal> weights) {
        if (weights == null) {
            return null;
        }
        Map<String, BigDecimal> byName = new LinkedHashMap<>();
        weights.forEach((component, weight) -> byName.put(WireName.of(component), weight));
        return byName;
    }

    private HealthQuery query(Transaction tx, RunningJob job, PortfolioOrder order) {
        HealthModel model = models.version(tx, order.modelId(), order.modelVersion()).orElseThrow();
        return HealthQuery.at(order.asOf(), job.submittedAt(), order.lookbackDays(), model);
    }

    private static PortfolioOrder order(JsonNode arguments) {
        return Json.read(arguments.toString(), PortfolioOrder.class);
    }

    private static List<DataGap> gaps(PortfolioTally tally) {
        int unscored = tally.clientCount() - tally.scoredCount();
        return unscored == 0
                ? List.of()
                : List.of(
                        new DataGap(
                                "overall_score",
                                "insufficient_coverage: %d clients have too little data for a score"
                                        .formatted(unscored),
                                "Import their usage, tickets or survey answers; null_components"
                                        + " says what most lack"));
    }
}
