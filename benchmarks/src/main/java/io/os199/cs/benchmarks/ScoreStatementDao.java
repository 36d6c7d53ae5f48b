package io.os199.cs.benchmarks;

import io.os199.cs.health.HealthQuery;

import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** The statement that scores clients, with nothing around it: its rows are fetched and ignored. */
interface ScoreStatementDao extends SqlObject {
    String SCORE =
            ClasspathSqlLocator.create().locate("io.os199.cs.health.HealthStatementDao.score");

    @SqlQuery("select count(*) from clients")
    long clientCount();

    /** Returns the ids of some clients. */
    @SqlQuery("select client_id from clients order by client_id limit :most")
    List<String> clientIds(int most);

    /** Returns the clients of each chunk of a job. */
    @SqlQuery(
            """
            select array_agg(client_id order by client_id)
            from job_chunks join clients on client_id between first_client_id and last_client_id
            where job_id = :jobId and clients.status <> 'churned'
            group by chunk_no
            order by chunk_no
            """)
    List<String[]> chunks(String jobId);

    /** Returns how many clients have a row. */
    default int score(String[] clientIds, HealthQuery query) {
        return getHandle()
                .createQuery(SCORE)
                .bind("clientIds", clientIds)
                .bind("asOf", query.asOf())
                .bind("useDay", query.useDay())
                .bind("cut", query.cut())
                .bind("isToday", query.isToday())
                .bind("lookback", query.lookbackDays())
                .bind("modelId", query.model().modelId())
                .bind("modelVersion", query.model().modelVersion())
                .scanResultSet(FetchedRows::count);
    }
}
