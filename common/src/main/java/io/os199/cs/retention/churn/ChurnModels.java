package io.os199.cs.retention.churn;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** The versions of the churn model, of which one is active. */
public final class ChurnModels {
    private ChurnModels() {}

    /**
     * A version with the report of its training.
     *
     * @param status draft, active or retired
     * @param report absent for the version that the product ships with
     */
    public record Version(ChurnModel model, String status, @Nullable ChurnReport report) {}

    public static ChurnModel active(Transaction tx) {
        return activeVersion(tx).model();
    }

    public static Version activeVersion(Transaction tx) {
        return tx.dao(ChurnModelDao.class).active().map(ChurnModels::version).orElseThrow();
    }

    /**
     * Returns the version behind the stored predictions; a newer one may be active until the next run over the
     * portfolio.
     */
    public static ChurnModel predicting(Transaction tx) {
        return tx.dao(ChurnModelDao.class).predicting().orElseThrow().toModel();
    }

    /** Returns a version that a job has fixed, active or not. */
    public static ChurnModel version(Transaction tx, int modelVersion) {
        return tx.dao(ChurnModelDao.class).version(modelVersion).orElseThrow().toModel();
    }

    /** Returns the newest version that training made, whether it is used or not; empty before the first. */
    public static Optional<Version> newest(Transaction tx) {
        return tx.dao(ChurnModelDao.class).newestTrained().map(ChurnModels::version);
    }

    /**
     * Returns the warning that an uncalibrated probability needs; absent for a version checked in full against
     * outcomes.
     */
    public static @Nullable String caution(Transaction tx, ChurnModel model) {
        if (model.calibration() == Calibration.FULL) {
            return null;
        }
        int found = newest(tx).map(Version::report).map(ChurnReport::labelledChurnCount).orElse(0);
        return "%s, not yet learned from this deployment's churn: %d labelled churns of the %d (%d train + %d test) that training needs"
                .formatted(
                        WireName.of(ChurnStage.EXPERT_PRIOR).replace('_', ' '),
                        found,
                        ChurnReport.TRAIN_CHURNS + ChurnReport.TEST_CHURNS,
                        ChurnReport.TRAIN_CHURNS,
                        ChurnReport.TEST_CHURNS);
    }

    /** Returns the version whose weights are expert judgment. */
    public static ChurnModel prior(Transaction tx) {
        return tx.dao(ChurnModelDao.class).prior().orElseThrow().toModel();
    }

    /**
     * Returns the model that would be used after a training on a day, without storing it; it learns only from the
     * clients that had left by then.
     *
     * @param active the model used before it
     * @return a model without a version number of its own
     */
    public static ChurnModel after(Transaction tx, ChurnModel active, LocalDate trainedOn) {
        ChurnModel prior = prior(tx);
        ChurnTraining.Learned learned =
                new ChurnTraining(prior).learn(LabelledRows.read(tx, prior, trainedOn).rows());
        if (learned.fitted() != null && learned.report().passes()) {
            return prior.with(ChurnStage.TRAINED, Calibration.FULL, learned.fitted());
        }
        return active.stage() == ChurnStage.TRAINED || learned.releveled() == null
                ? active
                : prior.with(ChurnStage.PRIOR_RELEVELED, Calibration.LEVEL, learned.releveled());
    }

    private static Version version(ChurnModelDao.Row row) {
        return new Version(
                row.toModel(),
                row.status(),
                row.metrics() == null ? null : Json.read(row.metrics(), ChurnReport.class));
    }

    /** Stores the result of training: a version that is used from now on, one that is not good enough, or none. */
    static void store(Transaction tx, ChurnTraining.Learned learned, ChurnModel prior, Instant at) {
        ChurnModelDao dao = tx.dao(ChurnModelDao.class);
        boolean isGood = learned.fitted() != null && learned.report().passes();
        if (learned.fitted() != null) {
            insert(
                    dao,
                    ChurnStage.TRAINED,
                    Calibration.FULL,
                    isGood,
                    learned.fitted(),
                    learned.report(),
                    prior,
                    at);
        }
        boolean isTrained = active(tx).stage() == ChurnStage.TRAINED;
        if (!isGood && !isTrained && learned.releveled() != null) {
            insert(
                    dao,
                    ChurnStage.PRIOR_RELEVELED,
                    Calibration.LEVEL,
                    true,
                    learned.releveled(),
                    learned.report(),
                    prior,
                    at);
        }
    }

    private static void insert(
            ChurnModelDao dao,
            ChurnStage stage,
            Calibration calibration,
            boolean isActive,
            ChurnModel.Weights weights,
            ChurnReport report,
            ChurnModel prior,
            Instant at) {
        if (isActive) {
            dao.retireActive(at);
        }
        dao.insert(
                stage,
                calibration,
                isActive ? "active" : "draft",
                Json.write(weights),
                Json.write(prior.thresholds()),
                Json.write(report),
                at);
    }
}
