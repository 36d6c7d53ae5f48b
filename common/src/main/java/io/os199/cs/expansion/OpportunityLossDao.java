package io.os199.cs.expansion;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** Writes opportunities that can no longer be won. */
interface OpportunityLossDao {
    /** Loses the client's open opportunities, with the change of stage of each; returns how many. */
    @SqlUpdate(
            """
            with open as (
                select client_id, opportunity_id, stage
                from opportunities
                where client_id = :clientId and stage not in ('won', 'lost')
                for no key update),
            lost as (
                update opportunities
                set stage = 'lost', lost_reason = 'client_churned', version = version + 1, updated_at = :now,
                    closed_on = (cast(:now as timestamptz) at time zone 'UTC')::date
                where client_id = :clientId and opportunity_id in (select opportunity_id from open))
            insert into opportunity_stage_changes (client_id, opportunity_id, changed_at, from_stage, to_stage, actor)
            select client_id, opportunity_id, :now, stage, 'lost', :actor
            from open
            """)
    int lose(String clientId, String actor, Instant now);
}
