package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.List;

/** The alerts, each on both sides of its bound. */
class HealthAlertsTest {
    /** A score without any alert, so that each case lists only what differs. */
    private static final String QUIET =
            """
            {"client_id": "client_acme", "overall": 74.59, "band": "watch", "coverage": 1.00, "change_points": -2.44}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
                    "band": "watch"                  | 60    | WATCH    | 0 | none
                    "overall": 60.00                 | 60    | WATCH    | 0 | none
                    "overall": 59.99                 | 60    | WATCH    | 0 | HS_BELOW 59.99 is below 60
                    "overall": 74.59                 | 74.60 | WATCH    | 0 | HS_BELOW 74.59 is below 74.60
                    "overall": 0.00                  | 0     | WATCH    | 0 | none
                    "overall": null, "band": null    | 100   | WATCH    | 0 | none
                    "band": "watch"                  | 60    | none     | 0 | none
                    "band": "watch"                  | 60    | AT_RISK  | 0 | none
                    "band": "watch"                  | 60    | HEALTHY  | 0 | HS_BAND_DOWN watch after healthy
                    "band": "critical"               | 60    | AT_RISK  | 0 | HS_BAND_DOWN critical after at_risk
                    "band": "critical"               | 60    | CRITICAL | 0 | none
                    "change_points": -9.99           | 60    | WATCH    | 0 | none
                    "change_points": -10.00          | 60    | WATCH    | 0 | HS_DROP -10.00 points in 45 days
                    "change_points": 10.00           | 60    | WATCH    | 0 | none
                    "change_points": null            | 60    | WATCH    | 0 | none
                    "band": "watch"                  | 60    | WATCH    | 2 | none
                    "band": "watch"                  | 60    | WATCH    | 3 | HS_MANY 3 risk indicators are open
                    "coverage": 0.70                 | 60    | WATCH    | 0 | none
                    "coverage": 0.69                 | 60    | WATCH    | 0 | HS_THIN coverage is 0.69
                    "overall": null, "coverage": 0   | 60    | WATCH    | 0 | HS_THIN coverage is 0
                    """)
    void anAlertHoldsFromItsBoundOn(
            String facts, BigDecimal threshold, HealthBand lastBand, int indicators, String alert) {
        assertThat(alerts(facts, threshold, lastBand, indicators))
                .isEqualTo(alert == null ? List.of() : List.of(alert));
    }

    @Test
    void allAtOnceStandInTheirDeclaredOrder() {
        assertThat(
                        alerts(
                                "\"overall\": 20, \"band\": \"critical\", \"coverage\": 0.5,"
                                        + " \"change_points\": -40",
                                BigDecimal.valueOf(60),
                                HealthBand.HEALTHY,
                                6))
                .extracting(alert -> alert.substring(0, alert.indexOf(' ')))
                .containsExactly("HS_BELOW", "HS_BAND_DOWN", "HS_DROP", "HS_MANY", "HS_THIN");
    }

    private static List<String> alerts(
            String facts, BigDecimal threshold, HealthBand lastBand, int indicators) {
        ObjectNode score = Json.read(QUIET, ObjectNode.class);
        score.setAll(Json.read("{" + facts + "}", ObjectNode.class));
        return HealthAlerts.of(
                        Json.read(score.toString(), HealthScore.class),
                        45,
                        threshold,
                        lastBand,
                        indicators)
                .stream()
                .map(alert -> alert.ruleId() + " " + alert.because())
                .toList();
    }
}
