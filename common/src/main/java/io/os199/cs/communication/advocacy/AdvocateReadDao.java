package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.communication.model.AdvocateTier;
import io.os199.cs.communication.model.DealOutcome;
import io.os199.cs.communication.model.PointsEntry;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads advocates with what determines whether they are free for a reference now. */
interface AdvocateReadDao {
    /**
     * The advocates {@code a} that match a condition that follows, and the obstacles to a reference call, each in
     * words. A contact who left and a client that churned are obstacles too.
     */
    String KNOWN =
            """
            with known as (
                select a.client_id, a.advocate_id, c.name as client_name, c.industry, c.tier as client_tier, c.health_band,
                    p.name as contact_name, p.title as contact_title, a.contact_email, a.tier, a.status, a.enrolled_on,
                    a.withdrawn_on, a.lifetime_points, a.redeemed_points, a.version, k.contribution_count, k.by_type,
                    k.last_contribution_on, k.reference_count_90d,
                    array_remove(array[
                        case when a.status <> 'active' then 'status ' || a.status end,
                        case when p.left_company_at is not null then 'the contact has left the client' end,
                        case when c.status = 'churned' then 'the client has churned' end,
                        case when k.reference_count_90d >= 2 then k.reference_count_90d || ' references in 90 days' end,
                        case when c.health_band is null then 'health_band not computed'
                            when c.health_band not in ('healthy', 'watch') then 'health_band ' || c.health_band end,
                        case when e.open_count > 0 then e.open_count || ' open escalations' end,
                        case when t.open_count > 0 then t.open_count || ' open P0 or P1 tickets' end], null) as obstacles
                from advocates a
                join clients c on c.client_id = a.client_id
                join contacts p on p.client_id = a.client_id and p.contact_id = a.contact_id
                cross join lateral (
                    select coalesce(sum(n.entries), 0)::int as contribution_count,
                        coalesce(jsonb_object_agg(n.type, n.entries) filter (where n.type is not null), '{}') as by_type,
                        max(n.last_on) as last_contribution_on,
                        coalesce(sum(n.lately) filter (where n.type = 'reference'), 0)::int as reference_count_90d
                    from (select type, count(*)::int as entries, max((at at time zone 'UTC')::date) as last_on,
                              count(*) filter (
                                  where (at at time zone 'UTC')::date > cast(:today as date) - 90) as lately
                          from advocacy_contributions
                          where client_id = a.client_id and advocate_id = a.advocate_id
                              and type not in ('bonus', 'redemption')
                          group by type) n) k
                cross join lateral (
                    select count(*) as open_count
                    from escalations
                    where client_id = a.client_id and status not in ('resolved', 'closed')) e
                cross join lateral (
                    select count(*) as open_count
                    from tickets
                    where client_id = a.client_id and priority in ('P0', 'P1') and status not in ('resolved', 'closed')
                        and deleted_at is null) t
            """;

    /** The conditions of an {@link AdvocateFilter}, apart from whether the advocate is free. */
    String FILTER =
            """
            where (cast(:clientId as text) is null or a.client_id = :clientId)
                and (cast(:tier as text) is null or a.tier = :tier)
                and (cast(:status as text) is null or a.status = :status)
                and (cast(:industry as text) is null or lower(c.industry) = lower(:industry))
                and (cast(:clientTier as text) is null or c.tier = :clientTier)
            """;

    /** An advocate as queried. */
    record Row(
            String clientId,
            String advocateId,
            String clientName,
            @Nullable HealthBand healthBand,
            @Nullable String contactName,
            @Nullable String contactTitle,
            String contactEmail,
            AdvocateTier tier,
            AdvocateStatus status,
            LocalDate enrolledOn,
            @Nullable LocalDate withdrawnOn,
            int lifetimePoints,
            int redeemedPoints,
            int version,
            int contributionCount,
            @Json Map<String, Integer> byType,
            @Nullable LocalDate lastContributionOn,
            int referenceCount90d,
            List<String> obstacles) {}

    /**
     * A page read along the index of points, so that no more is looked up than it needs; the smallest integer and the
     * empty text stand for the position before the first.
     */
    String PAGE =
            KNOWN
                    + FILTER
                    + """
                        and (-a.lifetime_points, a.advocate_id)
                            > (coalesce(-cast(:afterPoints as int), -2147483648), coalesce(cast(:afterId as text), ''))
                    )
                    select *
                    from known
                    where cast(:availableForReference as boolean) is null
                        or (cardinality(obstacles) = 0) = :availableForReference
                    order by -lifetime_points, advocate_id
                    limit :most
                    """;

    @PlannedForItsValues
    @SqlQuery(PAGE)
    @RegisterConstructorMapper(Row.class)
    List<Row> page(
            @BindMethods AdvocateFilter filter,
            LocalDate today,
            @Nullable Integer afterPoints,
            @Nullable String afterId,
            int most);

    @PlannedForItsValues
    @SqlQuery(
            "select count(*) from advocates a join clients c on c.client_id = a.client_id "
                    + FILTER)
    long count(@BindMethods AdvocateFilter filter);

    /** Counts those of {@link #KNOWN} without an obstacle, by sets rather than one by one. */
    @PlannedForItsValues
    @SqlQuery(
            """
            with referred as (
                select client_id, advocate_id
                from advocacy_contributions
                where type = 'reference' and (at at time zone 'UTC')::date > cast(:today as date) - 90
                group by client_id, advocate_id
                having count(*) >= 2),
            escalated as (
                select distinct client_id from escalations where status not in ('resolved', 'closed')),
            waiting as (
                select distinct client_id
                from tickets
                where priority in ('P0', 'P1') and status not in ('resolved', 'closed') and deleted_at is null)
            select count(*)
            from advocates a
            join clients c on c.client_id = a.client_id
            join contacts p on p.client_id = a.client_id and p.contact_id = a.contact_id
            left join referred r on r.client_id = a.client_id and r.advocate_id = a.advocate_id
            left join escalated e on e.client_id = a.client_id
            left join waiting t on t.client_id = a.client_id
            """
                    + FILTER
                    + """
                    and a.status = 'active' and p.left_company_at is null and c.status <> 'churned'
                    and c.health_band in ('healthy', 'watch')
                    and r.client_id is null and e.client_id is null and t.client_id is null
                    """)
    long free(@BindMethods AdvocateFilter filter, LocalDate today);

    @SqlQuery(KNOWN + "where a.advocate_id = :advocateId) select * from known")
    @RegisterConstructorMapper(Row.class)
    Optional<Row> find(String advocateId, LocalDate today);

    /** A single change of an advocate's points. */
    record EntryRow(
            String contributionId,
            PointsEntry type,
            int points,
            Instant at,
            @Nullable String dealReference,
            @Nullable DealOutcome dealOutcome,
            @Nullable BigDecimal dealValueAmount,
            @Nullable String detailsText,
            long totalCount) {}

    /** Returns the newest entries first, with the total number. */
    @SqlQuery(
            """
            select contribution_id, type, points, at, deal_reference, deal_outcome, deal_value_amount, details_text,
                count(*) over () as total_count
            from advocacy_contributions
            where client_id = :clientId and advocate_id = :advocateId
                and (cast(:contributionId as text) is null or contribution_id = :contributionId)
            order by at desc, contribution_id desc
            limit :most
            """)
    @RegisterConstructorMapper(EntryRow.class)
    List<EntryRow> entries(
            String clientId, String advocateId, @Nullable String contributionId, int most);
}
