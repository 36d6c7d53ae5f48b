package io.os199.cs.retention.facts;

import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** The statements built on {@code RetentionFactsDao/facts.sql}; each begins with its text. */
@UseJoinedSql
interface RetentionFactsDao {
    @SqlQuery
    @RegisterConstructorMapper(ClientChurnFeatures.class)
    List<ClientChurnFeatures> features(
            String[] clientIds, String[] days, LocalDate today, String healthModel);

    @SqlQuery
    @RegisterConstructorMapper(Row.class)
    List<Row> signals(String[] clientIds, String[] days, LocalDate today, String healthModel);

    /** The columns of a {@link ClientReading}. */
    record Row(@Nested ClientChurnFeatures features, @Nested ClientSignals signals) {
        ClientReading toReading() {
            return new ClientReading(features, signals);
        }
    }
}
