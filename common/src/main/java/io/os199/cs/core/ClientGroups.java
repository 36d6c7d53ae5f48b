package io.os199.cs.core;

/** The dimensions by which clients are grouped, as they are today: each client is in one group of every dimension. */
public final class ClientGroups {
    /** SQL to append after clients {@code c}: their {@code dimension} and {@code key}, a row for each dimension. */
    public static final String OF_CLIENT =
            """
            cross join lateral (values
                ('tier', c.tier),
                ('industry', coalesce(c.industry, 'unknown')),
                ('lifecycle_stage', c.lifecycle_stage),
                ('csm', coalesce(c.csm, 'unassigned')),
                ('health_band', coalesce(c.health_band, 'unscored')),
                ('start_quarter', coalesce(to_char(c.contract_start_date, 'YYYY"-Q"Q'), 'unknown')))
                as g (dimension, key)
            """;

    private ClientGroups() {}
}
