package io.os199.cs.onboarding.value;

import io.os199.cs.core.ClockStart;
import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.FirstValueDao;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** Reads the way to first value, of one client and of its peers. */
interface ValueDao {
    /**
     * The facts that show a client's way by its use.
     *
     * @param churnedOn absent for a client that has not left
     * @param firstUsedOn its first day of use; the others are about the core feature that was adopted first
     */
    record Use(
            Tier tier,
            @Nullable LocalDate churnedOn,
            @Nullable LocalDate firstUsedOn,
            @Nullable String featureKey,
            @Nullable LocalDate featureUsedOn,
            @Nullable LocalDate adoptedOn,
            @Nullable LocalDate recordedOn) {}

    @SqlQuery(
            """
            select c.tier,
                (select max(e.churned_on) from churn_events e
                    where e.client_id = c.client_id and c.status = 'churned' and e.churned_on <= :asOf) as churned_on,
                (select min(day) from usage_daily_users u where u.client_id = c.client_id and u.day <= :asOf)
                    as first_used_on,
                adopted.feature_key, adopted.first_used_on as feature_used_on, adopted.adopted_on,
                (select min(achieved_on) from adoption_milestones m
                    where m.client_id = c.client_id and m.framework = 'standard' and m.milestone_key = 'first_value'
                        and m.achieved_on <= :asOf) as recorded_on
            from clients c
            left join lateral (
                select u.feature_key, u.first_used_on, u.adopted_on
                from usage_user_features u
                join features f on f.key = u.feature_key and f.is_core
                where u.client_id = c.client_id and u.adopted_on <= :asOf
                order by u.adopted_on, u.first_used_on, u.feature_key
                limit 1
            ) adopted on true
            where c.client_id = :clientId
            """)
    @RegisterConstructorMapper(Use.class)
    Use use(String clientId, LocalDate asOf);

    /**
     * The number of peers with the same values.
     *
     * @param days to first value, else since the clock's start
     * @param isDecided whether the clock started so long ago that the target has passed
     */
    record PeerCount(int days, boolean isReached, boolean isDecided, int clientCount) {}

    /** Counts the clients of a tier, or all, whose clock started from {@code since} on, except the client itself. */
    @PlannedForItsValues
    @SqlQuery(
            """
            select v.first_value_on is not null as is_reached, count(*) as client_count,
                v.clock_start_on <= cast(:asOf as date) - :targetDays as is_decided,
            """
                    + FirstValueDao.DAYS
                    + """
                    from (with clock as (select * from (
                    """
                    + ClockStart.OF_ALL
                    + """
                      where (cast(:tier as text) is null or c.tier = :tier) and c.client_id <> :clientId
                    ) started where clock_start_on between :since and :asOf
                    """
                    + FirstValueDao.OF_CLOCK
                    + ") v"
                    + FirstValueDao.WITH_LEAVING
                    + """
                    where v.method <> 'not_measurable'
                    group by is_reached, is_decided, days
                    """)
    @RegisterConstructorMapper(PeerCount.class)
    List<PeerCount> peers(
            String clientId, @Nullable Tier tier, LocalDate since, LocalDate asOf, int targetDays);

    /** How long a milestone of the template took other clients. */
    record StepMedian(String milestoneKey, double medianDays, int planCount) {}

    @PlannedForItsValues
    @SqlQuery(
            """
            select m.milestone_key, count(*) as plan_count,
                percentile_cont(0.5) within group (order by m.completed_on - coalesce(
                    (select max(d.completed_on) from onboarding_milestones d
                        where d.client_id = m.client_id and d.plan_id = m.plan_id and d.status = 'completed'
                            and d.sequence = any(m.depends_on)), p.start_date)) as median_days
            from onboarding_plans p
            join clients c on c.client_id = p.client_id
            join onboarding_milestones m on m.client_id = p.client_id and m.plan_id = p.plan_id
            where p.client_id <> :clientId and p.status not in ('draft', 'cancelled')
                and p.start_date between :since and :asOf and (cast(:tier as text) is null or c.tier = :tier)
                and m.status = 'completed' and m.completed_on <= :asOf and m.milestone_key is not null
            group by m.milestone_key
            """)
    @RegisterConstructorMapper(StepMedian.class)
    List<StepMedian> stepMedians(
            String clientId, @Nullable Tier tier, LocalDate since, LocalDate asOf);
}
