package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Part;

/** Reads the contacts of {@code :clientId} in the 30 days to {@code :today}, up to {@code :now}. */
public final class EngagementPart {
    public static final Part<EngagementRow> READ =
            new Part<>(
                    "engagement",
                    EngagementRow.class,
                    """
                    with recent as (
                        select direction, (occurred_at at time zone 'UTC')::date as day,
                            coalesce(answered_at <= :now, false) as is_answered,
                            direction = 'outbound' and kind in ('email', 'call', 'chat') as is_question
                        from touchpoints
                        where client_id = :clientId and occurred_at <= :now
                            and occurred_at >= (:today::date - 29)::timestamp at time zone 'UTC'
                    ), counted as (
                        select count(*) filter (where direction = 'inbound') as inbound_count,
                            count(*) filter (where direction = 'outbound') as outbound_count,
                            count(*) filter (where is_question and (is_answered or day <= :today::date - 3))
                                as awaited_count,
                            count(*) filter (where is_question and is_answered) as answered_count
                        from recent
                    ), newest as (
                        select max(occurred_at) as at
                        from touchpoints
                        where client_id = :clientId and occurred_at <= :now
                    )
                    select newest.at as last_touchpoint_at,
                        :today::date - (newest.at at time zone 'UTC')::date as last_touchpoint_age_days,
                        inbound_count, outbound_count, awaited_count,
                        round(answered_count::numeric / nullif(awaited_count, 0), 4) as answered_rate,
                        (select max(day) from usage_daily_users where client_id = :clientId and day <= :today)
                            as last_active_on
                    from counted, newest

                    """);

    private EngagementPart() {}
}
