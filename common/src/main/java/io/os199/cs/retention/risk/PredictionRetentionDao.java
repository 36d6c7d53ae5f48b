package io.os199.cs.retention.risk;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** Deletes old rows of {@code churn_predictions}. */
interface PredictionRetentionDao {
    /** Deletes all but each client's last prediction of each month. */
    @SqlUpdate(
            """
            delete from churn_predictions
            where (client_id, predicted_on) in (
                select p.client_id, p.predicted_on
                from churn_predictions p
                where p.predicted_on < cast(cast(:before as timestamptz) at time zone 'UTC' as date)
                    and exists (
                        select from churn_predictions later
                        where later.client_id = p.client_id and later.predicted_on > p.predicted_on
                            and later.predicted_on < date_trunc('month', p.predicted_on) + interval '1 month')
                order by p.predicted_on, p.client_id
                limit :most)
            """)
    int thin(Instant before, int most);
}
