package io.os199.cs.feedback.analysis;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.expansion.revenue.RevenueLedger;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;

/** The job that reads what all customers say; it writes nothing. */
public final class SentimentWork implements SingleWork {
    public static final String TOOL = "analyze_feedback_sentiment";

    private final Cursors cursors;

    public SentimentWork(Cursors cursors) {
        this.cursors = cursors;
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode run(Transaction tx, RunningJob job) {
        AnalysisOrder order = Json.read(job.arguments().toString(), AnalysisOrder.class);
        String hash = order.csmHash();
        // If nobody has the name any more, the hash stands in for it, which is nobody's name
        // either.
        String csm = hash == null ? null : RevenueLedger.csm(tx, hash).orElse(hash);
        return Json.tree(
                new SentimentReader(tx, order, null, csm, cursors, job.submittedAt()).read(),
                order.seesPersonalData());
    }
}
