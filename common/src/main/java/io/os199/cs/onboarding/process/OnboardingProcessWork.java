package io.os199.cs.onboarding.process;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

/** The job behind a report on onboarding; it only reads. */
public final class OnboardingProcessWork implements SingleWork {
    public static final String TOOL = "optimize_onboarding_process";

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode run(Transaction tx, RunningJob job) {
        ProcessOrder order = Json.read(job.arguments().toString(), ProcessOrder.class);
        return Json.tree(new ProcessReader(tx, order).read(job.submittedAt()));
    }
}
