package io.os199.cs.expansion.renewal;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** Deletes what has expired from {@code renewal_forecasts}. */
interface ForecastRetentionDao {
    @SqlUpdate(
            """
            delete from renewal_forecasts
            where (client_id, contract_id, forecast_on) in (
                select client_id, contract_id, forecast_on
                from renewal_forecasts
                where forecast_on < cast(cast(:before as timestamptz) at time zone 'UTC' as date)
                order by forecast_on, client_id
                limit :most)
            """)
    int delete(Instant before, int most);
}
