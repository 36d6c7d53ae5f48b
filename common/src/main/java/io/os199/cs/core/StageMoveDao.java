package io.os199.cs.core;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** Writes the stages of clients and {@code lifecycle_transitions}. */
interface StageMoveDao {
    /**
     * Moves clients and records the transitions. Each transition comes after all earlier ones of its client, even
     * where the clocks of two processes differ.
     *
     * @param moves a JSON array of {@link io.os199.cs.core.model.StageMove}
     */
    @SqlUpdate(
            """
            with move as (
                select client_id, "from" as from_stage, "to" as to_stage, reason, actor
                from jsonb_to_recordset(cast(:moves as jsonb))
                    as move (client_id text, "from" text, "to" text, reason text, actor text)),
            moved as (
                update clients
                set lifecycle_stage = move.to_stage,
                    status = case when move.to_stage = 'churned' then 'churned'
                        when move.from_stage = 'churned' then 'active' else clients.status end,
                    version = clients.version + :versionStep, updated_at = :now
                from move
                where clients.client_id = move.client_id)
            insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, reason, actor)
            select client_id,
                greatest(:now, (
                    select max(changed_at) + interval '1 microsecond'
                    from lifecycle_transitions earlier
                    where earlier.client_id = move.client_id)),
                from_stage, to_stage, reason, actor
            from move
            """)
    void move(String moves, int versionStep, Instant now);
}
