package io.os199.cs.health.adoption;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads who uses which features, and stores the rates of the newest run over the portfolio. */
interface AdoptionDao {
    /**
     * The selected features and who used them: common tables for both reads of use. For today, {@code
     * usage_user_features} tells when a user last used a feature; for a past day, only the events of its window do.
     */
    String USED =
            """
            with tier (tier, tier_rank) as (
                values ('starter', 1), ('standard', 2), ('professional', 3), ('enterprise', 4)
            ), feature as materialized (
                select f.key, f.name, f.category, f.is_core, f.min_tier, f.released_on, f.product_id, t.tier_rank
                from features f
                join tier t on t.tier = f.min_tier
                where (cast(:featureKey as text) is null or f.key = :featureKey)
                    and (cast(:category as text) is null or lower(f.category) = lower(:category))
            ), event_day as materialized (
                select client_id, feature_key, user_key, (occurred_at at time zone 'UTC')::date as day,
                    count(*) as event_count
                from usage_events
                where not :isToday and client_id = any (:clientIds) and feature_key is not null
                    and occurred_at >= :eventsFrom::timestamp at time zone 'UTC'
                    and occurred_at < (:asOf::date + 1)::timestamp at time zone 'UTC'
                group by 1, 2, 3, 4
            ), event_use as materialized (
                select client_id, feature_key, user_key, max(day) as used_on
                from event_day
                group by client_id, feature_key, user_key
            ), used as materialized (
                select u.client_id, u.feature_key, u.user_key, u.first_used_on,
                    case when u.adopted_on <= :asOf then u.adopted_on end as adopted_on,
                    case when :isToday then u.last_used_on else e.used_on end as used_on
                from usage_user_features u
                join feature f on f.key = u.feature_key
                left join event_use e on e.client_id = u.client_id and e.feature_key = u.feature_key
                    and e.user_key = u.user_key
                where u.client_id = any (:clientIds) and u.first_used_on <= :asOf
            )
            """;

    /** Each feature of each client. */
    String FEATURES =
            USED
                    + """
                    , contract as materialized (
                        select client_id, products
                        from contracts
                        where client_id = any (:clientIds) and status <> 'draft' and start_date <= :asOf
                            and (end_date is null or end_date >= :asOf)
                            and (terminated_on is null or terminated_on > :asOf)
                    ), client as materialized (
                        select c.client_id, t.tier_rank,
                            array(select p.product_id from products p
                                  where p.product_id in (select unnest(k.products) from contract k
                                                         where k.client_id = c.client_id)) as product_ids,
                            (select count(distinct u.user_key) from usage_daily_users u
                             where u.client_id = c.client_id and u.day between :fromDay and :asOf)::int
                                as active_user_count
                        from clients c
                        join tier t on t.tier = c.tier
                        where c.client_id = any (:clientIds)
                    ), offered as materialized (
                        select c.client_id, c.active_user_count, f.*, f.tier_rank = c.tier_rank as is_of_own_tier,
                            f.tier_rank <= c.tier_rank and (f.released_on is null or f.released_on <= :asOf)
                                and (c.product_ids = '{}' or coalesce(f.product_id = any (c.product_ids), false))
                                as is_available
                        from client c
                        cross join feature f
                    ), day as materialized (
                        select client_id, feature_key, sum(event_count)::bigint as event_count,
                            count(*)::int as day_count,
                            coalesce(sum(event_count) filter (where day >= :secondHalfFrom and day <= :lastCompleteDay), 0)
                                as second_half_count,
                            coalesce(sum(event_count) filter (where day >= :firstHalfFrom and day < :secondHalfFrom), 0)
                                as first_half_count
                        from usage_daily_features
                        where client_id = any (:clientIds) and day between :fromDay and :asOf
                        group by client_id, feature_key
                    ), last_day as materialized (
                        select client_id, feature_key, max(day) as used_on
                        from usage_daily_features
                        where not :isToday and client_id = any (:clientIds) and day <= :asOf
                        group by client_id, feature_key
                    ), person as (
                        select u.client_id, u.feature_key,
                            count(*)::int as tried_user_count,
                            count(*) filter (where u.adopted_on is not null and u.used_on >= :fromDay)::int
                                as adopter_user_count,
                            count(*) filter (where u.adopted_on is not null and u.used_on >= :recentFrom)::int
                                as regular_user_count,
                            count(*) filter (where u.adopted_on < :fromDay)::int as adopted_before_user_count,
                            count(*) filter (where u.first_used_on < :asOf::date - 60) as older_count,
                            count(*) filter (where u.first_used_on < :asOf::date - 60 and u.used_on >= :recentFrom)
                                as kept_count,
                            count(*) filter (where u.adopted_on >= :fromDay and p.first_seen_on is not null)
                                as newly_adopted_count,
                            (percentile_cont(0.5) within group (
                                order by greatest(0, u.adopted_on - greatest(p.first_seen_on, f.released_on)))
                                filter (where u.adopted_on >= :fromDay and p.first_seen_on is not null))::numeric
                                as median_to_adopt_days,
                            min(u.first_used_on) as first_used_on, max(u.used_on) as last_used_on,
                            min(u.adopted_on) as first_adopted_on
                        from used u
                        join feature f on f.key = u.feature_key
                        left join product_users p on p.client_id = u.client_id and p.user_key = u.user_key
                        group by u.client_id, u.feature_key
                    )
                    select o.client_id, o.key as feature_key, o.name, o.category, o.is_core, o.min_tier, o.released_on,
                        o.is_available, o.is_of_own_tier, o.active_user_count,
                        coalesce(p.tried_user_count, 0) as tried_user_count,
                        coalesce(p.adopter_user_count, 0) as adopter_user_count,
                        coalesce(p.regular_user_count, 0) as regular_user_count,
                        coalesce(p.adopted_before_user_count, 0) as adopted_before_user_count,
                        case when p.older_count >= 3 then round(p.kept_count::numeric / p.older_count, 4) end
                            as retention_rate,
                        case when p.newly_adopted_count >= 3 then round(p.median_to_adopt_days, 2) end
                            as median_to_adopt_days,
                        coalesce(d.event_count, 0) as event_count, coalesce(d.day_count, 0) as day_count,
                        coalesce(d.first_half_count, 0) as first_half_event_count,
                        coalesce(d.second_half_count, 0) as second_half_event_count,
                        round(100.0 * (d.second_half_count - d.first_half_count) / nullif(d.first_half_count, 0), 2)
                            as change_percent,
                        p.first_used_on, case when :isToday then p.last_used_on else l.used_on end as last_used_on,
                        p.first_adopted_on
                    from offered o
                    left join person p on p.client_id = o.client_id and p.feature_key = o.key
                    left join day d on d.client_id = o.client_id and d.feature_key = o.key
                    left join last_day l on l.client_id = o.client_id and l.feature_key = o.key
                    where o.is_available or :showsUnavailable
                    """;

