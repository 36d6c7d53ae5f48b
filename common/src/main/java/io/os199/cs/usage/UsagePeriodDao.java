package io.os199.cs.usage;

import io.os199.cs.platform.database.UseJoinedSql;
import io.os199.cs.usage.model.ClientUsage;
import io.os199.cs.usage.model.UsageFacts;
import io.os199.cs.usage.model.UserDetail;
import io.os199.cs.usage.model.UserGroup;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/**
 * How clients used the product in a period; the statements are in {@code UsagePeriodDao/*.sql} beside this package's
 * classes.
 */
@UseJoinedSql
interface UsagePeriodDao {
    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    Row client(
            String clientId,
            String[] clientIds,
            LocalDate start,
            LocalDate periodEnd,
            LocalDate completeEnd,
            LocalDate beforeStart,
            LocalDate day,
            LocalDate weekStart,
            String unit,
            String zone,
            boolean wantsFeatures,
            boolean wantsUsers);

    @SqlQuery
    @RegisterConstructorMapper(UserGroup.class)
    List<UserGroup> groups(
            String[] clientIds,
            LocalDate start,
            LocalDate completeEnd,
            LocalDate beforeStart,
            LocalDate day);

    /** A {@link ClientUsage} whose parts are read from JSON columns. */
    record Row(
            @Json UsageFacts facts, @Json List<UserGroup> groups, @Json List<UserDetail> fallen) {
        ClientUsage use() {
            return new ClientUsage(facts, groups, fallen);
        }
    }
}
