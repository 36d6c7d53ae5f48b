package io.os199.cs.retention.postmortem;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** The job that analyzes all departures of a period; it only reads. */
public final class ChurnPatternsWork implements SingleWork {
    public static final String TOOL = PostmortemRecords.TOOL;

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode run(Transaction tx, RunningJob job) {
        PatternsOrder order = Json.read(job.arguments().toString(), PatternsOrder.class);
        ChurnModel model = ChurnModels.active(tx);
        LocalDate today = LocalDate.ofInstant(job.submittedAt(), ZoneOffset.UTC);
        return Json.tree(new ChurnPatternsReader(tx, order, model, today).read());
    }
}
