package io.os199.cs.health.lifecycle;

import io.os199.cs.health.lifecycle.LifecycleHistory.Stay;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** Reads of the stages that one client has been through. */
interface LifecycleHistoryDao {
    /** Returns the stays, the newest first. */
    @SqlQuery(
            """
            select to_stage as stage, changed_at as from_at, to_at,
                coalesce((to_at at time zone 'UTC')::date, :today) - (changed_at at time zone 'UTC')::date as stay_days,
                reason, actor, total_count
            from (
                select to_stage, changed_at, reason, actor, lead(changed_at) over (order by changed_at) as to_at,
                    count(*) over () as total_count
                from lifecycle_transitions
                where client_id = :clientId) stay
            order by changed_at desc
            limit :limit
            """)
    @RegisterConstructorMapper(Stay.class)
    List<Stay> stays(String clientId, LocalDate today, int limit);
}
