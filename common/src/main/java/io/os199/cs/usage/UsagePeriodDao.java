package io.os199.cs.usage;

import io.os199.cs.usage.model.UsageFacts;
import io.os199.cs.usage.model.UserDetail;
import io.os199.cs.usage.model.UserGroup;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.locator.UseClasspathSqlLocator;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** How clients used the product in a period: {@code UsagePeriodDao/*.sql} beside this package's classes. */
@UseClasspathSqlLocator
interface UsagePeriodDao {
    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    Row read(
            String clientId,
            LocalDate start,
            LocalDate periodEnd,
            LocalDate completeEnd,
            LocalDate beforeStart,
            LocalDate day,
            LocalDate weekStart,
            String unit,
            String zone,
            boolean wantsFeatures);

    @SqlQuery
    @RegisterConstructorMapper(UserGroup.class)
    List<UserGroup> groups(
            String[] clientIds,
            LocalDate start,
            LocalDate completeEnd,
            LocalDate beforeStart,
            LocalDate day);

    @SqlQuery
    @RegisterConstructorMapper(UserDetail.class)
    List<UserDetail> people(String clientId, String[] userKeys, LocalDate start, LocalDate day);

    @SqlQuery
    long usageSeq(String clientId);

    record Row(@Json UsageFacts facts) {}
}
