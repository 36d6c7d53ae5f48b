package io.os199.cs.expansion.lifetime;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;
import io.os199.cs.retention.churn.Contribution;
import io.os199.cs.retention.risk.StandingSign;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads the data that the value of clients is computed from. */
@UseJoinedSql
interface LifetimeDao {
    /** The live clients of a range that a query is about, in their order. */
    @PlannedForItsValues
    @SqlQuery
    List<String> chosen(
            String firstClientId, String lastClientId, @BindMethods LifetimeQuery query);

    /** The figures of live clients, in their order. */
    @SqlQuery
    @RegisterConstructorMapper(Figures.class)
    List<Figures> figures(String[] clientIds, LocalDate today, String healthModel);

    /**
     * The stored data that a client's value is computed from.
     *
     * @param arr the ARR in the ledger; absent, like {@code revenueToDate}, where the ledger has no row for the
     *     client
     * @param revenueToDate Σ movement × whole days since ÷ 365
     * @param termDays of the base contract
     * @param predictedOn the day of the newest prediction; absent where there is none
     * @param contributions the features of that prediction
     * @param signs the open signs of risk
     */
    record Figures(
            String clientId,
            String clientName,
            Tier tier,
            @Nullable BigDecimal acquisitionCost,
            @Nullable BigDecimal arr,
            @Nullable BigDecimal revenueToDate,
            @Nullable Integer termDays,
            int ticketCount,
            int touchCount,
            @Nullable Integer activeUserCount,
            @Nullable LocalDate predictedOn,
            @Nullable Integer modelVersion,
            @Nullable Double inWindow,
            @Nullable Double offWindow,
            @Json List<Contribution> contributions,
            @Json List<StandingSign> signs) {
        public Figures {
            contributions = List.copyOf(contributions);
            signs = List.copyOf(signs);
        }
    }

    /** The ticket rates of the live clients with active users, of a range or a tier; null means any. */
    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(TicketRates.OfClient.class)
    List<TicketRates.OfClient> ticketRates(
            @Nullable String firstClientId,
            @Nullable String lastClientId,
            @Nullable Tier tier,
            LocalDate today,
            String healthModel);

    /** The growth of clients that were live and paid over the whole last year. */
    @SqlQuery
    @RegisterConstructorMapper(GrowthRates.OfTier.class)
    List<GrowthRates.OfTier> growth(LocalDate today);

    @SqlQuery
    @RegisterConstructorMapper(Economics.class)
    Optional<Economics> economics(LocalDate today);

    /** The margin and costs that the deployment states, from a given day on. */
    record Economics(
            LocalDate effectiveFrom,
            @Nullable Double grossMarginRate,
            @Nullable Double discountRate,
            @Nullable BigDecimal costPerTicketAmount,
            @Nullable BigDecimal costPerTouchpointAmount) {}

    /** The revenue to date of a client, live or not; absent where the ledger has no row for it. */
    @SqlQuery
    @Nullable BigDecimal revenueToDate(String clientId, LocalDate today);

    /** The most frequent category of a client's tickets of the last 365 days. */
    @SqlQuery
    @RegisterConstructorMapper(TopCategory.class)
    Optional<TopCategory> topCategory(String clientId, LocalDate today);

    /** A ticket category. */
    record TopCategory(String category, int ticketCount) {}
}
