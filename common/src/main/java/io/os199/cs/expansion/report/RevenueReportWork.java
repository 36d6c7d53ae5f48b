package io.os199.cs.expansion.report;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

/** The job that makes a report with its success factors; it only reads. */
public final class RevenueReportWork implements SingleWork {
    public static final String TOOL = "track_revenue_expansion";

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode run(Transaction tx, RunningJob job) {
        RevenueOrder order = Json.read(job.arguments().toString(), RevenueOrder.class);
        return Json.tree(new RevenueReportReader(tx, order.question(tx), job.submittedAt()).read());
    }
}
