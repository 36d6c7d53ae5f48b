package io.os199.cs.health;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthScore;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.locator.UseClasspathSqlLocator;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The statement that scores clients, in {@code HealthStatementDao/score.sql} beside this package's classes. */
@UseClasspathSqlLocator
interface HealthStatementDao {
    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    List<Row> score(
            String[] clientIds,
            LocalDate asOf,
            LocalDate useDay,
            Instant cut,
            boolean isToday,
            int lookback,
            String modelId,
            int modelVersion);

    /** A {@link HealthScore} whose facts are read from JSON columns. */
    record Row(
            String clientId,
            @Nullable BigDecimal overall,
            @Nullable BigDecimal usage,
            @Nullable BigDecimal engagement,
            @Nullable BigDecimal support,
            @Nullable BigDecimal satisfaction,
            @Nullable BigDecimal payment,
            BigDecimal coverage,
            @Nullable HealthBand band,
            boolean isBandCapped,
            @Nullable HealthTrend trend,
            @Nullable BigDecimal changePoints,
            @Nullable BigDecimal referenceScore,
            @Nullable BigDecimal comparableScore,
            @Nullable BigDecimal previousUsage,
            @Nullable BigDecimal previousEngagement,
            @Nullable BigDecimal previousSupport,
            @Nullable BigDecimal previousSatisfaction,
            @Nullable BigDecimal previousPayment,
            @Nullable BigDecimal previousOverall,
            BigDecimal previousCoverage,
            @Json HealthInputs inputs,
            @Json HealthInputs previousInputs) {

        HealthScore toScore() {
            return new HealthScore(
                    clientId,
                    overall,
                    usage,
                    engagement,
                    support,
                    satisfaction,
                    payment,
                    coverage,
                    band,
                    isBandCapped,
                    trend,
                    changePoints,
                    referenceScore,
                    comparableScore,
                    previousUsage,
                    previousEngagement,
                    previousSupport,
                    previousSatisfaction,
                    previousPayment,
                    previousOverall,
                    previousCoverage,
                    inputs,
                    previousInputs);
        }
    }
}
