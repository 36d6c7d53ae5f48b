package io.os199.cs.api.tools.retention;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.churn.ChurnReport;
import io.os199.cs.retention.churn.ChurnStage;
import io.os199.cs.retention.risk.LiveCheck;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * The model behind the predictions, and how far to trust it.
 *
 * @param labelledChurnCount the number found by the last training; absent before the first
 * @param thresholds the lowest probability of each risk level
 * @param report of the training of this version
 * @param liveCheck how stored predictions from three months ago turned out
 */
public record ModelNote(
        int modelVersion,
        ChurnStage stage,
        Calibration calibration,
        @Nullable Instant trainedAt,
        @Nullable Integer labelledChurnCount,
        Map<String, BigDecimal> thresholds,
        @Nullable ChurnReport report,
        @Nullable LiveCheck liveCheck) {

    static ModelNote read(Transaction tx, LocalDate asOf) {
        ChurnModels.Version version = ChurnModels.activeVersion(tx);
        ChurnModel model = version.model();
        Map<String, BigDecimal> thresholds = new TreeMap<>();
        model.thresholds()
                .riskLevels()
                .forEach((level, lowest) -> thresholds.put(level, Rounded.rate(lowest)));
        return new ModelNote(
                model.modelVersion(),
                model.stage(),
                model.calibration(),
                model.trainedAt(),
                ChurnModels.newest(tx)
                        .map(ChurnModels.Version::report)
                        .map(ChurnReport::labelledChurnCount)
                        .orElse(null),
                thresholds,
                version.report(),
                LiveCheck.read(tx, asOf));
    }

    /**
     * A caution for readers of an uncalibrated probability; absent for a model that was checked against what
     * happened.
     */
    public static @Nullable String caution(Transaction tx, ChurnModel model) {
        return ChurnModels.caution(tx, model);
    }
}
