package io.os199.cs.feedback.metric;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.expansion.revenue.RevenueLedger;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.util.List;
import java.util.Map;

/**
 * The job that computes a metric of the portfolio; it only reads. Days of use are read chunk by chunk, since there
 * are many; all else is read at once, at the end.
 */
public final class MetricWork implements ChunkedWork {
    public static final String TOOL = "track_cs_metrics";

    private final ClientAnswers answers;

    /**
     * Creates the work as a worker runs it.
     *
     * @param answers where the report is cached for callers who ask the same soon
     */
    public MetricWork(ClientAnswers answers) {
        this.answers = answers;
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        MetricOrder order = order(job);
        return order.metricType() == MetricType.FEATURE_ADOPTION
                ? Json.tree(
                        FeatureUseSource.chunk(
                                tx,
                                question(tx, order),
                                chunk.firstClientId(),
                                chunk.lastClientId()))
                : Json.tree(Map.of());
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        MetricOrder order = order(job);
        MetricQuestion question = question(tx, order);
        MetricSource source =
                order.metricType() == MetricType.FEATURE_ADOPTION
                        ? FeatureUseSource.ofChunks(
                                tx,
                                question,
                                chunkResults.stream()
                                        .map(
                                                each ->
                                                        Json.read(
                                                                each.toString(),
                                                                FeatureUseRead.class))
                                        .toList())
                        : MetricSource.of(tx, question);
        return Json.tree(
                answers.metric(
                        order.toString(),
                        MetricReport.class,
                        () -> new MetricReader(question, source, job.submittedAt()).read()));
    }

    private static MetricQuestion question(Transaction tx, MetricOrder order) {
        String hash = order.csmHash();
        // Where no client has the manager any more, the hash stands in as a name that matches none.
        return new MetricQuestion(
                order, null, hash == null ? null : RevenueLedger.csm(tx, hash).orElse(hash));
    }

    private static MetricOrder order(RunningJob job) {
        return Json.read(job.arguments().toString(), MetricOrder.class);
    }
}
