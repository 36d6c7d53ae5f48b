package io.os199.cs.expansion.opportunity;

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

/** Reads opportunities; every statement begins with {@code OpportunityListDao/told.sql}. */
@UseJoinedSql
@PlannedForItsValues
interface OpportunityListDao {
    @SqlQuery
    @RegisterConstructorMapper(Opportunity.class)
    List<Opportunity> page(
            @BindMethods OpportunityFilter filter,
            String chances,
            Instant now,
            LocalDate today,
            @Nullable BigDecimal afterExpected,
            @Nullable BigDecimal afterValue,
            @Nullable String afterClientId,
            @Nullable String afterId,
            int most);

    @SqlQuery
    @RegisterConstructorMapper(Opportunity.class)
    Optional<Opportunity> find(
            @BindMethods OpportunityFilter filter,
            String chances,
            Instant now,
            LocalDate today,
            String opportunityId);

    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    Row pipeline(
            @BindMethods OpportunityFilter filter, String chances, Instant now, LocalDate today);

    @SqlQuery
    @RegisterConstructorMapper(OpportunityList.Expected.class)
    List<OpportunityList.Expected> expected(
            @BindMethods OpportunityFilter filter, String chances, Instant now, LocalDate today);

    /** The columns of a {@link Pipeline}. */
    record Row(
            int openCount,
            BigDecimal openValueAmount,
            BigDecimal weightedValueAmount,
            int overdueCount,
            int listedCount,
            BigDecimal wonAmount365d,
            @Nullable BigDecimal winRate365d,
            BigDecimal currentArrAmount,
            @Nullable BigDecimal topQuarterFrom,
            @Json List<Pipeline.Group> byStage,
            @Json List<Pipeline.Group> byType) {
        Pipeline toPipeline() {
            return new Pipeline(
                    openCount,
                    openValueAmount,
                    weightedValueAmount,
                    overdueCount,
                    listedCount,
                    wonAmount365d,
                    winRate365d,
                    currentArrAmount,
                    topQuarterFrom,
                    byStage,
                    byType);
        }
    }
}
