package io.os199.cs.retention.churn;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The job that trains the churn model on the outcomes up to a day. */
public final class ChurnTrainingWork implements SingleWork {
    public static final String TOOL = "churn_model_training";

    /** The principal of the jobs that nobody asked for. */
    private static final String SYSTEM = "system";

    private final AuditLog auditLog;
    private final Consumer<Transaction> predictionsAreStale;
    private final Clock clock;

    /**
     * @param predictionsAreStale queues the run over the portfolio, in the transaction that makes another version active
     */
    public ChurnTrainingWork(
            AuditLog auditLog, Consumer<Transaction> predictionsAreStale, Clock clock) {
        this.auditLog = auditLog;
        this.predictionsAreStale = predictionsAreStale;
        this.clock = clock;
    }

    /**
     * The order of a training.
     *
     * @param trainedOn the last day for which it is known which clients left
     */
    public record Order(LocalDate trainedOn) {}

    /**
     * The result of a training.
     *
     * @param modelVersion the version that is used now
     * @param stage its stage
     */
    public record Trained(
            LocalDate trainedOn,
            int modelVersion,
            ChurnStage stage,
            Calibration calibration,
            double sampledClientRate,
            ChurnReport report) {}

    public static JobOrder on(LocalDate today, String principal) {
        return new JobOrder(TOOL, Json.tree(new Order(today)), principal);
    }

    /** Orders the monthly job of the product itself. */
    public static JobOrder monthly(LocalDate today) {
        return on(today, SYSTEM);
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return Optional.of("churn-model");
    }

    @Override
    public JsonNode run(Transaction tx, RunningJob job) {
        LocalDate trainedOn = Json.read(job.arguments().toString(), Order.class).trainedOn();
        Instant now = StoredTime.now(clock);
        ChurnModel prior = ChurnModels.prior(tx);
        LabelledRows rows = LabelledRows.read(tx, prior, trainedOn);
        ChurnTraining.Learned learned = new ChurnTraining(prior).learn(rows.rows());
        int before = ChurnModels.active(tx).modelVersion();
        ChurnModels.store(tx, learned, prior, now);
        ChurnModel active = ChurnModels.active(tx);
        if (active.modelVersion() != before) {
            predictionsAreStale.accept(tx);
        }
        auditLog.record(
                tx,
                AuditEntry.done(
                        new Actor(job.principal(), null),
                        TOOL,
                        "train on " + trainedOn,
                        List.of("churn " + active.modelVersion())));
        return Json.tree(
                new Trained(
                        trainedOn,
                        active.modelVersion(),
                        active.stage(),
                        active.calibration(),
                        rows.sampledRate(),
                        learned.report()));
    }
}
