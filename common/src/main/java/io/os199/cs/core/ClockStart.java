package io.os199.cs.core;

/** The start of a client's clock: time to value and days since start count from there. */
public final class ClockStart {
    /**
     * A query of {@code client_id, clock_start_on, clock_basis} over all clients, {@code c}, to which a condition can
     * be appended: the earliest contract that is not a draft, else the client's own start date, else the day it was
     * registered.
     */
    public static final String OF_ALL =
            """
            select c.client_id,
                coalesce(k.started_on, c.contract_start_date, (c.created_at at time zone 'UTC')::date)
                    as clock_start_on,
                case when k.started_on is not null then 'contract'
                    when c.contract_start_date is not null then 'client'
                    else 'registration' end as clock_basis
            from clients c
            left join lateral (
                select min(start_date) as started_on
                from contracts
                where client_id = c.client_id and status <> 'draft'
            ) k on true
            """;

    /** {@link #OF_ALL} limited to {@code :clientIds}. */
    public static final String SQL = OF_ALL + "where c.client_id = any(:clientIds)\n";

    private ClockStart() {}
}
