package io.os199.cs.retention.facts;

/** SQL for which clients were live on a day: no churn was in force, or the client had come back from it. */
public final class LiveClients {
    /**
     * A return {@code l} that ended the churn {@code e}; a condition on its day may be appended. A return on the day
     * of the churn counts only if it came after the churn was recorded.
     */
    public static final String RETURN =
            """
            select from lifecycle_transitions l
                where l.client_id = e.client_id and l.from_stage = 'churned'
                    and (l.changed_at at time zone 'UTC')::date >= e.churned_on
                    and (l.changed_at > e.created_at or (l.changed_at at time zone 'UTC')::date > e.churned_on)
            """;

    /** The condition that the client {@code c} was live before the day {@code w.until}. */
    public static final String ARE_LIVE =
            """
            (c.status <> 'churned' or exists (
                    select
                    from churn_events e
                    where e.client_id = c.client_id and e.churned_on >= w.until))
                and not exists (
                    select
                    from churn_events e
                    where e.client_id = c.client_id and e.churned_on < w.until and not exists (
            """
                    + RETURN
                    + """
                      and (l.changed_at at time zone 'UTC')::date < w.until))
                    """;

    private LiveClients() {}
}
