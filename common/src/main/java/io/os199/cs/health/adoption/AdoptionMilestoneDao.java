package io.os199.cs.health.adoption;

import io.os199.cs.core.ClockStart;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads of milestones and their data, and the one write, which records newly reached milestones. */
interface AdoptionMilestoneDao {
    /**
     * Common table expressions: the features that each row of {@code client} can have, by its tier and products, and
     * how many of those each {@code definition} asks for; a definition that asks for none of them has no row.
     */
    String AVAILABLE =
            """
            ), available as materialized (
                select c.client_id, f.key
                from client c
                join features f on (f.released_on is null or f.released_on <= :asOf)
                    and (c.product_ids = '{}' or f.product_id = any (c.product_ids))
                join tier t on t.tier = f.min_tier and t.tier_rank <= c.tier_rank
            ), asked as materialized (
                select a.client_id, w.milestone_key, count(*) as feature_count
                from (
                    select d.milestone_key, f.key
                    from definition d
                    join features f on case
                        when d.metric in ('core_features_adopted', 'core_adopted_rate')
                            then f.is_core and (d.feature_keys is null or d.feature_keys @> to_jsonb(f.key))
                        when d.metric = 'feature_used'
                            then case when d.feature_keys is null then f.category = 'integration'
                                else d.feature_keys @> to_jsonb(f.key) end
                        else false end) w
                join available a on a.key = w.key
                group by a.client_id, w.milestone_key
            """;

    /**
     * The column that says whether a {@code client c} can have any of the features that a {@code definition d} asks
     * for, true where its metric asks for none, and its sources.
     */
    String IS_APPLICABLE =
            """
            case when d.metric in ('core_features_adopted', 'core_adopted_rate', 'feature_used')
                then a.client_id is not null else true end as is_applicable
            from client c
            cross join definition d
            left join asked a on a.client_id = c.client_id and a.milestone_key = d.milestone_key
            """;

    @SqlQuery(
            """
            select framework, framework_version, definitions
            from milestone_frameworks
            where framework = :framework and active
            """)
    @RegisterConstructorMapper(FrameworkRow.class)
    Optional<FrameworkRow> active(String framework);

    /** A {@link MilestoneFramework} whose milestones are read from a JSON column. */
    record FrameworkRow(
            String framework, int frameworkVersion, @Json List<AdoptionMilestone> definitions) {
        MilestoneFramework toFramework() {
            return new MilestoneFramework(framework, frameworkVersion, definitions);
        }
    }

    @SqlQuery("select framework from milestone_frameworks where active order by framework")
    List<String> activeNames();

    /** Returns the keys that no feature has. */
    @SqlQuery(
            """
            select wanted
            from unnest(:featureKeys) as wanted
            where not exists (select from features where key = wanted)
            order by wanted
            """)
    List<String> unknownFeatures(String[] featureKeys);

