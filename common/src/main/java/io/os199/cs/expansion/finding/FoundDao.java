package io.os199.cs.expansion.finding;

import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The rules that find opportunities, one statement for each family of rules; each ends with {@code
 * FoundDao/merge.sql}.
 */
@UseJoinedSql
interface FoundDao {
    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    List<Row> upsell(String[] clientIds, LocalDate today);

    /**
     * Applies the rules on other products.
     *
     * @param clientId the one client in {@code clientIds}, so that only its peers are counted; null for several
     * @param counted the pairs of all clients, where they were already counted
     */
    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    List<Row> crossSell(
            String[] clientIds,
            LocalDate today,
            @Nullable String clientId,
            @Nullable String counted);

    /** Returns the pairs of all clients as JSON, which takes reading all of them. */
    @SqlQuery
    String countedPairs(LocalDate today, @Nullable String clientId, @Nullable String counted);

    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    List<Row> multiYear(String[] clientIds, LocalDate today);

    @SqlQuery
    @RegisterConstructorMapper(ProductPair.class)
    List<ProductPair> pairs(
            LocalDate today,
            @Nullable String clientId,
            int minPairCount,
            BigDecimal minLift,
            @Nullable String productId,
            @Nullable String family,
            int most,
            @Nullable String counted);

    @SqlQuery
    int liveCount();

    /** A finding of a client, as stored. */
    record Row(
            String clientId,
            String findingKey,
            OpportunityType type,
            @Nullable String productId,
            @Json List<FoundRule> rules,
            @Nullable Integer units,
            @Nullable BigDecimal unitPriceAmount,
            @Nullable BigDecimal valueAmount,
            @Nullable ValueBasis valueBasis,
            @Nullable Tier recommendedTier) {}
}
