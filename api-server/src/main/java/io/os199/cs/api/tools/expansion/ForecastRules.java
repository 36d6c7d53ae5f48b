package io.os199.cs.api.tools.expansion;

import io.os199.cs.expansion.renewal.ForecastGroup;
import io.os199.cs.expansion.renewal.RenewalBacktest;
import io.os199.cs.expansion.renewal.RenewalForecast;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The table of rules for what to do about a forecast. */
final class ForecastRules {
    private static final double COMMITTED_SHARE = 0.80;
    private static final double BIASED = 0.10;
    private static final int FEWEST = 20;

    private ForecastRules() {}

    static List<Recommendation> of(RenewalForecast forecast, @Nullable RenewalBacktest backtest) {
        List<Recommendation> found = new ArrayList<>();
        for (ForecastGroup month : forecast.nearMonths()) {
            if (month.commitAmount() < COMMITTED_SHARE * month.arrDueAmount()) {
                found.add(
                        new Recommendation(
                                "F-GAP",
                                "in %s commit %.2f is less than %.2f of the %.2f due"
                                        .formatted(
                                                month.key(),
                                                month.commitAmount(),
                                                COMMITTED_SHARE,
                                                month.arrDueAmount()),
                                "Go through the renewals that are in best and not in commit, the"
                                        + " largest first",
                                Priority.HIGH,
                                "track_renewals"));
            }
        }
        Double error = backtest == null ? null : backtest.sums().errorRate();
        if (backtest != null
                && error != null
                && backtest.sums().renewalCount() >= FEWEST
                && Math.abs(error) > BIASED) {
            found.add(
                    new Recommendation(
                            "F-BIAS",
                            "error_rate %.4f over %d renewals"
                                    .formatted(error, backtest.sums().renewalCount()),
                            "Read the calibration before you use what is expected",
                            Priority.HIGH,
                            "forecast_renewals"));
        }
        if (forecast.sums().staleCount() > 0) {
            found.add(
                    new Recommendation(
                            "F-STALE",
                            "%d renewals are contacted or negotiating without a two-way touch for 30 days"
                                    .formatted(forecast.sums().staleCount()),
                            "Update their stages",
                            Priority.MEDIUM,
                            "track_renewals"));
        }
        return List.copyOf(found);
    }
}
