package io.os199.cs.api.tools.health;

import io.os199.cs.api.tools.health.ClientHealth.Alert;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The declared alerts about a score. */
final class HealthAlerts {
    private static final int MANY_INDICATORS = 3;
    private static final BigDecimal THIN = new BigDecimal("0.70");
    private static final BigDecimal DROP = BigDecimal.valueOf(-10);

    private HealthAlerts() {}

    /**
     * Returns the alerts in their declared order.
     *
     * @param riskThreshold 0 to 100
     * @param lastBand of the newest score stored before this one
     * @param indicatorCount risk indicators that are open after this run
     */
    static List<Alert> of(
            HealthScore score,
            int lookbackDays,
            BigDecimal riskThreshold,
            @Nullable HealthBand lastBand,
            int indicatorCount) {
        List<Alert> alerts = new ArrayList<>();
        BigDecimal overall = score.overall();
        HealthBand band = score.band();
        BigDecimal change = score.changePoints();
        if (overall != null && overall.compareTo(riskThreshold) < 0) {
            alerts.add(new Alert("HS_BELOW", overall + " is below " + riskThreshold));
        }
        if (band != null && lastBand != null && band.compareTo(lastBand) > 0) {
            alerts.add(
                    new Alert(
                            "HS_BAND_DOWN", WireName.of(band) + " after " + WireName.of(lastBand)));
        }
        if (change != null && change.compareTo(DROP) <= 0) {
            alerts.add(new Alert("HS_DROP", change + " points in " + lookbackDays + " days"));
        }
        if (indicatorCount >= MANY_INDICATORS) {
            alerts.add(new Alert("HS_MANY", indicatorCount + " risk indicators are open"));
        }
        if (score.coverage().compareTo(THIN) < 0) {
            alerts.add(new Alert("HS_THIN", "coverage is " + score.coverage()));
        }
        return alerts;
    }
}
