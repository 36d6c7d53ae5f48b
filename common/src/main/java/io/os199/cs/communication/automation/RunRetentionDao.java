package io.os199.cs.communication.automation;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** What goes of {@code automation_runs} and their actions with time. */
interface RunRetentionDao {
    /** While what a rule watches for still holds, its runs stay: by them it knows that it has acted. */
    @SqlUpdate(
            """
            with old as (
                select r.client_id, r.run_id
                from automation_runs r
                where r.triggered_at < :before and r.status not in ('pending', 'running') and not exists (
                    select from automation_watches w
                    where w.client_id = r.client_id and w.automation_id = r.automation_id)
                limit :most
            ), actions as (
                delete from automation_run_actions a
                using old
                where a.client_id = old.client_id and a.run_id = old.run_id
            )
            delete from automation_runs r
            using old
            where r.client_id = old.client_id and r.run_id = old.run_id
            """)
    int deleteRuns(Instant before, int most);
}
