package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Reads the stored risk of the portfolio; both statements begin with {@code PortfolioRiskDao/at_risk.sql}. */
@UseJoinedSql
@PlannedForItsValues
interface PortfolioRiskDao {
    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    List<Row> page(
            @BindMethods RiskFilter filter,
            LocalDate today,
            PortfolioRisk.Sort sort,
            @Nullable BigDecimal afterValue,
            @Nullable String afterClientId,
            int most);

    @SqlQuery
    @RegisterConstructorMapper(Summary.class)
    Summary summary(@BindMethods RiskFilter filter, LocalDate today);

    /** A client that is at risk. */
    record Row(
            String clientId,
            String clientName,
            Tier tier,
            @Nullable String csm,
            BigDecimal arrAmount,
            @Nullable BigDecimal healthScore,
            @Nullable Double churnProbability,
            @Nullable Severity riskLevel,
            @Nullable LocalDate decisionDate,
            List<String> graveKeys,
            boolean isUnhealthy,
            boolean isLikely,
            @Nullable String sortValue) {}

    /** Totals over all clients that the filter lets through. */
    record Summary(
            int totalAnalyzedCount,
            int notScoredCount,
            int atRiskCount,
            BigDecimal arrAnalyzedAmount,
            BigDecimal arrAtRiskAmount,
            BigDecimal expectedArrLossAmount,
            @Json List<RiskGroup> byRiskLevel,
            @Json List<RiskGroup> byTier) {}
}