    /**
     * Returns a row for each client and definition, in the order of the clients. A step is a day on which one more
     * item counted: the milestone is reached with the n-th step.
     *
     * @param definitions the definitions as a JSON array
     * @param framework absent when no milestones of it are recorded
     */
    @SqlQuery(
            "with clock as materialized ("
                    + ClockStart.SQL
                    + """
                    ), tier (tier, tier_rank) as (
                        values ('starter', 1), ('standard', 2), ('professional', 3), ('enterprise', 4)
                    ), definition as materialized (
                        select milestone_key, metric, threshold, feature_keys, feature_scope,
                            coalesce(at_most_licensed_users, false) as at_most_licensed_users
                        from jsonb_to_recordset(cast(:definitions as jsonb)) as d (milestone_key text, metric text,
                            threshold numeric, feature_keys jsonb, feature_scope text, at_most_licensed_users boolean)
                    ), contract as materialized (
                        select client_id, products, included_users
                        from contracts
                        where client_id = any (:clientIds) and status <> 'draft' and start_date <= :asOf
                            and (end_date is null or end_date >= :asOf)
                            and (terminated_on is null or terminated_on > :asOf)
                    ), client as materialized (
                        select c.client_id, t.tier_rank,
                            (select nullif(sum(k.included_users), 0) from contract k where k.client_id = c.client_id)
                                as licensed_user_count,
                            array(select p.product_id from products p
                                  where p.product_id in (select unnest(k.products) from contract k
                                                         where k.client_id = c.client_id)) as product_ids
                        from clients c
                        join tier t on t.tier = c.tier
                        where c.client_id = any (:clientIds)
                    """
                    + AVAILABLE
                    + """
                    ), feature_day as materialized (
                        select client_id, feature_key, min(adopted_on) as adopted_on, min(first_used_on) as first_used_on
                        from usage_user_features
                        where client_id = any (:clientIds)
                        group by client_id, feature_key
                    ), step as materialized (
                        select s.client_id, s.kind, s.feature_key, s.day, f.is_core, f.category,
                            a.key is not null as is_available
                        from (
                            select client_id, 'users_seen' as kind, null as feature_key, first_seen_on as day
                            from product_users
                            where client_id = any (:clientIds)
                            union all
                            select client_id, 'adopted', feature_key, adopted_on from feature_day
                            union all
                            select client_id, 'used', feature_key, first_used_on from feature_day
                            union all
                            select client_id, 'trainings_passed', null, (min(completed_at) at time zone 'UTC')::date
                            from training_completions
                            where client_id = any (:clientIds) and passed
                            group by client_id, lower(contact_email)
                            union all
                            select client_id, 'certifications', null, issued_on
                            from certifications
                            where client_id = any (:clientIds)
                            union all
                            select client_id, 'reviews_completed', null,
                                (coalesce(completed_at, scheduled_at) at time zone 'UTC')::date
                            from executive_reviews
                            where client_id = any (:clientIds) and status = 'completed'
                            union all
                            select client_id, 'advocates_enrolled', null, enrolled_on
                            from advocates
                            where client_id = any (:clientIds) and status = 'active'
                            union all
                            select r.client_id, 'advocates_answered', null, (r.responded_at at time zone 'UTC')::date
                            from survey_responses r
                            where r.client_id = any (:clientIds) and r.kind = 'nps' and r.score >= 9
                                and r.responded_at <= :cut and exists (
                                    select from contacts c
                                    where c.client_id = r.client_id and c.client_id = any (:clientIds)
                                        and c.role in ('champion', 'executive_sponsor')
                                        and case when r.contact_id is not null then c.contact_id = r.contact_id
                                            else lower(c.email) = lower(r.contact_email) end)
                        ) s
                        left join features f on f.key = s.feature_key
                        left join available a on a.client_id = s.client_id and a.key = s.feature_key
                        where s.day <= :asOf
                    ), goal as materialized (
                        select c.client_id, d.*,
                            case d.metric
                                when 'core_adopted_rate' then ceil(d.threshold * coalesce(a.feature_count, 0))
                                when 'feature_used' then 1
                                else case when d.at_most_licensed_users then least(d.threshold, c.licensed_user_count)
                                    else d.threshold end
                                end::int as needed_value,
                    """
                    + IS_APPLICABLE
                    + """
                    ), counted as (
                        select g.client_id, g.milestone_key, g.needed_value, s.day,
                            row_number() over (partition by g.client_id, g.milestone_key, s.kind order by s.day) as n
                        from goal g
                        join step s on s.client_id = g.client_id
                            and case g.metric
                                when 'features_adopted' then s.kind = 'adopted' and s.is_core is not null
                                    and case g.feature_scope when 'not_core' then not s.is_core
                                        when 'integration' then s.category = 'integration' else true end
                                when 'core_features_adopted' then s.kind = 'adopted' and s.is_core
                                when 'core_adopted_rate' then s.kind = 'adopted' and s.is_core and s.is_available
                                when 'feature_used' then s.kind = 'used'
                                    and (g.feature_keys is not null or s.category = 'integration')
                                when 'advocates' then s.kind in ('advocates_enrolled', 'advocates_answered')
                                else s.kind = g.metric end
                            and (g.feature_keys is null or s.feature_key is null
                                or g.feature_keys @> to_jsonb(s.feature_key))
                    ), reached as (
                        select client_id, milestone_key, min(day) filter (where n = needed_value) as reached_on,
                            max(n) as current_value
                        from counted
                        group by client_id, milestone_key
                    )
                    select g.client_id, clock.clock_start_on as started_on, g.milestone_key, g.needed_value,
                        coalesce(r.current_value, 0)::int as current_value, g.is_applicable, r.reached_on,
                        m.achieved_on as recorded_on
                    from goal g
                    join clock on clock.client_id = g.client_id
                    left join reached r on r.client_id = g.client_id and r.milestone_key = g.milestone_key
                    left join adoption_milestones m on m.client_id = g.client_id and m.framework = :framework
                        and m.milestone_key = g.milestone_key
                    order by g.client_id
                    """)
    @RegisterConstructorMapper(MilestoneRow.class)
    List<MilestoneRow> rows(
            String[] clientIds,
            LocalDate asOf,
            Instant cut,
            String definitions,
            @Nullable String framework);

    /** Records the milestones and returns the ones written; a milestone that is already recorded is left as it is. */
    @SqlQuery(
            """
            insert into adoption_milestones (client_id, framework, milestone_key, framework_version, achieved_on,
                recorded_at, evidence)
            select client_id, :framework, milestone_key, :frameworkVersion, achieved_on, :now, evidence
            from jsonb_to_recordset(cast(:reached as jsonb)) as r (client_id text, milestone_key text, achieved_on date,
                evidence jsonb)
            order by client_id, milestone_key
            on conflict (client_id, framework, milestone_key) do nothing
            returning client_id, milestone_key
            """)
    @RegisterConstructorMapper(Recorded.class)
    List<Recorded> record(String framework, int frameworkVersion, Instant now, String reached);