    /**
     * Returns the features in no particular order; those a client cannot have only if {@code showsUnavailable} is
     * set.
     */
    @SqlQuery(FEATURES)
    @RegisterConstructorMapper(FeatureUse.class)
    List<FeatureUse> features(
            String[] clientIds,
            @BindMethods AdoptionWindow window,
            @Nullable String featureKey,
            @Nullable String category,
            boolean showsUnavailable);

    /**
     * Reads one client, whose id is the only one in {@code clientIds}, with the same features as {@link #features}. A
     * day whose count exceeds the number of its stored events has lost some.
     */
    @SqlQuery(
            USED
                    + """
                    , active as materialized (
                        select u.user_key, count(*) as day_count,
                            coalesce(nullif(btrim(min(p.role)), ''), 'unknown') as role
                        from usage_daily_users u
                        left join product_users p on p.client_id = u.client_id and p.user_key = u.user_key
                        where u.client_id = any (:clientIds) and u.day between :fromDay and :asOf
                        group by u.user_key
                    ), adopter as materialized (
                        select a.role, u.feature_key, count(*) as adopter_count
                        from used u
                        join active a on a.user_key = u.user_key
                        where u.adopted_on is not null and u.used_on >= :fromDay
                        group by a.role, u.feature_key
                    ), role as materialized (
                        select a.role, count(*) as active_user_count,
                            coalesce((select jsonb_object_agg(d.feature_key, d.adopter_count)
                                      from adopter d where d.role = a.role), '{}') as adopters
                        from active a
                        group by a.role
                    )
                    select (select min(start_date)
                            from contracts
                            where client_id = c.client_id and status <> 'draft' and start_date <= :asOf
                                and (end_date is null or end_date >= :asOf)
                                and (terminated_on is null or terminated_on > :asOf)) as contract_started_on,
                        (select count(*) from product_users u
                         where u.client_id = c.client_id and u.first_seen_on <= :asOf) as known_user_count,
                        (select count(*) from active) as active_user_count,
                        (select coalesce(sum(day_count), 0) from active) as user_day_count,
                        greatest(
                            (select (max(month) + interval '1 month')::date
                             from table_partitions
                             where table_name = 'usage_events' and dropped_at is not null),
                            (select max(r.day) + 1
                             from (select day, sum(event_count) as event_count
                                   from usage_daily_features
                                   where not :isToday and client_id = c.client_id and day between :eventsFrom and :asOf
                                   group by day) r
                             left join (select day, sum(event_count) as event_count from event_day group by day) e
                                 on e.day = r.day
                             where r.event_count > coalesce(e.event_count, 0))) as events_kept_from,
                        (select coalesce(jsonb_agg(to_jsonb(r) order by r.active_user_count desc, r.role), '[]')
                         from role r) as roles,
                        (select coalesce(jsonb_agg(to_jsonb(f)), '[]')
                         from (
                    """
                    + FEATURES
                    + """
                              ) f) as features
                    from clients c
                    where c.client_id = any (:clientIds)
                    """)
    @RegisterConstructorMapper(ClientRow.class)
    ClientRow client(
            String[] clientIds,
            @BindMethods AdoptionWindow window,
            @Nullable String featureKey,
            @Nullable String category,
            boolean showsUnavailable);

