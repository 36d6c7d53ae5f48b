package io.os199.cs.onboarding.process;

import io.os199.cs.core.ClockStart;
import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.FirstValueDao;
import io.os199.cs.onboarding.TimedClients;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.FirstValue;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads the clients whose clock started in a period. */
@PlannedForItsValues
interface StartedDao {
    /**
     * A group of like clients and how many they are.
     *
     * @param complexity of the plan that determines first value; absent without one
     * @param days to first value if it was reached, else since the clock's start
     * @param isDecided whether the clock started so long ago that the target is past
     * @param waitDays from the clock's start to the start of the client's first plan; absent without one
     */
    record Started(
            Tier tier,
            @Nullable Complexity complexity,
            FirstValue.Method method,
            int days,
            boolean isReached,
            boolean isDecided,
            @Nullable Integer waitDays,
            int clientCount)
            implements TimedClients {}

    @SqlQuery(
            """
            select c.tier, plan.complexity, v.method, v.first_value_on is not null as is_reached,
                greatest(0, coalesce(v.first_value_on, gone.churned_on, cast(:asOf as date)) - v.clock_start_on) as days,
                v.clock_start_on <= cast(:asOf as date) - :targetDays as is_decided,
                greatest(0, first_plan.start_date - v.clock_start_on) as wait_days, count(*) as client_count
            from (with clock as (select * from (
            """
                    + ClockStart.OF_ALL
                    + """
                      where (cast(:tier as text) is null or c.tier = :tier)
                    ) started where clock_start_on >= :periodStart and clock_start_on < :periodEnd
                    """
                    + FirstValueDao.OF_CLOCK
                    + """
                    ) v
                    join clients c on c.client_id = v.client_id
                    left join onboarding_plans plan on plan.client_id = v.client_id and plan.plan_id = v.plan_id
                    left join lateral (
                        select min(p.start_date) as start_date
                        from onboarding_plans p
                        where p.client_id = v.client_id and p.status not in ('draft', 'cancelled')
                    ) first_plan on true
                    left join lateral (
                        select max(e.churned_on) as churned_on
                        from churn_events e
                        where e.client_id = v.client_id and c.status = 'churned' and e.churned_on <= :asOf
                    ) gone on true
                    where v.method <> 'not_measurable'
                        and (cast(:complexity as text) is null or plan.complexity = :complexity)
                    group by 1, 2, 3, 4, 5, 6, 7
                    """)
    @RegisterConstructorMapper(Started.class)
    List<Started> started(@BindMethods ProcessOrder order);
}
