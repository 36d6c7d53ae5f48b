package io.os199.cs.expansion.report;

import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Counts the clients that had each factor, and those that expanded. */
@UseJoinedSql
interface SuccessFactorDao {
    /**
     * Clients with and without a factor, and those of each side that expanded.
     *
     * @param median of the features that the cohort used; absent where no usage is known
     */
    record Row(
            String factor,
            int withCount,
            int withExpandedCount,
            int withoutCount,
            int withoutExpandedCount,
            @Nullable BigDecimal median) {}

    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    List<Row> factors(
            String[] clientIds, String[] expandedIds, LocalDate today, String healthModel);
}
