package io.os199.cs.communication.automation;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** Deletes old {@code automation_runs} and their actions. */
interface RunRetentionDao {
    /**
     * Deletes old runs. Communication automations look back only two days. Those of onboarding and retention know
     * only from their runs that they have acted on something that may last for years, so their runs are deleted only
     * once the client has churned.
     */
    @SqlUpdate(
            """
            with old as (
                select r.client_id, r.run_id
                from automation_runs r
                join automations a on a.automation_id = r.automation_id
                join clients k on k.client_id = r.client_id
                where (a.kind = 'communication' or k.status = 'churned') and r.triggered_at < :before and r.status not in ('pending', 'running')
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
