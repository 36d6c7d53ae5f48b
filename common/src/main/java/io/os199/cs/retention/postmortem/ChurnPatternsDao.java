package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads the departures of a period and the clients that stayed. */
@UseJoinedSql
@PlannedForItsValues
interface ChurnPatternsDao {
    /** Returns the departures in the order of clients and days. */
    @SqlQuery
    @RegisterConstructorMapper(Departure.class)
    List<Departure> departures(@BindMethods PatternsOrder order);

    @SqlQuery
    @RegisterConstructorMapper(Counts.class)
    Counts counts(@BindMethods PatternsOrder order);

    /** Returns at most {@code most} clients that stayed through the period, chosen by their ids. */
    @SqlQuery
    List<String> retained(@BindMethods PatternsOrder order, int most);

    /** Returns which of some clients had which signs on any day of {@code (since, until]}, as runs stored them. */
    @SqlQuery
    @RegisterConstructorMapper(SignHolder.class)
    List<SignHolder> holders(String[] clientIds, LocalDate since, LocalDate until);

    /** Returns the day of the first run over the portfolio. */
    @SqlQuery
    Optional<LocalDate> recorded();

    /** A client that left. */
    record Departure(
            String clientId,
            LocalDate churnedOn,
            Tier tier,
            @Nullable ChurnReason reasonCode,
            int tenureDays,
            BigDecimal arrLostAmount,
            boolean wasLiveAtStart) {}

    /**
     * Counts of clients.
     *
     * @param liveCount clients that were live when the period began
     */
    record Counts(int liveCount, int retainedCount) {}

    /** A client that had a sign. */
    record SignHolder(String clientId, String indicatorKey) {}
}
