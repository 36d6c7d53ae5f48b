package io.os199.cs.health.adoption;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.health.HealthModels;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The job that examines feature adoption across the portfolio, with the same statement as for one client. */
public final class PortfolioAdoptionWork implements ChunkedWork {
    public static final String TOOL = "track_feature_adoption";

    /** The principal of the jobs that no caller asked for. */
    private static final String SYSTEM = "system";

    private final PortfolioClients portfolio;
    private final Cursors cursors;

    public PortfolioAdoptionWork(HealthModels models, Cursors cursors) {
        this.portfolio = new PortfolioClients(models);
        this.cursors = cursors;
    }

    /** Returns the order for the nightly run, with whose results later answers compare clients. */
    public static JobOrder nightly(LocalDate today) {
        AdoptionOrder order =
                new AdoptionOrder(today, AdoptionQuery.usual(), AdoptionOrder.USUAL_LIMIT, null);
        return new JobOrder(TOOL, Json.tree(order), SYSTEM);
    }

    /** Returns a digest that is equal for pages of the same list. */
    public static String digest(AdoptionQuery query) {
        return Cursors.digest("feature_adoption", query);
    }

    @Override
    public String tool() {
        return TOOL;
    }

    /** Makes runs that store rates follow one another, so that the stored rates come from a single run. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return order(arguments).query().isStored()
                ? Optional.of("feature_adoption")
                : Optional.empty();
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        AdoptionOrder order = order(job.arguments());
        AdoptionQuery query = order.query();
        List<PortfolioClient> clients =
                portfolio.of(
                        tx,
                        chunk.firstClientId(),
                        chunk.lastClientId(),
                        query.tier(),
                        order.asOf());
        String[] ids = clients.stream().map(PortfolioClient::clientId).toArray(String[]::new);
        AdoptionDao dao = tx.dao(AdoptionDao.class);
        List<FeatureUse> uses =
                dao.features(ids, window(job, order), query.featureKey(), query.category(), false);
        if (query.isStored()) {
            String rates =
                    Json.write(
                            uses.stream()
                                    .map(
                                            use ->
                                                    new Rate(
                                                            use.clientId(),
                                                            use.featureKey(),
                                                            use.activeUserCount(),
                                                            use.adopterUserCount()))
                                    .toList());
            dao.forget(ids, order.asOf(), rates);
            dao.store(order.asOf(), rates);
        }
        return Json.tree(AdoptionTally.of(clients, uses, query.threshold()));
    }

    private record Rate(
            String clientId, String featureKey, int activeUserCount, int adopterUserCount) {}

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        AdoptionOrder order = order(job.arguments());
        AdoptionDao dao = tx.dao(AdoptionDao.class);
        if (order.query().isStored()) {
            dao.forgetChurned();
        }
        AdoptionTally tally =
                AdoptionTally.sum(
                        chunkResults.stream()
                                .map(result -> Json.read(result.toString(), AdoptionTally.class))
                                .toList());
        List<PortfolioFeature> features = new ArrayList<>();
        for (Feature feature : dao.catalogue()) {
            FeatureTally part = tally.features().get(feature.featureKey());
            if (part != null) {
                features.add(PortfolioFeature.of(feature, part));
            }
        }
        return Json.tree(answer(job, order, tally, features));
    }

    private PortfolioAdoption answer(
            RunningJob job,
            AdoptionOrder order,
            AdoptionTally tally,
            List<PortfolioFeature> features) {
        AdoptionQuery query = order.query();
        AdoptionWindow window = window(job, order);
        AdoptionEvidence evidence =
                new AdoptionEvidence(
                        job.submittedAt(),
                        window.fromDay(),
                        window.asOf(),
                        query.threshold(),
                        Map.of(
                                "clients", (long) tally.clientCount(),
                                "clients_with_active_users", (long) tally.activeClientCount(),
                                "clients_and_features", (long) tally.rowCount()),
                        null);
        List<DataGap> gaps = gaps(query, tally, features);
        Page<PortfolioFeature> page =
                Page.of(
                        RatePosition.sorted(features, order.after()),
                        order.limit(),
                        features.size(),
                        AnswerBudget.of(order.limit(), AdoptionOrder.USUAL_LIMIT),
                        List.of(evidence, gaps),
                        last -> cursors.after(digest(query), RatePosition.sortValues(last)));
        return new PortfolioAdoption(
                order.asOf(),
                tally.clientCount(),
                mean(features),
                page.items(),
                page.totalCount(),
                page.nextCursor(),
                evidence,
                gaps);
    }

    private static @Nullable BigDecimal mean(List<PortfolioFeature> features) {
        List<BigDecimal> rates = new ArrayList<>();
        for (PortfolioFeature feature : features) {
            // Computed from the counts, so that nothing is rounded twice.
            if (feature.eligibleClientCount() > 0) {
                rates.add(
                        BigDecimal.valueOf(feature.adoptingClientCount())
                                .divide(
                                        BigDecimal.valueOf(feature.eligibleClientCount()),
                                        16,
                                        RoundingMode.HALF_UP));
            }
        }
        return rates.isEmpty()
                ? null
                : rates.stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(BigDecimal.valueOf(rates.size()), 4, RoundingMode.HALF_UP);
    }

    private static List<DataGap> gaps(
            AdoptionQuery query, AdoptionTally tally, List<PortfolioFeature> features) {
        List<DataGap> gaps = new ArrayList<>();
        if (features.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "items",
                            tally.clientCount() == 0 ? "no_clients" : "no_available_feature",
                            "Import the catalogue of features"
                                    + (query.category() == null ? "" : ", or leave out category")));
        }
        int silent = tally.clientCount() - tally.activeClientCount();
        if (silent > 0) {
            gaps.add(
                    new DataGap(
                            "items.client_adoption_rate",
                            "no_active_users: %d of %d clients do not count"
                                    .formatted(silent, tally.clientCount()),
                            "Send their usage events, or look at more days"));
        }
        if (!features.isEmpty()
                && features.stream().allMatch(each -> each.healthGapPoints() == null)) {
            gaps.add(
                    new DataGap(
                            "items.health_gap_points",
                            "fewer than 5 scored clients on a side",
                            "Score the portfolio with calculate_health_score"));
        }
        return gaps;
    }

    private static AdoptionWindow window(RunningJob job, AdoptionOrder order) {
        return new AdoptionWindow(
                order.asOf(),
                LocalDate.ofInstant(job.submittedAt(), ZoneOffset.UTC),
                order.query().days());
    }

    private static AdoptionOrder order(JsonNode arguments) {
        return Json.read(arguments.toString(), AdoptionOrder.class);
    }
}