    record Recorded(String clientId, String milestoneKey) {}

    /**
     * Returns how the client's peers did, judging by their recorded milestones: a peer counts if the milestone
     * applies to it and its clock started at least the target days ago. A milestone is left out when none of its
     * peers has any record.
     */
    @SqlQuery(
            "with own as (select client_id, tier from clients where client_id = :clientId), clock"
                    + " as materialized ("
                    + ClockStart.OF_ALL
                    + """
                    where c.status <> 'churned' and c.client_id <> :clientId
                    ), tier (tier, tier_rank) as (
                        values ('starter', 1), ('standard', 2), ('professional', 3), ('enterprise', 4)
                    ), definition as materialized (
                        select milestone_key, target_days, metric, feature_keys
                        from jsonb_to_recordset(cast(:definitions as jsonb)) as d (milestone_key text, target_days int,
                            metric text, feature_keys jsonb)
                    ), bought as (
                        select k.client_id, array_agg(distinct p.product_id order by p.product_id) as product_ids
                        from contracts k
                        join products p on p.product_id = any (k.products)
                        where k.status <> 'draft' and k.start_date <= :asOf
                            and (k.end_date is null or k.end_date >= :asOf)
                            and (k.terminated_on is null or k.terminated_on > :asOf)
                        group by k.client_id
                    ), other as materialized (
                        select c.client_id, clock.clock_start_on, c.tier = own.tier as is_tier, t.tier_rank,
                            coalesce(b.product_ids, '{}') as product_ids,
                            exists (
                                select from adoption_milestones m
                                where m.client_id = c.client_id and m.framework = :framework) as is_recorded
                        from own
                        cross join clock
                        join clients c on c.client_id = clock.client_id
                        join tier t on t.tier = c.tier
                        left join bought b on b.client_id = c.client_id
                    ), client as materialized (
                        -- One client stands for all with the same tier and products.
                        select min(client_id) as client_id, tier_rank, product_ids
                        from other
                        group by tier_rank, product_ids
                    """
                    + AVAILABLE
                    + """
                    ), goal as materialized (
                        select c.tier_rank, c.product_ids, d.milestone_key, d.target_days,
                    """
                    + IS_APPLICABLE
                    + """
                    ), peer as materialized (
                        select g.milestone_key, o.is_tier, o.is_recorded,
                            case when m.achieved_on is not null then greatest(0, m.achieved_on - o.clock_start_on) end
                                as taken_days
                        from other o
                        join goal g on g.tier_rank = o.tier_rank and g.product_ids = o.product_ids
                            and o.clock_start_on <= :asOf::date - g.target_days
                        left join adoption_milestones m on m.client_id = o.client_id and m.framework = :framework
                            and m.milestone_key = g.milestone_key and m.achieved_on <= :asOf
                        where g.is_applicable or m.achieved_on is not null
                    ), chosen as (
                        select milestone_key, count(*) filter (where is_tier) >= 5 as is_tier
                        from peer
                        group by milestone_key
                    )
                    select c.milestone_key, c.is_tier, count(*) as peer_count,
                        round(count(p.taken_days)::numeric / count(*), 4) as completion_rate,
                        round((percentile_cont(0.5) within group (order by p.taken_days))::numeric, 2) as median_days,
                        round((percentile_cont(0.25) within group (order by p.taken_days))::numeric, 2) as p25_days,
                        round((percentile_cont(0.75) within group (order by p.taken_days))::numeric, 2) as p75_days,
                        round((percentile_cont(0.9) within group (order by p.taken_days))::numeric, 2) as p90_days
                    from chosen c
                    join peer p on p.milestone_key = c.milestone_key and (p.is_tier or not c.is_tier)
                    group by c.milestone_key, c.is_tier
                    having bool_or(p.is_recorded)
                    """)
    @RegisterConstructorMapper(MilestoneBenchmark.class)
    List<MilestoneBenchmark> benchmarks(
            String clientId, LocalDate asOf, String definitions, String framework);

    /** Returns the blocked milestones of active and paused plans, the first due first. */
    @SqlQuery(
            """
            select m.name, m.due_date as due_on, m.blocker_text
            from onboarding_plans p
            join onboarding_milestones m on m.client_id = p.client_id and m.plan_id = p.plan_id
            where p.client_id = :clientId and p.status in ('active', 'on_hold') and m.status = 'blocked'
            order by m.due_date, m.sequence
            """)
    @RegisterConstructorMapper(BlockedMilestone.class)
    List<BlockedMilestone> blocked(String clientId);
}
