package io.os199.cs.usage;

import io.os199.cs.usage.model.ClientDay;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** Finds the days that have events. */
interface UsageRebuildDao {
    /** Returns days client by client, so that a client's days are recomputed together. */
    @SqlQuery(
            """
            select c.client_id, d.day
            from clients c
            cross join generate_series(0, cast(:to as date) - cast(:from as date)) as later
            cross join lateral (select cast(:from as date) + later as day) d
            where (cast(:clientId as text) is null or c.client_id = :clientId)
                and c.client_id >= :afterClientId
                and (c.client_id, d.day) > (:afterClientId, cast(:afterDay as date))
                and exists (
                    select from usage_events e
                    where e.client_id = c.client_id and e.occurred_at >= d.day::timestamp at time zone 'UTC'
                        and e.occurred_at < (d.day + 1)::timestamp at time zone 'UTC')
            order by c.client_id, d.day
            limit :count
            """)
    @RegisterConstructorMapper(ClientDay.class)
    List<ClientDay> days(
            LocalDate from,
            LocalDate to,
            @Nullable String clientId,
            String afterClientId,
            LocalDate afterDay,
            int count);

    /** Locks the clients in order, so that two rebuilds wait for each other and never in a circle. */
    @SqlQuery(
            """
            select client_id
            from clients
            where client_id = any (cast(:clientIds as text[]))
            order by client_id
            for no key update
            """)
    List<String> lock(List<String> clientIds);
}
