package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Part;

/** Reads the tickets of {@code :clientId} up to {@code :now}; {@code :today} is its day. */
public final class SupportPart {
    public static final Part<SupportSection> READ =
            new Part<>(
                    "support",
                    SupportSection.class,
                    """
                    with ticket as (
                        select status, priority, (opened_at at time zone 'UTC')::date as opened_on,
                            (resolved_at at time zone 'UTC')::date as resolved_on,
                            first_response_seconds, resolution_seconds,
                            case when first_response_breached_at <= :now
                                then (first_response_breached_at at time zone 'UTC')::date end as late_response_on,
                            case when resolution_breached_at <= :now
                                then (resolution_breached_at at time zone 'UTC')::date end as late_resolution_on,
                            case when satisfaction_scale = 'five_point' then satisfaction end as satisfaction,
                            (satisfaction_at at time zone 'UTC')::date as rated_on
                        from tickets
                        where client_id = :clientId and deleted_at is null and opened_at <= :now
                    )
                    select count(*) filter (where status not in ('resolved', 'closed')) as open_ticket_count,
                        count(*) filter (where status not in ('resolved', 'closed') and priority in ('P0', 'P1'))
                            as open_p0_p1_count,
                        count(*) filter (where opened_on >= :today::date - 29) as opened_count_30d,
                        count(*) filter (where opened_on between :today::date - 59 and :today::date - 30)
                            as opened_count_prev_30d,
                        (select count(*) from escalations
                         where client_id = :clientId and status not in ('resolved', 'closed'))
                            as open_escalation_count,
                        round((percentile_cont(0.5) within group (order by first_response_seconds)
                            filter (where resolved_on between :today::date - 29 and :today))::numeric / 60, 2)
                            as median_first_response_minutes_30d,
                        round((percentile_cont(0.5) within group (order by resolution_seconds)
                            filter (where resolved_on between :today::date - 29 and :today))::numeric / 3600, 2)
                            as median_resolution_hours_30d,
                        count(*) filter (where late_response_on >= :today::date - 29)
                            + count(*) filter (where late_resolution_on >= :today::date - 29)
                            as sla_breach_count_30d,
                        round(avg(satisfaction) filter (where rated_on between :today::date - 89 and :today), 2)
                            as mean_satisfaction_90d,
                        count(satisfaction) filter (where rated_on between :today::date - 89 and :today)
                            as satisfaction_count_90d
                    from ticket

                    """);

    private SupportPart() {}
}
