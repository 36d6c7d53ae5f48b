package io.os199.cs.core;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** What is open for a client, by who owns it. */
interface OwnedWorkDao {
    /** Returns how much of a client's open work has that owner, whatever the case of the name. */
    @SqlQuery(
            """
            select (select count(*) from tasks where client_id = :clientId and status = 'open'
                    and lower(owner) = lower(:owner))::int as tasks,
                (select count(*) from onboarding_plans where client_id = :clientId
                    and status in ('draft', 'active', 'on_hold') and lower(owner) = lower(:owner))::int as plans,
                (select count(*) from renewals where client_id = :clientId and closed_on is null
                    and lower(owner) = lower(:owner))::int as renewals,
                (select count(*) from opportunities where client_id = :clientId and closed_on is null
                    and lower(owner) = lower(:owner))::int as opportunities,
                (select count(*) from campaigns where client_id = :clientId and status = 'active'
                    and lower(owner) = lower(:owner))::int as campaigns,
                (select count(*) from escalations where client_id = :clientId
                    and status in ('open', 'acknowledged', 'in_progress') and lower(owner) = lower(:owner))::int
                    as escalations
            """)
    @RegisterConstructorMapper(OwnedWork.class)
    OwnedWork of(String clientId, String owner);
}
