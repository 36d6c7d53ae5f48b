package io.os199.cs.support;

import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.EscalationFigures;
import io.os199.cs.support.model.EscalationFilter;
import io.os199.cs.support.model.EscalationSummary;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads of escalations of many clients. */
@PlannedForItsValues
interface EscalationListDao {
    /** The escalations that match a filter, with the state of their clock at {@code :at}; {@code :times} is JSON. */
    String LISTED =
            """
            with listed as (
                select e.client_id, e.escalation_id,
                    case
                        when coalesce(e.resolved_at, :at) > e.due_at then 0
                        when e.resolved_at is not null then 3
                        when :at >= e.due_at - time.resolve_hours * interval '15 minutes' then 1
                        else 2
                    end as rank
                from escalations e
                join jsonb_to_recordset(cast(:times as jsonb)) as time (severity text, resolve_hours int)
                    using (severity)
                where (cast(:clientId as text) is null or e.client_id = :clientId)
                    and (cast(:severity as text) is null or e.severity = :severity)
                    and case
                        when cast(:status as text) is not null then e.status = :status
                        when cast(:slaState as text) = 'met' then e.status in ('resolved', 'closed')
                        else e.status not in ('resolved', 'closed')
                    end
            )
            """;

    /** An escalation of a list; {@code rank} is the rank of its clock's state. */
    record Row(@Nested Escalation escalation, int rank) {}

    @SqlQuery(
            LISTED
                    + "select "
                    + EscalationDao.COLUMNS
                    + """
                        , listed.rank
                    from listed
                    join escalations e using (client_id, escalation_id)
                    join clients c using (client_id)
                    where (cast(:slaState as text) is null
                            or listed.rank = array_position(array['breached', 'at_risk', 'on_track', 'met'], :slaState) - 1)
                        and (cast(:afterId as text) is null
                            or (listed.rank, e.due_at, e.escalation_id) > (:afterRank, :afterDue, :afterId))
                    order by listed.rank, e.due_at, e.escalation_id
                    limit :most
                    """)
    @RegisterConstructorMapper(Row.class)
    List<Row> page(
            @BindMethods EscalationFilter filter,
            String times,
            Instant at,
            @Nullable Integer afterRank,
            @Nullable Instant afterDue,
            @Nullable String afterId,
            LocalDate today,
            int most);

    @SqlQuery(
            LISTED
                    + """
                    select count(*)
                    from listed
                    where cast(:slaState as text) is null
                        or listed.rank = array_position(array['breached', 'at_risk', 'on_track', 'met'], :slaState) - 1
                    """)
    long count(@BindMethods EscalationFilter filter, String times, Instant at);

    /** An {@link EscalationSummary} whose lists are JSON. */
    record Summary(
            int openCount,
            @Json List<EscalationSummary.OfSeverity> bySeverity,
            @Json List<EscalationSummary.OfStatus> byStatus,
            int breachedOpenCount,
            BigDecimal arrAffectedAmount) {}

    @SqlQuery(
            """
            with unsolved as (
                select client_id, severity, status, due_at
                from escalations
                where status not in ('resolved', 'closed')
                    and (cast(:clientId as text) is null or client_id = :clientId)
                    and (cast(:severity as text) is null or severity = :severity)
            )
            select count(*) as open_count,
                (select coalesce(
                    jsonb_agg(
                        jsonb_build_object('severity', severity, 'escalation_count', of)
                        order by array_position(array['critical', 'high', 'medium', 'low'], severity)), '[]')
                 from (select severity, count(*) as of from unsolved group by severity) each) as by_severity,
                (select coalesce(
                    jsonb_agg(
                        jsonb_build_object('status', status, 'escalation_count', of)
                        order by array_position(array['open', 'acknowledged', 'in_progress'], status)), '[]')
                 from (select status, count(*) as of from unsolved group by status) each) as by_status,
                count(*) filter (where due_at < :at) as breached_open_count,
                (select coalesce(sum(contract_value), 0)
                 from clients
                 where client_id in (select client_id from unsolved)) as arr_affected_amount
            from unsolved
            """)
    @RegisterConstructorMapper(Summary.class)
    Summary summary(@BindMethods EscalationFilter filter, Instant at);

    /** An {@link EscalationFigures} whose lists are JSON. */
    record Figures(
            int openedCount,
            int acknowledgeDecidedCount,
            int acknowledgeMetCount,
            int resolveDecidedCount,
            int resolveMetCount,
            int resolvedCount,
            int reopenedCount,
            @Nullable Double medianResolveHours,
            @Json List<EscalationFigures.OfCause> byRootCause,
            @Json List<EscalationFigures.Repeated> repeatClients,
            int repeatedCount) {}

    /**
     * Computes the figures of a period. Only an escalation's first resolution counts; a clock that was restarted
     * counts as in its first run.
     */
    @SqlQuery(
            """
            with told as (
                select e.client_id, e.opened_at, e.acknowledged_at, e.acknowledge_due_at, e.root_cause, e.reopened_count,
                    case when e.reopened_count = 0 then e.due_at
                        else e.opened_at + time.resolve_hours * interval '1 hour' end as due_at,
                    coalesce(
                        (select min(u.at)
                         from escalation_updates u
                         where u.client_id = e.client_id and u.escalation_id = e.escalation_id
                             and u.to_status = 'resolved'), e.resolved_at) as resolved_at
                from escalations e
                join jsonb_to_recordset(cast(:times as jsonb)) as time (severity text, resolve_hours int)
                    using (severity)
                where (e.opened_at >= :from or e.resolved_at >= :from or e.reopened_count > 0) and e.opened_at <= :at
                    and (cast(:clientId as text) is null or e.client_id = :clientId)
                    and (cast(:severity as text) is null or e.severity = :severity)
            ),
            opened as (select * from told where opened_at >= :from),
            resolved as (select * from told where resolved_at >= :from),
            repeated as (
                select client_id, count(*) as opened_count
                from opened
                group by client_id
                having count(*) > 1
                order by opened_count desc, client_id
            )
            select o.*, r.*,
                (select coalesce(
                    jsonb_agg(
                        jsonb_build_object('root_cause', root_cause, 'escalation_count', of)
                        order by of desc, root_cause), '[]')
                 from (select root_cause, count(*) as of
                       from resolved
                       where root_cause is not null
                       group by root_cause) each) as by_root_cause,
                (select coalesce(
                    jsonb_agg(
                        jsonb_build_object('client_id', client_id, 'client_name', name, 'opened_count', opened_count)
                        order by opened_count desc, client_id), '[]')
                 from (select * from repeated limit :mostClients) most join clients using (client_id)) as repeat_clients,
                (select count(*) from repeated) as repeated_count
            from (select count(*) as opened_count,
                      count(*) filter (where acknowledged_at is not null or acknowledge_due_at < :at) as acknowledge_decided_count,
                      count(*) filter (where acknowledged_at <= acknowledge_due_at) as acknowledge_met_count,
                      count(*) filter (where resolved_at is not null or due_at < :at) as resolve_decided_count,
                      count(*) filter (where resolved_at <= due_at) as resolve_met_count
                  from opened) o
            cross join (
                  select count(*) as resolved_count, count(*) filter (where reopened_count > 0) as reopened_count,
                      percentile_cont(0.5) within group (order by extract(epoch from resolved_at - opened_at)) / 3600
                          as median_resolve_hours
                  from resolved) r
            """)
    @RegisterConstructorMapper(Figures.class)
    Figures figures(
            @BindMethods EscalationFilter filter,
            String times,
            Instant from,
            Instant at,
            int mostClients);
}
