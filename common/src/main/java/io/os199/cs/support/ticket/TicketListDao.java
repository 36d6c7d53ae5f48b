package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketFilter;
import io.os199.cs.support.model.TicketStatus;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Reads of many tickets, and of the rows that belong to one. */
interface TicketListDao {
    /** The state of the first response's clock for the ticket {@code t} at {@code :at}. */
    String FIRST_RESPONSE =
            """
            case
                when t.first_response_target_minutes is null then null
                when t.first_response_breached_at is not null
                    or coalesce(t.first_response_at, :at) > t.first_response_due_at then 'breached'
                when t.first_response_at is not null then 'met'
                when :at >= t.first_response_risk_at then 'at_risk'
                else 'running'
            end
            """;

    /** The state of the resolution's clock for the ticket {@code t} at {@code :at}. */
    String RESOLUTION =
            """
            case
                when t.resolution_target_minutes is null then null
                when t.resolution_breached_at is not null
                    or coalesce(t.resolved_at, t.closed_at, t.sla_paused_at, :at) > t.resolution_due_at then 'breached'
                when coalesce(t.resolved_at, t.closed_at) is not null then 'met'
                when t.sla_paused_at is not null then 'paused'
                when :at >= t.resolution_risk_at then 'at_risk'
                else 'running'
            end
            """;

    /** The tickets that match a filter, with their states and the earlier of the due instants that still apply. */
    String LISTED =
            "with clocked as (select t.*, "
                    + FIRST_RESPONSE
                    + " as first_response_state, "
                    + RESOLUTION
                    + """
                         as resolution_state,
                            case when t.status in ('resolved', 'closed') then null else least(
                                case when t.first_response_at is null then t.first_response_due_at end,
                                case when t.sla_paused_at is null then t.resolution_due_at end) end as due_at
                        from tickets t
                        where t.deleted_at is null
                            and (cast(:clientId as text) is null or t.client_id = :clientId)
                            and (cast(:priority as text) is null or t.priority = :priority)
                            and (cast(:category as text) is null or t.category = :category)
                            and (cast(:agentId as text) is null or t.agent_id = :agentId)
                            and (cast(:team as text) is null or lower(t.team) = lower(:team))
                            and case
                                when cast(:status as text) is not null then t.status = :status
                                else t.status not in ('resolved', 'closed') end
                            and (cast(:text as text) is null
                                or position(lower(:text) in lower(t.subject || ' ' || t.description_text)) > 0)),
                    listed as (
                        select * from clocked
                        where cast(:slaState as text) is null or resolution_state = :slaState
                            or (first_response_state = :slaState and (first_response_at is null or not :isOwed)))
                    """;

    /** A ticket of a list with the columns of its clock and its due instant. */
    record Row(@Nested Ticket ticket, @Nested StoredClock clock, @Nullable Instant dueAt) {}

    /**
     * Returns the tickets that follow one, or the first.
     *
     * @param isOwed whether the state of a first response that was given does not count
     * @param isById whether to follow the index of the ids, without sorting: only where nothing in the list is due
     */
    @PlannedForItsValues
    @SqlQuery(
            LISTED
                    + "select "
                    + TicketDao.COLUMNS
                    + """
                        , p.due_at
                    from (select client_id, ticket_id, due_at
                          from listed
                          where cast(:afterId as text) is null
                              or case
                                  when :isById then ticket_id > :afterId
                                  else (coalesce(due_at, 'infinity'), ticket_id)
                                      > (coalesce(cast(:afterDue as timestamptz), 'infinity'), :afterId) end
                          order by case when not :isById then due_at end nulls last, ticket_id
                          limit :most) p
                    join tickets t on t.client_id = p.client_id and t.ticket_id = p.ticket_id
                    join clients c on c.client_id = t.client_id
                    left join support_agents a on a.agent_id = t.agent_id
                    order by p.due_at nulls last, p.ticket_id
                    """)
    @RegisterConstructorMapper(Row.class)
    List<Row> page(
            @BindMethods TicketFilter filter,
            boolean isOwed,
            @Nullable Instant afterDue,
            @Nullable String afterId,
            boolean isById,
            int most);

    /** The number of tickets of a list that are in a status and have clocks in these states. */
    record Count(
            TicketStatus status,
            @Nullable ClockState firstResponseState,
            @Nullable ClockState resolutionState,
            long ticketCount) {}

    @PlannedForItsValues
    @SqlQuery(
            LISTED
                    + """
                    select status,
                        case when is_first_breached then 'breached' when is_first_met then 'met'
                            when is_first_at_risk then 'at_risk' when is_first_running then 'running'
                            end as first_response_state,
                        case when is_breached then 'breached' when is_met then 'met' when is_paused then 'paused'
                            when is_at_risk then 'at_risk' when is_running then 'running' end as resolution_state,
                        ticket_count
                    from (
                        select status, first_response_state = 'breached' as is_first_breached,
                            first_response_state = 'met' as is_first_met,
                            first_response_state = 'at_risk' as is_first_at_risk,
                            first_response_state = 'running' as is_first_running,
                            resolution_state = 'breached' as is_breached, resolution_state = 'met' as is_met,
                            resolution_state = 'paused' as is_paused, resolution_state = 'at_risk' as is_at_risk,
                            resolution_state = 'running' as is_running, count(*) as ticket_count
                        from listed
                        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) counted
                    order by 1, 2, 3
                    """)
    @RegisterConstructorMapper(Count.class)
    List<Count> counts(@BindMethods TicketFilter filter, boolean isOwed);

    /** A comment. */
    record Comment(
            String commentId,
            String authorType,
            @Nullable String authorName,
            boolean isPublic,
            boolean isUnsent,
            Instant at,
            String contentText) {}

    @SqlQuery(
            """
            select m.comment_id, m.author_type,
                case m.author_type when 'agent' then a.name when 'customer' then p.name end as author_name, m.is_public,
                m.is_unsent, m.at, m.content_text
            from ticket_comments m
            left join support_agents a on a.agent_id = m.agent_id
            left join contacts p on p.client_id = m.client_id and p.contact_id = m.contact_id
            where m.client_id = :clientId and m.ticket_id = :ticketId
                and (cast(:beforeId as text) is null or (m.at, m.comment_id) < (:beforeAt, :beforeId))
            order by m.at desc, m.comment_id desc
            limit :most
            """)
    @RegisterConstructorMapper(Comment.class)
    List<Comment> comments(
            String clientId,
            String ticketId,
            @Nullable Instant beforeAt,
            @Nullable String beforeId,
            int most);

    @SqlQuery(
            """
            select count(*) from ticket_comments where client_id = :clientId and ticket_id = :ticketId
            """)
    long commentCount(String clientId, String ticketId);

    /** A move from one status to the next. */
    record StatusChange(
            Instant at, @Nullable TicketStatus fromStatus, TicketStatus toStatus, String actor) {}

    @SqlQuery(
            """
            select at, from_status, to_status, actor
            from ticket_status_changes
            where client_id = :clientId and ticket_id = :ticketId
            order by at desc, change_id desc
            limit :most
            """)
    @RegisterConstructorMapper(StatusChange.class)
    List<StatusChange> statusChanges(String clientId, String ticketId, int most);
}
