package io.os199.cs.expansion.renewal;

import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Reads renewals with their contracts and clients, all based on {@code RenewalFactsDao/facts.sql}, and what is stored
 * about them.
 */
@UseJoinedSql
interface RenewalFactsDao {
    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(ListedRenewal.class)
    List<ListedRenewal> page(
            @BindMethods RenewalFilter filter,
            @Nullable LocalDate afterDate,
            @Nullable String afterClientId,
            @Nullable String afterContractId,
            int most);

    /** One renewal of a client, whatever its stage. */
    @SqlQuery
    @RegisterConstructorMapper(ListedRenewal.class)
    ListedRenewal one(@BindMethods RenewalFilter filter, String contractId);

    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(Summary.class)
    Summary summary(@BindMethods RenewalFilter filter);

    /** Like {@link RenewalSummary}, with its lists as JSON. */
    record Summary(
            int renewalCount,
            BigDecimal arrDueAmount,
            @Json List<RenewalSummary.OfWindow> byWindow,
            @Json List<RenewalSummary.OfStage> byStage,
            @Json List<RenewalSummary.OfRisk> byRisk,
            int autoRenewCount,
            int withoutProbabilityCount) {}

    /** The contacts who decide, pay or speak for us at the client. */
    @SqlQuery
    @RegisterConstructorMapper(RenewalContact.class)
    List<RenewalContact> contacts(String clientId, int most);

    @SqlQuery
    @RegisterConstructorMapper(StoredReminder.class)
    List<StoredReminder> reminders(String clientId);

    /** A reminder that was sent or skipped. */
    record StoredReminder(String contractId, int daysBefore, Reminder.Status status) {}

    /**
     * Stores the forecasts for the open renewals of a filter, replacing any already stored for the day.
     *
     * @param committedRate the weight of committed renewals
     */
    @SqlUpdate
    int storeForecasts(
            @BindMethods RenewalFilter filter, double committedRate, boolean isOwnRate, Instant at);

    /** Counts the renewals that the customer had committed to and that were decided within 24 months. */
    @SqlQuery
    @RegisterConstructorMapper(CommittedRate.class)
    CommittedRate committed(LocalDate today);

    /**
     * Reads the totals over the renewals of a filter, and the figures around them.
     *
     * @param chances the probability of each type and open stage of opportunities, as JSON
     * @param withRisks whether to read drivers and risky clients
     */
    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(ForecastRow.class)
    ForecastRow forecast(
            @BindMethods RenewalFilter filter,
            double committedRate,
            boolean isOwnRate,
            RenewalForecast.Grouping grouping,
            int mostGroups,
            String chances,
            boolean withRisks,
            int mostDrivers,
            int mostRisky);

    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(WeighedRenewal.class)
    List<WeighedRenewal> weighedPage(
            @BindMethods RenewalFilter filter,
            double committedRate,
            boolean isOwnRate,
            @Nullable LocalDate afterDate,
            @Nullable String afterClientId,
            @Nullable String afterContractId,
            int most);

    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(BacktestRow.class)
    BacktestRow backtest(@BindMethods RenewalFilter filter, int leadDays, int periodDays);

    /** Like {@link RenewalForecast}, with its lists as JSON. */
    record ForecastRow(
            @Nested RenewalForecast.Sums sums,
            @Json List<ForecastGroup> byGroup,
            @Json List<ForecastGroup> nearMonths,
            @Json List<RenewalForecast.OfStage> byStage,
            @Json List<RenewalForecast.OfRisk> byRisk,
            BigDecimal growthAmount,
            BigDecimal growthWeightedAmount,
            @Json List<RenewalForecast.Driver> drivers,
            @Json List<RenewalForecast.Risky> risky) {
        RenewalForecast forecast() {
            return new RenewalForecast(
                    sums,
                    byGroup,
                    nearMonths,
                    byStage,
                    byRisk,
                    new RenewalForecast.Growth(growthAmount, growthWeightedAmount),
                    drivers,
                    risky);
        }
    }

    /** Like {@link RenewalBacktest}, with its list as JSON. */
    record BacktestRow(@Nested RenewalBacktest.Sums sums, @Json List<RenewalBacktest.Band> bands) {
        RenewalBacktest backtest() {
            return new RenewalBacktest(sums, bands);
        }
    }
}
