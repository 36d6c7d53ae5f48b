package io.os199.cs.support.ticket;

import io.os199.cs.support.model.TicketStatus;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Reads and writes the clocks of imported tickets. */
interface ImportedTicketDao {
    /** What a file says about a ticket, and what the policy for its priority promises. */
    record Told(
            String clientId,
            String ticketId,
            TicketStatus status,
            Instant openedAt,
            @Nullable Instant firstResponseAt,
            @Nullable Instant resolvedAt,
            @Nullable Instant closedAt,
            @Nullable Integer firstResponseMinutes,
            @Nullable Integer resolutionMinutes,
            @Nullable String calendarId) {}

    /**
     * Returns the tickets that came from another desk and were not worked on here; for one that was, the clock
     * already reflects what happened here.
     */
    @SqlQuery(
            """
            select t.client_id, t.ticket_id, t.status, t.opened_at, t.first_response_at, t.resolved_at, t.closed_at,
                p.first_response_minutes, p.resolution_minutes,
                case p.calendar when 'business_hours' then p.calendar_id end as calendar_id
            from unnest(cast(:clientIds as text[]), cast(:ticketIds as text[])) as k (client_id, ticket_id)
            join tickets t on t.client_id = k.client_id and t.ticket_id = k.ticket_id
            join clients n on n.client_id = t.client_id
            left join sla_policies p on p.tier = n.tier and p.priority = t.priority
            where t.source = 'local' and t.external_id is not null and t.sync_state = 'local'
                and not exists (
                    select from ticket_status_changes c where c.client_id = t.client_id and c.ticket_id = t.ticket_id)
            """)
    @RegisterConstructorMapper(Told.class)
    List<Told> told(String[] clientIds, String[] ticketIds);

    @SqlUpdate(
            """
            update tickets t
            set
            """
                    + RemoteTicketDao.CLOCK
                    + """
                    from jsonb_to_recordset(cast(:wound as jsonb)) as g (client_id text, ticket_id text, clock jsonb)
                    """
                    + RemoteTicketDao.CLOCK_GIVEN
                    + "where t.client_id = g.client_id and t.ticket_id = g.ticket_id")
    void wind(String wound);
}
