package io.os199.cs.expansion.lifetime;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.expansion.finding.ExpectedOfClient;
import io.os199.cs.expansion.finding.FindingReader;
import io.os199.cs.expansion.lifetime.LifetimeOrder.Position;
import io.os199.cs.expansion.opportunity.OpportunityList;
import io.os199.cs.health.HealthModels;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.risk.PortfolioRisk;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The job that values the portfolio; it only reads. Chunks collect the data that their clients' values are computed
 * from; what all clients have in common is known only once the chunks are done, and so are the values.
 */
public final class PortfolioLifetimeWork implements ChunkedWork {
    public static final String TOOL = "optimize_customer_lifetime_value";

    private final Cursors cursors;

    public PortfolioLifetimeWork(Cursors cursors) {
        this.cursors = cursors;
    }

    /**
     * The result of a chunk.
     *
     * @param clients the clients asked for that can be valued
     * @param notValuedCount the number of clients asked for that cannot
     * @param rates of all clients in the chunk, asked for or not, because they are peers
     */
    private record Found(
            List<Weighed> clients, int notValuedCount, List<TicketRates.OfClient> rates) {}

    /** Identifies the list that a page of a portfolio belongs to. */
    public static String digest(LifetimeQuery query) {
        return Cursors.digest("lifetime_value", query);
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        LifetimeOrder order = order(job);
        LifetimeQuery query = order.query();
        LifetimeDao dao = tx.dao(LifetimeDao.class);
        String[] ids =
                dao.chosen(chunk.firstClientId(), chunk.lastClientId(), query)
                        .toArray(String[]::new);
        List<Weighed> clients =
                Rated.stored(tx, dao.figures(ids, order.asOf(), HealthModels.STANDARD)).stream()
                        .map(Rated::weighed)
                        .toList();
        boolean comparesCosts = query.focus().has(LifetimeLever.REDUCE_COST_TO_SERVE);
        return Json.tree(
                new Found(
                        clients,
                        ids.length - clients.size(),
                        comparesCosts
                                ? dao.ticketRates(
                                        chunk.firstClientId(),
                                        chunk.lastClientId(),
                                        null,
                                        order.asOf(),
                                        HealthModels.STANDARD)
                                : List.of()));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        LifetimeOrder order = order(job);
        LifetimeQuery query = order.query();
        List<Weighed> clients = new ArrayList<>();
        List<TicketRates.OfClient> rates = new ArrayList<>();
        int notValuedCount = 0;
        for (JsonNode result : chunkResults) {
            Found found = Json.read(result.toString(), Found.class);
            clients.addAll(found.clients());
            rates.addAll(found.rates());
            notValuedCount += found.notValuedCount();
        }
        Assumptions assumptions = Assumptions.read(tx, query, order.asOf());
        GrowthRates growth = GrowthRates.read(tx, order.asOf());
        Valuation valuation =
                new Valuation(assumptions, growth, new TicketRates(rates), query.focus());
        Map<String, Upside> upsides =
                query.focus().needsFindings() ? upsides(tx, job.submittedAt()) : Map.of();
        LifetimeSummary.Tally tally = new LifetimeSummary.Tally();
        List<Position> places = new ArrayList<>();
        int withoutGrowth = 0;
        int withoutPeers = 0;
        int unpriced = 0;
        for (Weighed each : clients) {
            Upside upside = upsides.getOrDefault(each.clientId(), Upside.NONE);
            Worth worth = valuation.of(each, upside);
            unpriced += upside.unpricedCount();
            tally.add(each, worth);
            withoutGrowth += worth.growth().basis() == GrowthBasis.NONE ? 1 : 0;
            withoutPeers += worth.peers() == null ? 1 : 0;
            places.add(new Position(value(query.sort(), each, worth), each.clientId()));
        }
        LifetimeSummary summary = tally.summary(notValuedCount);
        Instant predictedAt = PortfolioRisk.refreshedAt(tx).orElse(null);
        Instant scannedAt = FindingReader.lastScan(tx).orElse(null);
        LifetimeGaps gathered = new LifetimeGaps(assumptions);
        if (withoutGrowth > 0) {
            gathered.noGrowth(", of %d clients".formatted(withoutGrowth));
        }
        if (withoutPeers > 0
                && assumptions.hasCosts()
                && query.focus().has(LifetimeLever.REDUCE_COST_TO_SERVE)) {
            gathered.noPeers(", of %d clients".formatted(withoutPeers));
        }
        gathered.unpriced(unpriced);
        List<DataGap> gaps = gaps(gathered, summary, predictedAt, scannedAt, query, job);
        LifetimeEvidence evidence =
                LifetimeEvidence.of(assumptions, growth, predictedAt, scannedAt, null);
        Page<Placed> page =
                Page.of(
                        shown(tx, order, places, valuation, upsides, assumptions),
                        order.limit(),
                        clients.size(),
                        AnswerBudget.of(order.limit(), LifetimeOrder.USUAL_LIMIT),
                        List.of(summary, evidence, gaps),
                        last -> cursors.after(digest(query), last.position().values()));
        return Json.tree(
                new PortfolioLifetime(
                        order.asOf(),
                        job.submittedAt(),
                        page.items().stream().map(Placed::item).toList(),
                        summary,
                        ChurnModels.caution(tx, ChurnModels.predicting(tx)),
                        PortfolioLifetime.LEVERS_NOTE,
                        page.totalCount(),
                        page.nextCursor(),
                        evidence,
                        gaps));
    }

