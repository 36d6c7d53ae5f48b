package io.os199.cs.expansion.finding;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads findings as they are shown; all statements on them begin with {@code ShownDao/judged.sql}. */
@UseJoinedSql
@PlannedForItsValues
interface ShownDao {
    /**
     * Returns findings in order, after a position.
     *
     * @param live findings of the one client of the filter, as JSON; null for those of the last scan
     * @param chances a probability for each type, as JSON
     */
    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    List<Row> page(
            @BindMethods FindingFilter filter,
            @Nullable String live,
            String chances,
            Instant now,
            LocalDate today,
            String @Nullable [] onlyClients,
            @Nullable BigDecimal afterExpected,
            @Nullable BigDecimal afterValue,
            @Nullable String afterClientId,
            @Nullable String afterKey,
            int most);

    @SqlQuery
    @RegisterConstructorMapper(Summary.class)
    Summary summary(
            @BindMethods FindingFilter filter,
            @Nullable String live,
            String chances,
            Instant now,
            LocalDate today,
            String @Nullable [] onlyClients);

    @SqlQuery
    @RegisterConstructorMapper(ClientRollUp.class)
    List<ClientRollUp> rollUps(
            @BindMethods FindingFilter filter,
            @Nullable String live,
            String chances,
            Instant now,
            LocalDate today,
            String[] onlyClients);

    @SqlQuery
    @RegisterConstructorMapper(ExpectedOfClient.class)
    List<ExpectedOfClient> expected(
            @BindMethods FindingFilter filter,
            @Nullable String live,
            String chances,
            Instant now,
            LocalDate today,
            String @Nullable [] onlyClients);

    @SqlQuery
    @RegisterConstructorMapper(AdvisedClient.class)
    List<AdvisedClient> advised(
            @BindMethods FindingFilter filter,
            @Nullable String live,
            String chances,
            Instant now,
            LocalDate today,
            String @Nullable [] onlyClients,
            LocalDate renewalBy,
            int most);

    @SqlQuery
    Optional<Instant> lastScan();

    /** The columns of a {@link Finding}. */
    record Row(
            String clientId,
            String clientName,
            String findingKey,
            OpportunityType type,
            @Nullable String productId,
            @Nullable String productName,
            @Nullable String productFamily,
            @Json List<FoundRule> rules,
            @Nullable Integer units,
            @Nullable BigDecimal unitPriceAmount,
            @Nullable BigDecimal valueAmount,
            @Nullable ValueBasis valueBasis,
            @Nullable Tier recommendedTier,
            Instant foundAt,
            BigDecimal currentArrAmount,
            @Nullable BigDecimal healthScore,
            @Nullable Severity riskLevel,
            BigDecimal winProbability,
            @Nullable BigDecimal expectedValue,
            List<String> blockedBy) {
        Finding toFinding() {
            return new Finding(
                    clientId,
                    clientName,
                    findingKey,
                    type,
                    productId,
                    productName,
                    productFamily,
                    rules,
                    units,
                    unitPriceAmount,
                    valueAmount,
                    valueBasis,
                    recommendedTier,
                    foundAt,
                    currentArrAmount,
                    healthScore,
                    riskLevel,
                    winProbability,
                    expectedValue,
                    blockedBy);
        }
    }

    /** The columns of a {@link FindingSummary}. */
    record Summary(
            int findingCount,
            int clientCount,
            BigDecimal totalValueAmount,
            BigDecimal totalExpectedValueAmount,
            int blockedCount,
            int withoutValueCount,
            @Json List<FindingSummary.Group> byType,
            @Json List<FindingSummary.Group> byProduct,
            @Json List<FindingSummary.TierPath> byTierPath) {
        FindingSummary toSummary() {
            return new FindingSummary(
                    findingCount,
                    clientCount,
                    totalValueAmount,
                    totalExpectedValueAmount,
                    blockedCount,
                    withoutValueCount,
                    byType,
                    byProduct,
                    byTierPath);
        }
    }
}
