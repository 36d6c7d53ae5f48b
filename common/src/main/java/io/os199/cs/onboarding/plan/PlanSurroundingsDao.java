package io.os199.cs.onboarding.plan;

import io.os199.cs.core.ClockStart;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** Reads the circumstances of a plan. */
interface PlanSurroundingsDao {
    @SqlQuery(
            "with clock as ("
                    + ClockStart.SQL
                    + """
                    )
                    select clock.clock_start_on, c.lifecycle_stage,
                        exists (select from touchpoints t
                            where t.client_id = c.client_id and t.kind = 'meeting'
                                and t.occurred_at >= (cast(:startDate as date) - 7)::timestamp at time zone 'UTC')
                            as has_meeting,
                        exists (select from contacts p
                            where p.client_id = c.client_id and p.left_company_at is null
                                and p.role = 'executive_sponsor') as has_sponsor,
                        exists (select from contacts p
                            where p.client_id = c.client_id and p.left_company_at is null
                                and p.role in ('champion', 'admin')) as has_champion_or_admin,
                        exists (select from onboarding_plan_automations a
                            where a.client_id = c.client_id and a.plan_id = :planId and a.active)
                            as has_automations
                    from clients c
                    join clock on clock.client_id = c.client_id
                    where c.client_id = :clientId
                    """)
    @RegisterConstructorMapper(PlanSurroundings.class)
    PlanSurroundings read(
            String clientId, List<String> clientIds, String planId, LocalDate startDate);
}
