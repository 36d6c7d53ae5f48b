package io.os199.cs.support.performance;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.ZoneId;

/** The job that reports how support performed for the whole portfolio; it only reads. */
public final class PerformanceWork implements SingleWork {
    public static final String TOOL = "analyze_support_performance";

    private final ClientAnswers answers;
    private final ZoneId zone;

    /**
     * Creates the job on a worker.
     *
     * @param answers where the report is stored for callers who soon ask for the same
     * @param zone the deployment's time zone
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