    /** {@link ClientFeatureUse} whose lists are read from JSON columns. */
    record ClientRow(
            @Nullable LocalDate contractStartedOn,
            int knownUserCount,
            int activeUserCount,
            long userDayCount,
            @Nullable LocalDate eventsKeptFrom,
            @Json List<RoleUse> roles,
            @Json List<FeatureUse> features) {
        ClientFeatureUse use() {
            return new ClientFeatureUse(
                    new ClientUse(
                            contractStartedOn,
                            knownUserCount,
                            activeUserCount,
                            userDayCount,
                            eventsKeptFrom,
                            roles),
                    RatePosition.sorted(features, null));
        }
    }

    /**
     * Returns where rates stand among the peers' rates stored by the newest run, for each feature for which peers
     * have any.
     *
     * @param rates the rates of the features of {@code featureKeys}, in their order, as text
     */
    @SqlQuery(
            """
            with own as (
                select tier from clients where client_id = :clientId
            ), peer as materialized (
                select a.feature_key, c.tier = own.tier as is_tier,
                    round(least(a.adopter_count, a.active_user_count)::numeric / a.active_user_count, 4) as rate
                from own
                cross join clients c
                join feature_adoption_daily a on a.client_id = c.client_id
                where c.client_id <> :clientId and c.status <> 'churned' and a.active_user_count > 0
                    and a.feature_key = any (:featureKeys) and a.as_of between :asOf::date - 7 and :asOf
            ), chosen as (
                select feature_key, count(*) filter (where is_tier) >= 5 as is_tier
                from peer
                group by feature_key
            )
            select c.feature_key, c.is_tier, count(*) as peer_count,
                round((percentile_cont(0.5) within group (order by p.rate))::numeric, 4) as peer_median,
                round(100 * (count(*) filter (where p.rate < mine.rate) + 0.5 * count(*) filter (where p.rate = mine.rate))
                    / count(*), 2) as percentile
            from chosen c
            join unnest(:featureKeys, cast(:rates as numeric[])) as mine (feature_key, rate)
                on mine.feature_key = c.feature_key
            join peer p on p.feature_key = c.feature_key and (p.is_tier or not c.is_tier)
            group by c.feature_key, c.is_tier
            """)
    @RegisterConstructorMapper(FeatureBenchmark.class)
    List<FeatureBenchmark> benchmarks(
            String clientId, LocalDate asOf, String[] featureKeys, String[] rates);

    @SqlQuery(
            """
            select key as feature_key, name, category, is_core, min_tier, released_on
            from features
            where feature_id = :reference or key = :reference
            order by feature_id = :reference desc
            limit 1
            """)
    @RegisterConstructorMapper(Feature.class)
    Optional<Feature> named(String reference);

    @SqlQuery(
            """
            select key as feature_key, name, category, is_core, min_tier, released_on
            from features
            order by key
            """)
    @RegisterConstructorMapper(Feature.class)
    List<Feature> catalogue();

    /** Returns the features most similar in key or name, the nearest first. */
    @SqlQuery(
            """
            select key as feature_key, name, category, is_core, min_tier, released_on
            from features
            order by greatest(similarity(lower(key), lower(:text)), similarity(lower(name), lower(:text))) desc, key
            limit :count
            """)
    @RegisterConstructorMapper(Feature.class)
    List<Feature> nearest(String text, int count);

    /**
     * Deletes the stored rates that {@code rates} no longer contains: those of features that these clients can no
     * longer have.
     */
    @SqlUpdate(
            """
            delete from feature_adoption_daily stored
            where client_id = any (:clientIds) and as_of <= :asOf and (client_id, feature_key) not in (
                select client_id, feature_key
                from jsonb_to_recordset(cast(:rates as jsonb)) as rate (client_id text, feature_key text))
            """)
    void forget(String[] clientIds, LocalDate asOf, String rates);

    /** Stores the rates; a run that is older than what is stored changes nothing. */
    @SqlUpdate(
            """
            insert into feature_adoption_daily as stored (client_id, feature_key, as_of, active_user_count, adopter_count,
                adoption_rate)
            select client_id, feature_key, :asOf, active_user_count, adopter_user_count,
                least(adopter_user_count, active_user_count)::double precision / nullif(active_user_count, 0)
            from jsonb_to_recordset(cast(:rates as jsonb)) as rate (client_id text, feature_key text,
                active_user_count int, adopter_user_count int)
            order by client_id, feature_key
            on conflict (client_id, feature_key) do update
                set as_of = excluded.as_of, active_user_count = excluded.active_user_count,
                    adopter_count = excluded.adopter_count, adoption_rate = excluded.adoption_rate
                where stored.as_of <= excluded.as_of
            """)
    void store(LocalDate asOf, String rates);

    /** Deletes, once a run is over, the rates of clients that have left the portfolio. */
    @SqlUpdate(
            """
            delete from feature_adoption_daily stored
            using clients c
            where c.client_id = stored.client_id and c.status = 'churned'
            """)
    void forgetChurned();
}