    private static List<DataGap> gaps(
            LifetimeGaps gaps,
            LifetimeSummary summary,
            @Nullable Instant predictedAt,
            @Nullable Instant scannedAt,
            LifetimeQuery query,
            RunningJob job) {
        if (summary.notValuedCount() > 0) {
            gaps.add(
                    "clients.clv_amount",
                    "no_probability or no_ledger_row of %d clients"
                            .formatted(summary.notValuedCount()),
                    "The call with one's client_id says which it is");
        }
        gaps.stale(
                "clients.annual_churn_probability",
                predictedAt,
                job.submittedAt(),
                "prediction",
                "identify_churn_risk with refresh: true predicts anew, with cs:write");
        if (query.focus().needsFindings()) {
            gaps.stale(
                    "clients.levers",
                    scannedAt,
                    job.submittedAt(),
                    "scan for findings",
                    "identify_upsell_opportunities scans anew, with cs:write");
        }
        return gaps.all();
    }

    private static LifetimeOrder order(RunningJob job) {
        return Json.read(job.arguments().toString(), LifetimeOrder.class);
    }

    private static @Nullable Double value(LifetimeQuery.Sort sort, Weighed client, Worth worth) {
        return switch (sort) {
            case IMPROVEMENT -> worth.bestGain();
            case CLV -> worth.clv();
            case CHURN -> client.churn();
        };
    }

    /** The upsides by client, of the clients that something could be sold to. */
    private static Map<String, Upside> upsides(Transaction tx, Instant now) {
        FindingReader reader = new FindingReader(tx, LifetimeReader.findings(), now);
        Map<String, Upside> upsides = new HashMap<>();
        for (ExpectedOfClient each : reader.expected()) {
            upsides.put(
                    each.clientId(),
                    new Upside(
                            each.expectedAmount(),
                            each.findingCount(),
                            0,
                            each.isMultiYear(),
                            each.unpricedCount()));
        }
        for (OpportunityList.Expected each :
                new OpportunityList(tx, LifetimeReader.opportunities(null), reader.rates(), now)
                        .expected()) {
            upsides.merge(
                    each.clientId(),
                    new Upside(
                            each.expectedAmount(),
                            0,
                            each.opportunityCount(),
                            false,
                            each.unpricedCount()),
                    Upside::plus);
        }
        return upsides;
    }

    /** An item with its position in the list. */
    private record Placed(LifetimeItem item, Position position) {}

    /**
     * The clients of the page and one more, as shown; clients that have left since their chunk was processed are
     * omitted.
     */
    private static List<Placed> shown(
            Transaction tx,
            LifetimeOrder order,
            List<Position> places,
            Valuation valuation,
            Map<String, Upside> upsides,
            Assumptions assumptions) {
        Position after = order.after();
        List<Position> left =
                places.stream()
                        .filter(each -> after == null || Position.ORDER.compare(each, after) > 0)
                        .sorted(Position.ORDER)
                        .toList();
        int most = order.limit() + 1;
        List<Placed> shown = new ArrayList<>();
        for (int from = 0; from < left.size() && shown.size() < most; from += most) {
            List<Position> asked = left.subList(from, Math.min(left.size(), from + most));
            Map<String, Rated> rated = rated(tx, asked, order.asOf());
            for (Position each : asked) {
                Rated client = rated.get(each.clientId());
                if (client != null && shown.size() < most) {
                    Upside upside = upsides.getOrDefault(each.clientId(), Upside.NONE);
                    Worth worth = valuation.of(client.weighed(), upside);
                    shown.add(
                            new Placed(
                                    LifetimeItem.listed(client, worth, upside, assumptions), each));
                }
            }
        }
        return shown;
    }

    private static Map<String, Rated> rated(Transaction tx, List<Position> asked, LocalDate asOf) {
        String[] ids = asked.stream().map(Position::clientId).toArray(String[]::new);
        return Rated.stored(tx, tx.dao(LifetimeDao.class).figures(ids, asOf, HealthModels.STANDARD))
                .stream()
                .collect(Collectors.toMap(each -> each.figures().clientId(), Function.identity()));
    }
}
