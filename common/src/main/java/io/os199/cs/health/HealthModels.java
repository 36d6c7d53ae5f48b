package io.os199.cs.health;

import io.os199.cs.health.model.HealthModel;
import io.os199.cs.platform.database.Transaction;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The health models of the deployment. */
public final class HealthModels {
    /** The name of the model that the product ships with. */
    public static final String STANDARD = "weighted_composite";

    /** Returns the version of this name that is in force. */
    public Optional<HealthModel> active(Transaction tx, String name) {
        return tx.dao(ScoringModelDao.class).active(name).map(ScoringModelDao.Row::toModel);
    }

    /** Returns a version that a job has frozen, in force or not. */
    public Optional<HealthModel> version(Transaction tx, String modelId, int modelVersion) {
        return tx.dao(ScoringModelDao.class)
                .version(modelId, modelVersion)
                .map(ScoringModelDao.Row::toModel);
    }

    /**
     * Returns how a client uses the product compared with its peers, by the scores that the standard model stored up
     * to a day.
     */
    public List<UsageBenchmarkDao.Row> usageBenchmark(
            Transaction tx, String clientId, LocalDate asOf, List<String> metrics) {
        return tx.dao(UsageBenchmarkDao.class)
                .read(clientId, STANDARD, asOf, metrics.toArray(String[]::new));
    }

    public List<String> activeNames(Transaction tx) {
        return tx.dao(ScoringModelDao.class).activeNames();
    }
}
