package io.os199.cs.communication.automation;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** What goes of {@code automation_runs} and their actions with time. */
interface RunRetentionDao {
    /**
     * Rules of communication look two days back only. Those of onboarding and retention know by their runs alone that they have acted on what
     * may last for years, so that theirs go with the client.
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
