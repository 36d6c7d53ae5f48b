package io.os199.cs.health.patterns;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.model.Actor;
import io.os199.cs.health.model.AnomalyTally.PortfolioEvent;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The job that looks at the habits of a segment or the portfolio, chunk by chunk. */
public final class EngagementPatternWork implements ChunkedWork {
    public static final String TOOL = "analyze_engagement_patterns";

    /** The owner of jobs that nobody asked for. */
    private static final String SYSTEM = "system";

    private final DropIndicators indicators;

    public EngagementPatternWork(DropIndicators indicators) {
        this.indicators = indicators;
    }

    /** Returns the product's own nightly job. */
    public static JobOrder nightly(LocalDate today) {
        return new JobOrder(TOOL, Json.tree(PatternOrder.nightly(today)), SYSTEM);
    }

    @Override
    public String tool() {
        return TOOL;
    }

    /** Makes jobs that write run one after another. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return order(arguments).writes() ? Optional.of(DropIndicators.KEY) : Optional.empty();
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        PatternOrder order = order(job.arguments());
        List<EngagementPatternDao.Client> clients =
                tx.dao(EngagementPatternDao.class)
                        .clients(
                                chunk.firstClientId(),
                                chunk.lastClientId(),
                                order.segmentId(),
                                order.tier(),
                                order.healthBand());
        return Json.tree(new PatternReader(tx, order, job.submittedAt()).chunk(clients));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        PatternOrder order = order(job.arguments());
        PatternTally tally =
                chunkResults.stream()
                        .map(result -> Json.read(result.toString(), PatternTally.class))
                        .reduce(PatternTally.NONE, PatternTally::plus);
        List<PortfolioEvent> events = tally.portfolioDays().portfolioEvents();
        PatternReader reader = new PatternReader(tx, order, job.submittedAt());
        PatternTally.Control left = order.predictiveInsights() ? reader.left() : null;
        EngagementPatterns result =
                new PatternAnswer(order, job.submittedAt(), tally, List.of())
                        .of(reader.dialogue(tally.clientIds()), null, left, events);
        if (order.writes() && order.anomalyDetection()) {
            indicators.write(tx, order.newest(), tally, events, new Actor(job.principal(), null));
        }
        return Json.tree(result);
    }

    private static PatternOrder order(JsonNode arguments) {
        return Json.read(arguments.toString(), PatternOrder.class);
    }
}
