package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Part;

/** Reads the usage of {@code :clientId} in the 30 days to {@code :today}. */
public final class UsagePart {
    public static final Part<UsageSection> READ =
            new Part<>(
                    "usage",
                    UsageSection.class,
                    """
                    with active_contract as (
                        select included_users, products
                        from contracts
                        where client_id = :clientId and status <> 'draft' and start_date <= :today
                            and (end_date is null or end_date >= :today)
                            and (terminated_on is null or terminated_on > :today)
                    ), licensed as (
                        select case when sum(included_users) > 2147483647 then 2147483647
                            else nullif(sum(included_users), 0) end as users
                        from active_contract
                    ), users as (
                        select count(*) as user_days, count(distinct user_key) as active_30d,
                            count(distinct user_key) filter (where day > :today::date - 7) as active_7d,
                            coalesce(sum(event_count), 0) as events
                        from usage_daily_users
                        where client_id = :clientId and day between :today::date - 29 and :today
                    ), complete as (
                        select coalesce(sum(event_count) filter (where day >= :today::date - 29), 0) as events,
                            coalesce(sum(event_count) filter (where day < :today::date - 29), 0) as events_before
                        from usage_daily_users
                        where client_id = :clientId and day between :today::date - 58 and :today::date - 1
                    ), owned as (
                        select distinct p.product_id
                        from active_contract c
                        cross join unnest(c.products) as named (product_id)
                        join products p on p.product_id = named.product_id
                    ), feature as (
                        select f.is_core, f.category,
                            array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier)
                                <= array_position(array['starter', 'standard', 'professional', 'enterprise'], c.tier)
                            and (f.released_on is null or f.released_on <= :today)
                            and (not exists (select from owned) or f.product_id in (select product_id from owned))
                                as is_available,
                            exists (
                                select from usage_daily_features u
                                where u.client_id = :clientId and u.feature_key = f.key
                                    and u.day between :today::date - 29 and :today) as is_used
                        from features f
                        cross join clients c
                        where c.client_id = :clientId
                    ), features_counted as (
                        select count(*) filter (where is_core and is_available and is_used) as core_used,
                            count(*) filter (where is_core and is_available) as core_available,
                            count(*) filter (where not is_core and is_available and is_used) as other_used,
                            count(*) filter (where not is_core and is_available) as other_available,
                            count(*) filter (where category = 'integration' and is_used) as integrations_used
                        from feature
                    )
                    select licensed.users as licensed_user_count,
                        (select count(*) from product_users where client_id = :clientId and first_seen_on <= :today)
                            as known_user_count,
                        users.active_7d as active_user_count_7d, users.active_30d as active_user_count_30d,
                        case when licensed.users is not null
                            then round(least(1, users.active_30d::numeric / licensed.users), 4) end
                            as activation_rate,
                        round(users.user_days::numeric / nullif(30 * users.active_30d, 0), 4) as stickiness_rate,
                        users.events as event_count_30d,
                        round(100 * (complete.events - complete.events_before)::numeric
                            / nullif(complete.events_before, 0), 2) as event_change_percent,
                        core_used as core_features_used_count, core_available as core_features_available_count,
                        other_used as other_features_used_count, other_available as other_features_available_count,
                        integrations_used as integrations_used_count
                    from licensed, users, complete, features_counted

                    """);

    private UsagePart() {}
}
