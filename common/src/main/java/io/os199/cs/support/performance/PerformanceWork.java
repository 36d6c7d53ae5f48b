package io.os199.cs.support.performance;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.ZoneId;

/** The job that tells how support did for the whole portfolio; it only reads. */
public final class PerformanceWork implements SingleWork {
    public static final String TOOL = "analyze_support_performance";

    private final ClientAnswers answers;
    private final ZoneId zone;

    /**
     * A worker's part in it.
     *
     * @param answers where the report is kept for whoever asks the same soon
     * @param zone the deployment's
     */
    public PerformanceWork(ClientAnswers answers, ZoneId zone) {
        this.answers = answers;
        this.zone = zone;
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode run(Transaction tx, RunningJob job) {
        PerformanceOrder order = Json.read(job.arguments().toString(), PerformanceOrder.class);
        return Json.tree(
                answers.support(
                        order.toString(),
                        PerformanceReport.class,
                        () ->
                                new PerformanceReader(tx, order, null, zone, job.submittedAt())
                                        .read()));
    }
}
