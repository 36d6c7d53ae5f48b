package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The departures of a period, and who stayed. */
@UseJoinedSql
interface ChurnPatternsDao {
    /** In the order of clients and days. */
    @SqlQuery
    @RegisterConstructorMapper(Departure.class)
    List<Departure> departures(@BindMethods PatternsOrder order);

    @SqlQuery
    @RegisterConstructorMapper(Counts.class)
    Counts counts(@BindMethods PatternsOrder order);

    /** Who stayed through the period, at most so many, chosen by their ids. */
    @SqlQuery
    List<String> retained(@BindMethods PatternsOrder order, int most);

    /** How many of some clients had each sign on some day of {@code (since, until]}, as runs stored it. */
    @SqlQuery
    @RegisterConstructorMapper(SignHolder.class)
    List<SignHolder> holders(String[] clientIds, LocalDate since, LocalDate until);

    /** The day of the first run over the portfolio. */
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
     * How many clients there were.
     *
     * @param liveCount when the period began
     */
    record Counts(int liveCount, int retainedCount) {}

    /** A client that had a sign. */
    record SignHolder(String clientId, String indicatorKey) {}
}
