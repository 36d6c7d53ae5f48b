package io.os199.cs.retention.risk;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.churn.ChurnScore;
import io.os199.cs.retention.churn.ForecastQuality;
import io.os199.cs.retention.churn.ForecastQuality.Forecast;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * The outcomes of predictions stored in the month before a day, whose 90 days are over: what the model is worth in
 * use.
 *
 * @param auc absent, like {@code brier}, where there are too few of them
 */
public record LiveCheck(
        LocalDate predictedBy,
        int count,
        int churnedCount,
        @Nullable Double auc,
        @Nullable Double brier) {

    public static LiveCheck read(Transaction tx, LocalDate asOf) {
        LocalDate day = asOf.minusDays(ChurnScore.HORIZON_DAYS);
        List<Forecast> outcomes =
                tx.dao(StoredRiskDao.class).outcomes(day).stream()
                        .map(
                                each ->
                                        new Forecast(
                                                each.clientId(),
                                                each.asOf(),
                                                each.probability(),
                                                each.happened()))
                        .toList();
        long churned = outcomes.stream().filter(Forecast::happened).count();
        ForecastQuality quality =
                ForecastQuality.of(
                        outcomes, outcomes.isEmpty() ? 0 : (double) churned / outcomes.size());
        return new LiveCheck(
                day, quality.rowCount(), quality.churnedCount(), quality.auc(), quality.brier());
    }
}
